import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Theme } from '../../src-preload/contract/manager.ts';
import { useAppContext } from './app-context.tsx';

/** How many CSS pixels 20 mm are on a panel of this diagonal: the size at which keys are struck fastest and surest. */
function pixelsOf20mm(diagonalInches: number, width: number, height: number): number {
  return (20 * Math.hypot(width, height)) / (diagonalInches * 25.4);
}

type Shown = Exclude<Theme, 'system'>;

/** What the system asks for; contrast goes before darkness. */
function themeOf(media: (query: string) => { readonly matches: boolean }): Shown {
  if (media('(prefers-contrast: more)').matches) return 'contrast';
  return media('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

const QUERIES = ['(prefers-contrast: more)', '(prefers-color-scheme: dark)'] as const;

/** Keeps the room as it should be: theme, Training's tint, language, hand, size of text and of keys. */
export function useRoom(): void {
  const { stores } = useAppContext();
  const status = useStore(stores.kiosk, (kiosk) => kiosk.status);
  const language = status?.language ?? 'en';
  const chosen = status?.theme ?? 'system';
  const training = status?.mode === 'training';
  const { hand, textSize } = status?.comfort ?? { hand: 'right', textSize: 100 };
  const inches = status?.diagonalInches ?? null;
  useEffect(() => {
    const root = document.documentElement;
    const apply = (): void => {
      root.dataset['theme'] = chosen === 'system' ? themeOf((query) => window.matchMedia(query)) : chosen;
    };
    apply();
    const lists = QUERIES.map((query) => window.matchMedia(query));
    for (const list of lists) list.addEventListener('change', apply);
    return () => {
      for (const list of lists) list.removeEventListener('change', apply);
    };
  }, [chosen]);
  useEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    root.toggleAttribute('data-training', training);
  }, [language, training]);
  useEffect(() => {
    const root = document.documentElement;
    root.dataset['hand'] = hand;
    root.dataset['text'] = String(textSize);
  }, [hand, textSize]);
  useEffect(() => {
    const root = document.documentElement;
    if (inches === null) {
      root.style.removeProperty('--key-20mm');
      return;
    }
    const size = pixelsOf20mm(inches, window.screen.width, window.screen.height);
    root.style.setProperty('--key-20mm', `${String(Math.round(size))}px`);
  }, [inches]);
}

/** Notes on the root whether someone walks with Tab, until the next touch: focus rings and Enter follow it. */
export function useWalking(): void {
  useEffect(() => {
    const root = document.documentElement;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Tab') root.toggleAttribute('data-walking', true);
    };
    const onPointer = (): void => {
      root.toggleAttribute('data-walking', false);
    };
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('pointerdown', onPointer, true);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('pointerdown', onPointer, true);
    };
  }, []);
}

/** Tells the idle count of every touch and key, wherever it lands. The press that clears is not one that keeps. */
export function useTouches(): void {
  const { stores } = useAppContext();
  useEffect(() => {
    const touched = (event: Event): void => {
      if (event.target instanceof Element && event.target.closest('[data-clear-now]') !== null) return;
      stores.idle.getState().touched();
    };
    const kinds = ['pointerdown', 'keydown', 'wheel'] as const;
    for (const kind of kinds) window.addEventListener(kind, touched, { capture: true, passive: true });
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, touched, { capture: true });
    };
  }, [stores]);
}

/**
 * Keeps react-aria from counting transitions, which nothing here waits for. It listens once for the end of one that is cut
 * short, but there is an end for each property: a key that was still fading when its screen was left stayed in its list
 * for ever, and with it that whole screen and the guest's name on it.
 */
export function useUncountedTransitions(): void {
  useEffect(() => {
    const unheard = (event: Event): void => event.stopPropagation();
    window.addEventListener('transitionrun', unheard, true);
    return () => window.removeEventListener('transitionrun', unheard, true);
  }, []);
}
