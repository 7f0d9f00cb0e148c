import { createWriteStream, mkdirSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type CsvOptions, toCsv } from './csv.ts';
import type { Ledger } from './ledger.ts';

/**
 * Writes the whole ledger to a CSV file in that folder, under a name with the moment in it. The file has its name only
 * once it is whole. Rejects where the disk would not take it.
 */
export async function exportLedger(
  ledger: Ledger,
  folder: string,
  now: number,
  options: CsvOptions,
): Promise<{ readonly path: string; readonly lines: number }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  const path = join(folder, `hoststand-ledger-${stamp}.csv`);
  const beside = `${path}.part`;
  const lines = ledger.head()?.seq ?? 0;
  try {
    await pipeline(toCsv(ledger.slices(), options), createWriteStream(beside, { mode: 0o600 }));
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  return { path, lines };
}
