import { z } from 'zod';
import { type PageReading, type Readings, USUAL_READINGS } from '../../src-main/sandbox/data/readings.ts';
import type { Answer } from '../../src-main/sandbox/service/answers.ts';
import { isFields } from '../../src-main/sandbox/service/requests.ts';
import type { Operation } from '../../src-main/sandbox/service/routes.ts';

const A_YEAR = 366 * 86_400_000;

/**
 * What `page` may mean: the general guide numbers pages, the reference calls it the offset of the first object, and
 * neither says where counting starts.
 */
const PAGE_READINGS = {
  'page-number': { counts: 'pages', first: 1 },
  'page-number-from-0': { counts: 'pages', first: 0 },
  offset: { counts: 'objects', first: 0 },
  'offset-from-1': { counts: 'objects', first: 1 },
} as const satisfies Record<string, PageReading>;
type PageMode = keyof typeof PAGE_READINGS;

/**
 * Where the vendor's papers are silent or disagree, the Training CRM can be switched to each reading, so that a client
 * can be shown to be right under all of them.
 */
export const modesSchema = z.strictObject({
  /** A transaction GUID posted again: the stored record, a refusal, a conflict, or (the worst case) a second credit. */
  duplicates: z.enum(['replay', 'reject-400', 'conflict-409', 'double']),
  paging: z.enum(Object.keys(PAGE_READINGS) as [PageMode, ...PageMode[]]),
  /** A page past the end of a list. */
  pastEnd: z.enum(['no-content', 'empty-list']),
  /** The most records on one page, no matter what `pageSize` asks for; null keeps to it. */
  mostPerPage: z.int().min(1).max(50).nullable(),
  /** Whether lists carry `Link` and `Toast-Total-Result-Count`. */
  links: z.boolean(),
  /** Whether a 429 says how long to wait. */
  retryAfter: z.boolean(),
  restaurantHeader: z.enum(['required', 'optional']),
  /** Names in a search: whole, or from their beginning. */
  nameMatch: z.enum(['whole', 'starts']),
  /**
   * How every record's number is stored: national digits, or with +1, as newer records of the service are said to be.
   * Then a search for the ten digits misses it, and only one that has the +1 finds it.
   */
  storedPhones: z.enum(['national', 'plus-one']),
  /** The sign of amounts that take credit away. */
  amountSign: z.enum(['absolute', 'signed']),
  /** Whether amounts come as sums of doubles do: 1.1400000000000001 for 1.14. */
  amountDigits: z.enum(['exact', 'artefact']),
  /** Makes the first record of each page of a list odd: without its GUID, or with a number that is no phone and no cents. */
  oddRecords: z.enum(['none', 'null-guid', 'odd-value']),
  /** Guests merged into another one: anyone who asks for `from`, or gives to them, gets `into`. */
  merged: z.array(z.strictObject({ from: z.guid().toLowerCase(), into: z.guid().toLowerCase() })),
  /** Creating a guest: how often one must ask (GET, or POST again) before it is there. 0 answers 200 at once. */
  createPolls: z.int().min(0).max(1000),
  /** By how much the service's clock is ahead (or, negative, behind): its dates, its tokens, its rate slices. */
  clockSkewMs: z.int().min(-A_YEAR).max(A_YEAR),
  /** Requests a clock-aligned second and quarter hour for one restaurant; null switches the limits off. */
  limits: z.nullable(z.strictObject({ perSecond: z.int().min(1), perQuarterHour: z.int().min(1) })),
});

export type Modes = z.infer<typeof modesSchema>;

/** A change of some modes. */
export const modesChangeSchema = modesSchema.partial();
export type ModesChange = z.infer<typeof modesChangeSchema>;

const { repeated: _, ...usualReadings } = USUAL_READINGS;

/** The likeliest behavior of the real service. */
export const usualModes: Modes = {
  ...usualReadings,
  duplicates: 'replay',
  paging: 'page-number',
  links: false,
  retryAfter: true,
  amountSign: 'absolute',
  amountDigits: 'exact',
  oddRecords: 'none',
  merged: [],
};

const REPEATED = {
  replay: 'replay',
  double: 'second-credit',
  'reject-400': { status: 400, code: 10180, message: 'A transaction with this guid already exists' },
  'conflict-409': { status: 409, code: 10181, message: 'A transaction with this guid already exists' },
} as const satisfies Record<Modes['duplicates'], Readings['repeated']>;

/** What the service itself does in these modes; {@link inMode} does the rest to its answers. */
export const readingsOf = (modes: Modes): Readings => ({
  ...modes,
  repeated: REPEATED[modes.duplicates],
  paging: PAGE_READINGS[modes.paging],
});

/** `modes` with what `change` says; keys it leaves out, or gives as undefined, stay. */
export function changeModes(modes: Modes, change: ModesChange): Modes {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return modesSchema.parse({ ...modes, ...Object.fromEntries(given) });
}

/** The answer as the service gives it in these modes. */
export function inMode(answer: Answer, operation: Operation | null, modes: Modes): Answer {
  const { retryAfter, amountSign, amountDigits, oddRecords } = modes;
  const { 'Retry-After': _, ...headers } = answer.headers;
  const told = retryAfter ? answer : { ...answer, headers };
  const isUsual = amountSign === 'absolute' && amountDigits === 'exact' && oddRecords === 'none';
  if (isUsual || answer.status !== 200 || answer.body === null || operation === 'login') return told;
  // A page of something in front of the service.
  if (answer.headers['Content-Type'] !== 'application/json') return told;
  const json: unknown = JSON.parse(answer.body);
  const each = (record: Fields): Fields => inDigits(record, amountSign, amountDigits);
  const [first, ...others] = Array.isArray(json) ? json.map(each) : [];
  if (!Array.isArray(json)) return { ...told, body: JSON.stringify(isFields(json) ? each(json) : json) };
  if (first === undefined) return told;
  const odd = oddRecords === 'none' ? first : oddRecord(first, oddRecords);
  return { ...told, body: JSON.stringify([odd, ...others]) };
}

type Fields = Readonly<Record<string, unknown>>;

/** An amount that takes credit away with a minus, or any amount as a sum of doubles has it. */
function inDigits(record: Fields, sign: Modes['amountSign'], digits: Modes['amountDigits']): Fields {
  const { amount, transactionType: type } = record;
  if (typeof amount !== 'number') return record;
  const takes = type !== undefined && type !== 'ADD_VALUE' && type !== 'VOID_REDEMPTION';
  const exact = takes && sign === 'signed' ? -amount : amount;
  return { ...record, amount: digits === 'exact' ? exact : exact * (1 + Number.EPSILON) };
}

/** A record as a broken import leaves it. */
function oddRecord(record: Fields, kind: Exclude<Modes['oddRecords'], 'none'>): Fields {
  if (kind === 'null-guid') return { ...record, guid: null };
  return 'amount' in record ? { ...record, amount: 10.005 } : { ...record, phone: 4_155_550_100 };
}
