import { z } from 'zod';
import { assertNever, err, ok, type Result } from '../../../src-preload/contract/result.ts';
import type { Clock, CrmError } from '../../ports.ts';

/** One page as it came. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Records on it that cannot be read, each as a text that is the same for the same record; left out, none. */
  readonly odd?: readonly string[];
  /** What the `Link` header says of the next page: its query, that there is none, nothing, or an address not to be asked. */
  readonly next: URLSearchParams | 'none' | 'unsaid' | 'unusable';
  /** How many items the whole list has (`Toast-Total-Result-Count`); null or left out where the answer does not say. */
  readonly total?: number | null;
}

/** Asks for one page. The query holds `pageSize`, and `page` or what `Link` said. */
export type AskPage<T> = (query: URLSearchParams) => Promise<Result<Page<T>, CrmError>>;

export interface ReaderOptions<T> {
  /** At most 50, by the reference. */
  readonly pageSize?: number;
  /** What makes two items the same one; their id where left out. */
  readonly keyOf?: (item: T) => string;
  /** Where an earlier reader stopped; left out, the beginning. */
  readonly from?: Place;
  /** What earlier lists of this connection showed; left out, each list is read without it. */
  readonly sense?: PageSense;
}

/** What lists of one connection have shown of `page`, for the lists after them. */
export interface PageSense {
  /** Whether `page` counts from 1, as far as it was seen within the last ten minutes. */
  readonly countsFromOne: () => boolean;
  readonly learn: () => void;
  readonly forget: () => void;
}

/** Services are changed; a list of one record is read without what was learned once in so long, ms. */
const SENSE_MS = 10 * 60_000;

export function createPageSense(clock: Pick<Clock, 'monotonic'>): PageSense {
  let until = Number.NEGATIVE_INFINITY;
  return {
    countsFromOne: () => clock.monotonic() < until,
    learn: () => {
      until = clock.monotonic() + SENSE_MS;
    },
    forget: () => {
      until = Number.NEGATIVE_INFINITY;
    },
  };
}

/** What a reader gives at a time. */
interface Portion<T> {
  /** Items not given before, in the order they came. Empty only at the end, or where none of them can be read. */
  readonly items: readonly T[];
  /** Records not counted before that cannot be read. */
  readonly unreadable: number;
  /** Whether there may be more. */
  readonly more: boolean;
  readonly total: number | null;
}

/** What a page brought, for deciding how the list continues. */
interface TakenPage extends Pick<Page<unknown>, 'next'> {
  readonly keys: readonly string[];
  readonly answer: Answer;
  readonly total: number | null;
  /** Whether it had records that can be read. */
  readonly hasItems: boolean;
  /** New records, odd ones too. */
  readonly added: number;
  /** Odd records that seem to have come again. */
  readonly oddAgain: number;
}

/** Reads one list from its beginning to its end, in portions of about a page. */
export interface Reader<T> {
  /** The next portion. After a failure, the next call continues where it failed. */
  readonly next: () => Promise<Result<Portion<T>, CrmError>>;
  /** The current position, to continue from later. */
  readonly place: () => Place;
  /** How many requests were made. */
  readonly asked: () => number;
}

/** The CRM's own maximum. */
const PAGE_SIZE = 50;
const MAX_PAGES = 20;
/** Finding out what `page` means takes two more requests than there are pages, and the end may take one. */
const EXTRA_PAGES = 4;
/** How many a service that reads neither `pageSize` nor `page` gives of a longer list, by the reference. */
const DEFAULT_PAGE = 20;
/** Where pages bring one record or two, a portion ends after so many requests. */
const MAX_FOR_PORTION = 5;
/** How many items back a {@link Place} remembers: more than can be added to the records between two pages. */
const REMEMBERED = 2 * PAGE_SIZE;

/**
 * Reads a list page by page, each item once, in the order it came.
 *
 * The CRM's texts disagree on `page`: the reference calls it the offset of the first object, the general guide the
 * number of the page, and neither says where counting starts. So the second request finds out: `page=1` answers with
 * the beginning again (numbers from 1, or an offset from 1: `page=2` tells those apart), with the list moved on by
 * one (an offset from 0), or with what follows (numbers from 0). A `Link` header, where there is one, settles it at
 * once.
 *
 * A service may give fewer than it was asked for, so a short page is no end: the end is an empty page, a `Link` without
 * `next`, or as many as the total says. A list that begins again, or stops short of its own total, is `unreadable`.
 *
 * Where `sense` knows that counting starts at 1, a list whose first page has one record is asked for `page=2` at once: nothing
 * there is its end, and anything there is dropped and found out about as if nothing were known. So what was learned can
 * only be wrong where a service that now counts otherwise also gives one record a page.
 */
