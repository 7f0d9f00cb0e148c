/** The records deleted under a running kiosk, with no one but the host's own tap to notice it. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { realScheduler } from '../lib/real-time.ts';
import { readTestConfig } from '../testing/app-kit.ts';
import { ANA, pinOf } from '../testing/compose-kit.ts';
import { asking, createKioskPorts, QUICK } from '../testing/kiosk-ports.ts';
import { createHost, type Host } from './lifecycle.ts';

vi.setConfig({ testTimeout: 60_000 });

/** The watch over the files looks so often by itself; here it never does. */
const WATCH_MS = 10_000;
let dir = '';
let host: Host;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-gone-'));
});
afterEach(async () => {
  await host.stop();
  rmSync(dir, { recursive: true, force: true });
});

test.each([
  ['the file deleted', (path: string) => rmSync(path)],
  ['the log deleted', (path: string) => rmSync(`${path}-wal`)],
  ['the whole folder deleted', (path: string) => rmSync(dirname(path), { recursive: true })],
  [
    'another file put in its place',
    (path: string) => {
      writeFileSync(`${path}.other`, 'another file '.repeat(1_000));
      renameSync(`${path}.other`, path);
    },
  ],
])('%s: the tap is answered with records-gone, and the next one is saved', async (_, harm) => {
  const again = Promise.withResolvers<void>();
  host = createHost({
    ports: createKioskPorts(dir, {
      scheduler: {
        after: (ms, run) => (ms === WATCH_MS ? () => {} : realScheduler.after(ms, run)),
      },
      announce: (name) => {
        if (name === 'restarted') again.resolve();
      },
    }),
    readConfig: readTestConfig({ training: { guests: 20 }, undoSeconds: 60 }),
    fixed: { dataFolder: dir, ...QUICK },
    onHopeless: ({ code }) => {
      throw new Error(code);
    },
  });
  const opened = await host.open();
  if (!opened.ok) throw new Error(opened.error.code);
  const { ask, must } = asking(host.router);
  await must('signIn', { pin: pinOf('Marco D.') });
  const { matches } = await must('lookUp', { digits: ANA, by: 'phone' });
  const form = await must('openCreditForm', { guestId: matches[0]?.id ?? '' });
  if (form.outcome !== 'form') throw new Error(form.outcome);
  const tap = {
    creditId: form.form.creditId,
    amount: cents(500),
    reasonId: 'cold-food',
    note: '',
  };
  harm(join(dir, 'training', 'kiosk.db'));
  expect(await ask('giveCredit', tap)).toEqual({ ok: false, error: { code: 'records-gone' } });
  await again.promise;
  expect(await ask('giveCredit', tap)).toMatchObject({ ok: true, value: { outcome: 'accepted' } });
  expect((await must('status', {})).recovered).toMatchObject({ missingSince: null });
});
