import {
  CircleHelp,
  CirclePlus,
  type LucideIcon,
  RefreshCw,
  TimerOff,
  Undo2,
  UtensilsCrossed,
} from 'lucide-react';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryLine } from '../../../src-preload/contract/guest.ts';
import { assertNever } from '../../../src-preload/contract/result.ts';
import { useErrorWords, useFlow, useFormat, useNow, useStatus } from '../../app/app-context.tsx';
import { unbroken } from '../../core/names.ts';
import { withinDay } from '../../text/format.ts';
import { cx } from '../../ui/cx.ts';
import { LinkButton, PressButton } from '../../ui/Press.tsx';
import { useAskingWords } from '../../ui/StillAsking.tsx';
import read from '../../ui/Typography.module.css';
import { Leader } from '../../ui/Typography.tsx';
import css from './History.module.css';
import { useScrolledTo } from './HistoryScroll.ts';
import { lineKey, mayBeMistake, type Past } from './history.ts';

/** More lines than fit the largest panel beside the balance. */
const MAX_AT_ONCE = 12;

type Kind = HistoryLine['kind'];

const ICONS: Record<Kind, LucideIcon> = {
  added: CirclePlus,
  'added-voided': Undo2,
  redeemed: UtensilsCrossed,
  'redeemed-voided': Undo2,
  expired: TimerOff,
  other: CircleHelp,
};

const KINDS = {
  added: 'history.added',
  'added-voided': 'history.addedVoided',
  redeemed: 'history.redeemed',
  'redeemed-voided': 'history.redeemedVoided',
  expired: 'history.expired',
  other: 'history.other',
} as const satisfies Record<Kind, string>;

/** Whether a line gave to the guest or took from them; nothing where we do not know the kind. */
function signOf(kind: Kind): '+' | '−' | '' {
  switch (kind) {
    case 'added':
    case 'redeemed-voided':
      return '+';
    case 'redeemed':
    case 'expired':
    case 'added-voided':
      return '−';
    case 'other':
      return '';
    default:
      return assertNever(kind, 'history kind');
  }
}

/** What a line says, besides its mark. */
interface Said {
  readonly when: string;
  readonly what: string;
  readonly sum: string;
  readonly by: string | null;
}

/** How lines are said. The same function as long as nothing they depend on changes: thousands may hang on it. */
function useSay(whole: boolean): (line: HistoryLine) => Said {
  const { t, i18n } = useTranslation();
  const { reasons } = useStatus();
  const format = useFormat();
  const now = useNow();
  const language = i18n.language === 'es' ? 'es' : 'en';
  // Only short dates depend on today, and only on its day.
  const today = whole ? 0 : withinDay(now);
  return useMemo(() => {
    const dateOf = (at: number | null): string =>
      at === null ? t('history.noDate') : whole ? format.dayFull(at) : format.dayShort(at, today);
    const giverOf = ({ kind, by, approvedBy }: HistoryLine): string | null => {
      if (by === null) return null;
      if (approvedBy !== null) {
        return t('history.givenByApproved', { by: unbroken(by), approver: unbroken(approvedBy) });
      }
      return kind === 'added'
        ? t('history.givenBy', { by: unbroken(by) })
        : t('history.by', { by: unbroken(by) });
    };
    return (line) => {
      const { kind, words } = line;
      const reason = reasons.find(({ id }) => id === line.reasonId)?.label[language];
      const what = reason ?? (kind === 'added' && words !== null ? words : t(KINDS[kind]));
      const free = words === what ? null : words;
      const by = [giverOf(line), free].filter((part) => part !== null).join(' · ');
      return {
        when: dateOf(line.at),
        what,
        sum: `${signOf(kind)}${format.money(line.amount)}`,
        by: by === '' ? (kind === 'expired' ? t('history.expiredSays') : null) : by,
      };
    };
  }, [t, language, reasons, format, whole, today]);
}

/** The way to correct a credit that was given in the last day. */
function ToMistake(props: { readonly line: HistoryLine }) {
  const { t } = useTranslation();
  const showMistake = useFlow((flow) => flow.showMistake);
  const who = useFlow((flow) => (flow.screen.name === 'guest' ? flow.screen.who : null));
  const now = useNow();
  const { line } = props;
  if (who === null || !mayBeMistake(line, now)) return null;
  return (
    <LinkButton
      className={css.mistake}
      onPress={() => showMistake({ who, amount: line.amount, inToast: true })}
    >
      <CircleHelp className="icon" aria-hidden="true" />
      {t('common.mistake')}
    </LinkButton>
  );
}

