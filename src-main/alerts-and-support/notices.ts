import type { NoticesPage } from '../../src-preload/contract/manager.ts';

/** The most that one page holds, characters: a few screens, and far below what may cross to the page at once. */
const MOST = 6_000;

/**
 * One page of the licenses of others, numbered from one; past the last it is the last. A page ends with a line, and only a line longer than a
 * page is cut. Every character of the text is on exactly one page.
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
    const line = text.lastIndexOf('\n', end - 1);
    const to = end === text.length || line < from ? end : line + 1;
    pages.push(text.slice(from, to));
    from = to;
  }
  return pages;
}
