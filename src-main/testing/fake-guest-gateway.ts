import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { CreditSummary, CreditTransaction, CrmGuest, GuestGateway } from '../guests/gateway.ts';
import type { CrmError } from '../ports.ts';

export interface FakeGuest {
  readonly guest: CrmGuest;
  readonly summary: CreditSummary;
  readonly history: readonly CreditTransaction[];
}

/** Guests in memory. `fail` makes every read fail; `hold` makes searches wait until released or aborted. */
export interface FakeGuestGateway extends GuestGateway {
  fail: CrmError | null;
  hold: boolean;
  /** How many further records of every search cannot be read. */
  unreadable: number;
  readonly searches: string[];
  readonly release: () => void;
}

export function createFakeGuestGateway(guests: readonly FakeGuest[]): FakeGuestGateway {
  const waiting: (() => void)[] = [];
  const find = (id: string) => guests.find(({ guest }) => guest.id === id);
  const read = async <T>(id: string, pick: (known: FakeGuest) => T): Promise<Result<T, CrmError>> => {
    if (fake.fail) return err(fake.fail);
    const known = find(id);
    return known ? ok(pick(known)) : err({ kind: 'not-found', requestId: null });
  };
  const fake: FakeGuestGateway = {
    fail: null,
    hold: false,
    unreadable: 0,
    searches: [],
    release: () => {
      for (const go of waiting.splice(0)) go();
    },
    findByPhone: async (digits, signal, onUnreadable) => {
      fake.searches.push(digits);
      if (fake.hold) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          signal?.addEventListener('abort', () => resolve());
        });
      }
      if (signal?.aborted) return err({ kind: 'aborted' });
      if (fake.fail) return err(fake.fail);
      if (fake.unreadable > 0) onUnreadable?.(fake.unreadable);
      return ok(guests.filter(({ guest }) => guest.phone === digits).map(({ guest }) => guest));
    },
    findByName: async ({ firstName, lastName }, _signal, onUnreadable) => {
      if (fake.fail) return err(fake.fail);
      if (fake.unreadable > 0) onUnreadable?.(fake.unreadable);
      const all = guests.map(({ guest }) => guest);
      const same = (has: string | null, sought: string | null) =>
        sought === null || has?.toLowerCase() === sought.toLowerCase();
      if (firstName === null && lastName === null) return ok([]);
      return ok(all.filter((guest) => same(guest.firstName, firstName) && same(guest.lastName, lastName)));
    },
    findByEmail: async (email, _signal, onUnreadable) => {
      if (fake.fail) return err(fake.fail);
      if (fake.unreadable > 0) onUnreadable?.(fake.unreadable);
      return ok(
        guests
          .map(({ guest }) => guest)
          .filter((guest) => guest.email?.toLowerCase() === email.toLowerCase()),
      );
    },
    getGuest: (id) => read(id, ({ guest }) => guest),
    creditSummary: (id) => read(id, ({ summary }) => summary),
    creditHistory: (id, limit) => read(id, ({ history }) => history.slice(0, limit)),
    creditHistoryPage: (id, from) =>
      read(id, ({ history }) => {
        const start = Number(from ?? 0);
        const end = start + 50;
        return { lines: history.slice(start, end), next: end < history.length ? String(end) : null };
      }),
  };
  return fake;
}
