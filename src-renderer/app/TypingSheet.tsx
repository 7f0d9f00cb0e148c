import { Check } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { holdsCardNumber } from '../../src-preload/contract/formats/card-number.ts';
import { onOneLine, shortened, typedMore } from '../core/letters.ts';
import { cx } from '../ui/cx.ts';
import type { KeyboardLayout } from '../ui/keyboard-layout.ts';
import { LetterKeys } from '../ui/LetterKeys.tsx';
import { Back, Primary } from '../ui/Press.tsx';
import read from '../ui/Typography.module.css';
import { useAppContext, useIdle } from './app-context.tsx';
import type { FrameName } from './frame-name.ts';
import { useHardwareKeys } from './hardware-keys.ts';
import { StillThereBand } from './IdleWarning.tsx';
import css from './TypingSheet.module.css';

/** What belongs to a thing being typed: what it is called, what it may be, and what becomes of it. */
export interface Typing {
  readonly screen: FrameName;
  readonly words: Readonly<Record<'title' | 'hint' | 'empty' | 'done' | 'cancel', string>>;
  readonly text: string;
  readonly most: number;
  readonly onDone: (text: string) => void;
  readonly onCancel: () => void;
}

/** How it is typed. */
export interface Sheet extends KeyboardLayout {
  readonly textClass?: string | undefined;
  /** What is at the end of the hint's line. */
  readonly foot?: ((text: string) => ReactNode) | undefined;
}

/** A text, typed on the screen or on a hardware keyboard; no text field, so no system keyboard pops up. */
export function TypingSheet(props: Typing & { readonly layout: Sheet }) {
  const { t } = useTranslation();
  const { words, most, layout } = props;
  const [text, setText] = useState(props.text);
  const until = useIdle((idle) => idle.warningUntil);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true }), []);
  const { space } = layout;
  const { stores } = useAppContext();
  const kept = useRef(props.text);
  /** Nothing stays of a text that has become a payment card's number. */
  const put = useCallback(
    (change: (before: string) => string): void => {
      const next = change(kept.current);
      const isCard = holdsCardNumber(next);
      kept.current = isCard ? '' : next;
      setText(kept.current);
      if (isCard) stores.dropped.getState().drop('card');
    },
    [stores],
  );
  const add = useCallback(
    (more: string): void => put((before) => typedMore(before, onOneLine(more, space ? ' ' : ''), most)),
    [space, most, put],
  );
  const erase = useCallback((): void => put(shortened), [put]);
  const done = (): void => props.onDone(text);
  useHardwareKeys({
    onText: add,
    onPaste: (pasted) => add(layout.read?.(pasted) ?? pasted.trim()),
    onKey: (key) => (key === 'delete' ? erase() : undefined),
    onEnter: done,
    onEscape: props.onCancel,
  });
  return (
    <div className={css.note} data-screen={props.screen} ref={root}>
      {until === null ? <span /> : <StillThereBand until={until} />}
      <main className={css.noteRead}>
        <Back onPress={props.onCancel}>{words.cancel}</Back>
        <h1 className={cx(read.label, read.firm)} tabIndex={-1}>
          {words.title}
        </h1>
        <p className={cx(css.noteText, layout.textClass)} data-note="">
          {text}
          <span className={cx(read.textCaret, css.noteCaret)} />
          {text === '' ? <span className={css.empty}>{words.empty}</span> : null}
        </p>
        <p className={css.noteFoot}>
          <span>{words.hint}</span>
          {layout.foot?.(text)}
        </p>
      </main>
      <aside className={css.board} aria-label={t('common.actions')}>
        <LetterKeys layout={layout} capital={layout.capital(text)} onType={add} onErase={erase} />
        <Primary onPress={done}>
          <span style={{ display: 'flex', alignItems: 'center', gap: '0.5rem' }}>
            <Check className="icon" aria-hidden="true" />
            {words.done}
          </span>
        </Primary>
      </aside>
    </div>
  );
}
