/**
 * How long a ledger takes to be read through, and what it costs a sign-in meanwhile. `node bench/lib/ledger-run.ts [--lines N]`;
 * the last line is JSON. The lines are the product's own, in a file of its own folder.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toCsv } from '../../src-main/audit/csv.ts';
import { createHeadFile } from '../../src-main/audit/head-file.ts';
import { openLedger } from '../../src-main/audit/ledger.ts';
import { realClock, realScheduler } from '../../src-main/lib/real-time.ts';
import { hashPin, verifyPin } from '../../src-main/staff/pins/pin-hash.ts';
import { createMeta, openDatabase } from '../../src-main/storage/open-database.ts';

const { values } = parseArgs({ options: { lines: { type: 'string', default: '1000000' } } });
const lines = Number(values.lines);
const folder = mkdtempSync(join(tmpdir(), 'hoststand-bench-'));
const seconds = (since: number): number => Math.round(performance.now() - since) / 1000;

try {
  const path = join(folder, 'kiosk.db');
  const opened = openDatabase(path, 'training');
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const quiet = { info: () => {}, warn: () => {}, error: () => {} };
  const ledger = await openLedger(
    {
      db,
      clock: realClock,
      scheduler: realScheduler,
      logger: quiet,
      secretBox: {
        strength: async () => 'weak',
        seal: async (plain) => plain,
        open: async (sealed) => sealed,
      },
      keys: createMeta(db),
      headFile: createHeadFile(join(folder, 'ledger-head')),
      databaseStamp: 'training',
    },
    true,
  );
  const by = { id: '7d9c1f0e-0000-4000-8000-000000000001', shortName: 'Marco D.', role: 'server' } as const;
  const guestId = '7d9c1f0e-0000-4000-8000-000000000002';

  let began = performance.now();
  for (let n = 0; n < lines; ) {
    db.transaction(() => {
      for (let in_ = 0; in_ < 5_000 && n < lines; in_ += 1, n += 1) {
        ledger.append({ kind: 'guest-viewed', by, guestId });
      }
    });
  }
  const fill = seconds(began);

  // One line, committed and synced, at the end of all of them: what it adds to a sign-in.
  const one: number[] = [];
  for (let n = 0; n < 200; n += 1) {
    const at = performance.now();
    ledger.append({ kind: 'signed-in', by });
    one.push(performance.now() - at);
  }
  one.sort((a, b) => a - b);

  const key = randomBytes(32);
  const pin = await hashPin(key, '246802');
  began = performance.now();
  await verifyPin(key, '246802', pin);
  const signIn = seconds(began);

  began = performance.now();
  const reading = ledger.verify();
  const besides: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const at = performance.now();
    await verifyPin(key, '246802', pin);
    besides.push(seconds(at));
  }
  const verdict = await reading;
  const verify = seconds(began);

  began = performance.now();
  let bytes = 0;
  for await (const part of toCsv(ledger.slices(), { timeZone: 'America/New_York', decimals: 2 })) {
    bytes += part.length;
  }
  const csv = seconds(began);
  ledger.stop();
  db.close();
  process.stdout.write(
    `${JSON.stringify({
      lines: verdict.lines,
      state: verdict.state,
      fileMiB: Math.round(statSync(path).size / 1024 / 1024),
      fillSeconds: fill,
      appendMedianMs: Math.round((one[100] ?? 0) * 100) / 100,
      append99Ms: Math.round((one[198] ?? 0) * 100) / 100,
      verifySeconds: verify,
      pinCheckAloneSeconds: signIn,
      pinCheckWhileVerifyingSeconds: Math.max(...besides),
      csvSeconds: csv,
      csvMiB: Math.round(bytes / 1024 / 1024),
    })}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
