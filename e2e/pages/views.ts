import type { Page } from 'playwright';
import type { Comfort } from '../../src-preload/contract/comfort.ts';
import type { Language } from '../../src-preload/contract/status.ts';
import { ENGLISH, LONGER, type Words } from './pseudo.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Gives the window that size; what measures itself has then done so. */
export async function resize(page: Page, size: Size): Promise<void> {
  await page.setViewportSize(size);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** How a screen is looked at, where that is not as it is. */
export interface View extends Partial<Pick<Comfort, 'hand' | 'textSize'>> {
  readonly language?: Language;
  /** In words a third longer than English. */
  readonly longer?: boolean;
}

/** What of the page was reached for. */
interface Seen extends Required<Pick<View, 'hand' | 'textSize' | 'language'>> {}

/**
 * Shows the page in another view while `work` runs, and as it was afterwards: one walk past all screens serves many
 * views. The product has no such switch: from outside, its words and its status are found through React's own tree, and
 * others are put into them. A status that main sends meanwhile would bring back the first view, so `work` is then done
 * again.
 */
export async function seenAs<T>(page: Page, view: View, work: () => Promise<T>): Promise<T> {
  const { longer = false, ...change } = view;
  const before = await turnTo(page, change, longer ? LONGER : null);
  try {
    for (;;) {
      const result = await work();
      const now = await turnTo(page, change, null);
      if (Object.entries(change).every(([key, value]) => now[key as keyof Seen] === value)) return result;
    }
  } finally {
    await turnTo(page, before, longer ? ENGLISH : null);
  }
}

/** Shows the page in words a third longer while `work` runs. */
export const inPseudoLocale = <T>(page: Page, work: () => Promise<T>): Promise<T> =>
  seenAs(page, { longer: true }, work);

/** Changes what is given, and says how the page was seen before. */
async function turnTo(page: Page, change: Omit<View, 'longer'>, words: Words | null): Promise<Seen> {
  const seen = await page.evaluate(
    async ({ change, words }) => {
      interface Fiber {
        readonly memoizedProps: {
          readonly i18n?: I18n;
          readonly value?: { readonly stores?: { readonly kiosk: Store } };
        } | null;
        readonly child: Fiber | null;
        readonly sibling: Fiber | null;
      }
      interface I18n {
        readonly language: string;
        readonly addResourceBundle: (...args: readonly unknown[]) => unknown;
        readonly changeLanguage: (language: string) => Promise<unknown>;
      }
      interface Status {
        readonly language: Seen['language'];
        readonly comfort: Pick<Seen, 'hand' | 'textSize'>;
      }
      interface Store {
        readonly getState: () => { readonly status: Status | null };
        readonly setState: (change: { readonly status: Status }) => void;
      }
      const find = <T>(
        fiber: Fiber | null | undefined,
        pick: (props: NonNullable<Fiber['memoizedProps']>) => T | undefined,
      ): T | undefined => {
        if (fiber == null) return undefined;
        const found = fiber.memoizedProps === null ? undefined : pick(fiber.memoizedProps);
        return found ?? find(fiber.child, pick) ?? find(fiber.sibling, pick);
      };
      const place = document.getElementById('root');
      const key = Object.keys(place ?? {}).find((name) => name.startsWith('__reactContainer$'));
      const root = key === undefined ? null : (place as unknown as Record<string, Fiber>)[key];
      const i18n = find(root, (props) => props.i18n);
      const kiosk = find(root, (props) => props.value?.stores?.kiosk);
      const status = kiosk?.getState().status;
      if (i18n === undefined || kiosk === undefined || status == null) return null;
      const seen = {
        language: status.language,
        hand: status.comfort.hand,
        textSize: status.comfort.textSize,
      };
      const { language = seen.language, hand = seen.hand, textSize = seen.textSize } = change;
      if (words !== null) i18n.addResourceBundle('en', 'translation', words, true, true);
      const same = language === seen.language && hand === seen.hand && textSize === seen.textSize;
      if (!same) {
        kiosk.setState({ status: { ...status, language, comfort: { ...status.comfort, hand, textSize } } });
      }
      if (words !== null || i18n.language !== language) await i18n.changeLanguage(language);
      // Drawn, and what measures itself has done so.
      if (words !== null || !same)
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return seen;
    },
    { change, words },
  );
  if (seen === null) throw new Error('The page’s words and status were not found.');
  return seen;
}
