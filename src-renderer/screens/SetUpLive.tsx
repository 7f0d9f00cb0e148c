import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { SetUp } from '../../src-preload/contract/set-up.ts';
import { MANAGER_PIN_MIN } from '../../src-preload/contract/staff.ts';
import { useHardwareKeys } from '../app/hardware-keys.ts';
import { canSubmit } from '../state/pin.ts';
import { isComplete, type SetUpStore } from '../state/set-up.ts';
import { Keypad } from '../ui/Keypad.tsx';
import { Hold, Primary } from '../ui/Press.tsx';
import { PinDots } from '../ui/Read.tsx';
import { PinLock, usePin } from './Pin.tsx';

/** The one step that goes live: the first manager's PIN, twice, and the press. */
export function SetUpLive(props: {
  readonly store: SetUpStore;
  readonly setUp: SetUp;
  readonly onBack: () => void;
}) {
  const [first, setFirst] = useState<string | null>(null);
  const [differs, setDiffers] = useState(false);
  const finish = useStore(props.store, (state) => state.finish);
  const onPin = async (pin: string): Promise<Result<null, AppError>> => {
    if (first === null) {
      setDiffers(false);
      setFirst(pin);
      return ok(null);
    }
    // Whatever comes of it, a PIN that was refused is typed anew from the start.
    setFirst(null);
    if (pin !== first) {
      setDiffers(true);
      return ok(null);
    }
    return await finish(pin);
  };
  // Made anew for the second time, so that it compares with what was typed the first.
  return (
    <TypePin
      key={first === null ? 'first' : 'again'}
      {...props}
      again={first !== null}
      differs={differs}
      onPin={onPin}
    />
  );
}

function TypePin(props: {
  readonly store: SetUpStore;
  readonly setUp: SetUp;
  readonly onBack: () => void;
  readonly again: boolean;
  readonly differs: boolean;
  readonly onPin: (pin: string) => Promise<Result<null, AppError>>;
}) {
  const { t } = useTranslation();
  const pin = usePin(props.onPin, { least: MANAGER_PIN_MIN });
  const busy = useStore(props.store, (state) => state.busy);
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit, onEscape: props.onBack });
  if (!isComplete('live', props.setUp)) return <Hold>{t('setUp.live.weak')}</Hold>;
  const locked = pin.lockedUntil;
  return (
    <>
      {locked === null ? (
        <PinDots
          label={
            props.again
              ? t('setUp.manager.pinAgain')
              : t('setUp.manager.pin', { name: props.setUp.managerName })
          }
          pin={pin}
          problem={props.differs && pin.digits === '' ? t('setUp.manager.differs') : pin.problem}
        />
      ) : (
        <PinLock until={locked} />
      )}
      <Keypad onKey={pin.press} off={locked !== null || busy} />
      {busy ? (
        <Hold>{t('setUp.live.going')}</Hold>
      ) : canSubmit(pin) ? (
        <Primary onPress={pin.submit}>
          {props.again ? t('setUp.live.go') : t('setUp.manager.pinNext')}
        </Primary>
      ) : (
        <Hold>{t('setUp.manager.pinHold')}</Hold>
      )}
    </>
  );
}
