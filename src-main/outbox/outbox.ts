import { cents } from '../../src-preload/contract/money.ts';
import type {
  CreditItem,
  GuestItem,
  Resolution,
  WaitingItem,
  WaitingList,
  WaitingSummary,
} from '../../src-preload/contract/outbox.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { AcceptError, AcceptedCredit, AcceptedGuest } from '../domain/accepted-credit.ts';
import { errorText } from '../lib/error-words.ts';
import type {
  Clock,
  CrmError,
  Database,
  GuestSealer,
  Ids,
  LoggedEntry,
  Logger,
  RowSeals,
  Scheduler,
} from '../ports.ts';
import type { Entry } from './entry.ts';
import type { Frozen, OutboxGateway } from './gateway.ts';
import { creditItem, guestItem, type ItemFacts, itemOf } from './list-items.ts';
import type { EntryReads } from './reads/entries.ts';
import { createResolve, type Resolve } from './resolve.ts';
import { keepTidy } from './retention.ts';
import { createOutboxRunner } from './runner.ts';
import { createOutboxStore, type EntryListener, type OutboxStore, type WaitingLimits } from './store.ts';
import type { Timing } from './timing/default-timing.ts';

export interface OutboxOptions {
  readonly db: Database;
  readonly gateway: OutboxGateway;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly timing: Timing;
  readonly limits: WaitingLimits;
  readonly sealer: GuestSealer;
  readonly seals: RowSeals;
  /** The CRM's clock from its last answer (UTC ms); null if it has not answered in this run. */
  readonly crmNow: () => number | null;
  /** The CRM's last known time, also from an earlier run (UTC ms): it cannot be earlier now. */
  readonly crmLast?: () => number | null;
  /** The guest's name, if cached on this kiosk: the queue itself stores no names. */
  readonly guestName: (guestId: string) => string | null;
  /** While true nothing is sent; asking continues. {@link Outbox.wake} looks again. Never where it is not given. */
  readonly mayNotSend?: () => boolean;
  /** Whether the form of this GUID was opened by an earlier run. Never where it is not given. */
  readonly isOfEarlierRun?: (id: string) => boolean;
  /**
   * What each request of a credit given at this moment (UTC ms) says besides the credit, no matter what is set later.
   */
  readonly freeze?: (givenAt: number) => Frozen;
  /** Called after every change that is on disk. */
  readonly onChange: (item: WaitingItem, summary: WaitingSummary) => void;
  /** Called for every change, inside its transaction. */
  readonly onEntryChange?: EntryListener;
  /** Called inside the transaction for entries deleted at the end of their retention period. */
  readonly forgot?: (ids: readonly string[]) => void;
}

/** All writes to the CRM go through here, online too: one path to get right. */
export interface Outbox extends Pick<EntryReads, 'waitingFor' | 'givenBy'> {
  /** Accepts a credit: committed and synced when this returns `ok`. Throws if the disk refuses the write. */
  readonly accept: (credit: AcceptedCredit, alongside?: () => void) => Result<CreditItem, AcceptError>;
  /** Accepts a new guest in the same way. They can be given credit immediately; it is sent after the guest. */
  readonly acceptGuest: (guest: AcceptedGuest, alongside?: () => void) => Result<GuestItem, AcceptError>;
  /** Undoes a credit while it is held. */
  readonly undo: (
    id: string,
  ) => Result<CreditItem, { code: 'not-found' } | { code: 'too-late'; item: CreditItem }>;
  /**
   * Carries out what a manager decided about an entry that needs a person. `by` names the manager. The CRM is asked by
   * GUID first, so this takes as long as its answer: a record that it has is never created again.
   */
  readonly resolve: Resolve;
  readonly find: (id: string) => CreditItem | null;
  /** Who gave it, and who approved it, by their ids; null where there is no such entry. */
  readonly peopleOf: (id: string) => { readonly giver: string; readonly approver: string | null } | null;
  readonly list: () => WaitingList;
  readonly waiting: () => WaitingSummary;
  /**
   * Compares the entries with the ledger's lines; entries that differ need a person. False if it was stopped meanwhile.
   */
  readonly compare: (accepted: ReadonlyMap<string, LoggedEntry>) => Promise<boolean>;
  /**
   * Marks those of these entries that are still open as needing a person: the ledger is damaged, so they cannot be
   * verified.
   */
  readonly condemn: (ids: readonly string[]) => void;
  readonly start: () => void;
  readonly wake: () => void;
  readonly stop: (maxMs: number) => Promise<void>;
}

