import type { AppError } from '../../src-preload/contract/errors.ts';
import type { GuestView, HistoryLine, LookUpAnswer } from '../../src-preload/contract/guest.ts';
import type { Cents, SignedCents } from '../../src-preload/contract/money.ts';
import { PHONE_DIGITS } from '../../src-preload/contract/phone.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import { toAppError } from '../lib/crm-to-app-error.ts';
import type { Clock, CrmError, Logger } from '../ports.ts';
import { createDirectory, type KnownGuest } from './directory.ts';
import type { CreditSummary, CreditTransaction, GuestGateway } from './gateway.ts';
import { type CountryCode, isPossibleNumber, nationalDigits } from './phone-number.ts';
import { fullName, toHistoryLine, toMatch } from './present.ts';

/** From this many digits on, the kiosk's own memory answers. */
export const FIRST_DIGITS = 4;
const MOST_MATCHES = 20;
const HISTORY_LINES = 50;

export interface GuestsPorts {
  readonly gateway: GuestGateway;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly country: CountryCode;
  /** Credit for this guest that waits on this kiosk. */
  readonly waitingFor: (guestId: string) => Cents;
  /** Reads a note as reason, giver and approver. */
  readonly describeNote: (
    note: string | null,
  ) => Pick<HistoryLine, 'reasonId' | 'words' | 'by' | 'approvedBy'>;
}

export interface Guests {
  /** Finds guests by typed digits. A newer question ends the one before: its answer is what the kiosk itself knows. */
  readonly lookUp: (digits: string, by: 'phone' | 'last-four') => Promise<Result<LookUpAnswer, AppError>>;
  /** A guest's balance and history: this moment's where the CRM answers, else last known and marked so. */
  readonly open: (guestId: string) => Promise<Result<GuestView, AppError>>;
  /** The whole number, for a person who asked for it. */
  readonly revealPhone: (guestId: string) => Result<{ readonly digits: string | null }, AppError>;
  /** What is remembered of a guest, for screens that show them beside something else. */
  readonly remembered: (guestId: string) => {
    readonly name: string | null;
    readonly balance: SignedCents | null;
  };
}

export function createGuests(ports: GuestsPorts): Guests {
  const { gateway, clock, logger, country, waitingFor, describeNote } = ports;
  const directory = createDirectory();
  let asking: AbortController | null = null;

  const answer = (found: readonly KnownGuest[], from: LookUpAnswer['from'], withArea = false) =>
    ok({ matches: found.map((known) => toMatch(known, withArea)), from });

  async function askToast(digits: string): Promise<Result<LookUpAnswer, AppError>> {
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    const found = await gateway.findByPhone(digits, mine.signal);
    if (asking === mine) asking = null;
    if (found.ok) {
      // All of them, never merged: several people may share a number, and balances sit on different records.
      const known = found.value.map((guest) => directory.met(guest, nationalDigits(guest.phone, country)));
      return answer(known, 'toast');
    }
    const remembered = directory.startingWith(digits, MOST_MATCHES);
    if (remembered.length > 0 || found.error.kind === 'aborted') return answer(remembered, 'kiosk');
    return err(toAppError(found.error));
  }

  async function known(guestId: string): Promise<Result<KnownGuest, CrmError>> {
    const remembered = directory.get(guestId);
    if (remembered) return ok(remembered);
    const got = await gateway.getGuest(guestId);
    return got.ok ? ok(directory.met(got.value, nationalDigits(got.value.phone, country))) : got;
  }

  function learn(
    guestId: string,
    summary: Result<CreditSummary, CrmError>,
    history: Result<readonly CreditTransaction[], CrmError>,
  ): void {
    const asOf = clock.now();
    if (summary.ok) directory.update(guestId, { balance: { ...summary.value, asOf } });
    if (history.ok) {
      const lines = history.value.map((line) => toHistoryLine(line, describeNote));
      directory.update(guestId, { history: { lines, asOf } });
    }
    for (const part of [summary, history]) {
      if (!part.ok) logger.warn('guest-not-fresh', { error: part.error.kind });
    }
  }

  return {
    lookUp: async (digits, by) => {
      if (digits.length < FIRST_DIGITS) {
        return err({ code: 'number-too-short', digits: digits.length, needed: FIRST_DIGITS });
      }
      if (by === 'last-four') {
        return answer(directory.endingWith(digits.slice(-FIRST_DIGITS), MOST_MATCHES), 'kiosk', true);
      }
      if (digits.length < PHONE_DIGITS) return answer(directory.startingWith(digits, MOST_MATCHES), 'kiosk');
      if (digits.length > PHONE_DIGITS || !isPossibleNumber(digits, country)) {
        return err({ code: 'number-impossible' });
      }
      return askToast(digits);
    },
    open: async (guestId) => {
      const [who, summary, history] = await Promise.all([
        known(guestId),
        gateway.creditSummary(guestId),
        gateway.creditHistory(guestId, HISTORY_LINES),
      ]);
      if (!who.ok) return err(toAppError(who.error));
      if (!summary.ok && summary.error.kind === 'not-found') return err({ code: 'guest-not-found' });
      learn(guestId, summary, history);
      const now = directory.get(guestId) ?? who.value;
      directory.update(guestId, { seenAt: clock.now() });
      return ok({
        guest: toMatch(now, false),
        balance: now.balance,
        history: now.history,
        from: summary.ok ? 'toast' : 'kiosk',
        waiting: waitingFor(guestId),
      });
    },
    revealPhone: (guestId) => {
      const remembered = directory.get(guestId);
      if (!remembered) return err({ code: 'guest-not-found' });
      logger.info('phone-shown', { guest: guestId });
      return ok({ digits: remembered.digits });
    },
    remembered: (guestId) => {
      const entry = directory.get(guestId);
      return { name: entry ? fullName(entry.guest) : null, balance: entry?.balance?.amount ?? null };
    },
  };
}
