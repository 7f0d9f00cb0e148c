import { describe, expect, it } from 'vitest';
import type { AppError, AppErrorCode } from '../../src-preload/contract/errors.ts';
import { cents, signedCents } from '../../src-preload/contract/money.ts';
import { ago } from './ago.ts';
import { en } from './en.ts';
import { errorWords } from './errors.ts';
import { es } from './es.ts';
import { countdown, createFormat, expiryDays, sayTime, withinDay } from './format.ts';
import { addWords, createWords } from './i18n.ts';
import { later } from './later.ts';

/** One of each code; a new code does not compile until it is here. */
const everyError: { readonly [C in AppErrorCode]: Extract<AppError, { readonly code: C }> } = {
  'bad-request': { code: 'bad-request', reference: 'K7' },
  internal: { code: 'internal', reference: 'K7' },
  'not-signed-in': { code: 'not-signed-in' },
  'wrong-pin': { code: 'wrong-pin', triesLeft: 1 },
  'pin-locked': { code: 'pin-locked', untilMs: 0, leftMs: 28_000 },
  'number-too-short': { code: 'number-too-short', digits: 6, needed: 10 },
  'number-impossible': { code: 'number-impossible' },
  'card-number': { code: 'card-number' },
  'too-fast': { code: 'too-fast', leftMs: 28_000 },
  'guest-not-found': { code: 'guest-not-found' },
  offline: { code: 'offline' },
  'not-toast': { code: 'not-toast' },
  'toast-trouble': { code: 'toast-trouble', requestId: '7f1c' },
  'search-too-wide': { code: 'search-too-wide' },
  'toast-busy': { code: 'toast-busy', retryInMs: 4200 },
  'no-access': { code: 'no-access' },
  'service-gone': { code: 'service-gone' },
  'amount-zero': { code: 'amount-zero' },
  'amount-over-most': { code: 'amount-over-most', most: cents(25_000) },
  'reason-unknown': { code: 'reason-unknown' },
  'note-required': { code: 'note-required' },
  'too-much-waiting': { code: 'too-much-waiting', count: 100, sum: cents(50_000) },
  'form-closed': { code: 'form-closed' },
  'approval-gone': { code: 'approval-gone' },
  'approvals-full': { code: 'approvals-full', most: 40 },
  'approver-not-manager': { code: 'approver-not-manager' },
  'approver-is-giver': { code: 'approver-is-giver' },
  'over-employee-day': { code: 'over-employee-day', most: cents(100_000), given: cents(99_500) },
  'over-guest-day': { code: 'over-guest-day', most: cents(25_000), given: cents(24_500) },
  'over-offline-most': { code: 'over-offline-most', most: cents(25_000) },
  'offline-too-long': { code: 'offline-too-long', hours: 24 },
  'wrong-code': { code: 'wrong-code', triesLeft: 3 },
  'code-used': { code: 'code-used' },
  'code-locked': { code: 'code-locked', leftMs: 28_000 },
  'code-not-allowed': { code: 'code-not-allowed', most: cents(10_000) },
  'enrolment-gone': { code: 'enrolment-gone' },
  'keypad-not-opened': { code: 'keypad-not-opened', triesLeft: 1, leftMs: 28_000 },
  'keys-lost': { code: 'keys-lost' },
  'managers-only': { code: 'managers-only' },
  'pin-unfit': { code: 'pin-unfit' },
  'pin-short': { code: 'pin-short', least: 6 },
  'pin-length': { code: 'pin-length', digits: 6 },
  'pin-must-change': { code: 'pin-must-change', least: 6 },
  'second-manager-needed': { code: 'second-manager-needed' },
  'second-manager-same': { code: 'second-manager-same' },
  'second-manager-none': { code: 'second-manager-none' },
  'not-yours': { code: 'not-yours' },
  'name-unfit': { code: 'name-unfit', most: 24 },
  'name-taken': { code: 'name-taken' },
  'employee-guid-unfit': { code: 'employee-guid-unfit' },
  'last-manager': { code: 'last-manager' },
  'own-record': { code: 'own-record' },
  'import-missing': { code: 'import-missing', path: '/etc/hoststand/staff.csv' },
  'import-unreadable': { code: 'import-unreadable', line: 3 },
  'import-columns': { code: 'import-columns' },
  'import-too-long': { code: 'import-too-long', most: 200 },
  'export-failed': { code: 'export-failed' },
  'visit-over': { code: 'visit-over' },
  'address-unknown': { code: 'address-unknown' },
  'other-restaurant': { code: 'other-restaurant' },
  'entries-wait': { code: 'entries-wait', count: 2, sum: 3_750 },
  'setting-unfit': { code: 'setting-unfit', key: 'timeZone', problem: 'must be an IANA time zone' },
  'setting-locked': { code: 'setting-locked', key: 'rules.most', file: '/etc/hoststand/config.json' },
  'no-such-day': { code: 'no-such-day' },
  stopped: { code: 'stopped' },
  'not-set-up': { code: 'not-set-up' },
  'set-up-incomplete': { code: 'set-up-incomplete' },
  'not-tested': { code: 'not-tested' },
  'cannot-seal': { code: 'cannot-seal' },
  'address-unfit': { code: 'address-unfit' },
  'passphrase-unfit': { code: 'passphrase-unfit', least: 12 },
  'set-up-file': { code: 'set-up-file', why: 'damaged' },
  'guid-unfit': { code: 'guid-unfit', of: 'restaurant' },
  'books-closed': { code: 'books-closed', path: '/data/live-1/kiosk.db' },
  'undo-too-late': { code: 'undo-too-late', state: 'sending' },
  'not-found': { code: 'not-found' },
  'disk-full': { code: 'disk-full', path: '/data' },
  'disk-failing': { code: 'disk-failing', path: null },
  'records-gone': { code: 'records-gone' },
  'data-in-use': { code: 'data-in-use', language: 'en' },
  'keyring-waits': { code: 'keyring-waits', language: 'en' },
  restarting: { code: 'restarting' },
  'not-saved': { code: 'not-saved' },
  'words-too-short': { code: 'words-too-short', needed: 2 },
  'guest-incomplete': { code: 'guest-incomplete', missing: 'contact' },
  'email-impossible': { code: 'email-impossible' },
  'guest-form-closed': { code: 'guest-form-closed' },
  'guest-still-needed': { code: 'guest-still-needed' },
  'waiting-too-long': { code: 'waiting-too-long', oldestMs: 7_200_000 },
  'cannot-keep-guests': { code: 'cannot-keep-guests' },
  'not-possible': { code: 'not-possible' },
  'already-at-toast': { code: 'already-at-toast' },
  'cannot-ask': { code: 'cannot-ask' },
};

