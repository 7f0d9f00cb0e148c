import type { AppError } from '../../src-preload/contract/errors.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { Clock } from '../ports.ts';
import type { Lockout } from './lockout.ts';
import { type PinHash, verifyPin } from './pin-hash.ts';
import type { Roster } from './roster.ts';

export type PinError = Extract<AppError, { code: 'wrong-pin' | 'pin-locked' }>;

/** Says whose PIN this is. One check at a time; every way to be wrong costs the same time and one try. */
export type CheckPin = (pin: string) => Promise<Result<StaffName, PinError>>;

export interface PinCheckPorts {
  readonly roster: Roster;
  readonly lockout: Lockout;
  readonly clock: Clock;
  readonly key: Buffer;
  /** Verified in place of a PIN nobody has, so that the wait does not tell the two apart. */
  readonly decoy: PinHash;
}

export function createPinCheck({ roster, lockout, clock, key, decoy }: PinCheckPorts): CheckPin {
  let queue: Promise<unknown> = Promise.resolve();

  const locked = (leftMs: number): Result<StaffName, PinError> =>
    err({ code: 'pin-locked', untilMs: clock.now() + leftMs, leftMs });

  const check = async (pin: string): Promise<Result<StaffName, PinError>> => {
    const left = lockout.leftMs();
    if (left > 0) return locked(left);
    // On disk before the PIN is looked at.
    const triesLeft = lockout.beginTry();
    const found = roster.byPin(pin);
    const right = await verifyPin(key, pin, found?.hash ?? decoy);
    if (found && right) {
      lockout.tryWasRight();
      return ok(found.staff);
    }
    const nowLocked = lockout.tryWasWrong();
    return nowLocked > 0 ? locked(nowLocked) : err({ code: 'wrong-pin', triesLeft });
  };

  return (pin) => {
    // Side by side, several guesses could all pass the same count.
    const answer = queue.then(() => check(pin));
    queue = answer.catch(() => undefined);
    return answer;
  };
}
