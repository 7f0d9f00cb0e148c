import { ArrowBigUp, Check, Delete } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button, Group } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useIdle } from '../app/context.tsx';
import { useHardwareKeys } from '../app/hardware-keys.ts';
import { cx } from '../ui/cx.ts';
import type { FrameName } from '../ui/Frame.tsx';
import { Back, Primary } from '../ui/Press.tsx';
import read from '../ui/Read.module.css';
import { StillThereBand } from '../ui/StillThere.tsx';
import sheet from './CodeSheet.module.css';
import css from './GiveCredit.module.css';

const ROWS = ['1234567890', 'qwertyuiop', 'asdfghjkl-', 'zxcvbnm_.'] as const;
/** What addresses and secrets have besides. */
const MARKS = ':/+=@';

/** Letters that mean themselves: an address, a secret, a GUID. Nothing is made a capital by itself, and no space is typed. */
export function CodeSheet(props: {
  readonly screen: FrameName;
  readonly title: string;
  readonly text: string;
  readonly most: number;
  readonly onDone: (text: string) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(props.text);
  const [shift, setShift] = useState(false);
  const until = useIdle((idle) => idle.warningUntil);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true }), []);
  const add = (character: string): void => {
    if (character === ' ') return;
    setText((before) => `${before}${character}`.slice(0, props.most));
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
  const letter = (character: string) => {
    const shown = shift ? character.toUpperCase() : character;
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
        <Back onPress={props.onCancel}>{t('setUp.type.cancel')}</Back>
        <h1 className={cx(read.label, read.firm)} tabIndex={-1}>
          {props.title}
        </h1>
        <p className={cx(css.noteText, sheet.code)} data-note="">
          {text}
          <span className={css.noteCaret} />
          {text === '' ? <span className={css.empty}>{t('setUp.type.empty')}</span> : null}
        </p>
        <p className={css.noteFoot}>
          <span>{t('setUp.type.hint')}</span>
        </p>
      </main>
      <aside className={css.board} aria-label={t('common.actions')}>
        <Group
          className={css.keys ?? ''}
          aria-label={t('note.keyboard')}
          onMouseDownCapture={(event) => event.preventDefault()}
        >
          {ROWS.map((row, at) => (
            <div className={css.line} key={row}>
              {at === ROWS.length - 1 ? (
                <Button
                  className={cx(css.letter, css.wide)}
                  aria-pressed={shift}
                  onPressStart={() => setShift(!shift)}
                >
                  <ArrowBigUp className="icon" aria-hidden="true" />
                  {t('note.shift')}
                </Button>
              ) : null}
              {[...row].map(letter)}
              {at === ROWS.length - 1 ? (
                <Button className={cx(css.letter, css.wide)} onPressStart={erase}>
                  <Delete className="icon" aria-hidden="true" />
                  {t('common.delete')}
                </Button>
              ) : null}
            </div>
          ))}
        </Group>
        <div className={css.acts}>
          <Group
            className={css.line ?? ''}
            aria-label={t('note.keyboard')}
            onMouseDownCapture={(event) => event.preventDefault()}
          >
            {[...MARKS].map(letter)}
          </Group>
          <Primary onPress={done}>
            <span style={{ display: 'flex', alignItems: 'center', gap: '0.5rem' }}>
              <Check className="icon" aria-hidden="true" />
              {t('setUp.type.done')}
            </span>
          </Primary>
        </div>
      </aside>
    </div>
  );
}
