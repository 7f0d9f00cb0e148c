import { ArrowBigUp, Check, Delete } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button, Group } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { NOTE_MAX } from '../../src-preload/contract/credit.ts';
import { useIdle, useStatus } from '../app/context.tsx';
import { useHardwareKeys } from '../app/hardware-keys.ts';
import { cx } from '../ui/cx.ts';
import type { FrameName } from '../ui/Frame.tsx';
import { Back, Primary } from '../ui/Press.tsx';
import read from '../ui/Read.module.css';
import { StillThereBand } from '../ui/StillThere.tsx';
import css from './GiveCredit.module.css';

const ROWS = {
  en: ['1234567890', 'qwertyuiop', "asdfghjkl'", 'zxcvbnm,.'],
  es: ['1234567890', 'qwertyuiop', 'asdfghjklñ', 'zxcvbnm,.'],
} as const;
/** Accents of Spanish, each behind its own key: a long press is not for hurried fingers. */
const ACCENTS = { en: '', es: 'áéíóú' } as const;

/** Whether the next letter begins a sentence. */
const atStart = (text: string): boolean => text === '' || /[.!?] $/.test(text);

/** Whether the next letter begins a word: names are written so. */
const atWord = (text: string): boolean => text === '' || /[\s'-]$/.test(text);

interface Sheet {
  readonly text: string;
  readonly onDone: (text: string) => void;
  readonly onCancel: () => void;
}

/** A note for a credit. */
export function NoteSheet(props: Sheet) {
  const { t } = useTranslation();
  const words = {
    title: t('note.title'),
    hint: t('note.hint'),
    empty: t('note.empty'),
    done: t('note.done'),
    cancel: t('note.cancel'),
  };
  return <TextSheet {...props} screen="give-credit" words={words} most={NOTE_MAX} />;
}

/** A few words, typed on the screen or on a hardware keyboard; no text field, so no system keyboard pops up. */
export function TextSheet(
  props: Sheet & {
    readonly screen: FrameName;
    readonly words: Readonly<Record<'title' | 'hint' | 'empty' | 'done' | 'cancel', string>>;
    readonly most: number;
    /** A name: each word begins with a capital. */
    readonly name?: boolean;
  },
) {
  const { t } = useTranslation();
  const { words, most } = props;
  const { language } = useStatus();
  const [text, setText] = useState(props.text);
  const [shift, setShift] = useState(false);
  const until = useIdle((idle) => idle.warningUntil);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true }), []);
  const capital = shift || (props.name === true ? atWord(text) : atStart(text));
  const add = (character: string): void => {
    setText((before) => `${before}${character}`.slice(0, most));
    setShift(false);
  };
  const erase = (): void => setText((before) => before.slice(0, -1));
  const done = (): void => props.onDone(text.trim());
  useHardwareKeys({
    onText: add,
    onKey: (key) => (key === 'delete' ? erase() : undefined),
    onEnter: done,
    onEscape: props.onCancel,
  });
  const rows = ROWS[language];
  const last = rows.length - 1;
  const letter = (character: string) => {
    const shown = capital ? character.toUpperCase() : character;
    return (
      <Button key={character} className={css.letter ?? ''} onPressStart={() => add(shown)}>
        {shown}
      </Button>
    );
  };
  return (
    <div className={css.note} data-screen={props.screen} ref={root}>
      {until === null ? <span /> : <StillThereBand until={until} />}
      <main className={css.noteRead}>
        <Back onPress={props.onCancel}>{words.cancel}</Back>
        <h1 className={cx(read.label, read.firm)} tabIndex={-1}>
          {words.title}
        </h1>
        <p className={css.noteText} data-note="">
          {text}
          <span className={css.noteCaret} />
          {text === '' ? <span className={css.empty}>{words.empty}</span> : null}
        </p>
        <p className={css.noteFoot}>
          <span>{words.hint}</span>
          <span className="nb">{t('note.left', { count: most - text.length })}</span>
        </p>
      </main>
      <aside className={css.board} aria-label={t('common.actions')}>
        <Group
          className={css.keys ?? ''}
          aria-label={t('note.keyboard')}
          onMouseDownCapture={(event) => event.preventDefault()}
        >
          {rows.map((row, at) => (
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
          ))}
        </Group>
        <div className={css.acts}>
          <Group className={css.line ?? ''} aria-label={t('note.keyboard')}>
            {[...ACCENTS[language]].map(letter)}
            <Button className={cx(css.letter, css.space)} onPressStart={() => add(' ')}>
              {t('note.space')}
            </Button>
          </Group>
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