/** The gateway, with a refusal's message sealed before it is stored. */
function sealingWords(gateway: OutboxGateway, sealer: GuestSealer): OutboxGateway {
  const sealed = async <T>(asked: Promise<Result<T, CrmError>>): Promise<Result<T, CrmError>> => {
    const answer = await asked;
    if (answer.ok || answer.error.kind !== 'rejected' || answer.error.message === null) return answer;
    return err({ ...answer.error, message: sealer.seal(answer.error.message) });
  };
  return {
    ...gateway,
    addCredit: (credit) => sealed(gateway.addCredit(credit)),
    createGuest: (guest) => sealed(gateway.createGuest(guest)),
  };
}
/** Rows compared in one slice, so that the main thread stays responsive: a few ms of work. */
const SLICE = 200;

type NewGuests = ReadonlyMap<string, 'coming' | 'blocked'>;

const NOTHING_BEHIND = { count: 0, sum: cents(0) };

/** What an entry's item is made of besides the entry. */
function createItemFacts(
  { clock, guestName, sealer }: OutboxOptions,
  store: OutboxStore,
  leftMs: (entry: Entry) => number,
) {
  const behind = (guestId: string): ItemFacts['creditBehind'] => ({
    count: store.creditFor(guestId).length,
    sum: store.waitingFor(guestId),
  });
  const factsOf = (entry: Entry, onTheWay = store.newGuests(), credit = behindOf(entry)): ItemFacts => ({
    now: clock.now(),
    leftMs: leftMs(entry),
    nameOf: guestName,
    unsealed: sealer.open,
    guestIsNew: onTheWay.get(entry.work.guestId) ?? false,
    creditBehind: credit,
  });
  const behindOf = ({ work }: Entry): ItemFacts['creditBehind'] =>
    work.kind === 'create-guest' ? behind(work.guestId) : NOTHING_BEHIND;
  /** An entry's item, where it is a credit. */
  function creditOf(entry: Entry | null, onTheWay?: NewGuests): CreditItem | null {
    return entry?.work.kind === 'add-credit' ? creditItem(entry, entry.work, factsOf(entry, onTheWay)) : null;
  }
  const itemFor = (entry: Entry, onTheWay?: NewGuests): WaitingItem =>
    itemOf(entry, factsOf(entry, onTheWay));
  return { behind, factsOf, itemFor, creditOf };
}

/** A manager's own words, kept for who has the key; where nothing can be sealed they are not kept. */
const withSealedReason = (resolution: Resolution, sealer: GuestSealer): Resolution =>
  resolution.do === 'discard' ? { ...resolution, reason: sealer.seal(resolution.reason) ?? '' } : resolution;