export function createReader<T extends { readonly id: string }>(
  ask: AskPage<T>,
  options: ReaderOptions<T> = {},
): Reader<T> {
  const { pageSize = PAGE_SIZE, keyOf = (item) => item.id, from = BEGINNING, sense } = options;
  let { reading, query, head, count } = from;
  const seen = new Set(head === null ? from.recent : [head, ...from.recent]);
  let asked = 0;
  /** Odd records that were taken for ones that had come, where the next offset must count them. */
  let alike = 0;
  /** The last page, and how often it came in a row. */
  let last = { page: '', times: 0 };

  const queryNow = (): URLSearchParams => {
    const params = new URLSearchParams(query);
    if (!params.has('pageSize')) params.append('pageSize', String(pageSize));
    const page = pageOf(reading, count + alike);
    // `Link` says it all: `page` is ours to add only where it is not followed.
    if (reading.kind !== 'linked' && page !== null) params.append('page', String(page));
    return params;
  };

  /** Whether a page that brings nothing new can be the last. */
  const mayEnd = ({ keys, hasItems, oddAgain }: TakenPage): boolean => {
    // Counted from 1, an offset of what we have begins at the last of it: alone there, it is the last of all.
    const isLast = reading.kind === 'offset' && keys.length === 1;
    // Of odd records alone that are alike, no one can tell whether they are one page or many.
    const isClear = hasItems || oddAgain === 0;
    return isClear && (isLast || keys.length < Math.min(DEFAULT_PAGE, pageSize));
  };

  /** How the list continues after a page. */
  const goesOn = (page: TakenPage): Taken<T>['after'] => {
    const { keys, answer, next, total, added, oddAgain } = page;
    const mayBeOther = oddAgain > 0 && last.times < 3;
    const end = (): Taken<T>['after'] => (total === null || total <= count + oddAgain ? 'end' : 'broken');
    // Behind pages that had a `Link`, one without is the last.
    const isLastLinked = reading.kind === 'linked' && next === 'unsaid';
    if (next === 'none' || isLastLinked || keys.length === 0) return end();
    if (next === 'unusable' && reading.kind === 'linked') return 'broken';
    if (next instanceof URLSearchParams) {
      reading = { kind: 'linked' };
      query = String(next);
      return added + oddAgain > 0 ? 'more' : 'broken';
    }
    if (total === count) return 'end';
    // Nothing new while finding out says nothing of the end: those two requests ask for what we have.
    if (added === 0 && !isFindingOut(reading) && !mayBeOther) return mayEnd(page) ? end() : 'broken';
    const isOne = reading.kind === 'first' && keys.length === 1 && next === 'unsaid';
    reading = isOne && sense?.countsFromOne() ? { kind: 'skipping' } : decide(reading, answer);
    query = '';
    return 'more';
  };

  /** Adds one page; says what was new on it, and how the list continues. */
  const take = ({ items, odd = [], next, total = null }: Page<T>): Taken<T> => {
    const keys = numbered([...items.map(keyOf), ...odd]);
    if (reading.kind === 'skipping' && keys.length > 0) {
      sense?.forget();
      reading = decide(reading, { atHead: false, mostlyKnown: false });
      return { fresh: [], unreadable: 0, after: 'more' };
    }
    const known = keys.filter((key) => seen.has(key)).length;
    const answer: Answer = {
      atHead: head !== null && keys.includes(head),
      mostlyKnown: known * 2 > keys.length,
    };
    if (reading.kind === 'beginning-again' && !answer.mostlyKnown) sense?.learn();
    const isFresh = keys.map((key) => !seen.has(key));
    const isOddHead = head !== null && odd.includes(head);
    const began = answer.atHead && !isOddHead && reading.kind !== 'first' && !isFindingOut(reading);
    // The list has begun again: what follows was given long ago, whether or not it is still remembered.
    const fresh = began ? [] : items.filter((_, place) => isFresh[place]);
    const unreadable = began ? 0 : odd.filter((_, place) => isFresh[items.length + place]).length;
    // Two odd records may be alike: one that seems to come again may be another one.
    const oddAgain = odd.length - unreadable;
    for (const key of keys) seen.add(key);
    head ??= keys[0] ?? null;
    const added = fresh.length + unreadable;
    count += added;
    if (reading.kind === 'offset') alike += oddAgain;
    const page = keys.join();
    const times = page === last.page ? last.times + 1 : 1;
    last = isFindingOut(reading) ? last : { page, times };
    const hasItems = items.length > 0;
    return { fresh, unreadable, after: goesOn({ keys, answer, next, total, hasItems, added, oddAgain }) };
  };

  return {
    asked: () => asked,
    place: () => ({ reading, query, head, count, recent: [...seen].slice(-REMEMBERED) }),
    next: async () => {
      const items: T[] = [];
      let unreadable = 0;
      const before = asked;
      const portion = (more: boolean, total: number | null) => ok({ items, unreadable, more, total });
      for (;;) {
        asked += 1;
        const page = await ask(queryNow());
        if (!page.ok) {
          // What came before would otherwise be lost: it counts as seen.
          return items.length + unreadable > 0 ? portion(true, null) : page;
        }
        const taken = take(page.value);
        if (taken.after === 'broken') return incomplete();
        items.push(...taken.fresh);
        unreadable += taken.unreadable;
        // A short page is no portion to stop at: the next request may show that it was all.
        if (taken.after === 'end' || items.length + unreadable >= pageSize) {
          return portion(taken.after === 'more', page.value.total ?? null);
        }
        if (asked - before >= MAX_FOR_PORTION) return portion(true, page.value.total ?? null);
      }
    },
  };
}

