import type { Rng } from '../../../src-main/sandbox/data/rng.ts';
import { type Cents, cents } from '../../../src-preload/contract/money.ts';
import type { FaultKind } from './faults/fault-model.ts';
import type { GoesBack } from './kiosk/kiosk.ts';
import type { Rolls } from './rolls.ts';

/** Where a process dies. All but `now` wait for the next time the process gets there. */
const CRASH_POINTS = [
  'now',
  'before-commit',
  'after-commit',
  'before-send',
  'after-send',
  'before-answer',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** One thing that a person, or the world around a PC, does in a shift. Times in ms; `at` from the shift's beginning. */
export type Event = { readonly id: number; readonly at: number; readonly kiosk: number } & (
  | {
      readonly kind: 'give';
      readonly staff: number;
      readonly guest: number;
      /** The guest is new: they are typed in first, and `guest` says nothing. */
      readonly isNewGuest: boolean;
      readonly amount: Cents;
      readonly words: string;
      /** A second tap so long after the first; null: one tap. */
      readonly tapAgainMs: number | null;
      /** Takes it back so long after it was accepted; null: never. */
      readonly undoAfterMs: number | null;
      /** Whether they come back to it after a crash that left them in the dark. */
      readonly persists: boolean;
    }
  /** A manager looks at what needs a person, and decides about most of it; a second tap so long after each first. */
  | { readonly kind: 'decide'; readonly tapAgainMs: number | null }
  /** The line seems to be back, or someone presses "send now". */
  | { readonly kind: 'wake' }
  | { readonly kind: 'crash' | 'power-out'; readonly point: CrashPoint; readonly downMs: number }
  /** The process dies, and what is on the disk at the next start is older than what was there. */
  | { readonly kind: GoesBack; readonly downMs: number }
  /** The next commit fails and takes the disk with it; the PC is switched off a little later. */
  | { readonly kind: 'commit-unsynced'; readonly downMs: number }
  /**
   * The data is copied to a second PC, and the first is off for a while. `cloned`: a manager says after so long that the second is a
   * copy, and cancels what it has.
   */
  | { readonly kind: 'cloned' | 'twin'; readonly downMs: number; readonly decidedAfterMs: number }
  /** A copy of the database file is made, by anything that makes copies. */
  | { readonly kind: 'copy' }
  /** Closed in the ordinary way, and opened again. */
  | { readonly kind: 'quit'; readonly downMs: number }
  | { readonly kind: 'clock-jump' | 'clock-leap'; readonly byMs: number }
  | { readonly kind: 'sleep' | 'long-sleep'; readonly forMs: number }
);

export interface Plan {
  readonly events: readonly Event[];
  /** When the last mishap is over and the quiet begins, in which only managers still do something. */
  readonly healsAt: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** A guest that the CRM does not know: what is given to them is refused. */
const UNKNOWN_GUEST = 0;

export interface Cast {
  readonly kiosks: number;
  readonly staff: number;
  /** Guest 0 is UNKNOWN_GUEST. */
  readonly guests: number;
}

/**
 * What is done in a shift, and when.
 * @param without kinds of mishap that are left out: a sleep that is not slept makes no shift longer.
 */
export function planShift(rolls: Rolls, cast: Cast, without: ReadonlySet<FaultKind>): Plan {
  const rng = rolls('plan');
  const minutes = rng.between(8, 40);
  const events: Event[] = [];
  const add = (event: Omit<Extract<Event, { kind: 'give' }>, 'id'> | OtherEvent): void => {
    events.push({ ...event, id: events.length } as Event);
  };
  const moment = (): { at: number; kiosk: number } => ({
    at: rng.between(0, minutes * MINUTE),
    kiosk: rng.between(0, cast.kiosks - 1),
  });

  const gives = rng.between(4, 24);
  for (let i = 0; i < gives; i += 1) add({ ...moment(), ...give(rng, cast) });
  for (let i = rng.between(2, 12); i > 0; i -= 1) add({ ...moment(), kind: 'wake' });
  for (let i = rng.between(0, 9); i > 0; i -= 1) {
    add({ ...moment(), kind: 'crash', point: rng.pick(CRASH_POINTS), downMs: downTime(rng) });
  }
  if (rng.oneIn(3)) add({ ...moment(), kind: 'quit', downMs: downTime(rng) });
  for (let i = rng.between(-2, 3); i > 0; i -= 1) {
    const isLeap = rng.oneIn(3);
    const far = isLeap ? rng.pick([3 * DAY, 365 * DAY]) : rng.pick([5 * SECOND, 2 * MINUTE, 60 * MINUTE]);
    const byMs = Math.round((2 * rng.next() - 1) * far);
    const kind = isLeap ? 'clock-leap' : 'clock-jump';
    const when = moment();
    add({ ...when, kind, byMs });
    // Sooner or later someone notices, or a time server does.
    if (rng.oneIn(2))
      add({ ...when, at: when.at + rng.between(10 * SECOND, 20 * MINUTE), kind, byMs: -byMs });
  }
  for (let i = rng.between(-2, 2); i > 0; i -= 1) {
    add({ ...moment(), kind: 'sleep', forMs: rng.between(SECOND, 20 * MINUTE) });
  }
  const nights = rolls('nights');
  if (nights.oneIn(4)) {
    // No one is there, so both sleep.
    const at = nights.between(0, minutes * MINUTE);
    const isLong = nights.oneIn(2);
    const forMs = (isLong ? nights.between(70 * 60, 80 * 60) : nights.between(60, 720)) * MINUTE;
    for (let kiosk = 0; kiosk < cast.kiosks; kiosk += 1) add({ at, kiosk, kind: 'long-sleep', forMs });
  }
  const copies = rolls('copies');
  if (copies.oneIn(2)) {
    add({
      ...{ at: copies.between(0, minutes * MINUTE), kiosk: copies.between(0, cast.kiosks - 1) },
      kind: copies.pick(['cloned', 'cloned', 'twin'] as const),
      downMs: copies.between(3, 60) * MINUTE,
      decidedAfterMs: copies.between(2, 40) * MINUTE,
    });
  }
  rareEvents(rolls('rare'), { moment: minutes * MINUTE, kiosks: cast.kiosks }, add);
  const last = events.reduce(
    (latest, event) =>
      Math.max(
        latest,
        event.at + (event.kind === 'long-sleep' && !without.has(event.kind) ? event.forMs : 0),
      ),
    0,
  );
  const healsAt = last + rng.between(1, 12) * MINUTE;
  // From a chance of their own: with or without managers everything else is the same.
  const visits = rolls('managers');
  const visit = (at: number, kiosk: number): void =>
    add({ at, kiosk, kind: 'decide', tapAgainMs: visits.oneIn(4) ? visits.pick([60, 400, 8_000]) : null });
  for (let i = visits.between(0, 12); i > 0; i -= 1) {
    visit(visits.between(0, healsAt), visits.between(0, cast.kiosks - 1));
  }
  // Most is left over at the end of the day.
  for (let kiosk = 0; kiosk < cast.kiosks; kiosk += 1) {
    for (let i = visits.between(-1, 3); i > 0; i -= 1) visit(healsAt + visits.between(1, 40) * MINUTE, kiosk);
  }
  return { events, healsAt };
}

/** From a chance of their own: what comes once in many shifts, and is worse than the rest. */
function rareEvents(
  rng: Rng,
  { moment, kiosks }: { readonly moment: number; readonly kiosks: number },
  add: (event: OtherEvent) => void,
): void {
  const when = (): { at: number; kiosk: number } => ({
    at: rng.between(0, moment),
    kiosk: rng.between(0, kiosks - 1),
  });
  if (rng.oneIn(4)) {
    const downMs = rng.between(16, 90) * MINUTE;
    add({ ...when(), kind: 'power-out', point: rng.pick(CRASH_POINTS), downMs });
  }
  if (rng.oneIn(3)) add({ ...when(), kind: 'commit-unsynced', downMs: downTime(rng) });
  if (rng.oneIn(2)) {
    const { at, kiosk } = when();
    const downMs = downTime(rng);
    const kind = rng.pick(['log-lost', 'records-old', 'records-vanished', 'records-emptied'] as const);
    if (kind !== 'log-lost') add({ at: rng.between(0, at), kiosk, kind: 'copy' });
    add({ at, kiosk, kind, downMs });
  }
}

type OtherEvent =
  Exclude<Event, { kind: 'give' }> extends infer E ? (E extends unknown ? Omit<E, 'id'> : never) : never;

function give(rng: Rng, cast: Cast) {
  const isMistaken = rng.oneIn(40);
  return {
    kind: 'give' as const,
    staff: rng.between(0, cast.staff - 1),
    guest: isMistaken ? UNKNOWN_GUEST : rng.between(1, cast.guests - 1),
    isNewGuest: rng.oneIn(12),
    amount: cents(rng.oneIn(4) ? rng.between(1, 6_000) : rng.pick([500, 1_000, 1_500, 2_000])),
    words: rng.pick(['', '', 'soup was cold', 'waited 40 min; upset', 'niño “quoted” — ok\n']),
    tapAgainMs: rng.oneIn(3) ? rng.pick([30, 150, 400, 5_000, 40_000]) : null,
    undoAfterMs: rng.oneIn(5) ? rng.pick([2_000, 12_000, 29_990, 30_010, 45_000]) : null,
    persists: !rng.oneIn(5),
  };
}

function downTime(rng: Rng): number {
  return rng.pick([500, 3 * SECOND, 20 * SECOND, 3 * MINUTE, 15 * MINUTE]);
}
