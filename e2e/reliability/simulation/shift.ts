import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cents } from '../../../src-preload/contract/money.ts';
import { itemId, type WaitingItem } from '../../../src-preload/contract/outbox.ts';
import { assertNever } from '../../../src-preload/contract/result.ts';
import type { Acknowledged } from './ack-log.ts';
import { audit, type Tally, type Violation } from './audit.ts';
import { BOUNDS, type FaultKind } from './faults/fault-model.ts';
import type { Kiosk } from './kiosk/kiosk.ts';
import { STARTS_AT } from './kiosk/kiosk-file.ts';
import { TIMING } from './kiosk/program.ts';
import { needsPerson } from './managers.ts';
import { auditNewGuests } from './new-guests.ts';
import type { Event, Plan } from './plan.ts';
import { type Scene, type SceneOptions, setScene } from './scene.ts';
import type { TraceLine } from './trace.ts';

export interface ShiftOptions extends SceneOptions {
  /** Where the kiosks' databases go while the shift lasts. */
  readonly folder: string;
}

export interface ShiftReport {
  readonly seed: number;
  readonly tally: Tally;
  readonly turnedAway: number;
  readonly violations: readonly Violation[];
  readonly faults: number;
  readonly faultsByKind: Readonly<Partial<Record<FaultKind, number>>>;
  readonly crashes: number;
  /** How much virtual time passed, ms. */
  readonly lasted: number;
  /** Of everything that happened, in order. */
  readonly hash: string;
  readonly trace: readonly TraceLine[];
  readonly plan: Plan;
  /** Names of the faults that happened, for `only`. */
  readonly faultNames: readonly string[];
  /** Credits by what people call them: "credit 7". */
  readonly names: ReadonlyMap<string, string>;
  /** What the CRM made of repeated GUIDs. */
  readonly duplicates: string;
}

/** How long after the last mishap everything must have come to its end. The longest waits (a useless login) are 30 min. */
const QUIET_MS = 3 * 3_600_000;
const STEP_MS = 5_000;
/**
 * Credit given under a clock days behind, before the CRM spoke, by a run that ended before it did, counts its age from when an earlier
 * run last heard the CRM. Only a shift with a long sleep lasts as long as this.
 */
const MAY_BE_TOO_OLD_MS = TIMING.tooOldMs - BOUNDS.crmSilentMs;

