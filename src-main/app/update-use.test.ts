import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import type { UpdateStatus } from '../../src-preload/contract/update.ts';
import type { KioskUse, Updates } from '../ports.ts';
import { openPlace, type Place, pinOf } from '../testing/compose-kit.ts';
import { NO_UPDATES } from '../testing/fakes.ts';

/** What an update asks of the whole main process, and what managers are told. */

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

interface Seen {
  readonly updates: Updates;
  readonly use: () => KioskUse | null;
  readonly answered: () => number;
}

function watchUse(status: UpdateStatus = NO_UPDATES.status()): Seen {
  let use: (() => KioskUse) | null = null;
  let answered = 0;
  return {
    updates: {
      status: () => status,
      pageAnswered: () => {
        answered += 1;
      },
      attend: (asked) => {
        use = asked;
        return () => {
          use = null;
        };
      },
    },
    use: () => use?.() ?? null,
    answered: () => answered,
  };
}

test('in use: someone is signed in, a manager’s visit is open, or a form is; waiting: until all of it is sent', async () => {
  const seen = watchUse();
  const kiosk = await place.run({ timeZone: 'America/Chicago' }, null, { updates: seen.updates });
  expect(seen.use()).toMatchObject({ inUse: false, waiting: false, timeZone: 'America/Chicago' });
  await kiosk.must('signIn', { pin: pinOf('Marco D.') });
  expect(seen.use()).toMatchObject({ inUse: true, waiting: false });
  await kiosk.must('signOut', {});
  expect(seen.use()).toMatchObject({ inUse: false });
  await kiosk.must('enterManager', { pin: pinOf('Priya N.') });
  expect(seen.use()).toMatchObject({ inUse: true });
  await kiosk.must('leaveManager', {});
  expect(seen.use()).toMatchObject({ inUse: false });

  const creditId = await kiosk.form('Marco D.');
  await kiosk.must('signOut', {});
  // The form stays the same one for a while, so that it is not given twice.
  expect(seen.use()).toMatchObject({ inUse: true, waiting: false });
  await kiosk.must('signIn', { pin: pinOf('Marco D.') });
  await kiosk.must('giveCredit', { creditId, amount: cents(500), reasonId: 'slow-service', note: '' });
  await kiosk.must('creditShown', { creditId });
  await kiosk.must('signOut', {});
  expect(seen.use()).toMatchObject({ inUse: false, waiting: true });
  await kiosk.stop();
  expect(seen.use()).toBe(null);
});

test('the page that was answered by an open kiosk is what makes a version healthy', async () => {
  const seen = watchUse();
  const kiosk = await place.run({}, null, { updates: seen.updates });
  expect(seen.answered()).toBe(0);
  await kiosk.must('status', {});
  expect(seen.answered()).toBe(1);
});

test('managers are told on their start and under This kiosk, and no one else', async () => {
  const update: UpdateStatus = {
    ...NO_UPDATES.status(),
    off: null,
    ready: {
      version: '1.5.0',
      news: [],
      file: 'x.exe',
      bytes: 5,
      way: 'setup',
      window: '04:00-06:00',
      held: null,
      returns: true,
    },
    refused: { code: 'altered', at: 5 },
    last: { version: '1.4.0', outcome: 'went-back', at: Date.now() },
  };
  const kiosk = await place.run({}, null, { updates: watchUse(update).updates });
  await kiosk.must('signIn', { pin: pinOf('Marco D.') });
  expect(await kiosk.ask('deviceFacts', {})).toMatchObject({ ok: false });
  expect(JSON.stringify(await kiosk.must('status', {}))).not.toContain('1.5.0');
  await kiosk.signIn('Priya N.');
  const { needs } = await kiosk.must('managerHome', {});
  expect(needs.slice(-3)).toEqual([
    { what: 'update-failed', version: '1.4.0', outcome: 'went-back' },
    { what: 'update-refused', code: 'altered' },
    { what: 'update', version: '1.5.0' },
  ]);
  expect((await kiosk.must('deviceFacts', {})).update).toEqual(update);
});
