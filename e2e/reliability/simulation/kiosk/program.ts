/**
 * The program under test, wired as compose.ts wires it, without the parts that neither accept nor send: the one place that
 * knows how its pieces are made.
 */

import { createGivenLog } from '../../../../src-main/audit/given-log.ts';
import { createCrmClock } from '../../../../src-main/connection/crm-clock.ts';
import { createConnectionMonitor } from '../../../../src-main/connection/monitor.ts';
import { createCreditForms } from '../../../../src-main/credits/forms.ts';
import { createGiving, type Giving } from '../../../../src-main/credits/give-credit.ts';
import type { CreditPolicy } from '../../../../src-main/credits/limits.ts';
import { type CrmConnection, createCrmClient } from '../../../../src-main/crm/client.ts';
import { createFormAges } from '../../../../src-main/domain/form-ages.ts';
import { createKeptAs, createKnownDuplicates } from '../../../../src-main/guests/known-duplicates.ts';
import type { OutboxGateway } from '../../../../src-main/outbox/gateway.ts';
import { createOutbox, type Outbox } from '../../../../src-main/outbox/outbox.ts';
import { createDaySums } from '../../../../src-main/outbox/reads/day-sums.ts';
import { placeOf } from '../../../../src-main/outbox/reads/queries.ts';
import { reverifyOpenEntries } from '../../../../src-main/outbox/recover-entries.ts';
import { DEFAULT_TIMING, type Timing } from '../../../../src-main/outbox/timing/default-timing.ts';
import type { Clock, Database, Fetch, Ids, Logger, Scheduler } from '../../../../src-main/ports.ts';
import { openThisPc } from '../../../../src-main/setup/this-pc.ts';
import { createMeta } from '../../../../src-main/storage/open-database.ts';
import { createFakeRowSeals, createFakeSealer } from '../../../../src-main/testing/fakes.ts';
import type { Cents } from '../../../../src-preload/contract/money.ts';
import { itemId } from '../../../../src-preload/contract/outbox.ts';
import { marksOf } from './kiosk-file.ts';

/** How a broken program is made of the right one, to see that the simulation notices (see sabotage.ts). */
export interface Sabotage {
  readonly name: string;
  readonly database?: (db: Database) => Database;
  /** What carries its requests. */
  readonly fetch?: (fetch: Fetch) => Fetch;
  readonly gateway?: (gateway: OutboxGateway, db: Database) => OutboxGateway;
  readonly timing?: Partial<Timing>;
  /** A file that is gone or empty is taken for that of a new kiosk. */
  readonly opensFresh?: true;
  /** Its monotonic clock stops while the PC sleeps. */
  readonly sleepUncounted?: true;
  /** A copy of the data on another PC is taken for the kiosk itself. */
  readonly sendsAnywhere?: true;
  readonly outbox?: (outbox: Outbox, gateway: OutboxGateway, db: Database) => Outbox;
}

export interface ProgramPorts {
  readonly db: Database;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly connection: CrmConnection;
  readonly rules: CreditPolicy;
  readonly sabotage: Sabotage | null;
  /** The PC's marks. */
  readonly pc: string;
}

/** One run of it. */
export interface Program {
  readonly giving: Giving;
  readonly outbox: Outbox;
  /** A new guest's form is opened in this run. */
  readonly opensGuestForm: (guestId: string) => void;
  /** Whether the CRM has told its time in this run. */
  readonly crmSpoke: () => boolean;
  readonly start: () => void;
  /** Takes nothing new up, and waits a little for what is out. */
  readonly stop: () => Promise<void>;
  /** The operating system says that the line may be back, or that the PC woke. */
  readonly maybeBack: () => void;
  /** A manager's word that the data is a copy of another PC's. Counts from the next start. */
  readonly isCopy: () => void;
}

export const TIMING = DEFAULT_TIMING;

const HOUR_MS = 3_600_000;

/** How long quitting waits for what is out, ms. */
const QUIT_MS = 3_000;

