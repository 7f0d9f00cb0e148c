import {
  Check,
  CircleEllipsis,
  Hourglass,
  type LucideIcon,
  RefreshCw,
  TriangleAlert,
  Undo2,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { CreditItem, CreditState } from '../../src-preload/contract/outbox.ts';
import { assertNever } from '../../src-preload/contract/result.ts';
import {
  useAround,
  useErrorWords,
  useFlow,
  useFormat,
  useKiosk,
  useLeft,
  useStatus,
} from '../app/context.tsx';
import { useHardwareKeys } from '../app/hardware-keys.ts';
import { createWaitingStore } from '../state/waiting.ts';
import { cx } from '../ui/cx.ts';
import { Frame, TrayTop } from '../ui/Frame.tsx';
import { Failure } from '../ui/Notice.tsx';
import { Back, PressButton, Primary } from '../ui/Press.tsx';
import read from '../ui/Read.module.css';
import { ScreenTitle } from '../ui/Read.tsx';
import css from './Waiting.module.css';

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

/** What an entry's state means and what happens next, in plain words. */
function useEntryWords(): (item: CreditItem, leftMs: number) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const { connection } = useStatus();
  return (item, leftMs) => {
    const time = format.time(item.givenAt);
    const at = format.time(item.since);
    const by = item.givenBy;
    const next = item.nextTryAt === null ? null : format.time(item.nextTryAt);
    switch (item.state) {
      case 'held':
        return t('waiting.heldSays', { time, by, seconds: Math.ceil(leftMs / 1000) });
      case 'queued':
        return connection.state === 'offline'
          ? t('waiting.queuedOffline', { time, by })
          : next === null
            ? t('waiting.queuedSoon', { time, by })
            : t('waiting.queuedSays', { time, by, next });
      case 'sending':
        return t('waiting.sendingSays', { time, by });
      case 'verifying':
        return next === null
          ? t('waiting.verifyingSays')
          : `${t('waiting.verifyingSays')} ${t('waiting.verifyingNext', { next })}`;
      case 'settled':
        return t('waiting.settledSays', { time, by, at });
      case 'refused': {
        const message = item.refusal?.message ?? null;
        const says = t('waiting.refusedSays', { at });
        return message === null ? says : `${says} ${t('done.toastSays', { message })}`;
      }
      case 'stuck':
        return t('waiting.stuckSays', { time, by, at });
      case 'cancelled':
        return t('waiting.cancelledSays', { at });
      default:
        return assertNever(item.state, 'credit state');
    }
  };
}

function Entry(props: { readonly item: CreditItem; readonly undoUntil: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useEntryWords();
  const problem = useErrorWords();
  const { undoCredit, undoFailure } = useKiosk((kiosk) => kiosk);
  const left = useLeft(props.undoUntil);
  const { item } = props;
  const Icon = ICONS[item.state];
  const needs = item.state === 'refused' || item.state === 'stuck';
  const over = item.state === 'settled' || item.state === 'cancelled';
  const reference = item.refusal?.requestId ?? null;
  const failure = undoFailure?.creditId === item.creditId ? problem(undoFailure.error) : null;
  return (
    <li className={cx(css.wait, needs && css.stop, over && css.over)}>
      <p className={css.state}>
        <Icon className="icon" aria-hidden="true" />
        <span>{t(`waiting.${item.state}`)}</span>
      </p>
      <p className={css.what}>
        <b>{format.money(item.amount)}</b>{' '}
        {t('waiting.for', { name: item.guestName ?? t('common.thisGuest').toLowerCase() })}
      </p>
      <p className={cx(read.note, css.text)}>{words(item, left)}</p>
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
          <PressButton kind="small" onPress={() => void undoCredit(item.creditId)}>
            <Undo2 className="icon" aria-hidden="true" />
            <span>{t('waiting.undo')}</span>
          </PressButton>
        </div>
      ) : null}
    </li>
  );
}

/** Everything accepted here that Toast does not have yet, each in plain words with what happens next. */
export function Waiting() {
  const { t } = useTranslation();
  const { api, clock } = useAround();
  const format = useFormat();
  const { waiting } = useStatus();
  const { setWaitingOpen, toLookUp, screen } = useFlow((flow) => flow);
  const [store] = useState(() => createWaitingStore(api, clock));
  useEffect(() => store.getState().start(), [store]);
  const { items, error, sending, undoUntil, sendNow } = useStore(store);
  const close = (): void => setWaitingOpen(false);
  const fromLookUp = screen.name === 'look-up';
  useHardwareKeys({ onEscape: close, onEnter: fromLookUp ? close : toLookUp });
  const none = waiting.count === 0;
  return (
    <Frame
      name="waiting"
      tray={
        <>
          <TrayTop />
          {none ? null : (
            <PressButton onPress={() => void sendNow()}>
              <RefreshCw className="icon" aria-hidden="true" />
              <span>
                {sending === 'trying'
                  ? t('waiting.trying')
                  : sending === 'tried'
                    ? t('waiting.tried')
                    : t('waiting.sendNow')}
              </span>
            </PressButton>
          )}
          <Primary onPress={fromLookUp ? close : toLookUp}>{t('waiting.lookUpGuest')}</Primary>
        </>
      }
    >
      <Back onPress={close}>{fromLookUp ? t('waiting.lookUp') : t('waiting.back')}</Back>
      <ScreenTitle as="title">
        {none
          ? t('waiting.none')
          : t('waiting.title', { count: waiting.count, sum: format.money(waiting.sum) })}
      </ScreenTitle>
      <p className={cx(read.label, css.sub)}>
        {none
          ? t('waiting.noneBody')
          : items === null && error === null
            ? t('waiting.loading')
            : t('waiting.allSaved')}
        {waiting.needPerson > 0 ? ` ${t('waiting.needs', { count: waiting.needPerson })}` : ''}
      </p>
      {error === null ? null : (
        <div className={css.sub}>
          <Failure error={error} compact />
        </div>
      )}
      <ul className={css.waits} tabIndex={items !== null && items.length > 0 ? 0 : -1}>
        {(items ?? []).map((item) => (
          <Entry key={item.creditId} item={item} undoUntil={undoUntil.get(item.creditId) ?? null} />
        ))}
      </ul>
    </Frame>
  );
}
