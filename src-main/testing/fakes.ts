import { createRowSeals } from '../audit/row-seals.ts';
import type {
  Clock,
  Database,
  Device,
  GuestSealer,
  Ids,
  Logger,
  RowSeals,
  Scheduler,
  SecretBox,
  SettingKey,
  Settings,
  Updates,
} from '../ports.ts';

/** A clock and a scheduler that move only when told. Timers run in the order of their moments. */
export interface FakeTime {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  /** Moves both clocks on, running what comes due; lets promises settle in between. */
  readonly pass: (ms: number) => Promise<void>;
  /** Moves the wall clock alone, as a person or a time server does. */
  readonly jump: (ms: number) => void;
  /** The PC sleeps: both clocks move on, and no timer runs. What came due meanwhile runs with the next `pass`. */
  readonly sleep: (ms: number) => void;
  readonly timers: () => number;
}

export function createFakeTime(start = Date.UTC(2026, 10, 21, 23, 0)): FakeTime {
  let wall = start;
  let mono = 1_000;
  let serial = 0;
  const timers = new Map<number, { at: number; run: () => void }>();
  const earliest = (until: number) => {
    let best: [number, { at: number; run: () => void }] | null = null;
    for (const entry of timers) {
      if (entry[1].at <= until && (best === null || entry[1].at < best[1].at)) best = entry;
    }
    return best;
  };
  return {
    clock: { now: () => wall, monotonic: () => mono },
    scheduler: {
      after: (ms, run) => {
        serial += 1;
        const id = serial;
        timers.set(id, { at: mono + ms, run });
        return () => {
          timers.delete(id);
        };
      },
    },
    pass: async (ms) => {
      const until = mono + ms;
      await settle();
      for (let due = earliest(until); due; due = earliest(until)) {
        const at = Math.max(mono, due[1].at);
        wall += at - mono;
        mono = at;
        timers.delete(due[0]);
        due[1].run();
        await settle();
      }
      wall += until - mono;
      mono = until;
      await settle();
    },
    jump: (ms) => {
      wall += ms;
    },
    sleep: (ms) => {
      wall += ms;
      mono += ms;
    },
    timers: () => timers.size,
  };
}

/** Lets everything that is already resolved run. */
async function settle(): Promise<void> {
  for (let i = 0; i < 25; i += 1) await Promise.resolve();
}

/** Ids that count up, so that a failing test names them. */
export function createFakeIds(): Ids {
  let serial = 0;
  return {
    guid: () => {
      serial += 1;
      return `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;
    },
    random: () => 0.5,
  };
}

export interface RecordedLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly data: unknown;
}

export function createFakeLogger(): Logger & { readonly lines: RecordedLine[] } {
  const lines: RecordedLine[] = [];
  const at = (level: RecordedLine['level']) => (event: string, data?: unknown) => {
    lines.push({ level, event, data });
  };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}

/** Seals by reversing: enough to tell sealed from plain. */
export function createFakeSecretBox(strength: 'strong' | 'weak' = 'strong'): SecretBox {
  const turn = (text: string) => [...text].reverse().join('');
  return {
    strength: async () => strength,
    seal: async (plain) => `sealed:${turn(plain)}`,
    open: async (sealed) => {
      if (!sealed.startsWith('sealed:')) throw new Error('Not sealed by this box');
      return turn(sealed.slice('sealed:'.length));
    },
  };
}

/** Seals a guest's data by reversing it; `keeps: false` keeps nothing of guests. A sealer of another `key` cannot open it. */
export function createFakeSealer(key = 'k', keeps = true): GuestSealer {
  return {
    seal: (plain) => (keeps ? `${key}:${[...plain].reverse().join('')}` : null),
    open: (sealed) =>
      sealed.startsWith(`${key}:`) ? [...sealed.slice(key.length + 1)].reverse().join('') : null,
  };
}

/** Seals rows under a key that is the same in each run. `reported`: what was found wrong. */
export function createFakeRowSeals(db: Database, key = 'k'): RowSeals & { readonly reported: string[] } {
  const reported: string[] = [];
  const seals = createRowSeals({
    ...{ db, databaseStamp: 'test', epoch: 1, keys: new Map([[1, Buffer.from(key)]]) },
    report: (table, row, why) => reported.push(`${table} ${row} ${why}`),
  });
  return { ...seals, reported };
}

/** Seals credit of an older version, as a start does once after it was compared with the ledger. */
export function sealOldCredit(db: Database): void {
  const seals = createFakeRowSeals(db);
  for (const row of db.all('SELECT id FROM outbox WHERE seal IS NULL'))
    seals.seal('outbox', String(row['id']));
}

export function createFakeSettings(initial: Partial<Record<SettingKey, unknown>> = {}): Settings {
  const values = new Map<SettingKey, unknown>(Object.entries(initial) as [SettingKey, unknown][]);
  return {
    get: (key) => values.get(key),
    set: (key, value) => {
      values.set(key, value);
      return true;
    },
  };
}

/** A PC with room on its disk and one log file. */
export function createFakeDevice(over: Partial<Device> = {}): Device {
  return {
    name: 'front-1',
    system: 'Test 1.0',
    keepAwake: () => {},
    freeBytes: async () => 50_000_000_000,
    identity: async () => ({ addresses: ['a0:36:9f:00:00:01'], processor: 'Test CPU', machine: 'test-1' }),
    logs: async () => [],
    notices: async () => 'Licenses of others\n',
    ...over,
  };
}

/** A kiosk that does not look for updates. */
export const NO_UPDATES: Updates = {
  status: () => ({ off: 'no-address', ready: null, refused: null, checkedAt: null, last: null }),
  pageAnswered: () => {},
  attend: () => () => {},
};
