import { ArrowBigUp, Check, Delete } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button, Group } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useIdle } from '../app/context.tsx';
import { useHardwareKeys } from '../app/hardware-keys.ts';
import { cx } from './cx.ts';
import type { FrameName } from './frame-name.ts';
import { Back, Primary } from './Press.tsx';
import read from './Read.module.css';
import { StillThereBand } from './StillThere.tsx';
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
export interface Board {
  /** The last row has shift and delete at its ends. */
  readonly rows: readonly string[];
  /** Keys beside the primary. */
  readonly extra: string;
  /** Whether a space is typed; else there is no key for it, and a hardware keyboard's is not heard. */
  readonly space: boolean;
  /** Whether the next letter is a capital by itself. */
  readonly capital: (text: string) => boolean;
  readonly textClass?: string | undefined;
  /** What stands at the end of the hint's line. */
  readonly foot?: ((text: string) => ReactNode) | undefined;
}

/** A text, typed on the screen or on a hardware keyboard; no text field, so no system keyboard pops up. */
export function TypingSheet(props: Typing & { readonly board: Board }) {
  const { t } = useTranslation();
  const { words, most, board } = props;
  const [text, setText] = useState(props.text);
  const [shift, setShift] = useState(false);
  const until = useIdle((idle) => idle.warningUntil);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true }), []);
  const capital = shift || board.capital(text);
  const add = (character: string): void => {
    if (character === ' ' && !board.space) return;
    setText((before) => `${before}${character}`.slice(0, most));
    setShift(false);
  };
  const erase = (): void => setText((before) => before.slice(0, -1));
  const done = (): void => props.onDone(text);
  useHardwareKeys({
    onText: add,
    onKey: (key) => (key === 'delete' ? erase() : undefined),
    onEnter: done,
    onEscape: props.onCancel,
  });
  const last = board.rows.length - 1;
  const letter = (character: string) => {
    const shown = capital ? character.toUpperCase() : character;
    return (
      <Button key={character} className={css.letter ?? ''} onPressStart={() => add(shown)}>
        {shown}
      </Button>
    );
  };
  // Pressing a key never moves the focus.
  const keys = (className: string | undefined, children: ReactNode) => (
    <Group
      className={className ?? ''}
      aria-label={t('note.keyboard')}
      onMouseDownCapture={(event) => event.preventDefault()}
    >
      {children}
    </Group>
  );
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
          <span className={css.noteCaret} />
          {text === '' ? <span className={css.empty}>{words.empty}</span> : null}
        </p>
        <p className={css.noteFoot}>
          <span>{words.hint}</span>
          {board.foot?.(text)}
        </p>
      </main>
      <aside className={css.board} aria-label={t('common.actions')}>
        {keys(
          css.keys,
          board.rows.map((row, at) => (
            <div className={css.line} key={row}>
              {at === last ? (
                <Button
                  className={cx(css.letter, css.wide)}
                  aria-pressed={capital}
                  onPressStart={() => setShift(!shift)}
                >
                  <ArrowBigUp className="icon" aria-hidden="true" />
                  {t('note.shift')}
                </Button>
              ) : null}
              {[...row].map(letter)}
              {at === last ? (
                <Button className={cx(css.letter, css.wide)} onPressStart={erase}>
                  <Delete className="icon" aria-hidden="true" />
                  {t('common.delete')}
                </Button>
              ) : null}
            </div>
          )),
        )}
        <div className={css.acts}>
          {keys(
            css.line,
            <>
              {[...board.extra].map(letter)}
              {board.space ? (
                <Button className={cx(css.letter, css.space)} onPressStart={() => add(' ')}>
                  {t('note.space')}
                </Button>
              ) : null}
            </>,
          )}
          <Primary onPress={done}>
            <span style={{ display: 'flex', alignItems: 'center', gap: '0.5rem' }}>
              <Check className="icon" aria-hidden="true" />
              {words.done}
            </span>
          </Primary>
        </div>
      </aside>
    </div>
  );
}
