import { EyeOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { useAround, useFlow } from '../app/context.tsx';
import { useHardwareKeys } from '../app/hardware-keys.ts';
import { ask } from '../state/ask.ts';
import { firstName } from '../state/names.ts';
import { canSubmit, createPinStore } from '../state/pin.ts';
import type { ScreenOf, Who } from '../state/screen.ts';
import { cx } from '../ui/cx.ts';
import { Frame, TrayTop } from '../ui/Frame.tsx';
import { Keypad } from '../ui/Keypad.tsx';
import { Failure } from '../ui/Notice.tsx';
import { Back, Hold, PressButton, Primary } from '../ui/Press.tsx';
import read from '../ui/Read.module.css';
import { PinDots, ScreenTitle } from '../ui/Read.tsx';
import css from './Guest.module.css';
import { PinLock, usePinProblem } from './SignIn.tsx';

/** A manager's PIN opens a visit for this one thing. */
function Asking(props: { readonly who: Who }) {
  const { t } = useTranslation();
  const { api, clock, stores } = useAround();
  const { openGuest, forgotten } = useFlow((flow) => flow);
  const { who } = props;
  const [refused, setRefused] = useState<AppError | null>(null);
  const [store] = useState(() =>
    createPinStore(clock, async (pin) => {
      const manager = stores.manager.getState();
      setRefused(null);
      const entered = await manager.enter(pin);
      if (!entered.ok) return entered;
      const answer = await ask<'forgetGuest'>(api.forgetGuest({ guestId: who.id }));
      manager.leave();
      if (answer.ok) forgotten();
      else setRefused(answer.error);
      return entered;
    }),
  );
  useEffect(() => store.getState().enter(), [store]);
  const pin = useStore(store);
  const problem = usePinProblem(store);
  const back = (): void => openGuest(who);
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit, onEscape: back });
  const locked = pin.lockedUntil;
  const name = who.name ?? t('common.noName');
  const short = firstName(who) ?? t('common.thisGuest');
  return (
    <Frame
      name="forget-guest"
      tray={
        <>
          <TrayTop low>
            {locked === null ? (
              <PinDots label={t('approve.managerPin')} digits={pin.digits.length} problem={problem} />
            ) : (
              <PinLock until={locked} />
            )}
          </TrayTop>
          <Keypad onKey={pin.press} off={locked !== null} />
          {pin.checking || canSubmit(pin) ? (
            // What takes something away is never green.
            <PressButton kind="tall" onPress={pin.submit}>
              <EyeOff className="icon" aria-hidden="true" />
              <span>{pin.checking ? t('signIn.checking') : t('guest.forget.do', { name: short })}</span>
            </PressButton>
          ) : (
            <Hold>{locked === null ? t('guest.forget.hold') : t('signIn.lockedHold')}</Hold>
          )}
        </>
      }
    >
      <Back onPress={back}>{t('guest.backToName', { name: short })}</Back>
      <ScreenTitle as="title">{t('guest.forget.title', { name })}</ScreenTitle>
      <p className={cx(read.lead, css.says)}>{t('guest.forget.goes')}</p>
      <p className={cx(read.lead, css.says)}>{t('guest.forget.stays')}</p>
      <p className={cx(read.label, css.says)}>{t('guest.forget.record')}</p>
      {refused === null ? null : (
        <div className={css.failure}>
          <Failure error={refused} />
        </div>
      )}
    </Frame>
  );
}

/** Has this kiosk forget a guest: asked first, done by a manager, and said when it is done. */
export function GuestForget(props: { readonly screen: ScreenOf<'forget-guest'> }) {
  const { t } = useTranslation();
  const toLookUp = useFlow((flow) => flow.toLookUp);
  const { who } = props.screen;
  const gone = who === null;
  useHardwareKeys(gone ? { onEnter: toLookUp, onEscape: toLookUp } : {});
  if (!gone) return <Asking who={who} />;
  return (
    <Frame
      key="gone"
      name="forget-guest"
      tray={
        <>
          <TrayTop />
          <Primary onPress={toLookUp}>{t('guest.nextGuest')}</Primary>
        </>
      }
    >
      <Back onPress={toLookUp}>{t('guest.back')}</Back>
      <ScreenTitle as="title">{t('guest.forget.done')}</ScreenTitle>
      <p className={cx(read.lead, css.says)}>{t('guest.forget.doneSays')}</p>
    </Frame>
  );
}
