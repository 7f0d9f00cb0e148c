import type { Alert, ChangedLimit } from '../../src-preload/contract/manager.ts';
import type { WaitingItem } from '../../src-preload/contract/outbox.ts';
import type { ConfigProblem, Connection, RecoveredDatabase } from '../../src-preload/contract/status.ts';
import type { UpdateStatus } from '../../src-preload/contract/update.ts';

/** Everything a manager's list of what needs a person is made of, as it is at this moment. */
export interface AlertFacts {
  readonly now: number;
  readonly items: readonly WaitingItem[];
  readonly diskTrouble: boolean;
  /** When each open request for approval ends (UTC ms), the next one first. */
  readonly approvalsEnd: readonly number[];
  readonly connection: Connection;
  readonly secretLost: boolean;
  /** Live's limits that a manager must confirm. */
  readonly unconfirmedLimits: readonly ChangedLimit[];
  /** The settings file is older than the records. */
  readonly limitsOlder: boolean;
  readonly lockedForMs: number;
  /** Moments in this business day at which the keypad locked itself (UTC ms). */
  readonly lockOuts: readonly number[];
  /** What was found changed outside this program; null where nothing was. */
  readonly altered: Omit<Extract<Alert, { what: 'altered' }>, 'what'> | null;
  /** When lines of the record were found missing at a start (UTC ms); null where they never were. */
  readonly recordCutAt: number | null;
  /** Null where the system does not say. */
  readonly freeBytes: number | null;
  readonly clockAheadMs: number | null;
  readonly sealing: 'strong' | 'weak';
  /** Waiting in live database that are not in use. */
  readonly orphaned: { readonly count: number; readonly sum: number };
  readonly configProblems: readonly ConfigProblem[];
  readonly recovered: RecoveredDatabase | null;
  /** The data was made on another PC, and no manager has said yet what this one is. */
  readonly moved: boolean;
  readonly update: UpdateStatus;
}

/** Below this the kiosk's own copies and logs no longer fit in comfort, bytes. */
const LITTLE_DISK = 1_000_000_000;
/** Toast database by its own clock; beyond this a credit is in another hour than staff remember, ms. */
const CLOCK_OFF_MS = 2 * 60_000;
const HOUR_MS = 3_600_000;
/** From here on what is waiting for the line is worth a manager's eye; the restaurant's own limits come later. */
const WAITS_LONG_HOURS = [72, 24, 4] as const;

/** What needs a person, the most pressing first. */
export function alertsOf(facts: AlertFacts): readonly Alert[] {
  const alerts: Alert[] = [];
  if (facts.altered) alerts.push({ what: 'altered', ...facts.altered });
  if (facts.diskTrouble) alerts.push({ what: 'disk-trouble' });
  if (facts.moved) alerts.push({ what: 'moved' });
  if (facts.recordCutAt !== null) alerts.push({ what: 'record-cut', at: facts.recordCutAt });
  const [endsAt] = facts.approvalsEnd;
  if (endsAt !== undefined) alerts.push({ what: 'approvals', count: facts.approvalsEnd.length, endsAt });
  if (facts.limitsOlder) alerts.push({ what: 'limits-older' });
  alerts.push(...facts.unconfirmedLimits.map((limit): Alert => ({ what: 'limit', ...limit })));
  const undecided = facts.items.filter(({ state }) => state === 'refused' || state === 'stuck');
  alerts.push(...undecided.map((item): Alert => ({ what: 'entry', item })));
  if (facts.secretLost) alerts.push({ what: 'secret-lost' });
  else if (facts.connection.state === 'offline' && facts.connection.cause === 'access') {
    alerts.push({ what: 'no-access', since: facts.connection.since });
  }
  if (facts.orphaned.count > 0) alerts.push({ what: 'left-behind', ...facts.orphaned });
  if (facts.lockedForMs > 0) alerts.push({ what: 'keypad-locked', leftMs: facts.lockedForMs });
  const lastLock = facts.lockOuts.at(-1);
  if (lastLock !== undefined) {
    alerts.push({ what: 'lock-outs', count: facts.lockOuts.length, lastAt: lastLock });
  }
  const long = waitsLong(facts);
  if (long) alerts.push(long);
  if (facts.freeBytes !== null && facts.freeBytes < LITTLE_DISK) {
    alerts.push({ what: 'disk-low', freeBytes: facts.freeBytes });
  }
  const ahead = facts.clockAheadMs;
  if (ahead !== null && Math.abs(ahead) >= CLOCK_OFF_MS) alerts.push({ what: 'clock', aheadMs: ahead });
  if (facts.sealing === 'weak') alerts.push({ what: 'weak-sealing' });
  alerts.push(...facts.configProblems.map((problem): Alert => ({ what: 'config', problem })));
  if (facts.recovered) alerts.push({ what: 'recovered', ...facts.recovered });
  alerts.push(...aboutUpdates(facts.update, facts.now));
  return alerts;
}

/** A manager reads for this long how an installation by the kiosk failed, ms. */
const FAILED_SHOWN_MS = 7 * 24 * HOUR_MS;

function aboutUpdates({ ready, refused, last }: UpdateStatus, now: number): readonly Alert[] {
  const alerts: Alert[] = [];
  if (last && last.outcome !== 'installed' && Math.abs(now - last.at) < FAILED_SHOWN_MS) {
    alerts.push({ what: 'update-failed', version: last.version, outcome: last.outcome });
  }
  // A server that cannot be reached is asked again; it needs no one.
  if (refused && refused.code !== 'unreachable') alerts.push({ what: 'update-refused', code: refused.code });
  if (ready) alerts.push({ what: 'update', version: ready.version });
  return alerts;
}

function waitsLong({ items, now }: AlertFacts): Alert | null {
  const waiting = items.filter(({ state }) => state !== 'refused' && state !== 'stuck');
  for (const hours of WAITS_LONG_HOURS) {
    const count = waiting.filter(({ givenAt }) => now - givenAt >= hours * HOUR_MS).length;
    if (count > 0) return { what: 'waits-long', count, hours };
  }
  return null;
}
