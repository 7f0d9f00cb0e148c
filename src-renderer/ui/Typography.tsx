import { CloudOff, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isAbroad, readPhone } from '../../src-preload/contract/formats/phone.ts';
import { FIRST_DIGITS } from '../../src-preload/contract/look-up.ts';
import { useSound } from '../app/app-context.tsx';
import { phoneText } from '../core/phone.ts';
import { cx } from './cx.ts';
import css from './Typography.module.css';

/** From this many characters on a name no longer fits one line of the reading column at full size. */
const LONG_NAME = 17;
/** And from here on not even two lines at the next size. */
const VERY_LONG_NAME = 34;
/** Two names of sixty letters each are the longest there are: those take three lines. */
const LONGEST_NAME = 60;

/** The heading of a screen: takes the focus when the screen opens (see Frame). */
export function ScreenTitle(props: {
  readonly as: 'label' | 'title' | 'lead';
  readonly children: ReactNode;
}) {
  return (
    <h1 className={css[props.as]} tabIndex={-1}>
      {props.children}
    </h1>
  );
}

/** A guest's name, as large as it fits. */
export function Name(props: {
  readonly children: string;
  readonly before?: string;
  readonly heading?: boolean;
}) {
  const text = props.before === undefined ? props.children : `${props.before} ${props.children}`;
  const className = cx(
    css.name,
    text.length > LONG_NAME && css.nameLong,
    text.length > VERY_LONG_NAME && css.nameVeryLong,
    text.length > LONGEST_NAME && css.nameLongest,
  );
  const words =
    props.before === undefined ? (
      props.children
    ) : (
      <>
        <span style={{ fontWeight: 350 }}>{props.before}</span> {props.children}
      </>
    );
  return props.heading === true ? (
    <h1 className={className} tabIndex={-1}>
      {words}
    </h1>
  ) : (
    <p className={className}>{words}</p>
  );
}

export function MoneyFigure(props: {
  readonly children: ReactNode;
  readonly className?: string | undefined;
}) {
  return <p className={cx(css.figure, 'figure', props.className)}>{props.children}</p>;
}

/** The amber mark of something that may be old. */
export function Old(props: { readonly children: ReactNode }) {
  return (
    <p className={cx(css.label, css.asOfOld)}>
      <CloudOff className="icon" aria-hidden="true" />
      {props.children}
    </p>
  );
}

const TEMPLATE = '(000) 000-0000';

/** The number being typed, with dots for the digits still to come and the caret where the next one goes. */
export function Digits(props: { readonly typed: string; readonly by: 'phone' | 'last-four' }) {
  const { t } = useTranslation();
  const spoken = props.typed === '' ? t('lookUp.nothingTyped') : props.typed.split('').join(' ');
  if (props.by === 'last-four') {
    return (
      <p className={css.digits} role="img" aria-label={spoken}>
        {props.typed}
        <span className={css.caret} />
        {Array.from({ length: Math.max(0, FIRST_DIGITS - props.typed.length) }, (_, at) => (
          <i key={`dot ${String(at)}`}>·</i>
        ))}
      </p>
    );
  }
  const { lead, number } = readPhone(props.typed);
  const text = number === '' ? '' : phoneText(number);
  const leading = isAbroad(number) ? '' : lead;
  // How long a number of another country will be is not known.
  const rest = isAbroad(number) ? [] : [...TEMPLATE.slice(text.length)];
  return (
    <p className={cx(css.digits, leading === '' && css.phone)} role="img" aria-label={spoken}>
      {leading === '' ? null : <span className={css.leading}>{leading}</span>}
      {text === '' ? <i className={css.gap}>(</i> : text}
      <span className={css.caret} />
      {(text === '' ? rest.slice(1) : rest).map((mark, at) =>
        mark === '0' ? (
          <i key={`dot ${String(at)}`}>·</i>
        ) : (
          <i key={`gap ${String(at)}`} className={css.gap}>
            {mark === ' ' ? '\u00a0' : mark}
          </i>
        ),
      )}
    </p>
  );
}

/** What was wrong with what was typed, under it; heard as well, where sounds are on. */
function Problem(props: { readonly words: string | null }) {
  const sound = useSound();
  const { words } = props;
  useEffect(() => {
    if (words !== null) sound('error');
  }, [sound, words]);
  if (words === null) return null;
  return (
    <p className={css.pinSay} role="alert">
      <TriangleAlert className="icon" aria-hidden="true" />
      <span>{words}</span>
    </p>
  );
}

type Typed = { readonly digits: string; readonly sent: number };

/** As many dots as digits, and the caret while more can be typed. */
function Dots(props: { readonly pin: Typed }) {
  const { digits, sent } = props.pin;
  return (
    <>
      {Array.from({ length: sent === 0 ? digits.length : sent }, (_, at) => (
        <b key={`dot ${String(at)}`} />
      ))}
      {sent === 0 ? <span className={css.caret} /> : null}
    </>
  );
}

/** A PIN as it is typed: a dot for each digit until it was checked, and the words of what went wrong. */
export function PinDots(props: {
  readonly label: string;
  readonly pin: Typed;
  readonly problem: string | null;
  readonly heading?: boolean;
}) {
  const { t } = useTranslation();
  const { digits, sent } = props.pin;
  return (
    <div className={cx(css.pin, props.problem !== null && css.bad)}>
      {props.heading === true ? (
        <h1 className={css.pinLabel} tabIndex={-1}>
          {props.label}
        </h1>
      ) : (
        <p className={css.pinLabel}>{props.label}</p>
      )}
      <div className={css.dots} role="img" aria-label={t('signIn.typed', { count: sent || digits.length })}>
        <Dots pin={props.pin} />
      </div>
      <Problem words={props.problem} />
    </div>
  );
}

const CODE_LENGTH = 6;

/** A code as it is typed, in two groups of three: it is read out, so its digits show. While it is checked only dots are left of it. */
export function CodeDigits(props: {
  readonly label: string;
  readonly code: Typed;
  readonly problem: string | null;
}) {
  const { t } = useTranslation();
  const { digits, sent } = props.code;
  return (
    <div className={cx(css.pin, props.problem !== null && css.bad)}>
      <p className={css.pinLabel}>{props.label}</p>
      <div
        className={css.dots}
        role="img"
        aria-label={t('common.codeTyped', { count: sent || digits.length })}
      >
        {sent > 0 ? (
          <Dots pin={props.code} />
        ) : (
          <span className={css.code}>
            {[...digits].map((digit, at) => (
              <span key={`digit ${String(at)}`} className={at === CODE_LENGTH / 2 ? css.codeGap : undefined}>
                {digit}
              </span>
            ))}
          </span>
        )}
        {sent === 0 && digits.length < CODE_LENGTH ? <span className={css.caret} /> : null}
      </div>
      <Problem words={props.problem} />
    </div>
  );
}

/** Words tied to what is at the end of the line by a dotted leader. */
export function Leader(props: { readonly children: ReactNode }) {
  return (
    <span className={css.what} data-what="">
      <span>{props.children}</span>
    </span>
  );
}

/** Facts in two columns. A null one is left out. */
export function Facts(props: { readonly facts: readonly (readonly [string, ReactNode] | null)[] }) {
  return (
    <dl className={css.facts}>
      {props.facts.flatMap((fact) =>
        fact === null ? [] : [<dt key={`${fact[0]} is`}>{fact[0]}</dt>, <dd key={fact[0]}>{fact[1]}</dd>],
      )}
    </dl>
  );
}
