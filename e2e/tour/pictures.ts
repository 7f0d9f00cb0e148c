import { join } from 'node:path';
import type { Page } from 'playwright';
import { fits } from '../pages/inspect.ts';
import type { KioskPage } from '../pages/kiosk-page.ts';
import { inPseudoLocale, resize, type Size, seenAs } from '../pages/views.ts';
import type { Picture } from './own-kiosk.ts';

/** Other ways the same screen is seen, and what their pictures are called beside the first. */
const MEDIA = { dark: { colorScheme: 'dark' }, contrast: { contrast: 'more' } } as const;
const LIGHT = { colorScheme: 'light', contrast: 'no-preference' } as const;
const UPRIGHT: readonly Size[] = [
  { width: 768, height: 1024 },
  { width: 1080, height: 1920 },
];

const nameOf = ({ width, height }: Size): string => `${String(width)}x${String(height)}`;

/**
 * The screen as it is, in the other themes, in Spanish, and upright; then as before. `save` is told what each is
 * called.
 */
async function inOtherViews(
  page: Page,
  size: Size,
  save: (view: string | null, size: Size) => Promise<void>,
): Promise<void> {
  for (const [name, media] of Object.entries(MEDIA)) {
    await page.emulateMedia({ ...LIGHT, ...media });
    await save(name, size);
  }
  await page.emulateMedia(LIGHT);
  await seenAs(page, { language: 'es' }, () => save('spanish', size));
  for (const upright of UPRIGHT) {
    await resize(page, upright);
    await save(null, upright);
  }
  await resize(page, size);
}

/** Takes pictures of one size, numbered as they come, and notes what does not fit on them. */
export interface Pictures {
  readonly take: Picture;
  /** One picture only, of what does not stand long. */
  readonly takeOne: Picture;
}

/** `views`: each screen in every theme, both languages and upright as well, all under the number of the first. */
export function pictures(out: string, size: Size, findings: string[], views: boolean): Pictures {
  let taken = 0;
  const takeOne = async (name: string, { page }: KioskPage): Promise<void> => {
    taken += 1;
    // The pointer would leave a key looking touched.
    await page.mouse.move(8, size.height / 2);
    const file = `${String(taken).padStart(3, '0')}-${name}-${nameOf(size)}.png`;
    await page.screenshot({ path: join(out, file) });
    const note = (found: readonly string[], how: string): void => {
      findings.push(...found.map((what) => `${file}${how}: ${what}`));
    };
    note(await fits(page), '');
    // Every other language is built in already. English is stretched where the panel is narrow, and the text not at its
    // largest: either is enough of a trial.
    const { lang, text } = await page.evaluate(() => {
      const { lang, dataset } = document.documentElement;
      return { lang, text: dataset['text'] };
    });
    const stretched = size.width <= 1024 && lang === 'en' && text === '100';
    if (stretched) note(await inPseudoLocale(page, () => fits(page)), ', a third longer');
  };
  const take = async (name: string, screen: KioskPage): Promise<void> => {
    await takeOne(name, screen);
    if (!views) return;
    const number = String(taken).padStart(3, '0');
    await inOtherViews(screen.page, size, async (view, seen) => {
      const file = `${number}-${name}${view === null ? '' : `-in-${view}`}-${nameOf(seen)}.png`;
      await screen.page.screenshot({ path: join(out, file) });
    });
  };
  return { take, takeOne };
}
