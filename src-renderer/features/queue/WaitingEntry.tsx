import {
  Check,
  CircleEllipsis,
  CircleHelp,
  Gavel,
  Hourglass,
  type LucideIcon,
  RefreshCw,
  TriangleAlert,
  Undo2,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import {
  type CreditState,
  isBeyondUndo,
  itemId,
  type StuckReason,
  type WaitingItem,
} from '../../../src-preload/contract/outbox.ts';
import { assertNever } from '../../../src-preload/contract/result.ts';
import {
  useErrorWords,
  useFlow,
  useFormat,
  useKiosk,
  useLeft,
  useNow,
  useStatus,
} from '../../app/app-context.tsx';
import { cx } from '../../ui/cx.ts';
import { LinkButton, PressButton } from '../../ui/Press.tsx';
import read from '../../ui/Typography.module.css';
import css from './Waiting.module.css';
import { needsPerson } from './waiting.ts';

const ICONS: Record<CreditState, LucideIcon> = {
  held: Undo2,
  queued: Hourglass,
  sending: RefreshCw,
  verifying: CircleEllipsis,
  settled: Check,
  refused: TriangleAlert,
  stuck: TriangleAlert,
  cancelled: Undo2,
};

const STUCK = {
  'different-content': 'waiting.stuckDifferent',
  contradicted: 'waiting.stuckContradicted',
  'unreadable-record': 'waiting.stuckUnreadable',
  altered: 'waiting.stuckAltered',
  'too-old': 'waiting.stuckOld',
  'guest-exists': 'waiting.stuckGuest',
  'guest-merged': 'waiting.stuckMerged',
  'singled-out': 'waiting.stuckSingled',
} as const satisfies Record<StuckReason, string>;

const isUndone = (item: WaitingItem): boolean => item.kind === 'add-credit' && item.undone;

/** What an item's state means and what happens next, in plain words. */
export function useItemWords(): (item: WaitingItem, leftMs: number) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { connection, moved } = useStatus();
  const whenNext = (item: WaitingItem): string | null =>
    item.nextTryAt === null ? null : format.when(item.nextTryAt, now);
  const queued = (item: WaitingItem, time: string): string => {
    const by = item.givenBy;
    const next = whenNext(item);
    if (item.kind === 'add-credit' && item.waitsForGuest) return t('waiting.queuedForGuest', { time, by });
    if (moved) return t('waiting.queuedMoved', { time, by });
    if (connection.state === 'offline') return t('waiting.queuedOffline', { time, by });
    return next === null
      ? t('waiting.queuedSoon', { time, by })
      : t('waiting.queuedSays', { time, by, next });
  };
  const refused = (item: WaitingItem, at: string): string => {
    const message = item.refusal?.message ?? null;
    const says =
      item.kind === 'add-credit' ? t('waiting.refusedSays', { at }) : t('waiting.refusedGuestSays', { at });
    return message === null ? says : `${says} ${t('done.toastSays', { message })}`;
  };
  return (item, leftMs) => {
    const time = format.when(item.givenAt, now);
    const at = format.when(item.since, now);
    const by = item.givenBy;
    const next = whenNext(item);
    switch (item.state) {
      case 'held':
        return t('waiting.heldSays', { time, by, seconds: Math.ceil(leftMs / 1000) });
      case 'queued':
        return queued(item, time);
      case 'sending':
        return t('waiting.sendingSays', { time, by });
      case 'verifying':
        return next === null
          ? t('waiting.verifyingSays')
          : `${t('waiting.verifyingSays')} ${t('waiting.verifyingNext', { next })}`;
      case 'settled':
        return t('waiting.settledSays', { time, by, at });
      case 'refused':
        return refused(item, at);
      case 'stuck':
        return t(STUCK[item.stuck ?? 'unreadable-record'], { time, by, at });
      case 'cancelled':
        return isUndone(item) ? t('waiting.undoneSays', { at }) : t('waiting.cancelledSays', { at });
      default:
        return assertNever(item.state, 'credit state');
    }
  };
}

/** One line of what is waiting: its state, what it is, what happens next, and what can be done about it. */
export function WaitingEntry(props: {
  readonly item: WaitingItem;
  /** On the monotonic clock; null where it cannot be undone. */
  readonly undoUntil: number | null;
  /** To the decision that it needs; null where it needs none. */
  readonly onDecide: (() => void) | null;
  /** To the same, where it needs none: it has waited so long that a person may enter it on the POS. */
  readonly onByHand: (() => void) | null;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const words = useItemWords();
  const problem = useErrorWords();
  const { undoCredit, undoFailure } = useKiosk((kiosk) => kiosk);
  const showMistake = useFlow((flow) => flow.showMistake);
  const left = useLeft(props.undoUntil);
  const { item, onDecide } = props;
  const decide = onDecide ?? props.onByHand;
  const id = itemId(item);
  const Icon = onDecide === null ? ICONS[item.state] : TriangleAlert;
  const needs = onDecide !== null;
  /** The decision is about the guest that this credit goes after. */
  const byGuest = needs && !needsPerson(item);
  const over = item.state === 'settled' || item.state === 'cancelled';
  const reference = item.refusal?.requestId ?? null;
  const failure = undoFailure?.creditId === id ? problem(undoFailure.error) : null;
  return (
    <li className={cx(css.wait, needs && css.stop, over && css.over)}>
      <p className={css.state}>
        <Icon className="icon" aria-hidden="true" />
        <span>
          {byGuest
            ? t('waiting.guestDecision')
            : isUndone(item)
              ? t('waiting.undone')
              : t(`waiting.${item.state}`)}
        </span>
      </p>
      <p className={css.what}>
        <b>{item.kind === 'add-credit' ? format.money(item.amount) : t('waiting.newGuest')}</b>{' '}
        {item.kind === 'add-credit'
          ? t('waiting.for', { name: item.guestName ?? t('common.thisGuest').toLowerCase() })
          : (item.guestName ?? '')}
      </p>
      <p className={cx(read.note, css.text)}>
        {byGuest
          ? t('waiting.guestDecisionSays', { by: item.givenBy, time: format.when(item.givenAt, now) })
          : words(item, left)}
      </p>
      {reference === null ? null : (
        <p className={cx(read.note, css.text)}>{t('waiting.reference', { reference })}</p>
      )}
      {failure === null ? null : (
        <p className={cx(read.note, css.text)} role="alert">
          {failure.what}. {failure.todo}
        </p>
      )}
      {item.state === 'held' && left > 0 ? (
        <div className={css.side}>
          <PressButton kind="small" onPress={() => void undoCredit(id)}>
            <Undo2 className="icon" aria-hidden="true" />
            <span>{t('waiting.undo')}</span>
          </PressButton>
        </div>
      ) : null}
      {decide === null && item.kind === 'add-credit' && isBeyondUndo(item) ? (
        <LinkButton
          className={css.mistake}
          onPress={() =>
            showMistake({
              who: { name: item.guestName, phone: null },
              amount: item.amount,
              inToast: item.state === 'settled',
            })
          }
        >
          <CircleHelp className="icon" aria-hidden="true" />
          {t('common.mistake')}
        </LinkButton>
      ) : null}
      {decide === null ? null : (
        <div className={css.side}>
          <PressButton kind="small" onPress={decide}>
            <Gavel className="icon" aria-hidden="true" />
            <span>{t('waiting.decide')}</span>
          </PressButton>
        </div>
      )}
    </li>
  );
}
