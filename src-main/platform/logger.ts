import { join } from 'node:path';
import log from 'electron-log/node';
import { PRIVATE_FILE } from '../lib/private-files.ts';
import { redactDeep } from '../lib/redact.ts';
import type { LogData, Logger } from '../ports.ts';

/**
 * One line of JSON an event, in `hoststand.log`; the file before is kept at 1 MiB. Texts are redacted at the last step.
 * Both files can be read by the kiosk's own user alone.
 */
export function createLogger(folder: string): Logger {
  const file = log.create({ logId: 'hoststand' });
  file.transports.console.level = false;
  file.transports.file.level = 'info';
  file.transports.file.maxSize = 1024 * 1024;
  file.transports.file.format = '{text}';
  file.transports.file.resolvePathFn = () => join(folder, 'hoststand.log');
  file.transports.file.writeOptions = { flag: 'a', mode: PRIVATE_FILE, encoding: 'utf8' };
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, data: LogData = {}) => {
      const safe = redactDeep(data) as LogData;
      file[level](JSON.stringify({ at: new Date().toISOString(), level, event, ...safe }));
    };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
