import { z } from 'zod';
import { assertNever, ok, type Result } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';

/** One page as it came. */
export interface Page<T> {
  readonly items: readonly T[];
  /** What the `Link` header says of the next page: its query, that there is none, or nothing (no usable header). */
  readonly next: URLSearchParams | 'none' | 'unsaid';
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
}

/** What a reader gives at a time. */
export interface Portion<T> {
  /** Items not given before, in the order they came. Empty only at the end. */
  readonly items: readonly T[];
  /** Whether there may be more. */
  readonly more: boolean;
  readonly total: number | null;
}

/** Reads one list from its beginning to its end, in portions of about a page. */
export interface Reader<T> {
  /** The next portion. After a failure, asking again goes on where it failed. */
  readonly next: () => Promise<Result<Portion<T>, CrmError>>;
  /** Where it stands, to go on from later. */
  readonly place: () => Place;
  /** How many requests were made. */
  readonly asked: () => number;
}

/** The CRM's own maximum. */
export const PAGE_SIZE = 50;
const MOST_PAGES = 20;
/** Finding out what `page` means takes two more requests than there are pages, and the end may take one. */
const EXTRA_PAGES = 4;
/** How many items back a {@link Place} remembers: more than can be added to the books between two pages. */
const REMEMBERED = 2 * PAGE_SIZE;

/**
 * Reads a list page by page, each item once, in the order it came.
 *
 * The CRM's texts disagree on `page`: the reference calls it the offset of the first object, the general guide the
 * number of the page, and neither says where counting starts. So the second request finds out: `page=1` answers with
 * the beginning again (numbers from 1, or an offset from 1: `page=2` tells those apart), with the list moved on by
 * one (an offset from 0), or with what follows (numbers from 0). A `Link` header, where there is one, settles it at
 * once. Nearly every list fits one page and never gets there.
 */
