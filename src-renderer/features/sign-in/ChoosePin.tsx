import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { AppError } from '../../../src-preload/contract/errors.ts';
import { ok, type Result } from '../../../src-preload/contract/result.ts';
import { useErrorWords, useStatus } from '../../app/app-context.tsx';
import { SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import { Keypad } from '../../ui/Keypad.tsx';
import { ActionHint, Primary } from '../../ui/Press.tsx';
import { PinDots } from '../../ui/Typography.tsx';
import { usePinStore } from './Pin.tsx';
import { canSubmit } from './pin.ts';

/** The person types a PIN of their own, twice: the manager at their side need not know it. */
export function ChoosePin(props: {
  readonly primary: string;
  readonly least: number;
  /** Other words than a manager's beside the person. */
  readonly label?: string;
  readonly hold?: string;
  readonly onPin: (pin: string) => Promise<Result<null, AppError>>;
}) {
  const { t } = useTranslation();
  const words = useErrorWords();
  const [first, setFirst] = useState<string | null>(null);
  const [differs, setDiffers] = useState(false);
  // The store is another one the second time, so that it compares with what was typed the first.
  return (
    <TypePin
      key={first === null ? 'first' : 'again'}
      label={first === null ? (props.label ?? t('staff.pinTheirs')) : t('staff.pinAgain')}
      problem={differs ? t('staff.pinDiffers') : null}
      primary={first === null ? t('staff.pinNext') : props.primary}
      least={props.least}
      hold={props.hold ?? t('staff.pinHold')}
      words={(error) => {
        const { what, todo } = words(error);
        return `${what}. ${todo}`;
      }}
      onPin={async (pin) => {
        if (first === null) {
          setDiffers(false);
          setFirst(pin);
          return ok(null);
        }
        if (pin !== first) {
          setDiffers(true);
          setFirst(null);
          return ok(null);
        }
        const answer = await props.onPin(pin);
        if (!answer.ok) setFirst(null);
        return answer;
      }}
    />
  );
}

function TypePin(props: {
  readonly label: string;
  readonly problem: string | null;
  readonly primary: string;
  readonly least: number;
  readonly hold: string;
  readonly words: (error: AppError) => string;
  readonly onPin: (pin: string) => Promise<Result<null, AppError>>;
}) {
  const { t } = useTranslation();
  const { pinDigits } = useStatus();
  const length = pinDigits === null ? { least: props.least } : { least: pinDigits, most: pinDigits };
  const pin = useStore(usePinStore(props.onPin, length));
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit });
  const problem = pin.error === null ? props.problem : props.words(pin.error);
  return (
    <>
      <SidePanelTop low>
        <PinDots label={props.label} pin={pin} problem={pin.digits === '' ? problem : null} />
      </SidePanelTop>
      <Keypad onKey={pin.press} off={pin.lockedUntil !== null} />
      {pin.checking || canSubmit(pin) ? (
        <Primary onPress={pin.submit} busy={pin.checking}>
          {pin.checking ? t('staff.working') : props.primary}
        </Primary>
      ) : (
        <ActionHint>{props.hold}</ActionHint>
      )}
    </>
  );
}
