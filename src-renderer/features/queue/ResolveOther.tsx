import { ChevronRight, CircleQuestionMark } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { GuestMatch } from '../../../src-preload/contract/guest.ts';
import type { GuestItem } from '../../../src-preload/contract/outbox.ts';
import { useAppContext, useFormat } from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { Keypad } from '../../ui/Keypad.tsx';
import { MaskedNumber } from '../../ui/MaskedNumber.tsx';
import { Failure, Trouble } from '../../ui/Notice.tsx';
import { ActionHint, Back, Primary } from '../../ui/Press.tsx';
import rows from '../../ui/Rows.module.css';
import { StillAsking } from '../../ui/StillAsking.tsx';
import read from '../../ui/Typography.module.css';
import { Digits, Facts, ScreenTitle } from '../../ui/Typography.tsx';
import { createLookUpStore, isSettled, isWhole, type LookUpStore, queryOf } from '../look-up/look-up.ts';
import { digitsMissing } from '../look-up/look-up-ways.ts';
import { ManagerPinPanel, usePin } from '../sign-in/Pin.tsx';
import type { Resolve } from './ResolveCorrect.tsx';
import css from './ResolveEntry.module.css';

/** How much moves: "2 credits, $25.00". */
function useCredits({ creditBehind: { count, sum } }: GuestItem): string {
  const { t } = useTranslation();
  const format = useFormat();
  return t('decide.credits', { count, sum: format.money(sum) });
}

/** What is still to come before a guest can be picked. */
function useFindHold(typed: string, left: number, settled: boolean, found: number): string {
  const { t } = useTranslation();
  if (typed === '') return t('lookUp.holdStart');
  if (left > 0) return t('lookUp.holdMore', { count: left });
  if (!settled) return t('lookUp.looking');
  return found > 1 ? t('decide.tapGuest') : t('decide.otherNumber');
}

/** The guest is looked up by phone. Only guests that Toast has can be given anything here. */
function Find(props: {
  readonly item: GuestItem;
  readonly lookUp: LookUpStore;
  readonly onFound: (guest: GuestMatch) => void;
  readonly onBack: () => void;
}) {
  const { t } = useTranslation();
  const { item, onFound } = props;
  const credits = useCredits(item);
  const state = useStore(props.lookUp);
  const { typed, toast, press, write, error } = state;
  const left = digitsMissing('phone', queryOf(state));
  const found = isWhole(state)
    ? (state.answer?.matches ?? []).filter((match) => !match.onlyHere && match.id !== item.guestId)
    : [];
  const settled = left === 0 && isSettled(state);
  const [only] = settled && found.length === 1 ? found : [];
  const hold = useFindHold(typed, left, settled, found.length);
  const nameOf = (match: GuestMatch): string => match.shortName ?? match.name ?? t('common.thisGuest');
  useHardwareKeys({
    onKey: press,
    onPaste: write,
    onEnter: () => (only === undefined ? undefined : onFound(only)),
    onEscape: props.onBack,
  });
  return (
    <Frame
      name="decide-find"
      sidePanel={
        <>
          <SidePanelTop low />
          <Keypad onKey={press} />
          {only === undefined ? (
            <ActionHint>{hold}</ActionHint>
          ) : (
            <Primary onPress={() => onFound(only)}>{t('decide.pick', { name: nameOf(only) })}</Primary>
          )}
        </>
      }
    >
      <Back onPress={props.onBack}>{t('decide.toChoices')}</Back>
      <ScreenTitle as="title">{t('decide.anotherTitle')}</ScreenTitle>
      <p className={cx(read.label, css.says)}>{t('decide.anotherSays', { credits })}</p>
      <Digits typed={typed} by="phone" />
      {error === null ? null : <Failure error={error} compact />}
      {toast.step === 'asking' ? <StillAsking since={toast.since} /> : null}
      {found.length === 0 ? null : (
        <ul className={cx(rows.rows, css.found)}>
          {found.map((match) => (
            <li key={match.id}>
              <Button className={rows.row ?? ''} onPress={() => onFound(match)}>
                <span>
                  <span className={rows.name}>
                    <bdi>{match.name ?? t('common.noName')}</bdi>
                  </span>
                  <span className={rows.sub}>
                    <MaskedNumber phone={match.phone} />
                    {match.email === null ? null : <bdi>{match.email}</bdi>}
                  </span>
                </span>
                <span className={rows.go}>
                  <ChevronRight className="icon" aria-hidden="true" />
                </span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {settled && found.length === 0 ? (
        <div className={css.facts}>
          {toast.step === 'failed' ? (
            <Failure error={toast.error ?? { code: 'offline' }} compact />
          ) : (
            <Trouble
              icon={<CircleQuestionMark className="icon" aria-hidden="true" />}
              what={t('decide.nobody')}
              todo={t('decide.nobodySays')}
              compact
            />
          )}
        </div>
      ) : null}
    </Frame>
  );
}

/** Who gets how much, and the PIN with which it moves. */
function Move(props: {
  readonly item: GuestItem;
  readonly guest: GuestMatch;
  readonly resolve: Resolve;
  readonly onBack: () => void;
}) {
  const { t } = useTranslation();
  const { item, guest, resolve } = props;
  const credits = useCredits(item);
  const pin = usePin((digits) => resolve({ do: 'use-existing', guestId: guest.id }, digits));
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit, onEscape: props.onBack });
  const name = guest.name ?? t('common.noName');
  return (
    <Frame
      name="decide-move"
      sidePanel={
        <ManagerPinPanel
          pin={pin}
          act={
            <Primary onPress={pin.submit} busy={pin.checking}>
              {pin.checking ? t('decide.asking') : t('decide.moveDo', { name: guest.shortName ?? name })}
            </Primary>
          }
          hold={t('decide.typePin')}
        />
      }
    >
      <Back onPress={props.onBack}>{t('decide.toNumber')}</Back>
      <ScreenTitle as="title">{t('decide.moveTitle')}</ScreenTitle>
      <div className={css.facts}>
        <Facts
          facts={[
            [t('decide.moveTo'), <bdi key="name">{name}</bdi>],
            [t('newGuest.phone'), <MaskedNumber key="phone" phone={guest.phone} />],
            [t('decide.moveCredit'), credits],
            item.guestName === null ? null : [t('decide.moveNot'), <bdi key="not">{item.guestName}</bdi>],
          ]}
        />
      </div>
      <p className={cx(read.label, css.will)}>{t('decide.willMove')}</p>
    </Frame>
  );
}

/** A manager gives all credit behind a new guest to another guest, found by phone. */
export function DecideAnother(props: {
  readonly item: GuestItem;
  readonly resolve: Resolve;
  readonly onBack: () => void;
}) {
  const { api, clock } = useAppContext();
  const [lookUp] = useState(() => createLookUpStore(api, clock));
  useEffect(() => () => lookUp.getState().reset(), [lookUp]);
  const [guest, setGuest] = useState<GuestMatch | null>(null);
  return guest === null ? (
    <Find item={props.item} lookUp={lookUp} onFound={setGuest} onBack={props.onBack} />
  ) : (
    <Move item={props.item} guest={guest} resolve={props.resolve} onBack={() => setGuest(null)} />
  );
}
