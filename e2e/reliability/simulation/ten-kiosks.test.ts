import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { DEFAULT_RULES } from '../../../src-main/credits/limits.ts';
import { createRng, guidOf } from '../../../src-main/sandbox/data/rng.ts';
import { createMemoryFetch } from '../../../src-main/testing/crm/memory-fetch.ts';
import { cents } from '../../../src-preload/contract/money.ts';
import { openControlledCore } from '../../sandbox-control/controlled-core.ts';
import { createKiosk } from './kiosk/kiosk.ts';
import { createKioskFile, makeTemplate, PC, STARTS_AT } from './kiosk/kiosk-file.ts';
import { createVirtualTime } from './kiosk/virtual-time.ts';

vi.setConfig({ testTimeout: 240_000 });

const MINUTE = 60_000;
const KIOSKS = 10;
const EACH = 8;
/** What Toast allows all kiosks of a restaurant together. */
const SHARED = { perSecond: 20, perQuarterHour: 10_000 };

test('ten kiosks that come back together stay under half of what Toast allows them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hoststand-ten-'));
  const template = makeTemplate(folder);
  const time = createVirtualTime();
  const opened = openControlledCore(
    { seed: 3, guests: 40, now: () => STARTS_AT + time.now() },
    { wait: (ms) => new Promise((resolve) => time.after(ms, () => resolve(true))) },
  );
  if (!opened.ok) throw new Error(opened.error.code);
  const core = opened.value;
  const guests = core.control.store().guests.map(({ guid }) => guid);
  const before = core.control.store().transactions.length;
  const backAt = 20 * MINUTE;
  const asked: number[] = [];
  const { clientId, clientSecret, restaurantGuid } = core;
  const baseUrl = 'https://crm.invalid';
  const connection = { baseUrl, clientId, clientSecret, restaurantGuid, deviceGuid: null };
  const kiosks = Array.from({ length: KIOSKS }, (_, index) => {
    let made = 0;
    return createKiosk({
      ...{ name: `Kiosk ${index}`, pc: PC, time, sabotage: null, wallStart: STARTS_AT },
      file: createKioskFile(folder, `kiosk-${index}`, template),
      line: createMemoryFetch(core.service, {
        now: core.now,
        after: time.after,
        passage: ({ url }) => {
          if (time.now() < backAt) return { refused: { code: 'ECONNREFUSED', syscall: 'connect' } };
          // Logins apart: one of each kiosk.
          if (!url.pathname.includes('authentication')) asked.push(time.now());
          return { arrivesMs: 0, answerMs: 80 };
        },
        onAnswer: () => {},
      }),
      isAboutCredit: () => false,
      connection,
      rules: { ...DEFAULT_RULES, alone: { ...DEFAULT_RULES.alone, server: DEFAULT_RULES.most } },
      diskFate: () => 'works',
      guid: () => {
        made += 1;
        return guidOf('ten', index, made);
      },
      jitterSeed: (run) => index * 100 + run,
      logger: { info: () => {}, warn: () => {}, error: () => {} },
      ...{ tell: () => {}, onMishap: () => {}, onWentBack: () => {}, onStarted: () => {} },
    });
  });
  const rng = createRng(3);
  for (const kiosk of kiosks) {
    kiosk.start();
    for (const guestId of guests.slice(0, EACH)) {
      const person = { id: 'marco', shortName: 'Marco D.', role: 'server' as const };
      const given = kiosk.touch(({ giving }) => {
        const form = giving.openForm(guestId, person);
        if (form.outcome !== 'form') throw new Error(form.outcome);
        const { creditId } = form.form;
        const amount = cents(rng.between(100, 500));
        return giving.give({ creditId, amount, reasonId: 'slow-service', note: '' }, person);
      });
      expect(given).toMatchObject({ kind: 'done', value: { ok: true, value: { outcome: 'accepted' } } });
    }
  }
  await time.runUntil(backAt);
  for (const kiosk of kiosks) kiosk.wake();
  await time.runUntil(backAt + 30 * MINUTE);
  expect(core.control.store().transactions).toHaveLength(before + KIOSKS * EACH);
  expect(asked.length).toBeGreaterThan(KIOSKS * EACH);
  const most = (span: number): number =>
    Math.max(...asked.map((at, nth) => asked.slice(nth).filter((other) => other < at + span).length));
  process.stdout.write(`Most in a second ${most(1_000)}, in 15 minutes ${most(15 * MINUTE)}.\n`);
  expect(most(1_000)).toBeLessThanOrEqual(SHARED.perSecond / 2);
  expect(most(15 * MINUTE)).toBeLessThanOrEqual(SHARED.perQuarterHour / 2);
  for (const kiosk of kiosks) kiosk.end();
  rmSync(folder, { recursive: true, force: true });
});
