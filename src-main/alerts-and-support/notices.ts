import type { NoticesPage } from '../../src-preload/contract/manager.ts';

/** The most that one page holds, characters: a few screens, and far below what may cross to the page at once. */
const MOST = 6_000;

/**
 * One page of the licenses of others, numbered from one; past the last it is the last. A page ends with a paragraph where one ends in its second
 * half, else with a line; only a line longer than a page is cut. Every character of the text is on exactly one page.
 */
export function noticesPage(text: string, page: number): NoticesPage {
  const pages = cut(text);
  const at = Math.min(Math.max(page, 1), pages.length);
  return { text: pages[at - 1] ?? '', page: at, pages: pages.length };
}

function cut(text: string): readonly string[] {
  const pages: string[] = [];
  let from = 0;
  while (from < text.length) {
    const end = Math.min(from + MOST, text.length);
    const to = end === text.length ? end : cutAt(text, from, end);
    pages.push(text.slice(from, to));
    from = to;
  }
  return pages;
}

/** Where the page that begins at `from` ends, at `end` at the latest. */
function cutAt(text: string, from: number, end: number): number {
  const paragraph = text.lastIndexOf('\n\n', end - 2);
  if (paragraph > (from + end) / 2) return paragraph + 2;
  const line = text.lastIndexOf('\n', end - 1);
  return line < from ? end : line + 1;
}
