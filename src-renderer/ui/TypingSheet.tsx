import { Check } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { holdsCardNumber } from '../../src-preload/contract/formats/card-number.ts';
import { useAround, useIdle } from '../app/app-context.tsx';
import type { FrameName } from '../app/frame-name.ts';
import { useHardwareKeys } from '../app/hardware-keys.ts';
import { StillThereBand } from '../app/StillThere.tsx';
import { onOneLine, shortened, typedMore } from '../core/letters.ts';
import { cx } from './cx.ts';
import type { Board } from './keyboard-layout.ts';
import { LetterKeys } from './LetterKeys.tsx';
import { Back, Primary } from './Press.tsx';
import css from './TypingSheet.module.css';
import read from './Typography.module.css';

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
export interface Sheet extends Board {
  readonly textClass?: string | undefined;
  /** What stands at the end of the hint's line. */
  readonly foot?: ((text: string) => ReactNode) | undefined;
}

/** A text, typed on the screen or on a hardware keyboard; no text field, so no system keyboard pops up. */
export function TypingSheet(props: Typing & { readonly board: Sheet }) {
  const { t } = useTranslation();
  const { words, most, board } = props;
  const [text, setText] = useState(props.text);
  const until = useIdle((idle) => idle.warningUntil);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true }), []);
  const { space } = board;
  const { stores } = useAround();
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
    onPaste: (pasted) => add(board.read?.(pasted) ?? pasted.trim()),
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
        <p className={cx(css.noteText, board.textClass)} data-note="">
          {text}
          <span className={cx(read.textCaret, css.noteCaret)} />
          {text === '' ? <span className={css.empty}>{words.empty}</span> : null}
        </p>
        <p className={css.noteFoot}>
          <span>{words.hint}</span>
          {board.foot?.(text)}
        </p>
      </main>
      <aside className={css.board} aria-label={t('common.actions')}>
        <LetterKeys board={board} capital={board.capital(text)} onType={add} onErase={erase} />
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
