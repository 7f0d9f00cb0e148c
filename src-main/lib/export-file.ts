import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Clock, Logger } from '../ports.ts';
import { errorText } from './error-words.ts';

/** Writes a text file under that name, `*` being the moment, and says where it is. */
export type WriteExport = (name: string, text: string) => Result<string, AppError>;

/** Writes into that folder. A file has its name only once it is whole. */
export const createWriteExport =
  (folder: string, clock: Clock, logger: Logger): WriteExport =>
  (name, text) => {
    const stamp = new Date(clock.now()).toISOString().slice(0, 19).replaceAll(':', '-');
    const path = join(folder, name.replace('*', stamp));
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(`${path}.part`, text, { mode: 0o600 });
      renameSync(`${path}.part`, path);
      return ok(path);
    } catch (error) {
      logger.error('export-failed', { error: errorText(error) });
      return err({ code: 'export-failed' });
    }
  };