const LOS_ANGELES = 'America/Los_Angeles';
const format = createFormat('en', LOS_ANGELES, 'USD');

describe.each(['en', 'es'] as const)('words in %s', (language) => {
  const words = createWords(language);
  addWords(words, later);
  const { t } = words;
  const local = createFormat(language, LOS_ANGELES, 'USD');

  it.each(Object.values(everyError))('say for $code what happened, what to do and what was kept', (error) => {
    const words = errorWords(error, t, local);
    for (const part of [words.what, words.todo, words.kept]) {
      expect(part.length).toBeGreaterThan(8);
      // A key that was not found comes back as itself; a value that was not filled in keeps its braces.
      expect(part).not.toMatch(/errors\.|\{\{/);
    }
    // A code of one word may be a word people say; one with a hyphen is never one.
    if (error.code.includes('-')) expect(`${words.what} ${words.todo}`).not.toContain(error.code);
  });

  it('have no gaps where something is filled in', () => {
    const placeholders = (text: string): readonly string[] =>
      [...text.matchAll(/\{\{(\w+)(?:, \w+)?\}\}/g)].map((m) => m[1] ?? '').sort();
    const compare = (a: unknown, b: unknown, path: string): void => {
      if (typeof a === 'string' && typeof b === 'string') {
        expect(new Set(placeholders(b)), path).toEqual(new Set(placeholders(a)));
        expect(b.trim(), path).not.toBe('');
      } else if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
        expect(Object.keys(b).sort(), path).toEqual(Object.keys(a).sort());
        for (const [key, value] of Object.entries(a)) compare(value, Reflect.get(b, key), `${path}.${key}`);
      } else expect.fail(`${path} is missing`);
    };
    compare({ ...en, ...later.en }, { ...es, ...later.es }, 'words');
  });

  it('count in the language', () => {
    expect(t('lookUp.soFar', { count: 1 })).not.toBe(t('lookUp.soFar', { count: 2 }).replace('2', '1'));
  });
});

describe('the two languages', () => {
  it('differ: nothing was left untranslated by mistake', () => {
    const same: string[] = [];
    const walk = (a: object, b: object, path: string): void => {
      for (const [key, value] of Object.entries(a)) {
        const other: unknown = Reflect.get(b, key);
        if (typeof value === 'object' && value !== null && typeof other === 'object' && other !== null) {
          walk(value, other, `${path}${key}.`);
        } else if (value === other) same.push(`${path}${key}`);
      }
    };
    walk({ ...later.en, ...en }, { ...later.es, ...es }, '');
    expect(same).toEqual([
      'approve.askedByRole',
      'helped.row',
      'need.by',
      'report.countFor',
      'rules.no',
      'device.version',
      'device.toast',
      'device.textSizes.normal',
      'setUp.live.toast',
      'common.since',
      'common.role.host',
      'lookUp.balanceAt',
      'staff.no',
    ]);
  });
});

describe('the words that come later', () => {
  const sources = import.meta.glob<string>('../**/*.{ts,tsx}', {
    eager: true,
    query: '?raw',
    import: 'default',
  });
  /** Every file that is read before the first screen: what is imported, not what is imported on demand or for its types. */
  function firstFiles(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    const read = (path: string): void => {
      const text = sources[path];
      if (text === undefined || found.has(path)) return;
      found.set(path, text);
      for (const [, from = ''] of text.matchAll(/^(?:import|export) (?!type)[^;]*?from '(\.[^']+)';/gms)) {
        // Paths of the glob start at this folder: `./en.ts`, `../main.tsx`.
        const full = new URL(from, new URL(path, 'file:///src/text/')).pathname;
        read(full.startsWith('/src/text/') ? full.replace('/src/text/', './') : full.replace('/src/', '../'));
      }
    };
    read('../main.tsx');
    return found;
  }
  const wanted = new RegExp(`['"\`](?:${Object.keys(later.en).join('|')})\\.\\w`, 'g');

  it('are asked for by no file that is read before the first screen', () => {
    const files = firstFiles();
    expect(files.size).toBeGreaterThan(80);
    const early = [...files].flatMap(([path, text]) =>
      (text.match(wanted) ?? []).map((key) => `${path} ${key}`),
    );
    expect(early).toEqual([]);
  });
  it('have no group in common with the words before them', () => {
    expect(Object.keys(later.en).filter((key) => key in en)).toEqual([]);
  });
});

