import { useTranslation } from 'react-i18next';
import { useKiosk, useStatus } from '../../app/app-context.tsx';
import { SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import { Keypad } from '../../ui/Keypad.tsx';
import { ActionHint, Back, Primary } from '../../ui/Press.tsx';
import { PinDots } from '../../ui/Typography.tsx';
import { PinLock, usePin } from './Pin.tsx';
import { canSubmit } from './pin.ts';
import css from './SignIn.module.css';

/**
 * In the place of the tray: another person takes over what is on the screen with their PIN. Until it is accepted, the one
 * who is signed in stays so; then they are signed out, and nothing of theirs goes on but what is on the screen.
 */
export function SwitchUser(props: {
  /** The guest who stays on the screen; null where it is a form. */
  readonly guest: string | null;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const { session } = useStatus();
  const { signIn, lockedUntil } = useKiosk((kiosk) => kiosk);
  const { guest, onDone } = props;
  const stays = guest === null ? t('switch.formStays') : t('switch.guestStays', { name: guest });
  const pin = usePin(
    async (typed) => {
      const answer = await signIn(typed, true);
      if (answer.ok) onDone();
      return answer;
    },
    { opens: true, lockedUntil },
  );
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit, onEscape: onDone });
  const locked = pin.lockedUntil;
  return (
    <>
      <SidePanelTop low>
        <Back className={css.wait} onPress={onDone}>
          {t('switch.stay', { name: session?.staff.shortName ?? '' })}
        </Back>
        {locked === null ? (
          <PinDots label={t('switch.who')} pin={pin} problem={pin.problem} />
        ) : (
          <PinLock until={locked} />
        )}
      </SidePanelTop>
      <Keypad onKey={pin.press} off={locked !== null} />
      {pin.checking || canSubmit(pin) ? (
        <Primary onPress={pin.submit} busy={pin.checking}>
          {pin.checking ? t('signIn.checking') : t('switch.take')}
        </Primary>
      ) : (
        <ActionHint>{locked === null ? stays : t('signIn.lockedHold')}</ActionHint>
      )}
    </>
  );
}
