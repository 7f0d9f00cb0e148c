import type { AppError } from '../../src-preload/contract/errors.ts';
import { emailOf, isWholeEmail } from '../../src-preload/contract/formats/email.ts';
import {
  isAbroad,
  isPlanNumber,
  isWholeNumber,
  PHONE_DIGITS,
  phoneKey,
  readPhone,
} from '../../src-preload/contract/formats/phone.ts';
import {
  FIRST_DIGITS,
  FIRST_LETTERS,
  type LookUpAnswer,
  type LookUpWay,
  type NearGuest,
} from '../../src-preload/contract/look-up.ts';
import { assertNever, err, ok, type Result } from '../../src-preload/contract/result.ts';
import { toAppError } from '../domain/crm-to-app-error.ts';
import type { CrmError } from '../ports.ts';
import type { Directory, Found } from './directory/directory.ts';
import type { GuestRecord } from './directory/guest-record.ts';
import { differences, nearNumbers } from './duplicate-match.ts';
import type { CrmGuest, GuestGateway } from './gateway.ts';
import { namesFrom } from './name-query.ts';
import { toMatch } from './present.ts';

/** Without a whole number: more than the largest panel shows, for the next digit narrows it. */
const MAX_PARTIAL = 12;
const MAX_MATCHES = 20;
/** A family's number, or a name many have: more than this no one reads. */
const MAX_JOINED = 40;
const MAX_NEAR = 3;

export interface LookUpPorts {
  readonly gateway: GuestGateway;
  readonly directory: Directory;
}

/** Finding guests. One question to the CRM at a time: a newer one ends the one before. */
export interface LookUp {
  /** What the kiosk itself knows. */
  readonly here: (typed: string, by: LookUpWay) => Promise<Result<LookUpAnswer, AppError>>;
  /**
   * By digits: the kiosk's own answer until the number is whole, then the CRM's joined with it. Where the CRM does not
   * answer, the kiosk's own, if it has one.
   */
  readonly byDigits: (digits: string, by: 'phone' | 'last-four') => Promise<Result<LookUpAnswer, AppError>>;
  /** By words: the CRM's answer joined with the kiosk's own. */
  readonly byWords: (text: string, by: 'name' | 'email') => Promise<Result<LookUpAnswer, AppError>>;
  /** No one waits for the last answer any more. */
  readonly stop: () => void;
}

export function createLookUp({ gateway, directory }: LookUpPorts): LookUp {
  let asking: AbortController | null = null;

  /** Asks the CRM, ending anything that was asked before. */
  async function ask<T>(
    question: (signal: AbortSignal) => Promise<Result<T, CrmError>>,
  ): Promise<Result<T, CrmError>> {
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    const answer = await question(mine.signal);
    if (asking === mine) asking = null;
    return mine.signal.aborted ? err({ kind: 'aborted' }) : answer;
  }

  /** Someone the CRM named. Only those who were met here before are remembered: a search by name finds strangers. */
  const recognised = (guest: CrmGuest): GuestRecord =>
    directory.get(guest.id) === null
      ? {
          guest,
          digits: phoneKey(guest.phone),
          seenAt: null,
          balance: null,
          lastCredit: null,
          onlyHere: false,
        }
      : directory.upsert(guest, phoneKey(guest.phone));

  /** Those one wrong digit, or two swapped ones, away: a slip of the finger, or of the tongue. */
  const near = (digits: string): readonly NearGuest[] =>
    nearNumbers(digits)
      .flatMap((other) => {
        const differs = differences(digits, other) ?? [];
        return directory.having(other, MAX_NEAR).matches.map((match) => ({ ...match, differs }));
      })
      .sort((a, b) => (b.seenAt ?? 0) - (a.seenAt ?? 0))
      .slice(0, MAX_NEAR);

  /** If no guest has a complete number: guests with a similar one. */
  const withNear = (answer: LookUpAnswer, digits: string): LookUpAnswer =>
    answer.total === 0 && digits.length === PHONE_DIGITS && !isAbroad(digits)
      ? { ...answer, near: near(digits) }
      : answer;

  const search = (text: string, by: 'name' | 'email', except?: ReadonlySet<string>): Found =>
    by === 'name' ? directory.named(text, MAX_MATCHES, except) : directory.mailed(text, MAX_MATCHES, except);

  const here = (typed: string, by: LookUpWay): LookUpAnswer => {
    switch (by) {
      case 'phone':
        return withNear(own(directory.startingWith(typed, MAX_PARTIAL)), typed);
      case 'last-four':
        return own(directory.endingWith(typed.slice(-FIRST_DIGITS), MAX_MATCHES));
      case 'name':
      case 'email':
        return own(search(typed, by));
      default:
        return assertNever(by, 'way of looking up');
    }
  };

  return {
    here: async (typed, by) => {
      const short = tooShort(typed, by);
      if (short) return err(short);
      if (!directory.isReady()) await directory.ready;
      return ok(here(typed, by));
    },
    byDigits: async (digits, by) => {
      const short = tooShort(digits, by);
      if (short) return err(short);
      const { number } = readPhone(digits);
      if (by === 'phone' && (isWholeNumber(number) || number.length > PHONE_DIGITS)) {
        if (isAbroad(number) ? !isWholeNumber(number) : !isPlanNumber(number))
          return err({ code: 'number-impossible' });
        const unread = counting();
        const found = await ask((signal) => gateway.findByPhone(number, signal, unread.add));
        await directory.ready;
        // All of them, never merged: several people may share a number, and balances sit on different records.
        const theirs = found.ok
          ? ok(once(found.value).map((guest) => directory.upsert(guest, phoneKey(guest.phone))))
          : found;
        const answer = unread.into(
          answerFor(theirs, (except) => directory.having(number, MAX_MATCHES, except)),
        );
        return answer.ok ? ok(withNear(answer.value, number)) : answer;
      }
      await directory.ready;
      return ok(here(digits, by));
    },
    byWords: async (text, by) => {
      const short = tooShort(text, by);
      if (short) return err(short);
      await directory.ready;
      if (by === 'email' && !isWholeEmail(text)) return ok(own(search(text, by)));
      const unread = counting();
      const found = await ask(async (signal): Promise<Result<readonly CrmGuest[], CrmError>> => {
        if (by === 'email') return gateway.findByEmail(emailOf(text), signal, unread.add);
        const names = namesFrom(text);
        const answers = await Promise.all(names.map((name) => gateway.findByName(name, signal, unread.add)));
        const failed = answers.find((answer) => !answer.ok);
        if (failed && !failed.ok) return failed;
        return ok(answers.flatMap((answer) => (answer.ok ? answer.value : [])));
      });
      const theirs = found.ok ? ok(once(found.value).map(recognised)) : found;
      return unread.into(answerFor(theirs, (except) => search(text, by, except)));
    },
    stop: () => {
      asking?.abort();
      asking = null;
    },
  };
}

