import { Lock } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useAppContext, useErrorWords, useLeft, useStatus } from '../../app/app-context.tsx';
import { SidePanelTop } from '../../app/Frame.tsx';
import { countdown } from '../../text/format.ts';
import { Keypad } from '../../ui/Keypad.tsx';
import { Trouble } from '../../ui/Notice.tsx';
import { ActionHint } from '../../ui/Press.tsx';
import { PinDots } from '../../ui/Typography.tsx';
import {
  canSubmit,
  createPinStore,
  type PinActions,
  type PinOptions,
  type PinState,
  type PinStore,
} from './pin.ts';

/** A sentence with the time left in it, set off from its words. */
export function CountedDown(props: { readonly until: number; readonly words: (clock: string) => string }) {
  const left = useLeft(props.until);
  const [before, after] = props.words('\u0000').split('\u0000');
  return (
    <>
      {before}
      <b>{countdown(left)}</b>
      {after}
    </>
  );
}

/** The keypad is locked: until when, counted down. */
export function PinLock(props: { readonly until: number; readonly notOpened?: boolean }) {
  const { t } = useTranslation();
  const words = (clock: string): string =>
    props.notOpened === true ? t('signIn.notOpened', { clock }) : t('signIn.lockedUntil', { clock });
  return (
    <Trouble
      icon={<Lock className="icon" aria-hidden="true" />}
      what={t('signIn.locked')}
      todo={<CountedDown until={props.until} words={words} />}
      compact
    />
  );
}

/** Digits that are typed on this screen and gone with it. `check` is the first drawing's: it must not close over what changes. */
export function usePinStore(check: Parameters<typeof createPinStore>[1], options?: PinOptions): PinStore {
  const { clock } = useAppContext();
  const [store] = useState(() => createPinStore(clock, check, options));
  useEffect(() => store.getState().enter(), [store]);
  return store;
}

/** A PIN that is being typed. */
export interface TypedPin extends PinState, PinActions {
  /** What its answer says, in place; null while there is none, and while the lock says it. */
  readonly problem: string | null;
}

/** What a PIN is typed for. */
interface PinUse extends Omit<PinOptions, 'submitsAt'> {
  /**
   * It opens something and does nothing by itself: where all PINs have one length, it is submitted at its last digit. What
   * gives, approves or decides keeps the button that says so.
   */
  readonly opens?: boolean;
  /** Until when the keypad is known to be locked, on the monotonic clock. */
  readonly lockedUntil?: number | null;
}

/** A PIN typed on this screen: {@link usePinStore} as it now is, and what its answer says. */
export function usePin(check: Parameters<typeof createPinStore>[1], use: PinUse = {}): TypedPin {
  const { clock } = useAppContext();
  const { pinDigits } = useStatus();
  const words = useErrorWords();
  const { opens = false, lockedUntil = null, ...options } = use;
  const known = lockedUntil === null ? {} : { lockedForMs: Math.max(0, lockedUntil - clock.steady()) };
  const submits = opens && pinDigits !== null ? { submitsAt: pinDigits } : {};
  const pin = useStore(usePinStore(check, { ...options, ...known, ...submits }));
  return { ...pin, problem: problemOf(pin, words) };
}

function problemOf({ error }: PinState, words: ReturnType<typeof useErrorWords>): string | null {
  if (error === null || error.code === 'pin-locked') return null;
  const { what, todo } = words(error);
  return error.code === 'wrong-pin' || error.code === 'keypad-not-opened' ? what : `${what}. ${todo}`;
}

/** The tray in which a manager types their PIN for one thing. */
export function ManagerPinPanel(props: {
  readonly pin: TypedPin;
  /** The button that does it, once the PIN can be one. */
  readonly act: ReactNode;
  /** What is still missing. */
  readonly hold: string;
  /** Whether a PIN is all that is missing. */
  readonly ready?: boolean;
}) {
  const { t } = useTranslation();
  const { pin, ready = true } = props;
  const locked = pin.lockedUntil;
  return (
    <>
      <SidePanelTop low>
        {locked === null ? (
          <PinDots label={t('signIn.managerPin')} pin={pin} problem={pin.problem} />
        ) : (
          <PinLock until={locked} />
        )}
      </SidePanelTop>
      <Keypad onKey={pin.press} off={locked !== null} />
      {ready && (pin.checking || canSubmit(pin)) ? (
        props.act
      ) : (
        <ActionHint>{ready && locked !== null ? t('signIn.lockedHold') : props.hold}</ActionHint>
      )}
    </>
  );
}