/** See {@link Outbox.compare}. */
async function compareAll(
  parts: {
    readonly store: OutboxStore;
    readonly options: OutboxOptions;
    readonly changed: (entry: Entry) => void;
    readonly isStopped: () => boolean;
  },
  accepted: ReadonlyMap<string, LoggedEntry>,
): Promise<boolean> {
  const { store, changed } = parts;
  const { clock, scheduler } = parts.options;
  const now = clock.now();
  const known = [...accepted];
  let from = 0;
  for (let after: string | null = ''; after !== null; ) {
    if (from < known.length) {
      for (const entry of store.bringBack(known.slice(from, from + SLICE), now)) changed(entry);
      from += SLICE;
    } else {
      const { altered, last } = store.inspectOver(after, SLICE, now);
      for (const entry of altered) changed(entry);
      after = last;
    }
    await new Promise<void>((resume) => scheduler.after(0, resume));
    if (parts.isStopped()) return false;
  }
  return true;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { db, clock, timing, limits, logger, sealer, crmNow, crmLast, onChange } = options;
  const onEntryChange: EntryListener = (entry, event) => {
    if (event === 'accepted' || event === 'replaces') runner.cameIn(entry.work.id, entry.acceptedAt);
    options.onEntryChange?.(entry, event);
  };
  const store = createOutboxStore(db, sealer, options.seals, onEntryChange, options.forgot);
  /** The best known time: this PC's clock may be days off, and may be corrected before anything is sent. */
  const reckonedNow = (): number => crmNow() ?? Math.max(clock.now(), crmLast?.() ?? 0);
  let diskTrouble = false;
  const waiting = (): WaitingSummary => ({ ...store.waiting(), diskTrouble });
  /** Notifies about changes on disk. A failing read does not undo them. */
  const told = (item: () => WaitingItem): void => {
    try {
      onChange(item(), waiting());
    } catch (error) {
      logger.error('outbox-not-told', { error: errorText(error) });
    }
  };
  const changed = (entry: Entry): void => told(() => itemFor(entry));
  const gateway = sealingWords(options.gateway, sealer);
  const mayNotSend = options.mayNotSend ?? (() => false);
  const runner = createOutboxRunner({
    ...options,
    gateway,
    store,
    reckonedNow,
    mayNotSend,
    onChange: changed,
    onDisk: (works) => {
      diskTrouble = !works;
      logger[works ? 'info' : 'error']('outbox-disk', { works });
    },
  });
  const resolve = createResolve({ ...options, store, runner, reckonedNow, onChange: changed });
  let stopTidying: (() => void) | null = null;
  let stopped = false;

  const { itemFor, behind, factsOf, creditOf } = createItemFacts(options, store, (entry) =>
    runner.leftMs(entry),
  );
  const accepting = (id: string, undoMs: number, alongside: (() => void) | undefined) => ({
    ...{ undoMs, limits, alongside },
    asksFirst: options.isOfEarlierRun?.(id) ?? false,
    now: clock.now(),
    acceptedAt: reckonedNow(),
    ageOf: runner.ageMs,
    isDeclined: runner.isDeclined,
  });

  return {
    accept: (credit, alongside) => {
      const frozen = options.freeze?.(credit.givenAt);
      const work = { kind: 'add-credit', ...credit, ...(frozen && { frozen }) } as const;
      // Read before the commit: nothing may fail after it, or the screen would report "not saved" for a saved credit.
      const onTheWay = store.newGuests();
      const accepted = store.accept(work, accepting(work.id, timing.undoMs, alongside));
      if (!accepted.ok) return accepted;
      const item = creditItem(accepted.value, work, factsOf(accepted.value, onTheWay));
      told(() => item);
      runner.wake();
      return ok(item);
    },
    acceptGuest: ({ guest, givenAt, givenBy, confirmedNew }, alongside) => {
      const { guestId } = guest;
      const of = { guest, confirmedNew, givenAt, givenBy };
      const work = { kind: 'create-guest', id: guestId, guestId, ...of } as const;
      const credit = behind(guestId);
      const accepted = store.accept(work, accepting(work.id, 0, alongside));
      if (!accepted.ok) return accepted;
      const item = guestItem(accepted.value, work, factsOf(accepted.value, new Map(), credit));
      told(() => item);
      runner.wake();
      return ok(item);
    },
    undo: (id) => {
      const onTheWay = store.newGuests();
      const entry = runner.apply(id, { type: 'undo' });
      const item = creditOf(entry, onTheWay);
      if (!entry || !item) return err({ code: 'not-found' });
      // An entry that a manager replaced is cancelled, too, but its replacement is still open.
      const { at } = entry;
      return at.state === 'cancelled' && at.how === 'undone' ? ok(item) : err({ code: 'too-late', item });
    },
    resolve: (id, resolution, by) => resolve(id, withSealedReason(resolution, sealer), by),
    find: (id) => creditOf(store.get(id)),
    peopleOf: (id) => {
      const work = store.get(id)?.work;
      if (!work) return null;
      const approver = work.kind === 'add-credit' ? (work.approvedBy?.id ?? null) : null;
      return { giver: work.givenBy.id, approver };
    },
    list: () => {
      const onTheWay = store.newGuests();
      const items = store.open().map((entry) => itemFor(entry, onTheWay));
      return { items, summary: waiting() };
    },
    waiting,
    waitingFor: store.waitingFor,
    givenBy: store.givenBy,
    compare: (accepted) => compareAll({ store, options, changed, isStopped: () => stopped }, accepted),
    condemn: (ids) => {
      for (const entry of store.condemn(ids, clock.now())) changed(entry);
    },
    start: () => {
      runner.start();
      // Nothing is deleted before what is here was compared with the ledger.
      stopTidying = keepTidy({ ...options, store, mayNot: mayNotSend, keepMs: timing.keepMs });
    },
    wake: runner.wake,
    stop: (maxMs) => {
      stopped = true;
      stopTidying?.();
      return runner.stop(maxMs);
    },
  };
}
