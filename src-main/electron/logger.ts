import { join } from 'node:path';
import log from 'electron-log/node';
import { redact } from '../lib/redact.ts';
import type { LogData, Logger } from '../ports.ts';

/** One line of JSON an event, in `hoststand.log`; the file before is kept at 1 MiB. Redacted at the last step. */
export function createLogger(folder: string): Logger {
  const file = log.create({ logId: 'hoststand' });
  file.transports.console.level = false;
  file.transports.file.level = 'info';
  file.transports.file.maxSize = 1024 * 1024;
  file.transports.file.format = '{text}';
  file.transports.file.resolvePathFn = () => join(folder, 'hoststand.log');
  const write = (level: 'info' | 'warn' | 'error') => (event: string, data?: LogData) => {
    file[level](redact(JSON.stringify({ at: new Date().toISOString(), level, event, ...data })));
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
