import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useAround, useManager } from '../app/context.tsx';
import { useHardwareKeys } from '../app/hardware-keys.ts';
import { canSubmit, createPinStore } from '../state/pin.ts';
import { cx } from '../ui/cx.ts';
import { Frame, TrayTop } from '../ui/Frame.tsx';
import { Keypad } from '../ui/Keypad.tsx';
import { Back, Hold, Primary } from '../ui/Press.tsx';
import read from '../ui/Read.module.css';
import { PinDots, ScreenTitle } from '../ui/Read.tsx';
import css from './Manager.module.css';
import { PinLock, usePinProblem } from './SignIn.tsx';

/** Asked once a visit, whoever is signed in: these screens are for a manager who stands here now. */
export function ManagerPin() {
  const { t } = useTranslation();
  const { clock, stores } = useAround();
  const enter = useManager((manager) => manager.enter);
  const [store] = useState(() => createPinStore(clock, enter));
  useEffect(() => store.getState().enter(), [store]);
  const pin = useStore(store);
  const problem = usePinProblem(store);
  const back = (): void => stores.leaveManager();
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit, onEscape: back });
  const locked = pin.lockedUntil;
  return (
    <Frame
      name="manager-pin"
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
            <Primary onPress={pin.submit}>{pin.checking ? t('signIn.checking') : t('manager.open')}</Primary>
          ) : (
            <Hold>{locked === null ? t('manager.hold') : t('signIn.lockedHold')}</Hold>
          )}
        </>
      }
    >
      <Back onPress={back}>{t('manager.back')}</Back>
      <ScreenTitle as="title">{t('manager.title')}</ScreenTitle>
      <p className={cx(read.label, css.sub)}>{t('manager.says')}</p>
    </Frame>
  );
}