export interface CollectOptions<T> extends Pick<ReaderOptions<T>, 'pageSize' | 'keyOf'> {
  /** The most items wanted. */
  readonly limit: number;
  readonly sense?: PageSense | undefined;
  /** The most requests one list may take; by default 20, or what `limit` items take where that is more. */
  readonly maxPages?: number;
}

/** What {@link collect} read. */
export interface Collected<T> {
  readonly items: readonly T[];
  /** Records among them that cannot be read. */
  readonly unreadable: number;
  /** Whether the list has more than `limit`. */
  readonly more: boolean;
}

/**
 * A list whole, or its first `limit` items. Fails as a whole: half a list is not the list, and one that does not end
 * within `maxPages` is `too-wide`.
 */
export async function collect<T extends { readonly id: string }>(
  ask: AskPage<T>,
  options: CollectOptions<T>,
): Promise<Result<Collected<T>, CrmError>> {
  const { limit, sense, ...read } = options;
  const { pageSize = PAGE_SIZE } = read;
  const needed = Number.isFinite(limit) ? Math.ceil(limit / pageSize) + EXTRA_PAGES : 0;
  const { maxPages = Math.max(MAX_PAGES, needed) } = options;
  const reader = createReader(ask, { ...read, ...(sense && { sense }) });
  const items: T[] = [];
  let unreadable = 0;
  while (reader.asked() < maxPages) {
    const portion = await reader.next();
    if (!portion.ok) return portion;
    items.push(...portion.value.items);
    unreadable += portion.value.unreadable;
    const more = portion.value.more || items.length > limit;
    if (!more || items.length >= limit) return ok({ items: items.slice(0, limit), unreadable, more });
  }
  return err({ kind: 'too-wide' });
}

/** A reader's position in a list. Plain data: it can be stored, and read from more than once. */
export interface Place {
  readonly reading: Reading;
  /** What `Link` said, as a query; empty where it said nothing. */
  readonly query: string;
  /** The key of the list's first item. */
  readonly head: string | null;
  /** How many items were given. */
  readonly count: number;
  /** The keys of the last of them. */
  readonly recent: readonly string[];
}

const readingSchema = z.union([
  z.strictObject({ kind: z.enum(['first', 'probing', 'skipping', 'beginning-again', 'offset', 'linked']) }),
  z.strictObject({ kind: z.literal('number'), page: z.int().min(0) }),
]);
const placeSchema = z.strictObject({
  reading: readingSchema,
  query: z.string(),
  head: z.string().nullable(),
  count: z.int().min(0),
  recent: z.array(z.string()),
});

