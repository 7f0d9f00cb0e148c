import type { GuestDetails, Resolution } from '../../src-preload/contract/outbox.ts';
import { assertNever, err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Clock, Ids } from '../ports.ts';
import { find } from './attempts.ts';
import { advance, type Entry, type EntryEvent } from './entry.ts';
import type { OutboxGateway } from './gateway.ts';
import { matchesCrmRecord } from './matches-crm-record.ts';
import type { GuestWork, Work } from './payload.ts';
import type { OutboxRunner } from './runner.ts';
import type { OutboxStore } from './store.ts';
import { DEFAULT_TIMING } from './timing/default-timing.ts';

type ResolveError =
  | { readonly code: 'not-found' }
  /** It is not, or no longer, in a state that allows this decision. */
  | { readonly code: 'not-possible' }
  /**
   * The CRM already has a record under this GUID, so nothing new was created. Our own record settles the entry; any
   * other needs a person.
   */
  | { readonly code: 'already-at-toast' }
  /** The CRM could not be reached, so nothing new was created. */
  | { readonly code: 'cannot-ask' };

export interface ResolvePorts {
  readonly store: OutboxStore;
  readonly gateway: Pick<OutboxGateway, 'findCredit' | 'findGuest'>;
  readonly runner: Pick<OutboxRunner, 'apply' | 'wake'>;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The best known time (UTC ms): what a replacement's age counts from. */
  readonly reckonedNow: () => number;
  readonly onChange: (entry: Entry) => void;
}

/** Carries out a manager's decision; `by` is the manager's name for the log. */
export type Resolve = (id: string, resolution: Resolution, by: string) => Promise<Result<null, ResolveError>>;

/** How an entry ends, and its replacement. */
interface Ending {
  readonly from: Entry;
  readonly event: Extract<EntryEvent, { type: 'replace' | 'discard' | 'by-hand' }>;
  readonly begins: Work | null;
}

const replacing = (from: Entry, begins: Work, by: string): Ending => ({
  from,
  event: { type: 'replace', by, replacement: begins.id },
  begins,
});

const endedBy = (event: Ending['event'], entries: readonly Entry[]): readonly Ending[] =>
  entries.map((from) => ({ from, event, begins: null }));

/** Creates each of these credits again, under a new GUID, for this guest. */
const movedBy =
  (ids: Ids) =>
  (credits: readonly Entry[], guestId: string, by: string): readonly Ending[] =>
    credits.map((from) => replacing(from, { ...from.work, id: ids.guid(), guestId }, by));

const corrected = (ids: Ids, work: GuestWork, details: GuestDetails): GuestWork => {
  const guestId = ids.guid();
  return { ...work, id: guestId, guestId, guest: { guestId, ...details }, confirmedNew: false };
};

