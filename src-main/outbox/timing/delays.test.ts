import { describe, expect, test } from 'vitest';
import { createFakeTime } from '../../testing/fakes.ts';
import { credit } from '../../testing/outbox-kit.ts';
import type { Entry } from '../entry.ts';
import type { EntryState } from '../state.ts';
import { createDelays } from './delays.ts';

const HOUR = 3_600_000;
const work = { kind: 'add-credit', ...credit() } as const;
const { id } = work;
const queued = (delayMs: number): EntryState => ({ state: 'queued', delayMs, attempts: 0, doubt: false });
const verifying = (checks: number): EntryState => ({
  ...{ state: 'verifying', delayMs: 1_000, attempts: 1, checks, absences: 0, refusal: null },
});

function setUp() {
  const time = createFakeTime();
  const { clock } = time;
  const crm: { now: number | null } = { now: clock.now() };
  const delays = createDelays({ clock, reckonedNow: () => crm.now ?? clock.now() });
  const entry = (at: EntryState, more: Partial<Entry> = {}): Entry => ({
    ...{ work, seq: 1, acceptedAt: clock.now(), since: clock.now(), at },
    ...more,
  });
  return { time, delays, crm, entry, leftMs: (it: Entry) => delays.dueAt(it) - clock.monotonic() };
}

describe('a delay', () => {
  test('counts from when the state was reached in this run, no matter what the wall clock does', async () => {
    const { time, delays, entry, leftMs } = setUp();
    const now = entry(queued(10_000));
    delays.began(entry(queued(0)), now);
    await time.pass(4_000);
    time.jump(HOUR);
    expect(leftMs(now)).toBe(6_000);
  });

  test('restarts with each change', async () => {
    const { time, delays, entry, leftMs } = setUp();
    delays.began(entry(queued(0)), entry(queued(10_000)));
    await time.pass(4_000);
    const next = entry(queued(3_000));
    delays.began(entry(queued(10_000)), next);
    expect(leftMs(next)).toBe(3_000);
  });

  test('that an earlier run began continues where it was, by the wall clock', () => {
    const { entry, time, leftMs } = setUp();
    const left = entry(queued(10_000), { since: time.clock.now() - 7_000 });
    expect(leftMs(left)).toBe(3_000);
  });

  test('is none in a state that has none', () => {
    const { delays, entry, leftMs } = setUp();
    const out = entry({ state: 'sending', attempts: 1, doubt: false });
    delays.began(entry(queued(5_000)), out);
    expect(leftMs(out)).toBe(0);
  });

  test('is forgotten with the entry: under the same GUID it is met again', () => {
    const { delays, entry, time, leftMs } = setUp();
    delays.began(entry(queued(0)), entry(queued(10_000)));
    delays.forget(id);
    expect(leftMs(entry(queued(10_000), { since: time.clock.now() - 9_000 }))).toBe(1_000);
  });
});

describe('how long something has been in doubt', () => {
  test('counts from when the doubt arose, through every question, until it is over', async () => {
    const { time, delays, entry } = setUp();
    const sending = entry({ state: 'sending', attempts: 1, doubt: false });
    delays.began(sending, entry(verifying(0)));
    await time.pass(5_000);
    delays.began(entry(verifying(0)), entry(verifying(1)));
    await time.pass(5_000);
    expect(delays.inDoubtMs(entry(verifying(1)))).toBe(10_000);
    delays.began(entry(verifying(1)), entry(queued(0)));
    await time.pass(5_000);
    delays.began(entry(queued(0)), entry(verifying(0)));
    await time.pass(2_000);
    expect(delays.inDoubtMs(entry(verifying(0)))).toBe(2_000);
  });

  test('of an earlier run begins with the first question of this one, however long ago it was', async () => {
    const { time, delays, entry } = setUp();
    const left = entry(verifying(3), { since: time.clock.now() - 9 * HOUR });
    expect(delays.inDoubtMs(left)).toBe(0);
    await time.pass(6_000);
    expect(delays.inDoubtMs(left)).toBe(6_000);
  });
});

describe('how old something is', () => {
  test('grows by the monotonic clock alone', async () => {
    const { time, delays, entry } = setUp();
    const given = entry(queued(0));
    expect(delays.ageMs(given)).toBe(0);
    time.jump(100 * HOUR);
    await time.pass(HOUR);
    expect(delays.ageMs(given)).toBe(HOUR);
  });

  test('left by an earlier run: as the CRM’s clock has it, else this PC’s; never less than nothing', () => {
    const { delays, entry, time, crm } = setUp();
    const other = (nth: number, acceptedAt: number) =>
      entry(queued(0), { work: { ...work, id: `other-${nth}` }, acceptedAt });
    time.jump(-50 * HOUR);
    expect(delays.ageMs(other(1, Number(crm.now) - HOUR))).toBe(HOUR);
    crm.now = null;
    expect(delays.ageMs(other(2, time.clock.now() - 2 * HOUR))).toBe(2 * HOUR);
    expect(delays.ageMs(other(3, time.clock.now() + HOUR))).toBe(0);
  });

  test('that came in before the CRM spoke: from that moment, no matter what is on the disk', async () => {
    const { delays, entry, time, crm } = setUp();
    crm.now = null;
    delays.cameIn(id, 0);
    const given = entry(queued(0), { acceptedAt: time.clock.now() - 100 * HOUR });
    await time.pass(HOUR);
    expect(delays.ageMs(given)).toBe(HOUR);
  });
});

describe('what an age counts from', () => {
  test('is put right by more than a minute, in whole ms, also for what is over', async () => {
    const { delays, time, crm } = setUp();
    crm.now = null;
    const came = time.clock.now();
    delays.cameIn(id, came);
    await time.pass(10_000);
    expect(delays.misdated()).toEqual([]);
    for (const off of [-60_000, 60_000]) {
      crm.now = time.clock.now() + off;
      expect(delays.misdated()).toEqual([]);
    }
    delays.forget(id);
    for (const off of [-60_001, 60_001.4]) {
      crm.now = time.clock.now() + off;
      expect(delays.misdated()).toEqual([{ id, acceptedAt: Math.round(came + off) }]);
    }
    delays.dated(id, Math.round(came + 60_001));
    delays.dated('unknown', 5);
    expect(delays.misdated()).toEqual([]);
  });

  test('follows this PC’s clock where the CRM has not spoken: setting it dates them by it', () => {
    const { delays, time, crm } = setUp();
    crm.now = null;
    const came = time.clock.now();
    delays.cameIn(id, came);
    time.jump(10 * 24 * HOUR);
    expect(delays.misdated()).toEqual([{ id, acceptedAt: came + 10 * 24 * HOUR }]);
  });

  test('is looked after for a week', async () => {
    const { delays, time, crm } = setUp();
    delays.cameIn(id, time.clock.now());
    await time.pass(7 * 24 * HOUR);
    delays.cameIn('young', time.clock.now());
    crm.now = time.clock.now() - HOUR;
    expect(delays.misdated()).toEqual([{ id: 'young', acceptedAt: crm.now }]);
    delays.cameIn('younger', time.clock.now());
    expect(delays.misdated().map((it) => it.id)).toEqual(['young', 'younger']);
  });
});
