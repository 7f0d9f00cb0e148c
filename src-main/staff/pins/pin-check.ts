import type { AppError } from '../../../src-preload/contract/errors.ts';
import { err, ok, type Result } from '../../../src-preload/contract/result.ts';
import { leastDigits, type StaffName } from '../../../src-preload/contract/staff.ts';
import type { PinPlace, WriteLedger } from '../../domain/ledger-event.ts';
import type { Clock } from '../../ports.ts';
import type { Roster } from '../roster.ts';
import type { Lockout } from './lockout.ts';
import { type PinHash, verifyPin } from './pin-hash.ts';

export type PinError = Extract<
  AppError,
  { code: 'wrong-pin' | 'pin-locked' | 'pin-must-change' | 'keys-lost' }
>;

/** Says whose PIN this is. One check at a time; every way to be wrong costs the same time and one try. */
export type CheckPin = (pin: string, where: PinPlace) => Promise<Result<StaffName, PinError>>;

/**
 * Opens a locked keypad for a manager. Two of the tries are kept for it. It has one answer for everything that is not a
 * manager's PIN: it tells no one whether a PIN is someone's. The lock it does not open stays as it was.
 */
export type OpenKeypad = (
  pin: string,
) => Promise<Result<null, PinError | Extract<AppError, { code: 'keypad-not-opened' }>>>;

/**
 * Whether a PIN has to be changed: it has fewer digits than its owner's role needs, or, where all PINs have one length
 * (`pinDigits`), another length.
 */
export const mustChange = (
  pin: string,
  { role }: Pick<StaffName, 'role'>,
  pinDigits: number | null,
): boolean => (pinDigits === null ? pin.length < leastDigits(role) : pin.length !== pinDigits);

export interface PinCheckPorts {
  readonly roster: Pick<Roster, 'byPin'>;
  readonly lockout: Lockout;
  readonly clock: Clock;
  readonly key: Buffer;
  /** Verified in place of a PIN no one has, so that the wait does not tell the two apart. */
  readonly decoy: PinHash;
  readonly record: WriteLedger;
  readonly signedIn: () => StaffName | null;
  /** How many digits each PIN has; null where lengths differ. */
  readonly pinDigits: number | null;
}

export interface PinChecks {
  readonly checkPin: CheckPin;
  /** The same, for a PIN that its owner has to change as well: it serves to choose a longer one, and nothing else. */
  readonly checkEvenShort: CheckPin;
  readonly openKeypad: OpenKeypad;
}

export function createPinChecks(ports: PinCheckPorts): PinChecks {
  const { roster, lockout, clock, key, decoy, record, signedIn, pinDigits } = ports;
  let queue: Promise<unknown> = Promise.resolve();
  /** Side by side, several guesses could all pass the same count. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const answer = queue.then(work);
    queue = answer.catch(() => undefined);
    return answer;
  };

  const locked = (leftMs: number): { ok: false; error: PinError } =>
    err({ code: 'pin-locked', untilMs: clock.now() + leftMs, leftMs });

  const whose = async (pin: string): Promise<StaffName | null> => {
    const found = roster.byPin(pin);
    const right = await verifyPin(key, pin, found?.hash ?? decoy);
    return found && right ? found.staff : null;
  };

  const checkEvenShort: CheckPin = async (pin, where) => {
    // On disk before the PIN is looked at.
    const attempt = lockout.begin();
    if (!attempt) return locked(lockout.leftMs());
    const staff = await whose(pin);
    if (staff) {
      attempt.wasRight();
      return ok(staff);
    }
    record({ kind: 'pin-failed', where, by: signedIn() });
    const nowLocked = lockout.leftMs();
    if (nowLocked === 0) return err({ code: 'wrong-pin', triesLeft: attempt.left });
    record({ kind: 'locked-out', where, forMs: nowLocked });
    return locked(nowLocked);
  };

  const check: CheckPin = async (pin, where) => {
    const checked = await checkEvenShort(pin, where);
    return checked.ok && mustChange(pin, checked.value, pinDigits)
      ? err({ code: 'pin-must-change', least: pinDigits ?? leastDigits(checked.value.role) })
      : checked;
  };

  const open: OpenKeypad = async (pin) => {
    if (lockout.leftMs() === 0) return ok(null);
    const attempt = lockout.beginLift();
    if (!attempt) return locked(lockout.leftMs());
    const staff = await whose(pin);
    if (staff?.role === 'manager' && !mustChange(pin, staff, pinDigits)) {
      attempt.wasRight();
      lockout.lift();
      record({ kind: 'lock-lifted', by: staff, how: 'pin' });
      return ok(null);
    }
    record({ kind: 'pin-failed', where: 'open-keypad', by: signedIn() });
    return err({ code: 'keypad-not-opened', triesLeft: attempt.left, leftMs: lockout.leftMs() });
  };

  return {
    checkPin: (pin, where) => inTurn(() => check(pin, where)),
    checkEvenShort: (pin, where) => inTurn(() => checkEvenShort(pin, where)),
    openKeypad: (pin) => inTurn(() => open(pin)),
  };
}
