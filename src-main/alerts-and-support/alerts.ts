import type { ChangedLimit, Need } from '../../src-preload/contract/manager.ts';
import type { WaitingItem } from '../../src-preload/contract/outbox.ts';
import type { ConfigProblem, Connection, RecoveredBooks } from '../../src-preload/contract/status.ts';

/** Everything a manager's list of what needs a person is made of, as it is at this moment. */
export interface NeedFacts {
  readonly now: number;
  readonly items: readonly WaitingItem[];
  readonly diskTrouble: boolean;
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
  readonly altered: Omit<Extract<Need, { what: 'altered' }>, 'what'> | null;
  /** When lines of the record were found missing at a start (UTC ms); null where they never were. */
  readonly recordCutAt: number | null;
  /** Null where the system does not say. */
  readonly freeBytes: number | null;
  readonly clockAheadMs: number | null;
  readonly sealing: 'strong' | 'weak';
  /** Waiting in live books that are not in use. */
  readonly leftBehind: { readonly count: number; readonly sum: number };
  readonly configProblems: readonly ConfigProblem[];
  readonly recovered: RecoveredBooks | null;
  /** The data was made on another PC, and no manager has said yet what this one is. */
  readonly moved: boolean;
}

/** Below this the kiosk's own copies and logs no longer fit in comfort, bytes. */
const LITTLE_DISK = 1_000_000_000;
/** Toast books by its own clock; beyond this a credit stands in another hour than staff remember, ms. */
const CLOCK_OFF_MS = 2 * 60_000;
const HOUR_MS = 3_600_000;
/** From here on what waits for the line is worth a manager's eye; the house's own limits come later. */
const WAITS_LONG_HOURS = [72, 24, 4] as const;

/** What needs a person, the most pressing first. */
export function needsOf(facts: NeedFacts): readonly Need[] {
  const needs: Need[] = [];
  if (facts.altered) needs.push({ what: 'altered', ...facts.altered });
  if (facts.diskTrouble) needs.push({ what: 'disk-trouble' });
  if (facts.moved) needs.push({ what: 'moved' });
  if (facts.recordCutAt !== null) needs.push({ what: 'record-cut', at: facts.recordCutAt });
  if (facts.limitsOlder) needs.push({ what: 'limits-older' });
  needs.push(...facts.unconfirmedLimits.map((limit): Need => ({ what: 'limit', ...limit })));
  const undecided = facts.items.filter(({ state }) => state === 'refused' || state === 'stuck');
  needs.push(...undecided.map((item): Need => ({ what: 'entry', item })));
  if (facts.secretLost) needs.push({ what: 'secret-lost' });
  else if (facts.connection.state === 'offline' && facts.connection.cause === 'access') {
    needs.push({ what: 'no-access', since: facts.connection.since });
  }
  if (facts.leftBehind.count > 0) needs.push({ what: 'left-behind', ...facts.leftBehind });
  if (facts.lockedForMs > 0) needs.push({ what: 'keypad-locked', leftMs: facts.lockedForMs });
  const lastLock = facts.lockOuts.at(-1);
  if (lastLock !== undefined) {
    needs.push({ what: 'lock-outs', count: facts.lockOuts.length, lastAt: lastLock });
  }
  const long = waitsLong(facts);
  if (long) needs.push(long);
  if (facts.freeBytes !== null && facts.freeBytes < LITTLE_DISK) {
    needs.push({ what: 'disk-low', freeBytes: facts.freeBytes });
  }
  const ahead = facts.clockAheadMs;
  if (ahead !== null && Math.abs(ahead) >= CLOCK_OFF_MS) needs.push({ what: 'clock', aheadMs: ahead });
  if (facts.sealing === 'weak') needs.push({ what: 'weak-sealing' });
  needs.push(...facts.configProblems.map((problem): Need => ({ what: 'config', problem })));
  if (facts.recovered) needs.push({ what: 'recovered', ...facts.recovered });
  return needs;
}

function waitsLong({ items, now }: NeedFacts): Need | null {
  const waiting = items.filter(({ state }) => state !== 'refused' && state !== 'stuck');
  for (const hours of WAITS_LONG_HOURS) {
    const count = waiting.filter(({ givenAt }) => now - givenAt >= hours * HOUR_MS).length;
    if (count > 0) return { what: 'waits-long', count, hours };
  }
  return null;
}
