import type { Guest } from '../../../src-main/sandbox/data/model.ts';
import type { Rng } from '../../../src-main/sandbox/data/rng.ts';
import type { GuestDetails, GuestItem } from '../../../src-preload/contract/outbox.ts';
import type { StaffName } from '../../../src-preload/contract/staff.ts';
import type { Tally, Violation, ViolationKind } from './audit.ts';
import type { Kiosk } from './kiosk/kiosk.ts';
import type { VirtualTime } from './kiosk/virtual-time.ts';

/** A new guest as the people at the screen know them. */
interface NewGuestCase {
  readonly guestId: string;
  /** Which of the staff's intents they are part of: the event's id. */
  readonly intent: number;
  readonly kiosk: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string;
  /** `said`: the screen said they were saved. `untold`: a tap ended in the dark. */
  accepted: 'said' | 'untold';
  /** Whether a manager gave them up, or said that they are someone that the CRM has. */
  ended: 'no' | 'said' | 'untold';
  /** When they were first typed in, and last (ms of the shift). */
  readonly at: number;
  touchedAt: number;
  /** As of a credit (see ack-log.ts). */
  unsure: boolean;
  recovered: boolean;
}

export interface NewGuestsPorts {
  readonly time: VirtualTime;
  readonly guid: (intent: number) => string;
  /** Their number; null where it is no one else's. */
  readonly phone: (intent: number) => string | null;
  readonly tell: (who: string, what: string) => void;
  readonly onTurnedAway: () => void;
}

/** New guests, typed in at a kiosk before they are given anything. */
export interface NewGuests {
  /** Has them accepted, however often it takes; their GUID, or null where the kiosk would not or no one came back. */
  readonly bringIn: (
    intent: number,
    at: { readonly kiosk: Kiosk; readonly index: number; readonly persists: boolean },
    person: StaffName,
    rng: Rng,
  ) => Promise<string | null>;
  /** A manager has them created with other details, under another GUID. */
  readonly corrected: (old: NewGuestCase, guestId: string, details: GuestDetails) => NewGuestCase;
  readonly wentBack: (kiosk: number, since: number) => void;
  /** The screen said that nothing was made of a correction. */
  readonly notCorrected: (guestId: string) => void;
  readonly get: (guestId: string) => NewGuestCase | null;
  readonly all: () => readonly NewGuestCase[];
}

const MAX_TRIES = 12;

export function createNewGuests({ time, guid, phone, tell, onTurnedAway }: NewGuestsPorts): NewGuests {
  const known = new Map<string, NewGuestCase>();
  const pause = (ms: number): Promise<void> => new Promise((resolve) => time.after(ms, resolve));
  return {
    bringIn: async (intent, { kiosk, index, persists }, person, rng) => {
      // The GUID is the form's: anyone who types the same guest in again after a crash finds the form as they left it.
      const guestId = guid(intent);
      const guest = {
        guestId,
        firstName: 'Noor',
        lastName: `Newcomer ${intent}`,
        phone: phone(intent) ?? `20255${String(intent).padStart(5, '0')}`,
        email: null,
      };
      const say = (what: string): void => tell(person.shortName, `${what} (guest of credit ${intent})`);
      let inTheDark = false;
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        await kiosk.usable();
        const newGuest = known.get(guestId) ?? {
          ...{ ...guest, intent, kiosk: index },
          ...{ accepted: 'untold' as const, ended: 'no' as const, at: time.now(), touchedAt: time.now() },
          ...{ unsure: false, recovered: false },
        };
        newGuest.touchedAt = time.now();
        known.set(guestId, newGuest);
        const taken = kiosk.touch(({ outbox, opensGuestForm }) => {
          if (tries === 0) opensGuestForm(guestId);
          return outbox.acceptGuest({
            guest,
            givenAt: kiosk.wallClock(),
            givenBy: { id: person.id, shortName: person.shortName },
            confirmedNew: false,
          });
        });
        if (taken.kind === 'done' && taken.value.ok) {
          newGuest.accepted = 'said';
          say('types in a new guest, who is saved');
          return guestId;
        }
        if (taken.kind === 'done') {
          say('is told that no new guest can be taken in');
          if (!inTheDark) known.delete(guestId);
          onTurnedAway();
          return null;
        }
        // Whether the disk refused or the process died, nothing was shown, and there may be something anyway.
        inTheDark = true;
        say('types in a new guest, and it does not come to an end');
        if (!persists) return null;
        await pause(rng.between(2_000, 15_000));
      }
      return null;
    },
    corrected: (old, guestId, { firstName, lastName, phone }) => {
      const made: NewGuestCase = {
        ...{ guestId, intent: old.intent, kiosk: old.kiosk, firstName, lastName, phone: phone ?? '' },
        ...{ accepted: 'untold', ended: 'no', at: time.now(), touchedAt: time.now() },
        ...{ unsure: false, recovered: false },
      };
      known.set(guestId, made);
      return made;
    },
    wentBack: (kiosk, since) => {
      for (const each of known.values()) {
        if (each.kiosk !== kiosk) continue;
        each.recovered = true;
        if (each.touchedAt >= since || each.ended !== 'no') each.unsure = true;
      }
    },
    notCorrected: (guestId) => {
      known.delete(guestId);
    },
    get: (guestId) => known.get(guestId) ?? null,
    all: () => [...known.values()],
  };
}

