import { app, protocol, type Session, session } from 'electron';
import type { Logger } from '../ports.ts';
import { SCHEME, serveAsset } from './assets.ts';
import { isAllowedChord } from './key-chords.ts';
import { devServer, isPagesOwn, PAGE_URL } from './page-address.ts';

/** In memory only (no `persist:`): the page leaves no cache, cookie or storage on the disk. */
const PARTITION = 'kiosk';

/** Before ready. The page's scheme behaves as an origin of its own and counts as secure; it bypasses nothing. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** No one listens there, and SOCKS asks no name server: what would leave past every other door ends here. */
const NOWHERE = 'socks5://127.0.0.1:9';

/**
 * After ready. The session the page runs in: its own files and nothing else, no permission at all (Electron grants every
 * one unless told otherwise), no download, no way to the network. Resolves once all of it holds.
 */
export async function openPageSession(root: string, logger: Logger): Promise<Session> {
  const page = session.fromPartition(PARTITION);
  if (devServer === null) {
    await page.setProxy({
      mode: 'fixed_servers',
      proxyRules: NOWHERE,
      // Not even this PC is reached without it.
      proxyBypassRules: '<-loopback>',
    });
  }
  page.protocol.handle(SCHEME, (request) => serveAsset(root, request.url));
  page.webRequest.onBeforeRequest((details, callback) => {
    const own = isPagesOwn(details.url);
    if (!own) logger.warn('page-request-refused', { type: details.resourceType });
    callback({ cancel: !own });
  });
  page.setPermissionRequestHandler((_contents, permission, callback) => {
    logger.warn('permission-refused', { permission });
    callback(false);
  });
  page.setPermissionCheckHandler(() => false);
  page.setDevicePermissionHandler(() => false);
  // No display-media handler: without one every screen capture fails, and one that refuses would have to throw.
  page.on('will-download', (event) => event.preventDefault());
  return page;
}

/** Before any window: every page there will ever be goes nowhere, opens nothing, attaches nothing. */
export function hardenEveryPage(logger: Logger): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { readonly url: string; preventDefault: () => void }): void => {
      if (event.url === PAGE_URL) return;
      logger.warn('navigation-refused', {});
      event.preventDefault();
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    // WebRTC sends nothing but through the session's proxy, which takes no UDP.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    contents.on('before-input-event', (event, input) => {
      if (!isAllowedChord(input)) event.preventDefault();
    });
  });
}
