import { CloudOff } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { Failure } from '../../ui/Notice.tsx';
import read from '../../ui/Typography.module.css';
import css from './LookUp.module.css';
import { Skeleton, waitingSince } from './LookUpDigits.tsx';
import { NoMatch } from './LookUpNoMatch.tsx';
import { isSettled, type LookUpState, queryOf } from './look-up.ts';
import { isWholeName } from './look-up-join.ts';
import { WAYS } from './look-up-ways.ts';
import { Matches } from './Matches.tsx';

/** From this many letters on a line at full size is too short. */
const MANY_LETTERS = 20;

/** A keyboard leaves room for so many guests and more on every panel; of the rest it is said how to see them. */
const IN_SIGHT = 4;

type ByLetters = 'name' | 'email';
type Letters = LookUpState & { readonly by: ByLetters };

/** What is typed, in one line: its end, where the caret is, is always in sight. */
function Typed(props: { readonly typed: string; readonly by: ByLetters }) {
  const { t } = useTranslation();
  const { typed, by } = props;
  const line = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    const place = line.current;
    if (place === null) return;
    const end = getComputedStyle(place).direction === 'rtl' ? -1 : 1;
    place.scrollLeft = end * place.scrollWidth * (typed === '' ? 0 : 1);
  }, [typed]);
  return (
    <p
      className={cx(css.letters, typed.length > MANY_LETTERS && css.lettersMany)}
      dir="auto"
      ref={line}
      data-typed=""
    >
      {typed}
      <span className={cx(read.textCaret, css.caret)} />
      {typed === '' ? <span>{by === 'name' ? t('lookUp.emptyName') : t('lookUp.emptyEmail')}</span> : null}
    </p>
  );
}

/** How many were found, and by whom. */
function useSaid(state: Letters): string {
  const { t } = useTranslation();
  const { answer } = state;
  const shown = answer?.matches.length ?? 0;
  if (answer === null || shown === 0) return '';
  const count = answer.total;
  if (count > shown) return t('lookUp.showing', { shown, count });
  if (!isSettled(state)) return t('lookUp.soFar', { count });
  // Part of a name finds guests of this kiosk only: whom else Toast has under it, it cannot say.
  const whole =
    state.by === 'name' ? answer.matches.filter(({ name }) => isWholeName(state.typed, name)) : null;
  const all = whole?.length === 0 ? t('lookUp.recent', { count }) : t('lookUp.match', { count });
  if (answer.unreadable) return `${all}. ${t('lookUp.notRead', { count: answer.unreadable })}`;
  if (whole !== null && whole.length < shown) return `${all}. ${t('lookUp.anyoneElse')}`;
  return shown > IN_SIGHT ? `${all}. ${t('lookUp.scroll')}` : all;
}

/** The letters typed, and how many guests they lead to. */
export function LetterHead(props: { readonly state: Letters }) {
  const { t } = useTranslation();
  const { state } = props;
  const said = useSaid(state);
  const failed = state.toast.step === 'failed' && said !== '';
  return (
    <div className={css.letterHead}>
      <h1 className={cx(read.label, css.first)} tabIndex={-1}>
        {state.by === 'name' ? t('lookUp.titleName') : t('lookUp.titleEmail')}
      </h1>
      <Typed typed={state.typed} by={state.by} />
      <p className={cx(read.label, css.said)} role="status">
        {failed ? <CloudOff className="icon" aria-hidden="true" /> : null}
        <span>{failed ? `${said.replace(/\.$/, '')}. ${t('lookUp.fromKiosk')}` : said}</span>
      </p>
    </div>
  );
}

/** The guests the letters lead to. */
export function LetterAnswers(props: { readonly state: Letters }) {
  const { t } = useTranslation();
  const { state } = props;
  const { answer, error, by, toast } = state;
  const matches = answer?.matches ?? [];
  if (error !== null) return <Failure error={error} compact />;
  if (queryOf(state).length < WAYS[by].from) {
    return (
      <p className={cx(read.lead, css.quiet)}>
        {by === 'name' ? t('lookUp.quietName') : t('lookUp.quietEmail')}
      </p>
    );
  }
  if (matches.length > 0) {
    return <Matches matches={matches} typedLine="" canNarrow={!isSettled(state)} compact />;
  }
  if (isSettled(state)) return <NoMatch state={state} />;
  if (answer === null || toast.step === 'asking') return <Skeleton since={waitingSince(state)} />;
  return (
    <p className={cx(read.lead, css.quiet)}>
      {by === 'email' && toast.step === 'not-asked' && WAYS.email.toast(queryOf(state)) === 'no'
        ? t('lookUp.noneSoFarEmail')
        : t('lookUp.noneSoFarName')}
    </p>
  );
}
