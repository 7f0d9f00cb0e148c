import { type Cents, cents, MAX_CENTS } from '../../src-preload/contract/money.ts';
import type { DayHistory } from '../domain/guest-day.ts';
import type { Clock } from '../ports.ts';

/** What the CRM said of a guest's day is believed for so long, ms. */
const KNOWN_FOR_MS = 5 * 60_000;
/** So many guests are remembered: those of the forms and requests that are open. */
const REMEMBERED = 60;

export interface GuestDayPorts {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** When the business day began (UTC ms). */
  readonly dayFrom: () => number;
  /** Null where it cannot be read. Must not throw. */
  readonly readHistory: (guestId: string, from: number) => Promise<DayHistory | null>;
}

/** What the CRM has of a guest's day, for limits and for people. In memory only. */
export interface GuestDays {
  /** Asks the CRM; those who ask meanwhile share the answer. */
  readonly read: (guestId: string) => Promise<void>;
  /** What it said a short while ago; null where it did not, or could not be read. */
  readonly known: (guestId: string) => DayHistory | null;
}

export function createGuestDays({ clock, dayFrom, readHistory }: GuestDayPorts): GuestDays {
  const answers = new Map<string, { readonly at: number; readonly history: DayHistory }>();
  const reading = new Map<string, Promise<void>>();
  const ask = async (guestId: string): Promise<void> => {
    const at = clock.monotonic();
    const history = await readHistory(guestId, dayFrom());
    reading.delete(guestId);
    if (history === null) return;
    answers.delete(guestId);
    answers.set(guestId, { at, history });
    const oldest = answers.keys().next().value;
    if (answers.size > REMEMBERED && oldest !== undefined) answers.delete(oldest);
  };
  return {
    read: (guestId) => {
      const under = reading.get(guestId) ?? ask(guestId);
      reading.set(guestId, under);
      return under;
    },
    known: (guestId) => {
      const answer = answers.get(guestId);
      return answer && clock.monotonic() - answer.at < KNOWN_FOR_MS ? answer.history : null;
    },
  };
}

/** A credit that counts for a guest's day. */
export interface DayCredit {
  readonly id: string;
  /** Minor units. */
  readonly amount: number;
}

/**
 * What a guest was given in a day, here and elsewhere, each credit once: by GUID. What the CRM took back was not given.
 * @param here this kiosk's own records of the day.
 * @param except the credit in question.
 */
export function mergedDay<Here extends DayCredit>(
  here: readonly Here[],
  history: DayHistory | null,
  day: { readonly from: number; readonly to: number },
  except: string,
): { readonly here: readonly Here[]; readonly elsewhere: DayHistory['added'] } {
  const voided = history?.voided ?? new Set();
  const known = new Set(here.map(({ id }) => id));
  return {
    here: here.filter(({ id }) => !voided.has(id)),
    elsewhere: (history?.added ?? []).filter(
      ({ id, at }) => at >= day.from && at < day.to && id !== except && !known.has(id) && !voided.has(id),
    ),
  };
}

/** The sum of a day's credit, as an amount. */
export const sumOf = (credits: readonly { readonly amount: number }[]): Cents =>
  cents(
    Math.min(
      MAX_CENTS,
      credits.reduce((sum, { amount }) => sum + amount, 0),
    ),
  );
