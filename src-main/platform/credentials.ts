import { app } from 'electron';
import type { Logger } from '../ports.ts';

/**
 * Answers who asks Chromium's stack for more than a kiosk gives. A proxy that wants a sign-in gets none: how Toast is reached goes through the
 * network of main, which says so on the screen. Electron would send the first certificate of this PC to every server that asks for one: none is sent.
 */
export function giveNoCredentials(logger: Logger): void {
  app.on('login', (event, _contents, _details, { isProxy, host }, callback) => {
    event.preventDefault();
    logger.warn('sign-in-refused', { proxy: isProxy, host });
    callback();
  });
  app.on('select-client-certificate', (event, _contents, _url, _certificates, callback) => {
    event.preventDefault();
    logger.warn('client-certificate-refused');
    callback();
  });
}
