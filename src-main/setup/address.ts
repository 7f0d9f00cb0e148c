import type { AddressTrust } from '../../src-preload/contract/set-up.ts';

/**
 * The address of Toast's API as it was typed; null where no token may be sent there: anything but https, or with a name, a
 * question or a fragment in it. http to this PC itself only where that was allowed from outside (tests).
 */
export function tidyUrl(typed: string, allowLoopback: boolean): string | null {
  const text = typed.trim();
  // A name before a port is no scheme.
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:(?!\d+(?:\/|$))/i.test(text) ? text : `https://${text}`);
  if (url === null || url.hostname === '' || url.username !== '' || url.password !== '') return null;
  if (url.search !== '' || url.hash !== '') return null;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url) && allowLoopback))
    return null;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

const isLoopback = (url: URL): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);

/** Toast's production and sandbox, as its partners' published code names them; Toast tells each partner its own. */
export const TOAST_ADDRESSES = [
  'https://ws-api.toasttab.com',
  'https://ws-sandbox-api.eng.toasttab.com',
] as const;
const TOAST_DOMAIN = 'toasttab.com';

/**
 * Who vouches for a tidy address: Toast's own domain, the admin's file (or a test that plays Toast on this PC), or no
 * one.
 * @param admin the address in the admin's file.
 */
export function addressTrustOf(
  url: string,
  admin: string | null,
  allowLoopback: boolean,
): Exclude<AddressTrust, 'confirmed'> {
  const parsed = URL.parse(url);
  if (parsed === null) return 'unknown';
  const { hostname, protocol, port } = parsed;
  const toast = hostname === TOAST_DOMAIN || hostname.endsWith(`.${TOAST_DOMAIN}`);
  if (protocol === 'https:' && port === '' && toast) return 'toast';
  if (admin !== null && tidyUrl(admin, false) === url) return 'admin';
  return allowLoopback && isLoopback(parsed) ? 'admin' : 'unknown';
}
