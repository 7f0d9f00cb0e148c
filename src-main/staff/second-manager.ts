import { createHash } from 'node:crypto';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { WriteLedger } from '../domain/ledger-event.ts';
import type { Clock } from '../ports.ts';
import type { CheckPin } from './pins/pin-check.ts';

/** How long what was asked waits for the second manager, and their word for it to be used, ms. */
export const SECOND_MANAGER_MS = 2 * 60_000;

/**
 * What one manager may not do alone, where the restaurant has turned that on. It is refused once; a second manager types their
 * PIN, and the very same request of the same manager then passes, once.
 */
export interface SecondManager {
  /** Whether this may be done now. Where not, it waits for a second manager's word. Uses that word up. */
  readonly allows: (by: StaffName, request: string, content: unknown) => boolean;
  /** A second manager's PIN for what was asked last. */
  readonly confirm: (by: StaffName, pin: string) => Promise<Result<null, AppError>>;
}

export interface SecondManagerPorts {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly checkPin: CheckPin;
  readonly record: WriteLedger;
}

interface Asked {
  readonly request: string;
  /** Of the manager and the whole request; nothing of it is kept. */
  readonly digest: string;
  readonly until: number;
}

export function createSecondManager({ clock, checkPin, record }: SecondManagerPorts): SecondManager {
  let asked: Asked | null = null;
  let agreed: Asked | null = null;
  const waits = (one: Asked | null): one is Asked => one !== null && clock.monotonic() < one.until;
  const until = (): number => clock.monotonic() + SECOND_MANAGER_MS;

  return {
    allows: (by, request, content) => {
      const text = JSON.stringify([by.id, request, content]);
      const digest = createHash('sha256').update(text).digest('hex');
      const passes = waits(agreed) && agreed.digest === digest;
      agreed = null;
      asked = passes ? null : { request, digest, until: until() };
      return passes;
    },
    confirm: async (by, pin) => {
      const what = asked;
      if (!waits(what)) return err({ code: 'not-possible' });
      const checked = await checkPin(pin, 'second-manager');
      if (!checked.ok) return checked;
      const second = checked.value;
      if (second.role !== 'manager') return err({ code: 'approver-not-manager' });
      if (second.id === by.id) return err({ code: 'second-manager-same' });
      // It may have run out, or been followed by another, while the PIN was checked.
      if (asked !== what || !waits(what)) return err({ code: 'not-possible' });
      record({ kind: 'second-manager', by: second, first: by, request: what.request });
      agreed = { ...what, until: until() };
      asked = null;
      return ok(null);
    },
  };
}