describe('money', () => {
  it('is exact to the cent, from the smallest to the largest amount', () => {
    expect(
      [0, 1, 9, 10, 99, 100, 1500, 125_075, 9_999_999].map((amount) => format.money(cents(amount))),
    ).toEqual(['$0.00', '$0.01', '$0.09', '$0.10', '$0.99', '$1.00', '$15.00', '$1,250.75', '$99,999.99']);
  });
  it('shows a balance below zero as one, to the cent', () => {
    expect([-1, -10, -100, -125_075].map((amount) => format.money(signedCents(amount)))).toEqual([
      '−$0.01',
      '−$0.10',
      '−$1.00',
      '−$1,250.75',
    ]);
  });
  it('leaves out the cents on small buttons only where there are none', () => {
    expect(format.moneyShort(cents(1500))).toBe('$15');
    expect(format.moneyShort(cents(1550))).toBe('$15.50');
  });
  it('knows currencies without cents', () => {
    expect(createFormat('en', LOS_ANGELES, 'JPY').money(cents(1500))).toBe('¥1,500');
  });
});

describe('time', () => {
  const evening = Date.UTC(2026, 10, 22, 3, 18);
  const before2027 = Date.UTC(2026, 11, 31, 12);
  it('is the restaurant’s, not the machine’s', () => {
    expect(format.time(evening)).toMatch(/^7:18\sPM$/);
    expect(format.clock(evening)).toBe('7:18');
    expect(format.dayLong(evening, evening)).toBe('Saturday, November 21');
    expect(createFormat('en', 'America/New_York', 'USD').clock(evening)).toBe('10:18');
  });
  it('names the year where it is not the restaurant’s own, which may still be last year’s there', () => {
    const newYear = Date.UTC(2027, 0, 1, 7, 30);
    const before = Date.UTC(2026, 11, 31, 20);
    expect(format.dayLong(before, newYear)).toBe('Thursday, December 31');
    expect(format.day(before, newYear)).toBe('December 31');
    expect(format.dayShort(before, newYear)).toBe('Dec 31');
    const midnight = newYear + 30 * 60_000;
    expect(format.dayLong(before, midnight)).toBe('Thursday, December 31, 2026');
    expect(format.day(before, midnight)).toBe('December 31, 2026');
    expect(format.dayShort(before, midnight)).toBe('Dec 2026');
    expect([format.date(before, newYear), format.date(before, midnight)]).toEqual(['Dec 31', 'Dec 31, 2026']);
    expect(createFormat('es', LOS_ANGELES, 'USD').dayLong(before, midnight)).toContain('2026');
  });
  it('has a moment of the same day in every zone for what is drawn often', () => {
    for (const zone of ['America/Los_Angeles', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Chatham']) {
      const local = createFormat('en', zone, 'USD');
      for (let now = Date.UTC(2026, 11, 31); now < Date.UTC(2027, 0, 2); now += 7 * 60_000) {
        expect(local.daysUntil(withinDay(now), now)).toBe(0);
        expect(local.day(before2027, withinDay(now))).toBe(local.day(before2027, now));
      }
    }
  });
  it('says nothing of an expiry that is a sentinel', () => {
    const days = (at: number | null) => expiryDays(at, evening, format);
    expect(days(evening + 86_400_000)).toBe(1);
    expect(days(evening - 86_400_000)).toBe(-1);
    expect(days(null)).toBeNull();
    for (const sentinel of [
      '9999-12-31T00:00:00Z',
      '2099-01-01T00:00:00Z',
      '0001-01-01T00:00:00Z',
      '1970-01-01T00:00:00Z',
    ]) {
      expect(days(Date.parse(sentinel))).toBeNull();
    }
  });
  it('says a moment by its time today, by its date as well on another day, and in full on paper', () => {
    expect(format.when(evening, evening + 60_000)).toMatch(/^7:18\sPM$/);
    expect(format.when(evening, evening + 86_400_000)).toMatch(/^Nov 21, 7:18\sPM$/);
    expect(format.when(evening, Date.UTC(2027, 0, 2))).toMatch(/^Nov 21, 2026, 7:18\sPM$/);
    expect(format.moment(evening)).toMatch(/^Saturday, November 21, 2026, 7:18\sPM$/);
  });
  it('counts calendar days, also over the end of summer time', () => {
    expect(format.daysUntil(Date.UTC(2026, 11, 4, 17), evening)).toBe(13);
    expect(format.daysUntil(evening, evening)).toBe(0);
    expect(format.daysUntil(Date.UTC(2026, 10, 22, 8, 30), evening)).toBe(1);
    expect(format.daysUntil(Date.UTC(2026, 10, 2, 8), Date.UTC(2026, 9, 31, 8))).toBe(2);
  });
  it('does not let the dots of "p.m." meet a full stop in Spanish', () => {
    expect(createFormat('es', LOS_ANGELES, 'USD').time(evening)).toMatch(/^7:18\spm$/);
  });
  it('says every hour of the day with its article in Spanish, one o’clock alone in the singular', () => {
    const spanish = createWords('es').t;
    const local = createFormat('es', LOS_ANGELES, 'USD');
    for (let hour = 0; hour < 24; hour += 1) {
      for (const minute of [0, 5, 59]) {
        const time = local.time(Date.UTC(2026, 10, 22, hour + 8, minute));
        const article = hour % 12 === 1 ? 'la' : 'las';
        expect(time).toMatch(new RegExp(`^${String(hour % 12 || 12)}:`));
        expect(spanish('lookUp.balanceAt', { time })).toBe(`a ${article} ${time}`);
        expect(spanish('common.since', { time })).toBe(`desde ${article} ${time}`);
        const whole = local.hour(Date.UTC(2026, 10, 22, hour + 8));
        expect(sayTime('since', whole, 'es')).toBe(`desde ${article} ${whole}`);
      }
    }
  });
  it('says the date of another day before its time', () => {
    const later = evening + 86_400_000;
    expect(sayTime('at', format.when(evening, later), 'en')).toMatch(/^on Nov 21 at 7:18\sPM$/);
    expect(sayTime('at', format.when(evening, evening), 'en')).toMatch(/^at 7:18\sPM$/);
    expect(sayTime('since', format.when(evening, later), 'en')).toMatch(/^since Nov 21, 7:18\sPM$/);
    const spanish = createFormat('es', LOS_ANGELES, 'USD');
    expect(sayTime('at', spanish.when(evening, later), 'es')).toMatch(/^el 21 nov a las 7:18\spm$/);
    expect(sayTime('since', spanish.when(evening, later), 'es')).toMatch(/^desde el 21 nov, 7:18\spm$/);
    const oneOClock = Date.UTC(2026, 10, 21, 21, 5);
    expect(sayTime('at', spanish.when(oneOClock, Date.UTC(2027, 0, 9)), 'es')).toMatch(/2026 a la 1:05\spm$/);
  });
  it('takes the article of the language that is spoken at the moment', async () => {
    const words = createWords('en');
    await words.changeLanguage('es');
    expect(words.t('common.since', { time: '1:05 pm' })).toBe('desde la 1:05 pm');
  });
  it('counts down in minutes and seconds, never 0:00 while it waits', () => {
    expect([28_000, 27_001, 1, 0, 90_000].map(countdown)).toEqual(['0:28', '0:28', '0:01', '0:00', '1:30']);
  });
  it('says how long ago', () => {
    const { t } = createWords('en');
    expect([-5, 59_000, 60_000, 20 * 60_000, 72 * 60_000, 3 * 86_400_000].map((ms) => ago(ms, t))).toEqual([
      'just now',
      'just now',
      'a minute ago',
      '20 minutes ago',
      'an hour ago',
      '3 days ago',
    ]);
  });
});
