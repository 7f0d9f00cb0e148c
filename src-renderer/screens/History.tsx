import {
  CircleHelp,
  CirclePlus,
  type LucideIcon,
  RefreshCw,
  TimerOff,
  Undo2,
  UtensilsCrossed,
} from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryLine } from '../../src-preload/contract/guest.ts';
import { assertNever } from '../../src-preload/contract/result.ts';
import { useErrorWords, useFlow, useFormat, useNow, useStatus } from '../app/context.tsx';
import type { Past } from '../state/history.ts';
import { unbroken } from '../state/names.ts';
import { cx } from '../ui/cx.ts';
import { PressButton } from '../ui/Press.tsx';
import read from '../ui/Read.module.css';
import { Leader } from '../ui/Read.tsx';
import { StillAsking } from '../ui/StillAsking.tsx';
import css from './History.module.css';
import { useScrolledTo } from './HistoryScroll.ts';

/** More lines than fit the largest panel beside the balance. */
const MOST_AT_ONCE = 12;

type Kind = HistoryLine['kind'];

const ICONS: Record<Kind, LucideIcon> = {
  added: CirclePlus,
  'added-voided': Undo2,
  redeemed: UtensilsCrossed,
  'redeemed-voided': Undo2,
  expired: TimerOff,
  other: CircleHelp,
};

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

function useLineWords(): (line: HistoryLine) => { readonly what: string; readonly by: string | null } {
  const { t } = useTranslation();
  const { reasons, language } = useStatus();
  const kindWords: Record<Kind, string> = {
    added: t('history.added'),
    'added-voided': t('history.addedVoided'),
    redeemed: t('history.redeemed'),
    'redeemed-voided': t('history.redeemedVoided'),
    expired: t('history.expired'),
    other: t('history.other'),
  };
  return (line) => {
    const reason = reasons.find((candidate) => candidate.id === line.reasonId)?.label[language];
    const what = reason ?? (line.kind === 'added' ? (line.words ?? kindWords.added) : kindWords[line.kind]);
    const free = line.words !== null && line.words !== what ? line.words : null;
    const giver =
      line.by === null
        ? null
        : line.approvedBy !== null
          ? t('history.givenByApproved', { by: unbroken(line.by), approver: unbroken(line.approvedBy) })
          : line.kind === 'added'
            ? t('history.givenBy', { by: unbroken(line.by) })
            : t('history.by', { by: unbroken(line.by) });
    const by = [giver, free].filter((words) => words !== null).join(' · ');
    if (by !== '') return { what, by };
    return { what, by: line.kind === 'expired' ? t('history.expiredSays') : null };
  };
}

/** One line: when, what in words and by its mark, how much, and who and why. Drawn anew only when its words change. */
const Line = memo(function Line(props: {
  readonly kind: Kind;
  readonly when: string;
  readonly what: string;
  readonly sum: string;
  readonly by: string | null;
}) {
  const Icon = ICONS[props.kind];
  return (
    <li>
      <span className={read.when}>{props.when}</span>
      <span className={css.what}>
        <Icon className="icon" aria-hidden="true" />
        <Leader>{props.what}</Leader>
      </span>
      <span className={read.sum}>{props.sum}</span>
      {props.by === null ? null : <span className={cx(read.by, css.by)}>{props.by}</span>}
    </li>
  );
});

function Lines(props: { readonly lines: readonly HistoryLine[]; readonly whole: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const words = useLineWords();
  return props.lines.map((line) => {
    const { what, by } = words(line);
    const when =
      line.at === null
        ? t('history.noDate')
        : props.whole
          ? format.dayFull(line.at)
          : format.dayShort(line.at, now);
    return (
      <Line
        key={line.id}
        kind={line.kind}
        when={when}
        what={what}
        sum={`${signOf(line.kind)}${format.money(line.amount)}`}
        by={by}
      />
    );
  });
}

/** The newest lines, as many whole ones as fit. */
export function HistoryHead(props: { readonly lines: readonly HistoryLine[] }) {
  return (
    <ol className={cx(read.ledger, css.lines)}>
      <Lines lines={props.lines.slice(0, MOST_AT_ONCE)} whole={false} />
    </ol>
  );
}

/** What stands below the oldest line: the way to earlier ones, why they did not come, or that there are none. */
function End(props: { readonly past: Past }) {
  const { t } = useTranslation();
  const showEarlier = useFlow((flow) => flow.showEarlier);
  const problem = useErrorWords();
  const { next, asking, error, lines } = props.past;
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
        {asking === null ? t('history.earlier') : t('history.asking')}
      </PressButton>
      <StillAsking since={asking?.since ?? null} />
    </div>
  );
}

/** The whole history, which grows as one scrolls. */
export function HistoryAll(props: { readonly past: Past }) {
  const { t } = useTranslation();
  const showEarlier = useFlow((flow) => flow.showEarlier);
  const { past } = props;
  const { scroller, end } = useScrolledTo(past.next !== null && past.error === null ? showEarlier : null);
  return (
    // A scrolling list takes the focus, so that arrow keys scroll it.
    <section
      className={read.allScroll}
      tabIndex={past.lines.length > 0 ? 0 : -1}
      aria-label={t('guest.allOf')}
      ref={scroller}
    >
      <ol className={cx(read.ledgerAll, css.lines, css.all)}>
        <Lines lines={past.lines} whole />
      </ol>
      <div ref={end}>
        <End past={past} />
      </div>
    </section>
  );
}