export function createReader<T extends { readonly id: string }>(
  ask: AskPage<T>,
  options: ReaderOptions<T> = {},
): Reader<T> {
  const { pageSize = PAGE_SIZE, keyOf = (item) => item.id, from = BEGINNING } = options;
  let { reading, query, head, count } = from;
  const seen = new Set(head === null ? from.recent : [head, ...from.recent]);
  let asked = 0;

  const queryNow = (): URLSearchParams => {
    const params = new URLSearchParams(query);
    if (!params.has('pageSize')) params.append('pageSize', String(pageSize));
    const page = pageOf(reading, count);
    // `Link` says it all: `page` is ours to add only where it is not followed.
    if (reading.kind !== 'linked' && page !== null) params.append('page', String(page));
    return params;
  };

  /** Takes in one page; says what was new in it, and whether the list goes on. */
  const take = ({ items, next }: Page<T>): { readonly fresh: readonly T[]; readonly more: boolean } => {
    const keys = items.map(keyOf);
    const known = keys.filter((key) => seen.has(key)).length;
    const answer: Answer = {
      atHead: head !== null && keys.includes(head),
      mostlyKnown: known * 2 > items.length,
    };
    // The list has begun again: what follows was given long ago, whether or not it is still remembered.
    if (answer.atHead && reading.kind !== 'first' && !isFindingOut(reading))
      return { fresh: [], more: false };
    const fresh = items.filter((_, place) => {
      const key = keys[place] ?? '';
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
    head ??= keys[0] ?? null;
    count += fresh.length;
    if (next === 'none' || items.length === 0) return { fresh, more: false };
    if (next !== 'unsaid') {
      reading = { kind: 'linked' };
      query = String(next);
      return { fresh, more: fresh.length > 0 };
    }
    // Nothing new while finding out says nothing of the end: those two requests ask for what we have.
    if (items.length < pageSize || (fresh.length === 0 && !isFindingOut(reading)))
      return { fresh, more: false };
    reading = decide(reading, answer);
    query = '';
    return { fresh, more: true };
  };

  return {
    asked: () => asked,
    place: () => ({ reading, query, head, count, recent: [...seen].slice(-REMEMBERED) }),
    next: async () => {
      const items: T[] = [];
      for (;;) {
        const findingOut = isFindingOut(reading);
        asked += 1;
        const page = await ask(queryNow());
        if (!page.ok) {
          // What a probe brought before would otherwise be lost: it counts as seen.
          if (items.length > 0) return ok({ items, more: true, total: null });
          return page;
        }
        const { fresh, more } = take(page.value);
        items.push(...fresh);
        // A request that finds out what `page` means may bring a line or none: no portion to stop at.
        if (!more || items.length * 2 >= pageSize || (items.length > 0 && !findingOut)) {
          return ok({ items, more, total: page.value.total ?? null });
        }
      }
    },
  };
}

export interface CollectOptions {
  /** The most items wanted. */
  readonly limit: number;
  readonly pageSize?: number;
  /** The most requests one list may take; by default what `limit` items take, or 20 where there is no limit. */
  readonly mostPages?: number;
}

/** A list whole, or its first `limit` items. Fails as a whole: half a list is not the list. */
export async function collect<T extends { readonly id: string }>(
  ask: AskPage<T>,
  options: CollectOptions,
): Promise<Result<readonly T[], CrmError>> {
  const { limit, pageSize = PAGE_SIZE } = options;
  const { mostPages = Number.isFinite(limit) ? Math.ceil(limit / pageSize) + EXTRA_PAGES : MOST_PAGES } =
    options;
  const reader = createReader(ask, { pageSize });
  const items: T[] = [];
  while (items.length < limit && reader.asked() < mostPages) {
    const portion = await reader.next();
    if (!portion.ok) return portion;
    items.push(...portion.value.items);
    if (!portion.value.more) break;
  }
  return ok(items.slice(0, limit));
}

/** Where in a list a reader stands. Plain data: it can be written down, and read from more than once. */
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
  z.strictObject({ kind: z.enum(['first', 'probing', 'beginning-again', 'offset', 'linked']) }),
  z.strictObject({ kind: z.literal('number'), page: z.int().min(0) }),
]);
const placeSchema = z.strictObject({
  reading: readingSchema,
  query: z.string(),
  head: z.string().nullable(),
  count: z.int().min(0),
  recent: z.array(z.string()),
});

/** A place as text, for whoever pages on later. */
export const placeToText = (place: Place): string => JSON.stringify(place);

/** The place `text` stands for. Throws on any other text: only {@link placeToText} makes one. */
export const placeFromText = (text: string): Place => placeSchema.parse(JSON.parse(text));

/** What `page` has turned out to mean so far. */
type Reading =
  | { readonly kind: 'first' }
  /** `page=1` was asked for. */
  | { readonly kind: 'probing' }
  /** `page=1` began at the beginning: a number or an offset, counted from 1. */
  | { readonly kind: 'beginning-again' }
  | { readonly kind: 'number'; readonly page: number }
  | { readonly kind: 'offset' }
  | { readonly kind: 'linked' };

const BEGINNING: Place = { reading: { kind: 'first' }, query: '', head: null, count: 0, recent: [] };

interface Answer {
  readonly atHead: boolean;
  /** Mostly, not wholly: a line added to the books in between moves every page on by one. */
  readonly mostlyKnown: boolean;
}

function decide(reading: Reading, { atHead, mostlyKnown }: Answer): Reading {
  switch (reading.kind) {
    case 'first':
    case 'linked':
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
  for (const [, target = '', parameters = ''] of header.matchAll(/<([^>]*)>([^<]*)/g)) {
    const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters);
    const relations = (relation?.[1] ?? relation?.[2] ?? '').toLowerCase().split(/\s+/);
    if (relations.some((each) => ['first', 'self', 'prev', 'last'].includes(each))) said = true;
    if (!relations.includes('next')) continue;
    const url = URL.canParse(target, asked.href) ? new URL(target, asked.href) : null;
    return url?.origin === asked.origin && url.pathname === asked.pathname ? url.searchParams : 'unsaid';
  }
  return said ? 'none' : 'unsaid';
}
