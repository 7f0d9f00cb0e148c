import { describe, expect, test } from 'vitest';
import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';
import { createScriptedCrm, errors } from '../testing/crm/scripted-crm.ts';
import { credit, newGuest } from '../testing/outbox-kit.ts';
import { createAttempts } from './attempts.ts';
import { advance, type Entry, type EntryEvent } from './entry.ts';
import type { OutboxGateway } from './gateway.ts';
import type { EntryState } from './state.ts';
import { DEFAULT_TIMING } from './timing/default-timing.ts';

const queued: EntryState = { state: 'queued', delayMs: 0, attempts: 0, doubt: false };
const verifying: EntryState = {
  ...{ state: 'verifying', delayMs: 0, attempts: 1, checks: 0, absences: 0, refusal: null },
};

const creditAt = (at: EntryState): Entry => ({
  work: { kind: 'add-credit', ...credit() },
  ...{ seq: 1, acceptedAt: 0, since: 0, at },
});

function guestAt(at: EntryState, confirmedNew = false): Entry {
  const accepted = newGuest();
  const { guestId } = accepted.guest;
  const work = { kind: 'create-guest', id: guestId, guestId, ...accepted, confirmedNew } as const;
  return { work, seq: 1, acceptedAt: 0, since: 0, at };
}

/** Attempts over a pure change, with all that was asked, and what became of it, in order. */
function setUp(more: Partial<OutboxGateway> = {}) {
  const crm = createScriptedCrm();
  const seen: string[] = [];
  const events: EntryEvent[] = [];
  const gateway: OutboxGateway = {
    ...crm,
    createGuest: (guest) => {
      seen.push('create');
      return crm.createGuest(guest);
    },
    ...more,
    keptAs: (guestId) => {
      seen.push('ask who the guest is');
      return (more.keptAs ?? crm.keptAs)(guestId);
    },
    findDuplicates: (guest) => {
      seen.push('look for their like');
      return (more.findDuplicates ?? crm.findDuplicates)(guest);
    },
  };
  const attempts = createAttempts({
    timing: DEFAULT_TIMING,
    gateway,
    change: (entry, event) => {
      events.push(event);
      return advance(entry, event, { now: 0, random: 0, timing: DEFAULT_TIMING });
    },
    ended: (error) => seen.push(error === null ? 'answered' : error.kind),
    inDoubtMs: () => 7,
  });
  return { attempts, crm, seen, events };
}

const says = <T>(value: Result<T, CrmError>) => ({ findDuplicates: async () => value as never });

describe('before a guest is created for the first time their like is looked for', () => {
  test('no one: they are created', async () => {
    const { attempts, seen, events } = setUp();
    await attempts.send(guestAt(queued));
    expect(seen).toEqual(['look for their like', 'answered', 'create', 'answered']);
    expect(events.map(({ type }) => type)).toEqual(['attempt', 'answered']);
  });

  test('someone: nothing is created, a person decides', async () => {
    const { attempts, seen, events } = setUp(says(ok(['g-1', 'g-2'])));
    await attempts.send(guestAt(queued));
    expect(seen).toEqual(['look for their like', 'answered']);
    expect(events).toEqual([{ type: 'exists', guestIds: ['g-1', 'g-2'] }]);
  });

  test('themselves alone is no one', async () => {
    const entry = guestAt(queued);
    const { attempts, events } = setUp(says(ok([entry.work.guestId])));
    await attempts.send(entry);
    expect(events.map(({ type }) => type)).toEqual(['attempt', 'answered']);
  });

  test('a CRM that does not take the question says the same of the guest, in words that are kept', async () => {
    const { attempts, seen, events } = setUp(says({ ok: false, error: errors.bad }));
    await attempts.send(guestAt(queued));
    expect(seen).toEqual(['look for their like', 'rejected', 'create', 'answered']);
    expect(events.map(({ type }) => type)).toEqual(['attempt', 'answered']);
  });

  test('it cannot be asked: nothing is created', async () => {
    const { attempts, seen, events } = setUp(says({ ok: false, error: errors.server }));
    await attempts.send(guestAt(queued));
    expect(seen).toEqual(['look for their like', 'server-error']);
    expect(events).toEqual([{ type: 'check-failed', error: errors.server }]);
  });

  test.each<[string, Entry]>([
    ['one begun before', guestAt({ ...queued, attempts: 1 })],
    ['one who somebody said is new', guestAt(queued, true)],
    ['a credit', creditAt(queued)],
  ])('not for %s', async (_what, entry) => {
    const { attempts, seen } = setUp();
    await attempts.send(entry);
    expect(seen).not.toContain('look for their like');
    expect(seen).toContain('answered');
  });
});

describe('before a credit is sent the CRM is asked who its guest is', () => {
  const sent = ['attempt', 'answered'];
  test.each<[string, CrmError | string | null, EntryEvent | null]>([
    ['themselves: it is sent', 'guest-1', null],
    ['nobody: it is sent, and Toast says so of the credit', null, null],
    ['not a question it takes: it is sent, and Toast says so of the credit', errors.bad, null],
    ['another guest: nothing is sent', 'guest-8', { type: 'merged', into: 'guest-8' }],
    ['no answer: nothing is sent', errors.timeout, { type: 'check-failed', error: errors.timeout }],
    ['a page: nothing is sent', errors.html, { type: 'check-failed', error: errors.html }],
  ])('%s', async (_what, answer, event) => {
    for (const attemptsSoFar of [0, 2]) {
      const { attempts, crm, seen, events } = setUp();
      crm.scriptKept(answer);
      await attempts.send(creditAt({ ...queued, attempts: attemptsSoFar }));
      expect(seen[0]).toBe('ask who the guest is');
      expect(crm.posts).toHaveLength(event === null ? 1 : 0);
      expect(event === null ? events.map(({ type }) => type) : events).toEqual(
        event === null ? sent : [event],
      );
    }
  });
});

describe('asking about what is in doubt', () => {
  test.each<[string, (it: ReturnType<typeof setUp>, entry: Entry) => void, string, object]>([
    ['it is not there', () => {}, 'answered', { type: 'absent', waitedMs: 7 }],
    [
      'it cannot be asked',
      ({ crm }) => crm.scriptGet(errors.cut),
      'offline',
      { type: 'check-failed', error: errors.cut },
    ],
  ])('%s', async (_what, arrange, end, event) => {
    for (const entry of [creditAt(verifying), guestAt(verifying)]) {
      const it = setUp();
      arrange(it, entry);
      await it.attempts.verify(entry);
      expect(it.seen).toEqual([end]);
      expect(it.events).toEqual([event]);
    }
  });

  test('it is there', async () => {
    const { attempts, events, crm } = setUp();
    const entry = guestAt(verifying);
    if (entry.work.kind === 'create-guest' && entry.work.guest) crm.guests.push(entry.work.guest);
    await attempts.verify(entry);
    expect(events).toMatchObject([{ type: 'found', record: { guest: { guestId: entry.work.guestId } } }]);
  });
});