export function createResolve(ports: ResolvePorts): Resolve {
  const { store, gateway, runner, clock, ids, reckonedNow, onChange } = ports;

  /**
   * Asks the CRM about each of them by GUID, before anything replaces them. A record that it has settles the entry; a
   * different record under a credit's GUID needs a person, and does not prevent canceling the credit. Null: it has none
   * of them.
   */
  async function askFirst(
    entries: readonly Entry[],
    asking: 'must answer' | 'may fail',
  ): Promise<ResolveError | null> {
    const answers = await Promise.all(
      entries.map(async (entry) => ({ entry, answer: await find(gateway, entry.work) })),
    );
    let there = false;
    for (const { entry, answer } of answers) {
      if (!answer.ok || answer.value === null) continue;
      const stops = entry.work.kind === 'add-credit' && asking === 'must answer';
      if (!stops && !matchesCrmRecord(entry.work, answer.value)) continue;
      there = true;
      runner.apply(entry.work.id, { type: 'found', record: answer.value });
    }
    if (there) return { code: 'already-at-toast' };
    return asking === 'may fail' || answers.every(({ answer }) => answer.ok) ? null : { code: 'cannot-ask' };
  }

  /** Ends entries and adds their replacements: all or nothing, and only if all are unchanged. */
  function end(endings: readonly Ending[]): Result<null, ResolveError> {
    const now = clock.now();
    const steps = [];
    for (const { from, event, begins } of endings) {
      const to = advance(from, event, { now, random: 0, timing: DEFAULT_TIMING });
      if (to === from) return err({ code: 'not-possible' });
      steps.push({ from, to, event: event.type, by: begins });
    }
    if (!store.replace(steps, { now, acceptedAt: reckonedNow() })) return err({ code: 'not-possible' });
    for (const { to, by } of steps) {
      onChange(to);
      const begun = by && store.get(by.id);
      if (begun) onChange(begun);
    }
    runner.wake();
    return ok(null);
  }

  /** Credit that depends on this entry, as it is now. */
  const behind = ({ work }: Entry): readonly Entry[] =>
    work.kind === 'create-guest' ? store.creditFor(work.guestId) : [];

  /**
   * Verifies all entries that will end, then ends them together: not if more credit was added for the guest meanwhile,
   * or if one of them moved to a state that no longer allows the decision.
   */
  async function together(
    entry: Entry,
    endings: readonly Ending[],
    asking: 'must answer' | 'may fail',
  ): Promise<Result<null, ResolveError>> {
    const asked = await askFirst(
      endings.map(({ from }) => from),
      asking,
    );
    if (asked) return err(asked);
    const ended = new Set(endings.map(({ from }) => from.work.id));
    if (behind(entry).some(({ work }) => !ended.has(work.id))) return err({ code: 'not-possible' });
    return end(endings.map((each) => ({ ...each, from: store.get(each.from.work.id) ?? each.from })));
  }

  const moved = movedBy(ids);

  return async (id, resolution, by) => {
    const entry = store.get(id);
    if (!entry) return err({ code: 'not-found' });
    const { work, at } = entry;
    // If Toast cannot be reached the manager may still decide this: it creates nothing new.
    const ended = (event: Ending['event']) =>
      together(entry, endedBy(event, [...behind(entry), entry]), 'may fail');
    if (resolution.do === 'by-hand') return ended({ type: 'by-hand', by });
    if (at.state !== 'refused' && at.state !== 'stuck') return err({ code: 'not-possible' });
    const applied = (after: Entry | null): Result<null, ResolveError> =>
      after === null || after.at.state === at.state ? err({ code: 'not-possible' }) : ok(null);
    switch (resolution.do) {
      case 'discard':
        return ended({ type: 'discard', by, reason: resolution.reason });
      case 'send-as-new':
        if (work.kind !== 'add-credit') return err({ code: 'not-possible' });
        return together(entry, moved([entry], work.guestId, by), 'must answer');
      case 'recheck':
        return applied(runner.apply(id, { type: 'recheck' }));
      case 'create-anyway':
        return applied(runner.apply(id, { type: 'confirm-new' }));
      case 'use-existing': {
        const { guestId } = resolution;
        if (work.kind === 'add-credit') {
          // Only for the one that the CRM named.
          const isThem = at.state === 'stuck' && at.why === 'guest-merged' && at.into === guestId;
          if (!isThem) return err({ code: 'not-possible' });
          return together(entry, moved([entry], guestId, by), 'must answer');
        }
        const guest = {
          from: entry,
          event: { type: 'replace', by, replacement: guestId },
          begins: null,
        } as const;
        return together(entry, [...moved(behind(entry), guestId, by), guest], 'must answer');
      }
      case 'correct-guest': {
        if (work.kind !== 'create-guest') return err({ code: 'not-possible' });
        const begins = corrected(ids, work, resolution.guest);
        // The guest first: credit is sent after them.
        const endings = [replacing(entry, begins, by), ...moved(behind(entry), begins.guestId, by)];
        return together(entry, endings, 'must answer');
      }
      default:
        return assertNever(resolution, 'resolution');
    }
  };
}
