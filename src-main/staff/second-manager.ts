import { createHash } from 'node:crypto';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { WriteLedger } from '../domain/ledger-event.ts';
import type { Clock } from '../ports.ts';
import type { CheckPin } from './pins/pin-check.ts';

/** How long what was asked waits for the second manager, and their word for it to be used, ms. */
export const SECOND_MANAGER_MS = 2 * 60_000;

/** What one manager asks for. */
interface Asking {
  readonly by: StaffName;
  readonly request: string;
  readonly content: unknown;
  /** Whether the restaurant wants a second manager; as in the records in use where it is not given. */
  readonly wanted?: boolean;
  /** Looks at the second manager's PIN, and writes that they agreed, in the records whose managers these are. */
  readonly door?: PinDoor;
}

/** Runs `work` for the person whose PIN this is, with the log of the records that know them. */
type PinDoor = (
  pin: string,
  work: (second: StaffName, record: WriteLedger) => Result<null, AppError>,
) => Promise<Result<null, AppError>>;

/**
 * What one manager may not do alone, where the restaurant has turned that on. It is refused once; a second manager types their
 * PIN, and the very same request of the same manager then passes, once.
 */
export interface SecondManager {
  /** Whether this may be done now. Where not, it waits for a second manager's word. Uses that word up. */
  readonly allows: (asking: Asking) => boolean;
  /** Whether what is waiting is this request. */
  readonly waitsFor: (request: string) => boolean;
  /** A second manager's PIN for what was asked last. */
  readonly confirm: (pin: string) => Promise<Result<null, AppError>>;
}

export interface SecondManagerPorts {
  /** Whether the restaurant wants a second manager. */
  readonly wanted: boolean;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly checkPin: CheckPin;
  readonly record: WriteLedger;
}

interface Asked {
  readonly by: StaffName;
  readonly request: string;
  readonly door: PinDoor;
  /** Of the manager and the whole request; nothing of it is kept. */
  readonly digest: string;
  readonly until: number;
}

export function createSecondManager(ports: SecondManagerPorts): SecondManager {
  const { clock, checkPin, record } = ports;
  let asked: Asked | null = null;
  let agreed: Asked | null = null;
  const waits = (one: Asked | null): one is Asked => one !== null && clock.monotonic() < one.until;
  const until = (): number => clock.monotonic() + SECOND_MANAGER_MS;
  const here: PinDoor = async (pin, work) => {
    const checked = await checkPin(pin, 'second-manager');
    return checked.ok ? work(checked.value, record) : checked;
  };

  return {
    allows: ({ by, request, content, wanted = ports.wanted, door = here }) => {
      if (!wanted) return true;
      const text = JSON.stringify([by.id, request, content]);
      const digest = createHash('sha256').update(text).digest('hex');
      const passes = waits(agreed) && agreed.digest === digest;
      agreed = null;
      asked = passes ? null : { by, request, door, digest, until: until() };
      return passes;
    },
    waitsFor: (request) => waits(asked) && asked.request === request,
    confirm: async (pin) => {
      const what = asked;
      if (!waits(what)) return err({ code: 'not-possible' });
      const { by, request } = what;
      return what.door(pin, (second, recordThere) => {
        if (second.role !== 'manager') return err({ code: 'approver-not-manager' });
        if (second.id === by.id) return err({ code: 'second-manager-same' });
        // It may have run out, or been followed by another, while the PIN was checked.
        if (asked !== what || !waits(what)) return err({ code: 'not-possible' });
        recordThere({ kind: 'second-manager', by: second, first: by, request });
        agreed = { ...what, until: until() };
        asked = null;
        return ok(null);
      });
    },
  };
}
