import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useAround } from '../../app/app-context.tsx';
import { TrayTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import { Keypad } from '../../ui/Keypad.tsx';
import { Back, Hold, Primary } from '../../ui/Press.tsx';
import { PinDots } from '../../ui/Typography.tsx';
import { PinLock, usePin } from '../sign-in/Pin.tsx';
import { canSubmit } from '../sign-in/pin.ts';

/** In place of the tray: a second manager agrees to what is on the screen, or it stays as it was. */
export function SecondManager() {
  const { t } = useTranslation();
  const { confirm, cancel } = useStore(useAround().stores.second);
  const pin = usePin(confirm);
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit, onEscape: cancel }, 'above');
  const locked = pin.lockedUntil;
  return (
    <>
      <TrayTop low>
        <Back onPress={cancel}>{t('second.cancel')}</Back>
        {locked === null ? (
          <PinDots label={t('second.pin')} pin={pin} problem={pin.problem} />
        ) : (
          <PinLock until={locked} />
        )}
      </TrayTop>
      <Keypad onKey={pin.press} off={locked !== null} />
      {pin.checking || canSubmit(pin) ? (
        <Primary onPress={pin.submit} busy={pin.checking}>
          {pin.checking ? t('signIn.checking') : t('second.agree')}
        </Primary>
      ) : (
        <Hold>{locked === null ? t('second.hold') : t('signIn.lockedHold')}</Hold>
      )}
    </>
  );
}
