import type { Cents } from '../../src-preload/contract/money.ts';
import type { CreditItem, WaitingList, WaitingSummary } from '../../src-preload/contract/outbox.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Clock, Database, Ids, Logger, Scheduler } from '../ports.ts';
import type { Credit, Entry } from './entry.ts';
import type { CreditGateway } from './gateway.ts';
import { createOutboxRunner } from './runner.ts';
import type { Timing } from './schedule.ts';
import { type AcceptError, createOutboxStore, type WaitingLimits } from './store.ts';

export interface OutboxOptions {
  readonly db: Database;
  readonly gateway: CreditGateway;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly timing: Timing;
  readonly limits: WaitingLimits;
  /** The guest's name, where this kiosk remembers it: the queue itself keeps none. */
  readonly guestName: (guestId: string) => string | null;
  /** Told of every change that is on disk. */
  readonly onChange: (item: CreditItem, summary: WaitingSummary) => void;
}

/** Everything that writes to the CRM goes through here, online too: one path, one place to be right. */
export interface Outbox {
  /** Accepts a credit: committed and synced when this returns `ok`. Throws where the disk would not take it. */
  readonly accept: (credit: Credit, alongside?: () => void) => Result<CreditItem, AcceptError>;
  /** Takes a credit back while it is held. */
  readonly undo: (
    id: string,
  ) => Result<CreditItem, { code: 'not-found' } | { code: 'too-late'; item: CreditItem }>;
  readonly find: (id: string) => CreditItem | null;
  readonly list: () => WaitingList;
  readonly waiting: () => WaitingSummary;
  readonly waitingFor: (guestId: string) => Cents;
  readonly givenBy: (staffId: string, since: number) => { readonly count: number; readonly sum: Cents };
  readonly start: () => void;
  readonly wake: () => void;
  readonly stop: (mostMs: number) => Promise<void>;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { db, clock, timing, limits, guestName, onChange } = options;
  const store = createOutboxStore(db);
  const runner = createOutboxRunner({
    ...options,
    store,
    onChange: (entry) => onChange(toItem(entry), store.waiting()),
  });

  function toItem(entry: Entry): CreditItem {
    const { credit, at } = entry;
    const left = runner.leftMs(entry);
    const timed = at.state === 'queued' || at.state === 'verifying';
    return {
      creditId: credit.id,
      guestId: credit.guestId,
      guestName: guestName(credit.guestId),
      amount: credit.amount,
      reasonId: credit.reasonId,
      state: at.state,
      givenAt: credit.givenAt,
      givenBy: credit.givenBy.shortName,
      approvedBy: credit.approvedBy?.shortName ?? null,
      undoUntil: at.state === 'held' ? clock.now() + left : null,
      undoLeftMs: at.state === 'held' ? left : 0,
      nextTryAt: timed && left > 0 ? clock.now() + left : null,
      since: entry.since,
      refusal:
        at.state === 'refused' ? { message: at.refusal.message, requestId: at.refusal.requestId } : null,
    };
  }

  return {
    accept: (credit, alongside) => {
      const accepted = store.accept(credit, timing.undoMs, limits, clock.now(), alongside);
      if (!accepted.ok) return accepted;
      const item = toItem(accepted.value);
      onChange(item, store.waiting());
      runner.wake();
      return ok(item);
    },
    undo: (id) => {
      const entry = runner.apply(id, { type: 'undo' });
      if (!entry) return err({ code: 'not-found' });
      const item = toItem(entry);
      return item.state === 'cancelled' ? ok(item) : err({ code: 'too-late', item });
    },
    find: (id) => {
      const entry = store.get(id);
      return entry ? toItem(entry) : null;
    },
    list: () => ({ items: store.open().map(toItem), summary: store.waiting() }),
    waiting: store.waiting,
    waitingFor: store.waitingFor,
    givenBy: store.givenBy,
    start: runner.start,
    wake: runner.wake,
    stop: runner.stop,
  };
}
