import type { ParseKeys } from 'i18next';
import type { AppError, AppErrorCode } from '../../src-preload/contract/errors.ts';
import { countdown, type Format } from './format.ts';
import type { Translate } from './i18n.ts';

/** A failure in a host's words: what happened, why and what to do, and whether anything was kept. */
export interface ErrorWords {
  readonly what: string;
  readonly todo: string;
  readonly kept: string;
}

/** A failure's place among the words, under which `what` and `todo` are. */
type PlaceOf<K> = K extends `errors.${infer P}.what` ? P : never;
type Place = PlaceOf<ParseKeys>;
type Kept = 'nothingChanged' | 'nothingGiven' | 'savedIsSafe' | 'stillGiven';
type Values = Readonly<Record<string, string | number>>;

/** Where its words are, what is kept, and what stands in them; or, where they depend on the failure, a function. */
type Row<E> =
  | readonly [Place, Kept, ((error: E, format: Format, t: Translate) => Values)?]
  | ((error: E, t: Translate, format: Format) => ErrorWords);

/** A code without words does not compile. */
const ROWS: { readonly [C in AppErrorCode]: Row<Extract<AppError, { readonly code: C }>> } = {
  'bad-request': ['badRequest', 'savedIsSafe', ({ reference }) => ({ reference })],
  internal: ['internal', 'savedIsSafe', ({ reference }) => ({ reference })],
  'not-signed-in': ['notSignedIn', 'nothingChanged'],
  'pin-locked': ['pinLocked', 'nothingChanged', (error) => ({ clock: countdown(error.leftMs) })],
  'number-impossible': ['impossible', 'nothingChanged'],
  'card-number': ['cardNumber', 'nothingChanged'],
  'guest-not-found': ['guestNotFound', 'nothingChanged'],
  'too-fast': ['tooFast', 'nothingChanged', (error) => ({ clock: countdown(error.leftMs) })],
  offline: ['offline', 'nothingChanged'],
  'not-toast': ['notToast', 'savedIsSafe'],
  'search-too-wide': ['searchTooWide', 'nothingChanged'],
  'toast-busy': [
    'toastBusy',
    'nothingChanged',
    (error) => ({ clock: countdown(Math.max(1, error.retryInMs)) }),
  ],
  'no-access': ['noAccess', 'savedIsSafe'],
  'service-gone': ['serviceGone', 'savedIsSafe'],
  'amount-zero': ['amountZero', 'nothingGiven'],
  'amount-over-most': ['overMost', 'nothingGiven', (error, format) => ({ most: format.money(error.most) })],
  'reason-unknown': ['reasonUnknown', 'nothingGiven'],
  'note-required': ['noteRequired', 'nothingGiven'],
  'cannot-keep-guests': ['cannotKeepGuests', 'nothingChanged'],
  'not-possible': ['notPossible', 'nothingChanged'],
  'already-at-toast': ['alreadyAtToast', 'savedIsSafe'],
  'cannot-ask': ['cannotAsk', 'nothingChanged'],
  'words-too-short': ['wordsTooShort', 'nothingChanged', ({ needed }) => ({ needed })],
  'guest-incomplete': ['guestIncomplete', 'nothingChanged'],
  'email-impossible': ['emailImpossible', 'nothingChanged'],
  'guest-form-closed': ['guestFormClosed', 'nothingChanged'],
  'guest-still-needed': ['guestStillNeeded', 'nothingChanged'],
  'form-closed': ['formClosed', 'nothingChanged'],
  'approval-gone': ['approvalGone', 'nothingGiven'],
  'approvals-full': ['approvalsFull', 'nothingGiven', ({ most }) => ({ most })],
  'approver-not-manager': ['notManager', 'nothingGiven'],
  'approver-is-giver': ['isGiver', 'nothingGiven'],
  'over-employee-day': [
    'employeeDay',
    'nothingGiven',
    (error, format) => ({ most: format.money(error.most), given: format.money(error.given) }),
  ],
  'over-guest-day': [
    'guestDay',
    'nothingGiven',
    (error, format) => ({ most: format.money(error.most), given: format.money(error.given) }),
  ],
  'over-offline-most': [
    'offlineMost',
    'nothingGiven',
    (error, format) => ({ most: format.money(error.most) }),
  ],
  'wrong-code': ['wrongCode', 'nothingGiven', (error) => ({ count: error.triesLeft })],
  'code-used': ['codeUsed', 'nothingGiven'],
  'code-locked': ['codeLocked', 'nothingGiven', (error) => ({ clock: countdown(error.leftMs) })],
  'enrolment-gone': ['enrolmentGone', 'nothingChanged'],
  'keypad-not-opened': [
    'keypadNotOpened',
    'nothingChanged',
    (error) => ({ count: error.triesLeft, clock: countdown(error.leftMs) }),
  ],
  'keys-lost': ['keysLost', 'savedIsSafe'],
  'managers-only': ['managersOnly', 'nothingChanged'],
  'pin-unfit': ['pinUnfit', 'nothingChanged'],
  'pin-short': ['pinShort', 'nothingChanged', ({ least }) => ({ least })],
  'pin-length': ['pinLength', 'nothingChanged', ({ digits }) => ({ digits })],
  'pin-must-change': ['pinMustChange', 'nothingChanged'],
  'second-manager-needed': ['secondNeeded', 'nothingChanged'],
  'second-manager-same': ['secondSame', 'nothingChanged'],
  'second-manager-none': ['secondNone', 'nothingChanged'],
  'not-yours': ['notYours', 'nothingChanged'],
  'name-unfit': ['nameUnfit', 'nothingChanged', ({ most }) => ({ most })],
  'name-taken': ['nameTaken', 'nothingChanged'],
  'employee-guid-unfit': ['employeeGuid', 'nothingChanged'],
  'last-manager': ['lastManager', 'nothingChanged'],
  'own-record': ['ownRecord', 'nothingChanged'],
  'import-missing': ['importMissing', 'nothingChanged', ({ path }) => ({ path })],
  'import-columns': ['importColumns', 'nothingChanged'],
  'import-too-long': ['importTooLong', 'nothingChanged', ({ most }) => ({ most })],
  'export-failed': ['exportFailed', 'nothingChanged'],
  'visit-over': ['visitOver', 'nothingChanged'],
  'setting-unfit': ['settingUnfit', 'nothingChanged', ({ problem }) => ({ problem })],
  'setting-locked': [
    'settingLocked',
    'nothingChanged',
    (error, _format, t) => ({ file: error.file ?? t('errors.settingLockedHere') }),
  ],
  'no-such-day': ['noSuchDay', 'nothingChanged'],
  stopped: ['stopped', 'nothingChanged'],
  'not-set-up': ['notSetUp', 'nothingChanged'],
  'set-up-incomplete': ['setUpIncomplete', 'nothingChanged'],
  'not-tested': ['notTested', 'nothingChanged'],
  'cannot-seal': ['cannotSeal', 'nothingChanged'],
  'address-unfit': ['addressUnfit', 'nothingChanged'],
  'address-unknown': ['addressUnknown', 'nothingChanged'],
  'other-restaurant': ['otherRestaurant', 'nothingChanged'],
  'guid-unfit': ['guidUnfit', 'nothingChanged'],
  'books-closed': ['booksClosed', 'nothingChanged', ({ path }) => ({ path })],
  'passphrase-unfit': ['passphraseUnfit', 'nothingChanged', ({ least }) => ({ least })],
  'set-up-file': ['setUpFile', 'nothingChanged'],
  'not-found': ['notFound', 'nothingChanged'],
  'records-gone': ['recordsGone', 'nothingGiven'],
  'data-in-use': ['dataInUse', 'savedIsSafe'],
  'keyring-waits': ['keyringWaits', 'savedIsSafe'],
  restarting: ['restarting', 'nothingChanged'],
  'not-saved': ['notSaved', 'nothingGiven'],
  'number-too-short': [
    'tooShort',
    'nothingChanged',
    ({ digits, needed }) => ({ count: needed - digits, needed }),
  ],
  'too-much-waiting': [
    'tooMuchWaiting',
    'nothingGiven',
    ({ count, sum }, format) => ({ count, sum: format.money(sum) }),
  ],
  'waiting-too-long': [
    'waitingTooLong',
    'nothingGiven',
    ({ oldestMs }) => ({ count: Math.floor(oldestMs / 3_600_000) }),
  ],
  'entries-wait': [
    'entriesWait',
    'nothingChanged',
    ({ count, sum }, format) => ({ count, sum: format.total(sum) }),
  ],
  'undo-too-late': ['undoTooLate', 'stillGiven'],
  'wrong-pin': (error, t) => ({
    what: t('signIn.wrongPin', { count: error.triesLeft }),
    todo: t('errors.wrongPin.todo'),
    kept: t('errors.kept.nothingChanged'),
  }),
  'toast-trouble': ({ requestId: reference }, t) => {
    const words = plain(t, 'toastTrouble', 'nothingChanged');
    if (reference === null) return words;
    return { ...words, todo: `${words.todo} ${t('errors.toastTrouble.reference', { reference })}` };
  },
  'offline-too-long': (error, t) => {
    const words = plain(t, 'offlineTooLong', 'nothingGiven', { count: error.hours });
    return { ...words, kept: `${words.kept} ${t('errors.kept.savedIsSafe')}` };
  },
  'code-not-allowed': ({ most }, t, format) =>
    most === 0
      ? plain(t, 'codeNever', 'nothingGiven')
      : plain(t, 'codeNotAllowed', 'nothingGiven', { most: format.money(most) }),
  'import-unreadable': ({ line }, t) => {
    const words = plain(t, 'importUnreadable', 'nothingChanged');
    return line === null ? words : { ...words, todo: t('errors.importUnreadable.todoLine', { line }) };
  },
  'disk-full': ({ path }, t) => {
    const words = plain(t, 'diskFull', 'savedIsSafe');
    return path === null ? words : { ...words, todo: t('errors.diskFull.todoAt', { path }) };
  },
  'disk-failing': ({ path }, t) => {
    const words = plain(t, 'diskFailing', 'savedIsSafe');
    return path === null ? words : { ...words, todo: t('errors.diskFailing.todoAt', { path }) };
  },
};

/** The words for every failure that may cross the bridge. */
export function errorWords(error: AppError, t: Translate, format: Format): ErrorWords {
  const row = ROWS[error.code] as Row<AppError>;
  if (typeof row === 'function') return row(error, t, format);
  const [place, kept, values] = row;
  return plain(t, place, kept, values?.(error, format, t));
}

/** `text.test.ts` tries each code in each language: both parts are there, and no value is missing. */
function plain(t: Translate, place: Place, kept: Kept, values: Values = {}): ErrorWords {
  const say = t as (key: string, values: Values) => string;
  return {
    what: say(`errors.${place}.what`, values),
    todo: say(`errors.${place}.todo`, values),
    kept: t(`errors.kept.${kept}`),
  };
}
