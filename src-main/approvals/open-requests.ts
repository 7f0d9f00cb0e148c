import type { ApprovalEnd, DeclineReason } from '../../src-preload/contract/approval.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { ForApproval } from '../domain/approval.ts';
import type { LedgerEvent, WriteLedger } from '../domain/ledger-event.ts';
import { errorText } from '../lib/error-words.ts';
import type { Clock, Logger, Scheduler } from '../ports.ts';
import type { EndedRequests } from './ended-requests.ts';

/** An open request, for the kiosk that takes this one's place in the same run. */
export interface CarriedRequest extends ForApproval {
  readonly approvalId: string;
  readonly askedAt: number;
  /** Steady ms. */
  readonly until: number;
}

interface Open {
  readonly what: CarriedRequest;
  readonly cancel: () => void;
  /** A manager has approved it, and it is being accepted. */
  readonly taken: boolean;
}

export interface OpenRequestPorts {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  /** The person as the staff list has them now; null where they may not sign in. */
  readonly listed: (id: string) => StaffName | null;
  readonly record: WriteLedger;
  /** Open requests of the kiosk before this one. */
  readonly carried: readonly CarriedRequest[];
  /** Called after a request is opened or ends. */
  readonly onChange: () => void;
}

/** Requests that wait for a manager, by their ids, in the order in which they were asked for. */
export interface OpenRequests {
  readonly all: ReadonlyMap<string, Open>;
  readonly put: (what: CarriedRequest) => void;
  readonly setTaken: (approvalId: string, taken: boolean) => void;
  readonly end: (
    approvalId: string,
    how: ApprovalEnd,
    by?: string | null,
    why?: DeclineReason | null,
    isSeen?: boolean,
  ) => void;
  /** The request, where it is open and no one has taken it. */
  readonly current: (approvalId: string) => CarriedRequest | null;
  /** Ends those whose time is over, or whose giver may give nothing any more. Before every look: a PC may have slept. */
  readonly sweep: () => void;
}

export function createOpenRequests(ports: OpenRequestPorts, ended: EndedRequests): OpenRequests {
  const { clock, scheduler, listed, record } = ports;
  const open = new Map<string, Open>();
  const end = (
    approvalId: string,
    how: ApprovalEnd,
    by: string | null = null,
    why: DeclineReason | null = null,
    isSeen = false,
  ): void => {
    const request = open.get(approvalId);
    if (!request) return;
    request.cancel();
    open.delete(approvalId);
    const { creditId, guestId, amount, reasonId, asker } = request.what;
    const at = clock.now();
    ended.add({ approvalId, creditId, guestId, amount, reasonId, askerId: asker.id, how, by, why, at });
    if (isSeen) ended.saw(approvalId);
    ports.onChange();
  };
  const put = (what: CarriedRequest): void => {
    const left = Math.max(0, what.until - clock.monotonic());
    const cancel = scheduler.after(left, sweep);
    open.set(what.approvalId, { what, cancel, taken: false });
  };
  function sweep(): void {
    for (const { what, taken } of [...open.values()]) {
      if (taken) continue;
      const { approvalId } = what;
      if (listed(what.asker.id) === null) lapse({ kind: 'approval-expired', approvalId, why: 'giver' });
      else if (clock.monotonic() >= what.until) lapse({ kind: 'approval-expired', approvalId });
    }
  }
  /** It is over, whether or not the disk takes its line: the next start would write it. */
  function lapse(line: Extract<LedgerEvent, { kind: 'approval-expired' }>): void {
    try {
      record(line);
    } catch (error) {
      ports.logger.error('ledger-line-not-written', { error: errorText(error) });
    }
    end(line.approvalId, line.why === 'giver' ? 'giver-gone' : 'expired');
  }
  const current = (approvalId: string): CarriedRequest | null => {
    sweep();
    const request = open.get(approvalId);
    return request === undefined || request.taken ? null : request.what;
  };
  for (const what of ports.carried) put(what);
  return {
    all: open,
    put: (what) => {
      put(what);
      ports.onChange();
    },
    setTaken: (approvalId, taken) => {
      const request = open.get(approvalId);
      if (request) open.set(approvalId, { ...request, taken });
    },
    end,
    current,
    sweep,
  };
}
