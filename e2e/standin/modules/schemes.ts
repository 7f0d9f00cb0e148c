import type { Privileges } from 'electron';
import type { Report } from '../report.ts';

/** Chromium takes no new schemes from outside, so each lives under this reserved domain in the browser. */
const domain = 'standin.invalid';

/**
 * The application's own schemes and how their addresses map to ones the browser knows, and back:
 * `app://kiosk/x` is `https://kiosk.app.standin.invalid/x` (http when the scheme is not `secure`).
 */
export class Schemes {
  readonly #privileges = new Map<string, Privileges>();
  readonly #report: Report;
  #registered = false;

  constructor(report: Report) {
    this.#report = report;
  }

  register(schemes: readonly { readonly scheme: string; readonly privileges?: Privileges }[]): void {
    if (!Array.isArray(schemes)) throw new TypeError('Argument must be an array of custom schemes.');
    if (this.#registered) {
      this.#report.problem('misuse', 'protocol.registerSchemesAsPrivileged was called twice');
      throw new Error('protocol.registerSchemesAsPrivileged can only be called once');
    }
    this.#registered = true;
    for (const { scheme, privileges = {} } of schemes) {
      if (privileges.codeCache === true && privileges.standard !== true) {
        throw new Error(
          'Code cache can only be enabled when the custom scheme is registered as standard scheme.',
        );
      }
      if (!/^[a-z][a-z0-9-]*$/.test(scheme))
        throw new Error(`The stand-in does not model the scheme name ${scheme}`);
      if (privileges.bypassCSP === true) {
        this.#report.problem(
          'insecure-preference',
          `The scheme ${scheme} ignores the page's CSP (bypassCSP)`,
        );
      }
      this.#privileges.set(scheme, privileges);
    }
  }

  privileges(scheme: string): Privileges | undefined {
    return this.#privileges.get(scheme);
  }

  /** The address to give the browser; other addresses are returned as they are. */
  toBrowser(address: string): string {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url === null) return address;
    const scheme = url.protocol.slice(0, -1);
    const privileges = this.#privileges.get(scheme);
    if (privileges?.standard !== true) return address;
    // Standard schemes are normalised as http is, host in lower case and dots folded, which Node leaves undone.
    const normal = new URL(address.replace(/^[^:]+:\/*/, 'https://'));
    normal.protocol = privileges.secure === true ? 'https:' : 'http:';
    normal.port = '';
    normal.hostname = `${normal.hostname}.${scheme}.${domain}`;
    return normal.href;
  }

  /** The application's own address for one the browser uses, or null when it is not one of ours. */
  toApp(address: string): string | null {
    if (!URL.canParse(address)) return null;
    const url = new URL(address);
    const match = /^(.+)\.([a-z][a-z0-9-]*)\.standin\.invalid$/.exec(url.hostname);
    const [, host, scheme] = match ?? [];
    if (host === undefined || scheme === undefined || !this.#privileges.has(scheme)) return null;
    return `${scheme}://${host}${url.pathname}${url.search}${url.hash}`;
  }

  /** As `toApp`, for what the application is shown: foreign addresses stay as they are. */
  shown(address: string): string {
    return this.toApp(address) ?? address;
  }

  /** The serialised origin Electron shows: `app://kiosk`, or `null` for an opaque one. */
  origin(shown: string): string {
    const url = URL.canParse(shown) ? new URL(shown) : null;
    if (url === null) return 'null';
    const scheme = url.protocol.slice(0, -1);
    if (this.#privileges.get(scheme)?.standard === true) return `${scheme}://${url.host}`;
    return url.origin;
  }

  /** A policy that names the application's scheme must mean the same to the browser. */
  policyToBrowser(policy: string): string {
    let text = policy;
    for (const scheme of this.#privileges.keys()) {
      text = text.replace(new RegExp(`(?<=^|[\\s;,])${scheme}://[^\\s;,]*`, 'g'), (source) => {
        const trimmed = this.toBrowser(source).replace(/\/$/, source.endsWith('/') ? '/' : '');
        return trimmed;
      });
      text = text.replace(new RegExp(`(?<=[\\s])${scheme}:(?=$|[\\s;,])`, 'g'), `*.${scheme}.${domain}`);
    }
    return text;
  }
}