/** One line: when, what in words and by its mark, how much, and who and why. */
const Line = memo(function Line(props: {
  readonly line: HistoryLine;
  readonly say: (line: HistoryLine) => Said;
  /** Whether there is room for what can be done about it. */
  readonly whole: boolean;
}) {
  const { when, what, sum, by } = props.say(props.line);
  const Icon = ICONS[props.line.kind];
  return (
    <li>
      <span className={read.when}>{when}</span>
      <span className={css.what}>
        <Icon className="icon" aria-hidden="true" />
        <Leader>{what}</Leader>
      </span>
      <span className={read.sum}>{sum}</span>
      {by === null ? null : <span className={cx(read.by, css.by)}>{by}</span>}
      {props.whole && props.line.kind === 'added' ? <ToMistake line={props.line} /> : null}
    </li>
  );
});

/** The newest lines, as many whole ones as fit. */
export function HistoryHead(props: { readonly lines: readonly HistoryLine[] }) {
  const say = useSay(false);
  return (
    <ol className={cx(read.ledger, css.lines)}>
      {props.lines.slice(0, MAX_AT_ONCE).map((line) => (
        <Line key={lineKey(line)} line={line} say={say} whole={false} />
      ))}
    </ol>
  );
}

/** So many lines are one part of the whole list: what of it is out of sight is neither laid out nor painted. */
const PART = 50;

interface PartProps {
  readonly lines: readonly HistoryLine[];
  readonly say: (line: HistoryLine) => Said;
}

/** Redrawn only where a line of it is another: the list is cut afresh at every page. */
const Part = memo(
  function Part(props: PartProps) {
    return (
      <ol className={cx(read.ledgerAll, css.lines, css.part)}>
        {props.lines.map((line) => (
          <Line key={lineKey(line)} line={line} say={props.say} whole />
        ))}
      </ol>
    );
  },
  (before, after) =>
    before.say === after.say &&
    before.lines.length === after.lines.length &&
    after.lines.every((line, at) => line === before.lines[at]),
);

const partsOf = (lines: readonly HistoryLine[]): readonly (readonly HistoryLine[])[] =>
  Array.from({ length: Math.ceil(lines.length / PART) }, (_, n) => lines.slice(n * PART, (n + 1) * PART));

/** That lines are missing, since they could not be read; nothing where none are. */
export function NotRead(props: { readonly count: number }) {
  const { t } = useTranslation();
  if (props.count === 0) return null;
  return <p className={cx(css.end, css.over)}>{t('history.notRead', { count: props.count })}</p>;
}

/** What is below the oldest line: the way to earlier ones, why they did not come, or that there are none. */
function End(props: { readonly past: Past }) {
  const { t } = useTranslation();
  const showEarlier = useFlow((flow) => flow.showEarlier);
  const problem = useErrorWords();
  const { next, asking, error, lines } = props.past;
  const words = useAskingWords(asking?.since ?? null, t('history.asking'));
  if (error !== null) {
    const { what, todo } = problem(error);
    return (
      <div className={css.end} role="alert">
        <p>
          <b>{what}.</b> {todo}
        </p>
        <PressButton kind="small" className={css.earlier} onPress={showEarlier}>
          <RefreshCw className="icon" aria-hidden="true" />
          <span>{t('common.tryAgain')}</span>
        </PressButton>
      </div>
    );
  }
  if (next === null) {
    return <p className={cx(css.end, css.over)}>{t('history.thatsAll', { count: lines.length })}</p>;
  }
  return (
    <div className={css.end}>
      <PressButton kind="small" className={css.earlier} onPress={showEarlier}>
        {asking === null ? t('history.earlier') : words}
      </PressButton>
    </div>
  );
}

/** The whole history, which grows as one scrolls. */
export function HistoryAll(props: { readonly past: Past }) {
  const { t } = useTranslation();
  const showEarlier = useFlow((flow) => flow.showEarlier);
  const { past } = props;
  const say = useSay(true);
  const { scroller, end } = useScrolledTo(
    past.next !== null && past.error === null ? showEarlier : null,
    past.lines.length,
  );
  return (
    // A scrolling list takes the focus, so that arrow keys scroll it.
    <section
      className={read.allScroll}
      tabIndex={past.lines.length > 0 ? 0 : -1}
      aria-label={t('guest.allOf')}
      ref={scroller}
    >
      {partsOf(past.lines).map((lines) => (
        <Part key={lines[0] && lineKey(lines[0])} lines={lines} say={say} />
      ))}
      <div ref={end}>
        <NotRead count={past.unreadable} />
        <End past={past} />
      </div>
    </section>
  );
}
