import { mayBecomeCardNumber } from '../../../src-preload/contract/formats/card-number.ts';
import { isWholeEmail } from '../../../src-preload/contract/formats/email.ts';
import {
  ABROAD_MIN,
  isAbroad,
  isWholeNumber,
  PHONE_DIGITS,
} from '../../../src-preload/contract/formats/phone.ts';
import { MAX_EMAIL } from '../../../src-preload/contract/guest.ts';
import { FIRST_DIGITS, FIRST_LETTERS, type LookUpWay } from '../../../src-preload/contract/look-up.ts';
import { type Key, typeDigits } from '../../core/keypad.ts';
import { emailPasted, onOneLine, shortened } from '../../core/letters.ts';
import { numberOf, typedOfText } from '../../core/phone.ts';

/** One way of finding a guest: what may be typed, what is asked for of it, and when. */
interface Way {
  /** What a key makes of what was typed; left out, the number's own pad says (`createNumberPad`). */
  readonly press?: (typed: string, key: Key) => string;
  /** Inserted text: a letter of the keyboard, or all pasted text. */
  readonly write: (typed: string, text: string) => string;
  /** What is asked for. */
  readonly query: (typed: string) => string;
  /** From so many characters of it on this kiosk is asked. */
  readonly from: number;
  /** Whether Toast can be asked for it, too: at once, or when the typing pauses. */
  readonly toast: (query: string) => 'no' | 'at-once' | 'on-pause';
}

function pressLetter(typed: string, key: Key, write: Way['write']): string {
  if (key === 'clear') return '';
  return key === 'delete' ? shortened(typed) : write(typed, key);
}

/** What does not fit any more is not taken in. */
const within = (typed: string, next: string): string => (next.length > MAX_EMAIL ? typed : next);

const writeName: Way['write'] = (typed, text) => within(typed, onOneLine(typed + text).trimStart());

const writeEmail: Way['write'] = (typed, text) =>
  within(typed, onOneLine(typed + (text.length > 1 ? emailPasted(text) : text), ''));

export const WAYS: Readonly<Record<LookUpWay, Way>> = {
  phone: {
    // A number comes whole: it takes the place of what was begun.
    write: (_, text) => typedOfText(text),
    query: numberOf,
    from: FIRST_DIGITS,
    // How long a number of another country is differs: its last digit is the one after which no one types.
    toast: (query) => (!isWholeNumber(query) ? 'no' : isAbroad(query) ? 'on-pause' : 'at-once'),
  },
  'last-four': {
    press: (typed, key) => typeDigits(typed, key, FIRST_DIGITS),
    write: (_, text) => numberOf(text).slice(-FIRST_DIGITS),
    query: (typed) => typed,
    from: FIRST_DIGITS,
    toast: () => 'no',
  },
  name: {
    press: (typed, key) => pressLetter(typed, key, writeName),
    write: writeName,
    query: (typed) => typed.trimEnd(),
    from: FIRST_LETTERS,
    toast: (query) => (query.length < FIRST_LETTERS || mayBecomeCardNumber(query) ? 'no' : 'on-pause'),
  },
  email: {
    press: (typed, key) => pressLetter(typed, key, writeEmail),
    write: writeEmail,
    query: (typed) => typed,
    from: FIRST_LETTERS,
    toast: (query) => (isWholeEmail(query) ? 'on-pause' : 'no'),
  },
};

/** Whether digits are typed, on the keypad. */
export const byDigits = (by: LookUpWay): by is 'phone' | 'last-four' => by === 'phone' || by === 'last-four';

/** How many digits a whole question has; of another country's number, the fewest. */
export const wholeLength = (by: 'phone' | 'last-four', query: string): number =>
  by === 'last-four' ? FIRST_DIGITS : isAbroad(query) ? ABROAD_MIN : PHONE_DIGITS;

/** How many digits are typed of it. */
export const digitCount = (query: string): number => query.replace('+', '').length;

/** How many are still to come, at least. */
export const digitsMissing = (by: 'phone' | 'last-four', query: string): number =>
  Math.max(0, wholeLength(by, query) - digitCount(query));