/** A position as text, for a later page. */
export const placeToText = (place: Place): string => JSON.stringify(place);

/** The place `text` stands for. Throws on any other text: only {@link placeToText} makes one. */
export const placeFromText = (text: string): Place => placeSchema.parse(JSON.parse(text));

/** What `page` has turned out to mean so far. */
type Reading =
  | { readonly kind: 'first' }
  /** `page=1` was asked for. */
  | { readonly kind: 'probing' }
  /** `page=2` was asked for, since counting starts at 1 as far as is known. */
  | { readonly kind: 'skipping' }
  /** `page=1` began at the beginning: a number or an offset, counted from 1. */
  | { readonly kind: 'beginning-again' }
  | { readonly kind: 'number'; readonly page: number }
  | { readonly kind: 'offset' }
  | { readonly kind: 'linked' };

const BEGINNING: Place = { reading: { kind: 'first' }, query: '', head: null, count: 0, recent: [] };

interface Taken<T> {
  readonly fresh: readonly T[];
  readonly unreadable: number;
  /** `broken`: it begins again, or stops before its own total. */
  readonly after: 'more' | 'end' | 'broken';
}

/** The second record of a page under one key is a record of its own: the records may have a GUID twice. */
function numbered(keys: readonly string[]): readonly string[] {
  const times = new Map<string, number>();
  return keys.map((key) => {
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    return time === 1 ? key : `${key} (${time})`;
  });
}

function incomplete(): Result<never, CrmError> {
  return err({ kind: 'unreadable', status: 200, detail: 'a list without its end', requestId: null });
}

interface Answer {
  readonly atHead: boolean;
  /** Mostly, not wholly: a line added to the records in between moves every page on by one. */
  readonly mostlyKnown: boolean;
}

function decide(reading: Reading, { atHead, mostlyKnown }: Answer): Reading {
  switch (reading.kind) {
    case 'first':
    case 'linked':
    case 'skipping':
      return { kind: 'probing' };
    case 'probing':
      if (atHead) return { kind: 'beginning-again' };
      return mostlyKnown ? { kind: 'offset' } : { kind: 'number', page: 2 };
    case 'beginning-again':
      return mostlyKnown ? { kind: 'offset' } : { kind: 'number', page: 3 };
    case 'number':
      return { kind: 'number', page: reading.page + 1 };
    case 'offset':
      return reading;
  }
}

/** Whether the request it stands for asks what `page` means, and may bring little or nothing new. */
function isFindingOut(reading: Reading): boolean {
  return reading.kind === 'probing' || reading.kind === 'beginning-again';
}

/** Counted from 0, so many items seen is where the next one is; counted from 1, it is one we have, which costs nothing. */
function pageOf(reading: Reading, seen: number): number | null {
  switch (reading.kind) {
    case 'first':
    case 'linked':
      return null;
    case 'probing':
      return 1;
    case 'beginning-again':
    case 'skipping':
      return 2;
    case 'number':
      return reading.page;
    case 'offset':
      return seen;
    default:
      return assertNever(reading, 'reading of page');
  }
}

/** `Toast-Total-Result-Count`; null where it is missing or no number. */
export function totalOf(headers: Headers): number | null {
  const text = headers.get('toast-total-result-count') ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/**
 * The `Link` header's word on the next page. Only an address with the origin and path we asked is followed, since the
 * token goes along: any other is as good as none.
 */
export function nextFromLink(header: string | null, asked: URL): Page<never>['next'] {
  if (header === null) return 'unsaid';
  let said = false;
  for (const [, target = '', parameters = ''] of header.matchAll(/<([^<>]*)>([^<]*)/g)) {
    const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters);
    const relations = (relation?.[1] ?? relation?.[2] ?? '').toLowerCase().split(/\s+/);
    if (relations.some((each) => ['first', 'self', 'prev', 'last'].includes(each))) said = true;
    if (!relations.includes('next')) continue;
    const url = URL.canParse(target, asked.href) ? new URL(target, asked.href) : null;
    return url?.origin === asked.origin && url.pathname === asked.pathname ? url.searchParams : 'unusable';
  }
  return said ? 'none' : 'unsaid';
}