/** Makes it. `start()` sets it going. */
export function createProgram(ports: ProgramPorts): Program {
  const { clock, logger, ids, rules, sabotage } = ports;
  const db = sabotage?.database?.(ports.db) ?? ports.db;
  const crmClock = createCrmClock(clock, createMeta(db));
  const { waiting } = rules;
  const { pc } = ports;
  const thisPc = openThisPc(createMeta(db), marksOf(pc), logger);
  const listeners = new Set<() => void>();
  const monitor = createConnectionMonitor({
    ...ports,
    reachability: {
      onMaybeBack: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      hasNetwork: () => true,
    },
    ping: () => client.ping(),
    onChange: (now) => {
      if (now.state === 'online') outbox.wake();
    },
  });
  const fetch = sabotage?.fetch?.(ports.fetch) ?? ports.fetch;
  const client = createCrmClient({ ...ports, fetch, observer: { ...monitor, onDate: crmClock.heard } });
  const real: OutboxGateway = {
    ...client,
    findDuplicates: createKnownDuplicates(client.background, () => {}),
    keptAs: createKeptAs(client.background.whoIs, () => {}),
  };
  const gateway = sabotage?.gateway?.(real, ports.db) ?? real;
  const sealer = createFakeSealer();
  const seals = createFakeRowSeals(db);
  const formAges = createFormAges(clock);
  const right = createOutbox({
    ...ports,
    db,
    gateway,
    timing: { ...TIMING, ...sabotage?.timing },
    limits: { count: waiting.count, sum: waiting.sum, ageMs: waiting.stopAfterHours * HOUR_MS },
    isOfEarlierRun: formAges.isOfEarlierRun,
    mayNotSend: () => thisPc.moved && !sabotage?.sendsAnywhere,
    sealer,
    seals,
    crmNow: crmClock.now,
    crmLast: crmClock.last,
    guestName: () => null,
    onChange: () => {},
  });
  const outbox = sabotage?.outbox?.(right, gateway, ports.db) ?? right;
  const sums = createDaySums(db, seals, createGivenLog(db));
  const giving = createGiving({
    reckonedNow: crmClock.reckoned,
    logger,
    rules,
    whyNotSaved: () => ({ code: 'not-saved' }),
    forms: createCreditForms(
      db,
      ids,
      clock,
      formAges,
      (id) => placeOf(db, id),
      () => false,
    ),
    accept: outbox.accept,
    findCredit: outbox.find,
    // Everyone here may give what they give: day limits and approvals have trials of their own. What is waiting is read
    // for real.
    facts: (_guestId, _staffId, except) => ({
      employeeToday: 0,
      guestToday: 0,
      waiting: sums.waiting(except),
      guestUnread: false,
      offlineForMs: null,
    }),
    givenTo: () => ({ credits: [], sum: 0 as Cents, isWhole: true }),
    readDay: async () => {},
    record: () => {},
    recordSuspicious: () => {},
    approvals: {
      ask: () => unasked(),
      grant: () => unasked(),
      grantByCode: () => unasked(),
      conclude: () => unasked(),
      byCode: () => [],
      openFor: () => [],
      endedFor: () => [],
    },
    contextFor: () => unasked(),
  });
  return {
    giving,
    outbox,
    opensGuestForm: formAges.opened,
    crmSpoke: () => crmClock.now() !== null,
    start: () => {
      outbox.start();
      monitor.start();
      // As compose.ts does: after sleep every entry is looked at again.
      listeners.add(outbox.wake);
    },
    stop: async () => {
      monitor.stop();
      await outbox.stop(QUIT_MS);
    },
    isCopy: () => {
      thisPc.settle();
      const open = outbox.list().items.map(itemId);
      db.transaction(() => reverifyOpenEntries(db, sealer, seals, new Set(open), clock.now()));
    },
    maybeBack: () => {
      for (const listener of [...listeners]) listener();
    },
  };
}

function unasked(): never {
  throw new Error('Nobody needs an approval in a simulated shift');
}
