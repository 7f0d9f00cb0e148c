import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';

/** One page as it came. */
export interface Page<T> {
  readonly items: readonly T[];
  /** What the `Link` header says of the next page: its query, that there is none, or nothing (no usable header). */
  readonly next: URLSearchParams | 'none' | 'unsaid';
}

export interface CollectOptions {
  /** The most items wanted. */
  readonly limit: number;
  /** At most 50, by the reference. */
  readonly pageSize?: number;
  /** The most requests one list may take. */
  readonly mostPages?: number;
}

/** The CRM's own maximum. */
export const PAGE_SIZE = 50;
const MOST_PAGES = 20;

/**
 * A whole list, page by page, each item once, in the order it came.
 *
 * The CRM's texts disagree on `page`: the reference calls it the offset of the first object, the general guide the
 * number of the page, and neither says where counting starts. So the second request finds out: `page=1` answers with
 * the beginning again (numbers from 1, or an offset from 1: `page=2` tells those apart), with the list moved on by
 * one (an offset from 0), or with what follows (numbers from 0). A `Link` header, where there is one, settles it at
 * once. Nearly every list fits one page and never gets there.
 */
export async function collect<T extends { readonly id: string }>(
  ask: (query: URLSearchParams) => Promise<Result<Page<T>, CrmError>>,
  options: CollectOptions,
): Promise<Result<readonly T[], CrmError>> {
  const { limit, pageSize = PAGE_SIZE, mostPages = MOST_PAGES } = options;
  const seen = new Map<string, T>();
  const queryFor = (page: number | null) =>
    new URLSearchParams({ pageSize: String(pageSize), ...(page === null ? {} : { page: String(page) }) });
  let reading: Reading = { kind: 'first' };
  let query = queryFor(null);

  for (let asked = 0; asked < mostPages; asked += 1) {
    const page = await ask(query);
    if (!page.ok) return page;
    const { items, next } = page.value;
    const [head] = seen.keys();
    const known = items.filter((item) => seen.has(item.id)).length;
    const answer: Answer = {
      atHead: items.some((item) => item.id === head),
      mostlyKnown: known * 2 > items.length,
    };
    for (const item of items) if (!seen.has(item.id)) seen.set(item.id, item);

    if (seen.size >= limit || next === 'none' || items.length === 0) break;
    if (next !== 'unsaid') {
      if (known === items.length) break;
      reading = { kind: 'linked' };
      query = next;
      continue;
    }
    if (items.length < pageSize) break;
    // Nothing new while finding out says nothing of the end: those two requests ask for what we have.
    const findingOut = reading.kind === 'probing' || reading.kind === 'beginning-again';
    if (known === items.length && !findingOut) break;
    reading = decide(reading, answer);
    query = queryFor(pageOf(reading, seen.size));
  }
  return ok([...seen.values()].slice(0, limit));
}

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

/** Counted from 0, so many items seen is where the next one is; counted from 1, it is one we have, which costs nothing. */
function pageOf(reading: Reading, seen: number): number {
  switch (reading.kind) {
    case 'beginning-again':
      return 2;
    case 'number':
      return reading.page;
    case 'offset':
      return seen;
    default:
      return 1;
  }
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
