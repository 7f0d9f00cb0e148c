import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { AppError } from '../../../src-preload/contract/errors.ts';
import { ok, type Result } from '../../../src-preload/contract/result.ts';
import type { SetUp } from '../../../src-preload/contract/set-up.ts';
import { MANAGER_PIN_MIN } from '../../../src-preload/contract/staff.ts';
import { useStatus } from '../../app/app-context.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import { Keypad } from '../../ui/Keypad.tsx';
import { ActionHint, Primary } from '../../ui/Press.tsx';
import { PinDots } from '../../ui/Typography.tsx';
import { PinLock, usePin } from '../sign-in/Pin.tsx';
import { canSubmit } from '../sign-in/pin.ts';
import { isComplete, knowsManagers, type SetUpStore } from './setup.ts';

/** The one step that goes live: the first manager's PIN, twice, and the press. */
export function SetUpLive(props: {
  readonly store: SetUpStore;
  readonly setUp: SetUp;
  readonly onBack: () => void;
}) {
  const { t } = useTranslation();
  const [first, setFirst] = useState<string | null>(null);
  const [differs, setDiffers] = useState(false);
  const finish = useStore(props.store, (state) => state.finish);
  // A manager whose PIN is in the records already has it checked; a new one is typed twice.
  const known = knowsManagers(props.setUp);
  const onPin = async (pin: string): Promise<Result<null, AppError>> => {
    if (known) return await finish(pin);
    if (first === null) {
      setDiffers(false);
      setFirst(pin);
      return ok(null);
    }
    // In any case a rejected PIN has to be typed again from the start.
    setFirst(null);
    if (pin !== first) {
      setDiffers(true);
      return ok(null);
    }
    return await finish(pin);
  };
  // Rebuilt for the second time, so that it compares with what was typed the first.
  return (
    <TypePin
      key={first === null ? 'first' : 'again'}
      {...props}
      known={known}
      last={known || first !== null}
      label={
        known
          ? t('approve.managerPin')
          : first === null
            ? t('setUp.manager.pin', { name: props.setUp.managerName })
            : t('setUp.manager.pinAgain')
      }
      differs={differs}
      hold={known ? t('moving.hold') : t('setUp.manager.pinHold')}
      onPin={onPin}
    />
  );
}

function TypePin(props: {
  readonly store: SetUpStore;
  readonly setUp: SetUp;
  readonly onBack: () => void;
  /** It is someone's already, no matter how many digits it has. */
  readonly known: boolean;
  /** Nothing more is typed after it. */
  readonly last: boolean;
  readonly label: string;
  readonly differs: boolean;
  /** What is still missing. */
  readonly hold: string;
  readonly onPin: (pin: string) => Promise<Result<null, AppError>>;
}) {
  const { t } = useTranslation();
  const { pinDigits } = useStatus();
  const chosen = props.known ? null : pinDigits;
  const pin = usePin(
    props.onPin,
    chosen === null ? { least: MANAGER_PIN_MIN } : { least: chosen, most: chosen },
  );
  const busy = useStore(props.store, (state) => state.busy);
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit, onEscape: props.onBack });
  if (!isComplete('live', props.setUp)) return <ActionHint>{t('setUp.live.weak')}</ActionHint>;
  const locked = pin.lockedUntil;
  return (
    <>
      {locked === null ? (
        <PinDots
          label={props.label}
          pin={pin}
          problem={props.differs && pin.digits === '' ? t('setUp.manager.differs') : pin.problem}
        />
      ) : (
        <PinLock until={locked} />
      )}
      <Keypad onKey={pin.press} off={locked !== null || busy} />
      {busy ? (
        <ActionHint>{t('setUp.live.going')}</ActionHint>
      ) : canSubmit(pin) ? (
        <Primary onPress={pin.submit}>{props.last ? t('setUp.live.go') : t('setUp.manager.pinNext')}</Primary>
      ) : (
        <ActionHint>{props.hold}</ActionHint>
      )}
    </>
  );
}
