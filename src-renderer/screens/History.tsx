import { useTranslation } from 'react-i18next';
import type { HistoryLine } from '../../src-preload/contract/guest.ts';
import { assertNever } from '../../src-preload/contract/result.ts';
import { useFormat, useNow, useStatus } from '../app/context.tsx';
import { unbroken } from '../state/names.ts';
import read from '../ui/Read.module.css';
import { Leader } from '../ui/Read.tsx';

/** More lines than fit the largest panel beside the balance. */
const MOST_AT_ONCE = 12;

type Kind = HistoryLine['kind'];

/** Whether a line gave to the guest or took from them; null where we do not know the kind. */
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

/** Lines of a guest's history, newest first, as the restaurant's time zone dates them. */
export function HistoryLines(props: {
  readonly lines: readonly HistoryLine[];
  /** All of them, scrolling; else only whole lines that fit. */
  readonly all?: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const words = useLineWords();
  const all = props.all === true;
  const lines = all ? props.lines : props.lines.slice(0, MOST_AT_ONCE);
  const date = (line: HistoryLine): string =>
    line.at === null ? t('history.noDate') : all ? format.dayFull(line.at) : format.dayShort(line.at, now);
  const rows = lines.map((line) => {
    const { what, by } = words(line);
    return (
      <li key={line.id}>
        <span className={read.when}>{date(line)}</span>
        <Leader>{what}</Leader>
        <span className={read.sum}>
          {signOf(line.kind)}
          {format.money(line.amount)}
        </span>
        {by === null ? null : <span className={read.by}>{by}</span>}
      </li>
    );
  });
  // A scrolling list takes the focus, so that arrow keys scroll it.
  return all ? (
    <section className={read.allScroll} tabIndex={lines.length > 0 ? 0 : -1} aria-label={t('guest.allOf')}>
      <ol className={read.ledgerAll}>{rows}</ol>
    </section>
  ) : (
    <ol className={read.ledger}>{rows}</ol>
  );
}