/** Each guest once, where two questions found them. */
function once(guests: readonly CrmGuest[]): readonly CrmGuest[] {
  return [...new Map(guests.map((guest) => [guest.id, guest])).values()];
}

const own = ({ matches, total }: Found): LookUpAnswer => ({
  matches,
  total,
  near: [],
  from: 'kiosk',
});

/** Counts what an answer has that cannot be read, in the answer. */
const counting = () => {
  let count = 0;
  return {
    add: (more: number): void => {
      count += more;
    },
    into: (answer: Result<LookUpAnswer, AppError>): Result<LookUpAnswer, AppError> =>
      answer.ok && answer.value.from === 'toast' && count > 0
        ? ok({ ...answer.value, unreadable: count })
        : answer,
  };
};

/** This kiosk's own guests, but for those of `except`. */
type Ours = (except?: ReadonlySet<string>) => Found;

/**
 * The CRM's guests, then those it did not name: it may miss numbers it keeps in another form, and does not know the newest guests. The
 * total counts each guest once, also those beyond the ones listed.
 */
const joined = (theirs: readonly GuestRecord[], ours: Ours): LookUpAnswer => {
  const rest = ours(new Set(theirs.map(({ guest }) => guest.id)));
  return {
    matches: [...theirs.map((record) => toMatch(record, false)), ...rest.matches].slice(0, MAX_JOINED),
    total: theirs.length + rest.total,
    near: [],
    from: 'toast',
  };
};

const answerFor = (
  found: Result<readonly GuestRecord[], CrmError>,
  ours: Ours,
): Result<LookUpAnswer, AppError> => {
  if (found.ok) return ok(joined(found.value, ours));
  // Not a question that failed: an answer of its own, which what is known here must not be in for.
  if (found.error.kind === 'too-wide') return err(toAppError(found.error));
  const known = ours();
  if (known.matches.length > 0 || found.error.kind === 'aborted') return ok(own(known));
  return err(toAppError(found.error));
};

const tooShort = (typed: string, by: LookUpWay): AppError | null => {
  switch (by) {
    case 'phone':
    case 'last-four':
      return typed.length < FIRST_DIGITS
        ? { code: 'number-too-short', digits: typed.length, needed: FIRST_DIGITS }
        : null;
    case 'name':
    case 'email':
      return typed.trim().length < FIRST_LETTERS ? { code: 'words-too-short', needed: FIRST_LETTERS } : null;
    default:
      return assertNever(by, 'way of looking up');
  }
};
