import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';
import type { Runtime } from '../fixtures/kiosk.ts';

/** Nothing on the main path scrolls, and nothing lies outside the window. */
export async function fits(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { innerWidth, innerHeight } = window;
    const root = document.documentElement;
    const found: string[] = [];
    if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) found.push('the page scrolls');
    for (const element of document.querySelectorAll('button')) {
      const box = element.getBoundingClientRect();
      if (box.width === 0) continue;
      const out = box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
      if (out) found.push(`outside: ${element.textContent}`);
      if (box.height < 56 - 0.5 || box.width < 56 - 0.5) {
        found.push(`small: ${element.textContent} ${Math.round(box.width)}x${Math.round(box.height)}`);
      }
      if (element.scrollWidth > element.clientWidth + 1) found.push(`clipped: ${element.textContent}`);
    }
    for (const element of document.querySelectorAll('body *')) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      if (own && Number.parseFloat(getComputedStyle(element).fontSize) < 17) {
        found.push(`tiny: ${element.textContent}`);
      }
    }
    return found;
  });
}

/** Every accessibility rule that is broken on the screen, with where. */
export async function axeFindings(page: Page, runtime: Runtime): Promise<readonly string[]> {
  // Electron has no second page for axe to assemble its report in.
  const axe = new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .setLegacyMode(runtime === 'electron');
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
