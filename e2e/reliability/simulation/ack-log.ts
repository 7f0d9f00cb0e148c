import type { Cents } from '../../../src-preload/contract/money.ts';

/** A credit as the people at the screen know it: what it said, and what it did not say. */
export interface Acknowledged {
  /** The transaction's GUID. */
  readonly id: string;
  /** Which of the staff's intents it serves: the event's id. */
  readonly intent: number;
  readonly kiosk: number;
  readonly guestId: string;
  readonly amount: Cents;
  readonly note: string;
  /** What else was tapped on the same form, after a tap that ended in the dark or records that went back: any one may be the credit. */
  readonly orElse?: Pick<Acknowledged, 'guestId' | 'amount' | 'note'>[];
  /** The date the screen gave it (UTC ms); null where the screen never said. */
  givenAt: number | null;
  /** `said`: the screen said it was saved. `untold`: it said nothing; the tap may have been the last thing before the end. */
  accepted: 'said' | 'untold';
  /** Whether a tap ended in the dark: then a later "not saved" is no proof that nothing was saved. */
  inTheDark: boolean;
  /** `said`: the screen said it was taken back. `untold`: the process died, or failed, while it was being taken back. */
  undone: 'no' | 'said' | 'untold';
  /** Whether a manager gave it up, too. */
  discarded: 'no' | 'said' | 'untold';
  /** Whether a manager had another credit made of it, too. */
  replaced: 'no' | 'said' | 'untold';
  /** The credit that a manager had this one made of; null where staff gave it. */
  readonly replaces: string | null;
  /** When it was first tapped, or rebuilt (ms of the shift). */
  readonly at: number;
  /** The last tap that may have had it accepted (ms of the shift). */
  touchedAt: number;
  /** The kiosk's records went back since: it may have forgotten this, or what became of it. */
  unsure: boolean;
  /** The kiosk's records were put together since of what was left of them: it may call for a person. */
  recovered: boolean;
}

/** Everything that staff were told, apart from all that is under test. */
export interface AckLog {
  /** A tap begins: from here on the credit may exist. */
  readonly tapped: (
    credit: Pick<Acknowledged, 'id' | 'intent' | 'kiosk' | 'guestId' | 'amount' | 'note'>,
  ) => Acknowledged;
  /** A manager had another credit made of this one: `untold` where the screen did not get to say so. */
  readonly replaced: (old: Acknowledged, id: string, guestId: string, told: 'said' | 'untold') => void;
  /** The screen said that nothing was made. */
  readonly notReplaced: (id: string) => void;
  /** The screen said that nothing was saved. */
  readonly declined: (id: string) => void;
  /** The form was found empty again: anything that was tapped before did not come about. */
  readonly emptied: (id: string) => void;
  /** A kiosk's records are as they were at `since` (0: at an unknown moment). */
  readonly wentBack: (kiosk: number, since: number) => void;
  readonly get: (id: string) => Acknowledged | null;
  readonly all: () => readonly Acknowledged[];
}

export function createAckLog(now: () => number): AckLog {
  const credits = new Map<string, Acknowledged>();
  return {
    tapped: (credit) => {
      const known = credits.get(credit.id);
      if (known) {
        if (known.accepted === 'untold' || known.unsure) known.orElse?.push(credit);
        return known;
      }
      const made: Acknowledged = {
        ...credit,
        orElse: [],
        givenAt: null,
        accepted: 'untold',
        inTheDark: false,
        undone: 'no',
        discarded: 'no',
        replaced: 'no',
        replaces: null,
        at: now(),
        touchedAt: now(),
        unsure: false,
        recovered: false,
      };
      credits.set(credit.id, made);
      return made;
    },
    replaced: (old, id, guestId, told) => {
      if (old.replaced !== 'said') old.replaced = told;
      credits.set(id, {
        ...{ ...old, id, guestId, accepted: told, replaces: old.id, at: now(), touchedAt: now() },
        ...{ inTheDark: told === 'untold', undone: 'no', discarded: 'no', replaced: 'no' },
      });
    },
    notReplaced: (id) => {
      credits.delete(id);
    },
    declined: (id) => {
      if (credits.get(id)?.inTheDark === false) credits.delete(id);
    },
    wentBack: (kiosk, since) => {
      for (const credit of credits.values()) {
        const { undone, discarded, replaced } = credit;
        const isDone = undone !== 'no' || discarded !== 'no' || replaced !== 'no' || credit.replaces !== null;
        if (credit.kiosk !== kiosk) continue;
        credit.recovered = true;
        if (credit.touchedAt >= since || isDone) credit.unsure = true;
      }
    },
    emptied: (id) => {
      if (credits.get(id)?.unsure) return;
      credits.delete(id);
    },
    get: (id) => credits.get(id) ?? null,
    all: () => [...credits.values()],
  };
}
