import { expiryOf } from '../../src-main/sandbox/data/calendar.ts';
import type { CreditLine, Guest } from '../../src-main/sandbox/data/model.ts';
import { guidOf } from '../../src-main/sandbox/data/rng.ts';
import { expirationOf } from '../../src-main/sandbox/data/store.ts';
import type { TrainingCore } from '../../src-main/sandbox/service/crm-core.ts';
import type { LoginCount } from '../../src-main/sandbox/service/tokens.ts';
import { assertNever, err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Fault, FaultOrder, FaultScript } from './faults.ts';
import type { Modes, ModesChange } from './modes.ts';
import type { PosAction } from './pos-actions.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';

/** The whole records, as an auditor reads them. Money in cents, instants in UTC ms. */
interface StoreReport {
  readonly guests: readonly (Guest & {
    readonly balance: number;
    readonly earliestExpiry: number | null;
  })[];
  /** Newest first. */
  readonly transactions: readonly CreditLine[];
  /** How many POSTs named each transaction GUID, no matter what became of them. */
  readonly posts: Readonly<Record<string, number>>;
  readonly logins: LoginCount;
}

/** Why the POS could not do what it was asked to. */
type PosError =
  | { readonly code: 'guest-not-found' }
  | { readonly code: 'transaction-not-found' }
  | { readonly code: 'not-enough-credit'; readonly balance: number }
  | { readonly code: 'not-voidable' }
  | { readonly code: 'already-voided' }
  | { readonly code: 'already-used' }
  | { readonly code: 'not-saved' };

/** The Training CRM seen from behind: its records, what is scripted to go wrong, and what a POS would do. */
export interface TrainingControl {
  readonly store: () => StoreReport;
  readonly requests: () => readonly LoggedRequest[];
  /** Scripts a fault behind those already scripted. Throws on one that is none. */
  readonly fault: (order: FaultOrder) => Fault;
  readonly faults: () => readonly Fault[];
  readonly clearFaults: () => void;
  readonly modes: () => Modes;
  readonly setModes: (change: ModesChange) => Modes;
  /** Does what a POS would do; answers with the lines it wrote. */
  readonly pos: (action: PosAction) => Result<readonly CreditLine[], PosError>;
  /** Makes the token invalid; the next login hands out a new one. */
  readonly expireToken: () => void;
}

export interface ControlDeps extends TrainingCore {
  readonly faults: FaultScript;
  readonly log: RequestLog;
  readonly modes: () => Modes;
  readonly setModes: (change: ModesChange) => Modes;
}

export function createControl(deps: ControlDeps): TrainingControl {
  const { store, faults, log, tokens } = deps;
  return {
    store: () => {
      const now = deps.now();
      return {
        guests: [...store.guests.values()].map((guest) => {
          const { amount, earliestExpiry } = store.summary(guest.guid, now);
          return { ...guest, balance: amount, earliestExpiry };
        }),
        transactions: store.lines(now),
        posts: log.posts(),
        logins: tokens.count(now),
      };
    },
    requests: log.requests,
    fault: faults.add,
    faults: faults.pending,
    clearFaults: faults.clear,
    modes: deps.modes,
    setModes: deps.setModes,
    pos: (action) => actAsPos(deps, action),
    expireToken: tokens.expire,
  };
}

type PosResult = Result<readonly CreditLine[], PosError>;

function actAsPos(deps: ControlDeps, action: PosAction): PosResult {
  const { store } = deps;
  const now = deps.now();
  switch (action.kind) {
    case 'redeem': {
      if (store.guest(action.guestGuid) === undefined) return err({ code: 'guest-not-found' });
      const balance = store.summary(action.guestGuid, now).amount;
      if (action.amount > balance) return err({ code: 'not-enough-credit', balance });
      return write(deps, [posLine(deps, action.guestGuid, 'REDEMPTION', action.amount, null)]);
    }
    case 'give-elsewhere': {
      if (store.guest(action.guestGuid) === undefined) return err({ code: 'guest-not-found' });
      const line = posLine(deps, action.guestGuid, 'ADD_VALUE', action.amount, null);
      const expiresAt = expiryOf(deps.calendar, now, deps.expiryDays);
      return write(deps, [{ ...line, expiresAt, restaurantGuid: deps.secondRestaurantGuid }]);
    }
    case 'expire': {
      if (store.guest(action.guestGuid) === undefined) return err({ code: 'guest-not-found' });
      const lots = store.lots(action.guestGuid, now).filter((lot) => lot.left > 0);
      return write(
        deps,
        lots.map((lot) => expirationOf(lot, now, deps.guid(), deps.calendar.wallClock)),
      );
    }
    case 'void':
      return voidLine(deps, action.transactionGuid, now);
    case 'store-phone':
      if (store.guest(action.guestGuid) === undefined) return err({ code: 'guest-not-found' });
      if (!deps.record({ kind: 'phone', guestGuid: action.guestGuid, phone: action.phone }).ok)
        return err({ code: 'not-saved' });
      return ok([]);
    default:
      return assertNever(action, 'action of a POS');
  }
}

/** A credit can be voided while none of it was used; a redemption gives back what it took. */
function voidLine(deps: ControlDeps, transactionGuid: string, now: number): PosResult {
  const { store } = deps;
  const line = store.line(transactionGuid.toLowerCase());
  if (line === undefined) return err({ code: 'transaction-not-found' });
  if (store.isVoided(line.guestGuid, line.guid)) return err({ code: 'already-voided' });
  if (line.type === 'REDEMPTION')
    return write(deps, [posLine(deps, line.guestGuid, 'VOID_REDEMPTION', line.amount, line.guid)]);
  if (line.type !== 'ADD_VALUE') return err({ code: 'not-voidable' });
  const lot = store.lots(line.guestGuid, now).find((each) => each.line.guid === line.guid);
  if (lot?.left !== line.amount) return err({ code: 'already-used' });
  return write(deps, [posLine(deps, line.guestGuid, 'VOID_ADD_VALUE', line.amount, line.guid)]);
}

function posLine(
  deps: ControlDeps,
  guestGuid: string,
  type: CreditLine['type'],
  amount: number,
  familyGuid: string | null,
): CreditLine {
  const at = deps.now();
  return {
    guid: deps.guid(),
    guestGuid,
    type,
    amount,
    at,
    localCreatedAt: deps.calendar.wallClock(at),
    expiresAt: null,
    note: null,
    serverGuid: guidOf('employee', 'pos'),
    approverGuid: null,
    deviceGuid: null,
    familyGuid,
  };
}

function write(deps: ControlDeps, lines: readonly CreditLine[]): PosResult {
  for (const line of lines) {
    if (!deps.record({ kind: 'line', line }).ok) return err({ code: 'not-saved' });
  }
  return ok(lines);
}
