import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';

type AxeResults = Awaited<ReturnType<AxeBuilder['analyze']>>;

/**
 * What does not fit on the screen as it is: anything that is outside the window, targets under 56 px, letters under
 * 17 px, and text that is cut off, hidden behind an ellipsis, or is over other text. With `noScrolling` also every
 * part that would have to be scrolled.
 */
export async function fits(
  page: Page,
  { noScrolling = false }: { readonly noScrolling?: boolean } = {},
): Promise<readonly string[]> {
  return page.evaluate((noScrolling) => {
    const { innerWidth, innerHeight } = window;
    const root = document.documentElement;
    const found: string[] = [];
    const named = (element: Element): string => (element.textContent ?? '').trim().slice(0, 60);
    if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) found.push('the page scrolls');

    for (const element of document.querySelectorAll('button')) {
      const box = element.getBoundingClientRect();
      if (box.width === 0) continue;
      // What is in a list that scrolls is reached by scrolling.
      let scrolled = false;
      for (let around = element.parentElement; around !== null; around = around.parentElement) {
        const { overflowY } = getComputedStyle(around);
        scrolled ||=
          (overflowY === 'auto' || overflowY === 'scroll') && around.scrollHeight > around.clientHeight + 1;
      }
      const out = box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
      if (out && !scrolled) found.push(`outside: ${named(element)}`);
      if (box.height < 56 - 0.5 || box.width < 56 - 0.5) {
        found.push(`small: ${named(element)} ${Math.round(box.width)}x${Math.round(box.height)}`);
      }
      if (element.scrollWidth > element.clientWidth + 1) found.push(`clipped: ${named(element)}`);
    }

    const tray = document.querySelector('aside');
    if (
      tray !== null &&
      tray.scrollHeight > tray.clientHeight + 1 &&
      getComputedStyle(tray).display !== 'contents'
    ) {
      found.push('what is pressed does not fit');
    }

    /** A line of text as it is drawn. Letters fill about the middle 60 % of their line. */
    interface Line {
      readonly element: Element;
      readonly left: number;
      readonly right: number;
      readonly top: number;
      readonly bottom: number;
    }
    const lines: Line[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const element = node.parentElement;
      if (element === null || node.textContent?.trim() === '') continue;
      const style = getComputedStyle(element);
      if (style.visibility === 'hidden' || element.closest('.sr, svg, [aria-hidden="true"]') !== null)
        continue;
      if (Number.parseFloat(style.fontSize) < 17 - 0.01) found.push(`tiny: ${named(element)}`);
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        const spare = rect.height * 0.2;
        const whole = {
          left: rect.left,
          right: rect.right,
          top: rect.top + spare,
          bottom: rect.bottom - spare,
        };
        let { left, right, top, bottom } = whole;
        /** Whether it would be seen whole after scrolling. */
        let scrolls = false;
        for (let around: Element | null = element; around !== null; around = around.parentElement) {
          const { overflowX, overflowY, position } = getComputedStyle(around);
          if (overflowX !== 'visible' || overflowY !== 'visible') {
            const clip = around.getBoundingClientRect();
            left = Math.max(left, clip.left);
            right = Math.min(right, clip.right);
            if (top < clip.top || bottom > clip.bottom)
              scrolls ||= overflowY === 'auto' || overflowY === 'scroll';
            top = Math.max(top, clip.top);
            bottom = Math.min(bottom, clip.bottom);
          }
          if (position === 'fixed') break;
        }
        // What lies wholly outside is left out, not cut: rows that do not fit whole are not shown.
        if (right <= left || bottom <= top) continue;
        const cutAcross = whole.right - right > 1.5 || left - whole.left > 1.5;
        const cutDown = whole.bottom - bottom > 1.5 || top - whole.top > 1.5;
        if (cutAcross || (cutDown && !scrolls)) found.push(`cut: ${named(element)}`);
        if (right > innerWidth + 1 || bottom > innerHeight + 1) found.push(`text outside: ${named(element)}`);
        const button = element.closest('button')?.getBoundingClientRect();
        if (
          button !== undefined &&
          (left < button.left - 1 ||
            right > button.right + 1 ||
            bottom > button.bottom + 1 ||
            top < button.top - 1)
        ) {
          found.push(`out of its button: ${named(element)}`);
        }
        lines.push({ element, left, right, top, bottom });
      }
      for (
        let around: Element | null = element;
        around !== null && around !== document.body;
        around = around.parentElement
      ) {
        const { textOverflow, webkitLineClamp, fontSize } = getComputedStyle(around);
        const short =
          (textOverflow === 'ellipsis' && around.scrollWidth > around.clientWidth + 1) ||
          (webkitLineClamp !== 'none' &&
            around.scrollHeight > around.clientHeight + 0.4 * Number.parseFloat(fontSize));
        if (short) found.push(`shortened: ${named(around)}`);
      }
    }
    for (const [at, one] of lines.entries()) {
      for (const other of lines.slice(at + 1)) {
        if (one.element === other.element) continue;
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (across > 2 && down > 3)
          found.push(`over each other: ${named(one.element)} / ${named(other.element)}`);
      }
    }
    if (noScrolling) {
      for (const element of document.querySelectorAll('body *')) {
        const { overflowY } = getComputedStyle(element);
        if (
          (overflowY === 'auto' || overflowY === 'scroll') &&
          element.scrollHeight > element.clientHeight + 1
        ) {
          found.push(`scrolls: ${element.className} ${named(element)}`);
        }
      }
    }
    return [...new Set(found)];
  }, noScrolling);
}

/** What axe is asked: every rule for people, the size of targets and enhanced contrast among them. */
const AXE = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: true } },
  resultTypes: ['violations', 'incomplete'],
  // There is no sheet or sound that would have to be fetched first.
  preload: false,
};

/** Every accessibility rule that is broken on the screen, with where; what axe cannot decide counts where it is a target's size. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // It comes with the first analysis and stays: read again for each, it takes ten times as long as what it does.
  if (!(await page.evaluate(() => 'axe' in window))) {
    await new AxeBuilder({ page }).withRules('document-title').setLegacyMode().analyze();
  }
  const { violations, incomplete } = await page.evaluate(async (options) => {
    const { axe } = window as unknown as { readonly axe: { run(asked: object): Promise<AxeResults> } };
    return await axe.run(options);
  }, AXE);
  const undecided = incomplete.filter(({ id }) => id === 'target-size');
  return [...violations, ...undecided].map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  );
}