/** One shift from its seed: staff, mishaps, a quiet at the end, and the audit. The same seed gives the same shift. */
export async function runShift(options: ShiftOptions): Promise<ShiftReport> {
  const folder = mkdtempSync(join(options.folder, 'shift-'));
  try {
    const scene = setScene(options, folder);
    await play(scene, options);
    await calmDown(scene);
    const report = auditScene(scene, options.seed);
    if (report.violations.length === 0) await endEverything(scene);
    for (const kiosk of [...scene.kiosks, ...scene.copies.all()]) kiosk.end();
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function play(scene: Scene, { only, without }: ShiftOptions): Promise<void> {
  const { kiosks, plan, time } = scene;
  for (const kiosk of kiosks) kiosk.start();
  for (const event of plan.events) {
    const isLeftOut = without?.has(event.kind as FaultKind) || only?.events.has(event.id) === false;
    if (!isLeftOut) time.after(event.at, () => happen(scene, event));
  }
  await time.runUntil(plan.healsAt);
}

function happen({ kiosks, copies, staff, managers, rolls }: Scene, event: Event): void {
  const kiosk = kiosks[event.kiosk];
  if (kiosk === undefined) throw new RangeError(`No kiosk ${event.kiosk}`);
  switch (event.kind) {
    case 'give':
      staff.give(event, kiosk, rolls(`staff ${event.id}`));
      break;
    case 'decide':
      managers.decide(event, kiosk, rolls(`manager ${event.id}`));
      break;
    case 'wake':
      kiosk.wake();
      break;
    case 'crash':
      kiosk.crash(event.point, event.downMs);
      break;
    case 'power-out':
      kiosk.crash(event.point, event.downMs, event.kind);
      break;
    case 'records-old':
    case 'log-lost':
    case 'records-vanished':
    case 'records-emptied':
      kiosk.goBack(event.kind, event.downMs);
      break;
    case 'copy':
      kiosk.copyRecords();
      break;
    case 'cloned':
    case 'twin':
      copies.make(event, kiosk);
      break;
    case 'commit-unsynced':
      kiosk.failCommit(event.downMs);
      break;
    case 'quit':
      kiosk.quit(event.downMs);
      break;
    case 'clock-jump':
    case 'clock-leap':
      kiosk.setClock(event.byMs, event.kind);
      break;
    case 'sleep':
    case 'long-sleep':
      kiosk.sleep(event.forMs, event.kind);
      break;
    default:
      assertNever(event, 'event');
  }
}

/** Nothing goes wrong any more: time passes until everything has come to its end, or should have long ago. */
async function calmDown(scene: Scene): Promise<void> {
  const { kiosks, plan, time, trace, counted, staff, managers } = scene;
  trace.add('World', 'is well again');
  for (const kiosk of kiosks) kiosk.wake();
  const lastEventAt = plan.events.reduce((latest, { at }) => Math.max(latest, at), 0);
  const isOver = (): boolean =>
    time.now() > lastEventAt &&
    counted.onTheWay === 0 &&
    staff.busy() + managers.busy() === 0 &&
    [...kiosks, ...scene.copies.twins()].every((kiosk) => {
      const items = itemsOf(kiosk);
      const heldUp = new Set(
        items?.flatMap((item) => (scene.bars.forGood([itemId(item), item.guestId]) ? [item.guestId] : [])),
      );
      const waits = new Set(items?.filter(needsPerson).map(({ guestId }) => guestId));
      const isDone = (item: WaitingItem): boolean =>
        item.state !== 'held' &&
        (needsPerson(item) || waitsForGuest(item, waits) || heldUp.has(item.guestId));
      return items?.every(isDone) ?? false;
    });
  do await time.runUntil(time.now() + STEP_MS);
  while (time.now() < plan.healsAt + QUIET_MS && !isOver());
}

/** What the list of a kiosk shows; null while the kiosk is down or its disk does not read. */
function itemsOf(kiosk: Kiosk): readonly WaitingItem[] | null {
  const seen = kiosk.touch(({ outbox }) => outbox.list().items);
  return seen.kind === 'done' ? seen.value : null;
}

/** Credit for a new guest who needs a person stays where it is until that person decides. */
const waitsForGuest = (item: WaitingItem, guests: ReadonlySet<string>): boolean =>
  item.kind === 'add-credit' && item.state === 'queued' && item.waitsForGuest && guests.has(item.guestId);

/**
 * Rounds of decisions. Credits of one guest come up one after the other: each is singled out after six hours, asked about again,
 * singled out again, then canceled.
 */
const ROUNDS_AT_LEAST = 20;
const ROUNDS_PER_CREDIT = 12;
const ROUND_MS = 75 * 60_000;
/** The first rounds are closer together: most ends at once. */
const SOON_MS = 10 * 60_000;
const SOON_ROUNDS = 5;

/**
 * No dead end: by what the screen offers, managers bring everything that needs a person to its end, while giving goes on for other
 * guests. What is declined for good is called for a person once others passed it by.
 */
async function endEverything(scene: Scene): Promise<void> {
  const { kiosks, time, managers, staff, bars, rolls, wrong, cast } = scene;
  const left = (kiosk: Kiosk): readonly WaitingItem[] => itemsOf(kiosk) ?? [];
  const isDone = (kiosk: Kiosk): boolean => itemsOf(kiosk)?.length === 0;
  const isDeclined = (item: WaitingItem): boolean => bars.forGood([itemId(item), item.guestId]);
  /** Guests with nothing of theirs declined at this kiosk: what is given to them passes. */
  const others = (kiosk: Kiosk) => {
    const heldUp = new Set(left(kiosk).map(({ guestId }) => guestId));
    return cast.filter(({ guestId }) => !bars.forGood([guestId]) && !heldUp.has(guestId));
  };
  const most = Math.max(...kiosks.map((kiosk) => left(kiosk).length));
  const rounds = ROUNDS_AT_LEAST + ROUNDS_PER_CREDIT * most;
  let serial = FIRST_LATE_EVENT;
  for (let round = 0; round < rounds && !kiosks.every(isDone); round += 1) {
    for (const [index, kiosk] of kiosks.entries()) {
      if (left(kiosk).length === 0) continue;
      void managers.clear(kiosk, rolls(`clear ${index} ${round}`));
      for (const { guest } of others(kiosk).slice(0, 3)) {
        serial += 1;
        staff.give(lateGive(serial, time.now(), index, guest), kiosk, rolls(`staff ${serial}`));
      }
    }
    await time.runUntil(time.now() + (round < SOON_ROUNDS ? SOON_MS : ROUND_MS));
  }
  const gave = new Set(
    scene.ackLog.all().flatMap(({ intent, kiosk }) => (intent > FIRST_LATE_EVENT ? [kiosks[kiosk]] : [])),
  );
  for (const kiosk of kiosks) {
    if (itemsOf(kiosk) === null) wrong('bug', null, `${kiosk.name} does not run`);
    for (const item of left(kiosk)) {
      // Where nothing else is given, or may be, nothing shows that it is declined alone.
      const isHeldUp = left(kiosk).some((other) => other.guestId === item.guestId && isDeclined(other));
      if (isHeldUp && (others(kiosk).length === 0 || !gave.has(kiosk))) continue;
      wrong(
        'dead-end',
        itemId(item),
        `Still ${item.state} (${item.stuck}) after ${rounds} rounds of decisions`,
      );
    }
  }
}

/** Ids of what is given after the audit. */
const FIRST_LATE_EVENT = 90_000;

const lateGive = (
  id: number,
  at: number,
  kiosk: number,
  guest: number,
): Extract<Event, { kind: 'give' }> => ({
  ...{ id, at, kiosk, guest, kind: 'give', staff: id % 4, isNewGuest: false, amount: cents(100), words: '' },
  ...{ tapAgainMs: null, undoAfterMs: null, persists: true },
});

function auditScene(scene: Scene, seed: number): ShiftReport {
  const { kiosks, crm, ackLog, newGuests: newGuestEntry, trace, ledger, plan, names, counted, time } = scene;
  for (const kiosk of kiosks) checkList(scene, kiosk);
  // Credit of one guest goes in order: what is declined for good holds up what comes after it for the same guest.
  const heldUp = new Set(
    ackLog.all().flatMap(({ id, guestId }) => (scene.bars.forGood([id, guestId]) ? [guestId] : [])),
  );
  const barred = ({ guestId }: Acknowledged): boolean => heldUp.has(guestId) || scene.bars.forGood([guestId]);
  /** A clock that was set after a restart may say that credit is younger than it is. */
  const isClockSet = (kiosk: number): boolean =>
    plan.events.some((each) => each.kiosk === kiosk && ['clock-jump', 'clock-leap'].includes(each.kind));
  const { transactions, guests } = crm.core.control.store();
  const waiting = kiosks.flatMap((kiosk) => itemsOf(kiosk) ?? []);
  const newGuests = waiting.filter((item) => item.kind === 'create-guest');
  const audited = audit({
    acknowledged: ackLog.all(),
    lines: transactions.filter(({ guid, type }) => !crm.past.has(guid) && type !== 'EXPIRATION'),
    tooOldMs: MAY_BE_TOO_OLD_MS,
    leftTooOld: ({ kiosk, touchedAt }, { at }) =>
      !isClockSet(kiosk) && at - STARTS_AT - touchedAt > TIMING.tooOldMs + BOUNDS.veryLateMs + STEP_MS,
    now: time.now(),
    declines: scene.declines,
    requests: scene.requests,
    barred,
    guestWaits: (guestId) => newGuests.some((item) => item.guestId === guestId && needsPerson(item)),
    itemOf: ({ id, kiosk }) => kiosks[kiosk]?.program()?.outbox.find(id) ?? null,
  });
  const { tally } = audited;
  const ofNewGuests = auditNewGuests(
    {
      newGuests: newGuestEntry.all(),
      waiting: newGuests,
      guests: guests.filter(({ guid }) => !crm.past.has(guid)),
      tooOldMs: MAY_BE_TOO_OLD_MS,
      now: time.now(),
      barred: (guestId) => scene.bars.forGood([guestId]),
    },
    tally,
  );
  for (const { kind, id, words } of [...audited.violations, ...ofNewGuests]) scene.wrong(kind, id, words);
  return {
    seed,
    tally,
    turnedAway: counted.turnedAway,
    violations: scene.violations,
    faults: ledger.total(),
    faultsByKind: ledger.byKind(),
    crashes: counted.crashes,
    lasted: time.now(),
    hash: trace.hash(),
    trace: trace.lines(),
    plan,
    faultNames: ledger.names(),
    names,
    duplicates: crm.modes.duplicates,
  };
}

/** The waiting list holds what staff gave and nothing else, and sums it up rightly. */
function checkList({ wrong, ackLog, newGuests: newGuestEntry }: Scene, kiosk: Kiosk): void {
  const seen = kiosk.touch(({ outbox }) => outbox.list());
  if (seen.kind !== 'done') {
    wrong('bug', null, `${kiosk.name} does not run`);
    return;
  }
  const { items, summary } = seen.value;
  let sum = 0;
  for (const item of items) {
    if (item.kind === 'add-credit') sum += item.amount;
    const id = itemId(item);
    const isKnown = ackLog.get(id) !== null || newGuestEntry.all().some(({ guestId }) => guestId === id);
    if (!isKnown) wrong('untrue', id, 'On the waiting list, and nobody gave it');
  }
  if (summary.count !== items.length || summary.sum !== sum) {
    wrong('untrue', null, `${kiosk.name} sums its waiting list up wrongly`);
  }
}
