/** One way to a server: straight, or through the proxy at `uri`. */
export type Hop = { readonly kind: 'direct' } | { readonly kind: 'proxy'; readonly uri: string };

export const DIRECT: Hop = { kind: 'direct' };

/** `SOCKS` alone is version 4, which is not supported: such an entry is skipped. */
const SCHEMES: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS5: 'socks5',
};

/**
 * The ways that a PAC answer names, in its order, each once. An entry that is not understood is skipped; where none is
 * left, the way is straight. Source of the form: Chromium's `ProxyList::ToPacString` (`PROXY a:80;DIRECT`).
 */
export function hopsOf(pac: string): readonly Hop[] {
  const hops = new Map<string, Hop>();
  for (const entry of pac.split(';')) {
    const hop = hopOf(entry.trim());
    if (hop !== null) hops.set(keyOf(hop), hop);
  }
  return hops.size === 0 ? [DIRECT] : [...hops.values()];
}

/** The same text for the same way. */
export function keyOf(hop: Hop): string {
  return hop.kind === 'direct' ? 'direct' : hop.uri;
}

function hopOf(entry: string): Hop | null {
  if (entry.toUpperCase() === 'DIRECT') return DIRECT;
  const [, type = '', place = ''] = /^(\S+)\s+(\S+)$/.exec(entry) ?? [];
  const scheme = SCHEMES[type.toUpperCase()];
  const uri = `${scheme}://${place}`;
  return scheme !== undefined && /^[\w.[\]:-]+$/.test(place) && URL.canParse(uri)
    ? { kind: 'proxy', uri }
    : null;
}
