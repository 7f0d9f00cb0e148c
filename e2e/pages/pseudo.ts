import type { Page } from 'playwright';
import { en } from '../../src-renderer/text/en.ts';

type Words = { readonly [key: string]: string | Words };

/** A third longer, every word of it, and still to be read: vowels are said twice. Places for values stay as they are. */
export function stretch(text: string): string {
  return text
    .split(/(\{\{[^}]*\}\})/)
    .map((part) => (part.startsWith('{{') ? part : part.replace(/\p{L}{2,}/gu, stretchWord)))
    .join('');
}

function stretchWord(word: string): string {
  let more = Math.ceil(word.length / 3);
  const longer = [...word].map((letter) => {
    if (more === 0 || !/[aeiouáéíóúy]/i.test(letter)) return letter;
    more -= 1;
    return `${letter}${letter.toLowerCase()}`;
  });
  return longer.join('') + (word.at(-1) ?? '').toLowerCase().repeat(more);
}

function stretchAll(words: Words): Words {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [
      key,
      typeof value === 'string' ? stretch(value) : stretchAll(value),
    ]),
  );
}

/**
 * Shows the page in a pseudo-locale, made here of the English words, while `work` runs, and in English again afterwards.
 * The product has no switch for it, so it cannot be on by accident: from outside, the page's i18next is found through
 * React's own tree, and other words are put into it.
 */
export async function inPseudoLocale<T>(page: Page, work: () => Promise<T>): Promise<T> {
  await speak(page, stretchAll(en));
  try {
    return await work();
  } finally {
    await speak(page, en);
  }
}

async function speak(page: Page, words: Words): Promise<void> {
  const spoken = await page.evaluate(async (words) => {
    interface Fiber {
      readonly memoizedProps: { readonly i18n?: I18n } | null;
      readonly child: Fiber | null;
      readonly sibling: Fiber | null;
    }
    interface I18n {
      readonly addResourceBundle: (...args: readonly unknown[]) => unknown;
      readonly changeLanguage: (language: string) => Promise<unknown>;
    }
    const place = document.getElementById('root');
    const key = Object.keys(place ?? {}).find((name) => name.startsWith('__reactContainer$'));
    const find = (fiber: Fiber | null | undefined): I18n | null =>
      fiber == null ? null : (fiber.memoizedProps?.i18n ?? find(fiber.child) ?? find(fiber.sibling));
    const i18n = find(key === undefined ? null : (place as unknown as Record<string, Fiber>)[key]);
    if (i18n === null) return false;
    i18n.addResourceBundle('en', 'translation', words, true, true);
    await i18n.changeLanguage('en');
    // Drawn, and what measures itself has done so.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return true;
  }, words);
  if (!spoken) throw new Error('The page’s words were not found.');
}
