import type { Resolution } from '../../src-preload/contract/outbox.ts';
import { assertNever, err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Clock, Ids } from '../ports.ts';
import { advance, type Entry } from './entry.ts';
import type { OutboxRunner } from './runner.ts';
import { DEFAULT_TIMING } from './schedule.ts';
import type { OutboxStore } from './store.ts';

export type ResolveError =
  | { readonly code: 'not-found' }
  /** It is not, or no longer, in a state in which that can be decided. */
  | { readonly code: 'not-possible' }
  /** Credit waits for this guest: it is decided about first. */
  | { readonly code: 'credit-waits' };

export interface ResolvePorts {
  readonly store: OutboxStore;
  readonly runner: Pick<OutboxRunner, 'apply' | 'wake'>;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The time as well as it is known (UTC ms): what a replacement's age counts from. */
  readonly reckonedNow: () => number;
  readonly onChange: (entry: Entry) => void;
}

/** Carries out what a manager decided; `by` is the manager, as the record names them. */
export type Resolve = (id: string, resolution: Resolution, by: string) => Result<null, ResolveError>;

export function createResolve({ store, runner, clock, ids, reckonedNow, onChange }: ResolvePorts): Resolve {
  const creditFor = (guestId: string): readonly Entry[] =>
    store.open().filter(({ work }) => work.kind === 'add-credit' && work.guestId === guestId);

  /** Ends entries and, for credit, begins a new one in its place: all or nothing. */
  function replace(ended: readonly Entry[], guestId: string, by: string): boolean {
    const now = clock.now();
    const pairs = [];
    for (const from of ended) {
      const { work } = from;
      const fresh = work.kind === 'add-credit' ? { ...work, id: ids.guid(), guestId } : null;
      const event = { type: 'replace', by, replacement: fresh?.id ?? guestId } as const;
      const to = advance(from, event, { now, random: 0, timing: DEFAULT_TIMING });
      if (to === from) return false;
      pairs.push({ from, to, by: fresh });
    }
    if (!store.replace(pairs, { now, acceptedAt: reckonedNow() })) return false;
    for (const { to, by: fresh } of pairs) {
      onChange(to);
      const begun = fresh && store.get(fresh.id);
      if (begun) onChange(begun);
    }
    return true;
  }

  return (id, resolution, by) => {
    const entry = store.get(id);
    if (!entry) return err({ code: 'not-found' });
    const { work } = entry;
    const applied = (after: Entry | null): Result<null, ResolveError> =>
      after?.at.state === entry.at.state || after === null ? err({ code: 'not-possible' }) : ok(null);
    const replaced = (done: boolean): Result<null, ResolveError> => {
      if (!done) return err({ code: 'not-possible' });
      runner.wake();
      return ok(null);
    };
    switch (resolution.do) {
      case 'discard':
        if (work.kind === 'create-guest' && creditFor(work.guestId).length > 0) {
          return err({ code: 'credit-waits' });
        }
        return applied(runner.apply(id, { type: 'discard', by, reason: resolution.reason }));
      case 'send-as-new':
        return replaced(work.kind === 'add-credit' && replace([entry], work.guestId, by));
      case 'recheck':
        return applied(runner.apply(id, { type: 'recheck' }));
      case 'create-anyway':
        return applied(runner.apply(id, { type: 'confirm-new' }));
      case 'use-existing': {
        if (work.kind !== 'create-guest') return err({ code: 'not-possible' });
        // Credit still to be undone goes on its way first, as it would have by itself.
        for (const credit of creditFor(work.guestId)) runner.apply(credit.work.id, { type: 'undo-over' });
        return replaced(replace([...creditFor(work.guestId), entry], resolution.guestId, by));
      }
      default:
        return assertNever(resolution, 'resolution');
    }
  };
}
