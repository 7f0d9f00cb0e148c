import { HardDrive, RefreshCw, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { itemId } from '../../../src-preload/contract/outbox.ts';
import { useAppContext, useFlow, useFormat, useNow, useStatus } from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import type { ManagerScreens } from '../../app/lazy-screens.ts';
import { cx } from '../../ui/cx.ts';
import { Banner, BannerBody, Failure } from '../../ui/Notice.tsx';
import { Back, PressButton, Primary } from '../../ui/Press.tsx';
import read from '../../ui/Typography.module.css';
import { ScreenTitle } from '../../ui/Typography.tsx';
import css from './Waiting.module.css';
import { WaitingEntry } from './WaitingEntry.tsx';
import { createWaitingStore, decidedAt, waitsLong } from './waiting.ts';

/** So many rows are drawn before the list is there; no more than will come. */
const MAX_SKELETON_ROWS = 3;

/** Everything accepted here that Toast does not have yet, each in plain words with what happens next. */
export function Waiting(props: { readonly lazyScreens: ManagerScreens | null }) {
  const { t } = useTranslation();
  const { api, clock } = useAppContext();
  const format = useFormat();
  const now = useNow();
  const { waiting, moved, session } = useStatus();
  const { lazyScreens } = props;
  const { setWaitingOpen, toLookUp, screen } = useFlow((flow) => flow);
  const [store] = useState(() => createWaitingStore(api, clock));
  useEffect(() => store.getState().start(), [store]);
  const { items, error, sending, undoUntil, sendNow, show } = useStore(store);
  const [decidingId, setDecidingId] = useState<string | null>(null);
  const deciding = items?.find((item) => itemId(item) === decidingId);
  const close = (): void => setWaitingOpen(false);
  const fromLookUp = screen.name === 'look-up';
  const isDeciding = deciding !== undefined && lazyScreens !== null;
  // A decision has keys of its own: Enter there must not lead away from here.
  useHardwareKeys(isDeciding ? {} : { onEscape: close, onEnter: fromLookUp ? close : toLookUp });
  const none = waiting.count === 0;
  if (isDeciding) {
    return (
      <lazyScreens.ResolveEntry
        item={deciding}
        onBack={() => setDecidingId(null)}
        onDone={(list) => {
          setDecidingId(null);
          show(list);
        }}
      />
    );
  }
  return (
    <Frame
      name="waiting"
      sidePanel={
        <>
          <SidePanelTop />
          {none || moved ? null : (
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
        {none ? t('waiting.noneBody') : t('waiting.allSaved')}
        {waiting.needPerson > 0 ? ` ${t('waiting.needs', { count: waiting.needPerson })}` : ''}
      </p>
      {moved ? (
        <div className={css.sub}>
          <Banner icon={<TriangleAlert className="icon" aria-hidden="true" />} head={t('signIn.moved')}>
            <BannerBody>{t('signIn.movedSays')}</BannerBody>
          </Banner>
        </div>
      ) : null}
      {waiting.diskTrouble ? (
        <div className={css.sub}>
          <Banner icon={<HardDrive className="icon" aria-hidden="true" />} head={t('waiting.disk')}>
            <BannerBody>{t('waiting.diskBody')}</BannerBody>
          </Banner>
        </div>
      ) : null}
      {error === null ? null : (
        <div className={css.sub}>
          <Failure error={error} compact />
        </div>
      )}
      {items === null && error === null && !none ? (
        <div className={cx('late', css.bones)} role="img" aria-label={t('waiting.loading')}>
          {Array.from({ length: Math.min(waiting.count, MAX_SKELETON_ROWS) }, (_, at) => (
            <p className={css.wait} key={`bone ${String(at)}`}>
              <i />
              <i />
            </p>
          ))}
        </div>
      ) : null}
      <ul className={css.waits} tabIndex={items !== null && items.length > 0 ? 0 : -1}>
        {(items ?? []).map((item) => {
          const at = decidedAt(item, items ?? []);
          return (
            <WaitingEntry
              key={itemId(item)}
              item={item}
              undoUntil={
                item.givenBy === session?.staff.shortName ? (undoUntil.get(itemId(item)) ?? null) : null
              }
              onDecide={at === null ? null : () => setDecidingId(at)}
              onByHand={waitsLong(item, now) ? () => setDecidingId(itemId(item)) : null}
            />
          );
        })}
      </ul>
    </Frame>
  );
}
