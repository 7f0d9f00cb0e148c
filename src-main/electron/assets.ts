import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** The page's only origin. A name that changes loses whatever the page stored, so it never changes. */
export const SCHEME = 'app';
export const HOST = 'kiosk';
export const ORIGIN = `${SCHEME}://${HOST}`;
export const PAGE_URL = `${ORIGIN}/index.html`;

/** The page may load its own files and nothing else; it can connect to nowhere at all. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

/** Named for each kind we ship: without a type Electron takes a file for HTML. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
};

/** Answers a request for one of the page's files out of `root`, and 404 to anything else. Never throws. */
export async function serveAsset(root: string, url: string): Promise<Response> {
  const path = assetPath(root, url);
  const type = path === null ? undefined : TYPES[extname(path)];
  if (path === null || type === undefined) return notFound();
  try {
    const body = await readFile(path);
    return new Response(Uint8Array.from(body), { headers: headers(type) });
  } catch {
    return notFound();
  }
}

/** The file a URL means, or null where it is not ours or would leave the folder. */
export function assetPath(root: string, url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== `${SCHEME}:` || parsed.host !== HOST) return null;
  let name: string;
  try {
    name = decodeURIComponent(parsed.pathname);
  } catch {
    return null;
  }
  // A backslash parts folders on Windows, and a colon names a drive or a stream.
  if (/[\0\\:]/.test(name)) return null;
  const path = normalize(join(root, name === '/' ? 'index.html' : name));
  return path.startsWith(root + sep) ? path : null;
}

function headers(type: string): Record<string, string> {
  return {
    'content-type': type,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: headers('text/plain; charset=utf-8') });
}
