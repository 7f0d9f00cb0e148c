import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useAppContext } from '../../app/app-context.tsx';
import { SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import { Keypad } from '../../ui/Keypad.tsx';
import { ActionHint, Back, Primary } from '../../ui/Press.tsx';
import { PinDots } from '../../ui/Typography.tsx';
import { PinLock, usePin } from '../sign-in/Pin.tsx';
import { canSubmit } from '../sign-in/pin.ts';

/** In place of the tray: a second manager agrees to what is on the screen, or it stays as it was. */
export function SecondManager() {
  const { t } = useTranslation();
  const { confirm, cancel } = useStore(useAppContext().stores.second);
  const pin = usePin(confirm);
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit, onEscape: cancel }, 'above');
  const locked = pin.lockedUntil;
  return (
    <>
      <SidePanelTop low>
        <Back onPress={cancel}>{t('second.cancel')}</Back>
        {locked === null ? (
          <PinDots label={t('second.pin')} pin={pin} problem={pin.problem} />
        ) : (
          <PinLock until={locked} />
        )}
      </SidePanelTop>
      <Keypad onKey={pin.press} off={locked !== null} />
      {pin.checking || canSubmit(pin) ? (
        <Primary onPress={pin.submit} busy={pin.checking}>
          {pin.checking ? t('signIn.checking') : t('second.agree')}
        </Primary>
      ) : (
        <ActionHint>{locked === null ? t('second.hold') : t('signIn.lockedHold')}</ActionHint>
      )}
    </>
  );
}
