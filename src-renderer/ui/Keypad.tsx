import { Delete, X } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Key } from '../core/keypad.ts';
import { Button, Group } from './Button.tsx';
import { cx } from './cx.ts';
import { useKeyPress } from './key-press.ts';
import css from './Press.module.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/**
 * Ten keys, 1-2-3 on top everywhere. They act when touched, not when let go, so that no digit is dropped however fast
 * one types. Pressing never moves the focus: a scanner's Enter must not press the last key again. Not drawn again for what
 * its keys do elsewhere.
 */
export const Keypad = memo(function Keypad(props: {
  readonly onKey: (key: Key) => void;
  /** Money types cents first and has `00` in place of Clear. */
  readonly money?: boolean;
  /** Locked: the keys stay in their place and do nothing. */
  readonly off?: boolean;
}) {
  const { t } = useTranslation();
  const keyPress = useKeyPress<Key>(props.off);
  const key = (name: Key, word?: string, icon?: React.ReactNode) => (
    <Button
      key={name}
      className={cx(css.key, word !== undefined && css.word)}
      {...keyPress(name, () => props.onKey(name))}
      {...(props.off === true ? { 'aria-disabled': true } : {})}
    >
      {icon}
      {word ?? name}
    </Button>
  );
  return (
    <Group
      className={css.keypad ?? ''}
      aria-label={t('common.keypad')}
      data-keypad={props.money === true ? 'money' : 'digits'}
      {...(props.off === true ? { 'data-off': '' } : {})}
      onMouseDownCapture={(event) => event.preventDefault()}
    >
      {DIGITS.map((digit) => key(digit))}
      {props.money === true
        ? key('00')
        : key('clear', t('common.clear'), <X className="icon" aria-hidden="true" />)}
      {key('0')}
      {key('delete', t('common.delete'), <Delete className="icon" aria-hidden="true" />)}
    </Group>
  );
});
