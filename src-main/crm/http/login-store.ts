import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock, GuestSealer, KeyStore } from '../../ports.ts';

/** Storage for what a session must know after a restart. */
export interface LoginMemory {
  readonly keys: KeyStore;
  /** The token is kept only where it can be sealed. */
  readonly sealer: Pick<GuestSealer, 'seal' | 'open'>;
}

/** A token and its remaining lifetime, ms. */
interface KeptToken {
  readonly value: string;
  readonly leftMs: number;
}

/** Counts automatic logins, and stores the token, across restarts. */
export interface LoginStore {
  /** How long until another login may be made, ms; 0 where it may be made now. */
  readonly waitMs: () => number;
  /** A login was answered by the service. */
  readonly count: () => void;
  /** Keeps a token for the next run; null forgets it. */
  readonly keep: (token: KeptToken | null) => void;
  /** The token of an earlier run, if it belongs to this connection and has not expired. */
  readonly kept: () => KeptToken | null;
}

const HOUR_MS = 3_600_000;
/** The CRM's guidance is two logins an hour at most. */
const MAX_PER_HOUR = 2;
const KEY = 'logins';

const stampsSchema = z.array(z.number());
const memorySchema = z.object({ of: z.string(), at: stampsSchema, token: z.string().nullable() });
const tokenSchema = z.object({ of: z.string(), value: z.string(), until: z.number() });

/**
 * Within a run, time is counted by the monotonic clock. Over a restart it is bridged by the wall clock, clamped: a login
 * from the future is one of just now, and no token outlives what was left of it.
 * @param connection what they belong to: address and credentials. Logins and a token of another one do not count: a person entered
 * the new ones.
 */
export function createLoginStore(
  clock: Clock,
  memory: LoginMemory | null,
  connection: readonly string[],
  maxPerHour = MAX_PER_HOUR,
): LoginStore {
  const of = createHash('sha256').update(JSON.stringify(connection)).digest('base64');
  const read = readMemory(memory, of);
  const started = { monotonic: clock.monotonic(), wall: clock.now() };
  /** Moments of the last logins, by the monotonic clock. */
  let logins = read.at.map((at) => started.monotonic - Math.min(HOUR_MS, Math.max(0, started.wall - at)));
  let token = read.token;

  const write = (): void => {
    const now = clock.monotonic();
    const at = logins.map((login) => clock.now() - (now - login));
    try {
      memory?.keys.set(KEY, JSON.stringify({ of, at, token }));
    } catch {
      // A full disk: counted in this run, and the next one counts from what was written before.
    }
  };

  return {
    waitMs: () => {
      const now = clock.monotonic();
      logins = logins.filter((login) => now - login < HOUR_MS);
      const oldest = logins.length < maxPerHour ? undefined : logins[0];
      return oldest === undefined ? 0 : oldest + HOUR_MS - now;
    },
    count: () => {
      logins = [...logins, clock.monotonic()].slice(-maxPerHour);
      write();
    },
    keep: (kept) => {
      const text = kept && JSON.stringify({ of, value: kept.value, until: clock.now() + kept.leftMs });
      token = text && (memory?.sealer.seal(text) ?? null);
      write();
    },
    kept: () => {
      const text = token === null ? null : (memory?.sealer.open(token) ?? null);
      const found = text === null ? null : parsed(tokenSchema, text);
      if (found === null || found.of !== of) return null;
      const leftMs = found.until - clock.now();
      return leftMs > 0 ? { value: found.value, leftMs } : null;
    },
  };
}

function readMemory(memory: LoginMemory | null, of: string): z.output<typeof memorySchema> {
  const text = memory?.keys.get(KEY) ?? null;
  const read = text === null ? null : parsed(memorySchema, text);
  return read?.of === of ? read : { of, at: [], token: null };
}

function parsed<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