export interface NewGuestsAudit {
  readonly newGuests: readonly NewGuestCase[];
  /** What the kiosks' waiting lists still hold. */
  readonly waiting: readonly GuestItem[];
  /** Guests in the CRM, but the invented ones. */
  readonly guests: readonly Guest[];
  /** How long the settings let an entry wait, and the time at the end of the shift (ms of the shift). */
  readonly tooOldMs: number;
  readonly now: number;
  /** Whether they are declined still, for good. */
  readonly barred: (guid: string) => boolean;
}

/** Every new guest that a screen called saved is at the CRM as typed, or waits for a person who is told why. */
export function auditNewGuests(
  { newGuests, waiting, guests, barred, tooOldMs, now }: NewGuestsAudit,
  tally: Tally,
): Violation[] {
  const violations: Violation[] = [];
  const wrong = (kind: ViolationKind, id: string, words: string): void => {
    violations.push({ kind, id, words });
  };
  const known = new Set(newGuests.map(({ guestId }) => guestId));
  for (const { guid } of guests) {
    if (!known.has(guid)) wrong('never-accepted', guid, 'A guest at the CRM whom nobody typed in');
  }
  for (const newGuest of newGuests) {
    const { guestId, accepted, ended } = newGuest;
    const there = guests.find(({ guid }) => guid === guestId);
    const item = waiting.find((each) => each.guestId === guestId);
    if (newGuest.unsure) continue;
    if (item === undefined) {
      if (ended !== 'no' && !there) {
        tally.guestsEnded += 1;
        continue;
      }
      if (ended === 'said')
        wrong('not-taken-back', guestId, 'A new guest whom a manager ended, and at the CRM');
      if (accepted === 'said' && !there)
        wrong('lost', guestId, 'A new guest who was accepted, and is nowhere');
      if (!there) continue;
      tally.newGuests += 1;
      const same = (['firstName', 'lastName', 'phone'] as const).every((key) => there[key] === newGuest[key]);
      if (!same) wrong('altered', guestId, 'A new guest with another name or number');
      continue;
    }
    if (ended === 'said') wrong('untrue', guestId, `A new guest whom a manager ended, still ${item.state}`);
    // Searches for their like name no GUID, so how often those were declined is not counted.
    const isRecovered = newGuest.recovered && item.stuck === 'unreadable-record';
    if (barred(guestId) || item.stuck === 'singled-out' || isRecovered) {
      tally.guestsForPerson += 1;
      continue;
    }
    // A guest record counts its polls, not its time, before it is in sight: one that was made may be called too old.
    if (item.stuck === 'too-old' && now - newGuest.at > tooOldMs) {
      tally.guestsForPerson += 1;
      continue;
    }
    const asks = item.stuck === 'contradicted' || item.stuck === 'guest-exists';
    if (item.state !== 'refused' && !asks) {
      wrong(
        item.state === 'stuck' ? 'stuck' : 'unsettled',
        guestId,
        `A new guest, still ${item.state} (${item.stuck})`,
      );
    } else if (there)
      wrong('untrue', guestId, 'A new guest, shown as refused or somebody else, and at the CRM');
    else tally.guestsForPerson += 1;
  }
  return violations;
}
