import { ArrowBigUp, Delete } from 'lucide-react';
import { memo, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Group } from './Button.tsx';
import { cx } from './cx.ts';
import { useKeyPress } from './key-press.ts';
import type { KeyboardLayout } from './keyboard-layout.ts';
import css from './LetterKeys.module.css';

/**
 * A keyboard in two parts, which their parent places: the rows of letters, and the lowest row. Keys act when touched, not
 * when let go, and pressing one never moves the focus. Draws only when the capitals change: letters come fast.
 */
export const LetterKeys = memo(function LetterKeys(props: {
  readonly layout: KeyboardLayout;
  /** Whether the next letter is a capital by itself. */
  readonly capital: boolean;
  readonly onType: (text: string) => void;
  readonly onErase: () => void;
}) {
  const { t } = useTranslation();
  const { layout, onType, onErase } = props;
  /** Pressed by hand; null where it is left to the text. */
  const [shift, setShift] = useState<boolean | null>(null);
  const keyPress = useKeyPress<string>();
  const capital = shift ?? props.capital;

  const key = (name: string, face: ReactNode, act: () => void, className?: string, pressed?: boolean) => (
    <Button
      key={name}
      className={cx(css.letter, className)}
      {...keyPress(name, act)}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
    >
      {face}
    </Button>
  );
  const types = (text: string, face: ReactNode = text, className?: string) =>
    key(
      text,
      face,
      () => {
        onType(text);
        setShift(null);
      },
      className,
    );
  const letter = (character: string) => types(capital ? character.toUpperCase() : character);
  const part = (name: 'letters' | 'lowest', className: string | undefined, children: ReactNode) => (
    <Group
      className={className ?? ''}
      data-keys={name}
      aria-label={t('note.keyboard')}
      onMouseDownCapture={(event) => event.preventDefault()}
    >
      {children}
    </Group>
  );
  const last = layout.rows.length - 1;
  const up = (
    <>
      <ArrowBigUp className="icon" aria-hidden="true" />
      {t('note.shift')}
    </>
  );
  const back = (
    <>
      <Delete className="icon" aria-hidden="true" />
      {t('common.delete')}
    </>
  );
  return (
    <>
      {part(
        'letters',
        css.rows,
        layout.rows.map((row, at) => (
          <div className={css.line} key={row}>
            {at === last && layout.shift !== false
              ? key('shift', up, () => setShift(!capital), css.wide, capital)
              : null}
            {[...row].map(letter)}
            {at === last ? key('delete', back, onErase, css.wide) : null}
          </div>
        )),
      )}
      {part(
        'lowest',
        css.lowest,
        <>
          {layout.space ? types(' ', t('note.space'), css.space) : null}
          {[...layout.extra].map(letter)}
          {layout.words?.map((word) => types(word, word, css.word))}
        </>,
      )}
    </>
  );
});
