import { ORIGIN } from './assets.ts';

/**
 * Set by electron.vite.config.ts: the address of electron-vite's server in `npm run dev`. A build has `undefined` in its
 * place, so the product has no line that could load another page.
 */
declare const DEV_SERVER: string | undefined;

/** Where a development run loads the page from; null in the product. */
export const devServer: URL | null = DEV_SERVER === undefined ? null : new URL(DEV_SERVER);

/** The only origin whose page is answered. */
export const PAGE_ORIGIN = devServer === null ? ORIGIN : devServer.origin;
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`;

/** Whether the page may ask for this address: its own files, and in a development run the server's news of changes. */
export function isPagesOwn(url: string): boolean {
  if (url.startsWith(`${PAGE_ORIGIN}/`) || url.startsWith('data:')) return true;
  return devServer !== null && url.startsWith(`ws://${devServer.host}/`);
}
