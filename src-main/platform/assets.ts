import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** The page's only origin. A name that changes loses anything the page stored, so it never changes. */
export const SCHEME = 'app';
const HOST = 'kiosk';
export const ORIGIN = `${SCHEME}://${HOST}`;

/**
 * The page may load its own files and nothing else; it can connect to nowhere at all. No text becomes markup or script
 * (Trusted Types without any policy). It is the page's only policy, and each answer carries it.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "worker-src 'none'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Devices, pickers and windows of the system, which no kiosk's page has a use for. */
const NO_POWERS = [
  'accelerometer',
  'autoplay',
  'bluetooth',
  'camera',
  'clipboard-read',
  'clipboard-write',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'web-share',
  'window-management',
  'xr-spatial-tracking',
]
  .map((name) => `${name}=()`)
  .join(', ');

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
    'permissions-policy': NO_POWERS,
    // No name is asked for ahead of time, and no page can turn that on again.
    'x-dns-prefetch-control': 'off',
    'cache-control': 'no-store',
  };
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: headers('text/plain; charset=utf-8') });
}
