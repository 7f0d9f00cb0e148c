import type { Guest } from './model.ts';
import { guidOf } from './rng.ts';
import type { Happening } from './seed-history.ts';

/** A guest who is always there, regardless of the seed: what the guide, the tour and the tests count on. */
export interface KnownGuest {
  readonly guest: Guest;
  readonly story: readonly Happening[];
  /** The story is told with this many days of validity, so that its balance holds under any restaurant setting. */
  readonly expiryDays: number;
}

const dinner = (hour: number, minute: number): number => hour * 60 + minute;
const gave = (daysAgo: number, amount: number, note: string, minute = dinner(19, 12)): Happening => ({
  daysAgo,
  minute,
  type: 'ADD_VALUE',
  amount,
  note,
});
const spent = (daysAgo: number, amount: number, minute = dinner(20, 48)): Happening => ({
  daysAgo,
  minute,
  type: 'REDEMPTION',
  amount,
  note: null,
});

/** The GUID of a guest who is always there. */
export const knownGuid = (firstName: string, lastName: string): string =>
  guidOf('known guest', firstName, lastName);

const known = (
  firstName: string,
  lastName: string,
  phone: string,
  email: string | null,
  story: readonly Happening[],
): KnownGuest => ({
  guest: { guid: knownGuid(firstName, lastName), firstName, lastName, phone, email },
  story,
  expiryDays: 90,
});

/** Thirty-one lines that come to $1,242.50: 27 credits, three redemptions, one expiration. */
const longHistory: readonly Happening[] = [
  gave(175, 5000, 'Celebration; by Marco D.; ok Priya N.; wedding party of 30'),
  spent(160, 4000),
  ...Array.from({ length: 26 }, (_, n) =>
    gave(
      51 - 2 * n,
      n % 2 === 0 ? 3500 : 6500,
      `Celebration; by Sam T.; ok Priya N.; tasting ${n + 1} of 26`,
    ),
  ),
  spent(30, 3250, dinner(21, 30)),
  spent(12, 2500, dinner(21, 30)),
].sort((a, b) => b.daysAgo - a.daysAgo || a.minute - b.minute);

/** $42.50, seven lines with a redemption and an expiration, and some of it expires in ten days. */
const anaHistory: readonly Happening[] = [
  gave(175, 1500, 'Cold food; by Sam T.'),
  spent(140, 1000),
  // What was left of the first credit, $5.00, expires here, 85 days before the anchor.
  gave(80, 2500, 'Celebration; by Lena K.; ok Priya N.; birthday', dinner(18, 40)),
  gave(44, 1000, 'Wrong dish; by Sam T.'),
  spent(25, 1250),
  gave(10, 2000, 'Long wait; by Marco D.; ok Priya N.', dinner(20, 5)),
];

export const KNOWN_GUESTS: readonly KnownGuest[] = [
  known('Ana', 'Petrescu', '4155550142', 'ana.petrescu@example.com', anaHistory),
  known('Tom', 'Okafor', '4155550118', 'tom.okafor@example.org', [
    gave(120, 1000, 'Cold food; by Lena K.'),
    spent(95, 1000),
    gave(40, 2000, 'Long wait; by Marco D.; ok Priya N.'),
    spent(21, 1200),
  ]),
  known('Lucía', 'Fuentes-Ortega', '4155550163', 'lucia.fo@example.net', [
    gave(70, 1500, 'Slow service; by Sam T.; niño de 4 años, comida fría'),
    spent(52, 900),
    gave(18, 2500, 'Wrong dish; by Lena K.; ok Priya N.'),
  ]),
  known('Grace', 'Lindqvist', '4155550107', 'grace@example.com', []),
  known('Wei-Ling', 'Chao', '5105550142', 'weiling.chao@example.org', []),
  known('Dev', 'Raman', '6285550142', null, [gave(33, 2500, 'Long wait; by Sam T.; ok Priya N.')]),
  known('Maria', 'Santos', '4155550177', 'maria.santos@example.com', [
    gave(15, 1500, 'Cold food; by Marco D.'),
  ]),
  known('João', 'Santos', '4155550177', null, [gave(64, 1000, 'Wrong dish; by Sam T.'), spent(37, 1000)]),
  known(
    'Maximiliana',
    'Oyelaran-Fitzgerald',
    '4155550199',
    'maximiliana.oyelaran-fitzgerald@example.com',
    longHistory,
  ),
];

/** Their numbers: no other guest may have one. */
export const KNOWN_PHONES: ReadonlySet<string> = new Set(
  KNOWN_GUESTS.flatMap(({ guest }) => (guest.phone === null ? [] : [guest.phone])),
);
