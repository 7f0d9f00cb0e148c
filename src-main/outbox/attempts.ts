import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';
import { type Entry, type EntryEvent, provesAbsence } from './entry.ts';
import type { OutboxGateway } from './gateway.ts';
import type { CrmRecord } from './matches-crm-record.ts';
import type { Work } from './payload.ts';
import type { Timing } from './timing/default-timing.ts';
import type { Step } from './timing/setbacks.ts';

export interface AttemptPorts {
  readonly gateway: OutboxGateway;
  /** Applies an event and stores the result; returns the new entry. */
  readonly change: (entry: Entry, event: EntryEvent) => Entry;
  /**
   * Called at the end of every request, to pause the whole queue. Null: the CRM answered. `before-sending`: a question
   * about the guest; its answer does not show that anything can be sent.
   */
  readonly ended: (error: CrmError | null, id: string, step: Step | 'before-sending') => void;
  readonly inDoubtMs: (entry: Entry) => number;
  readonly timing: Timing;
}

/** One step of one entry: the request to the CRM, and the entry's state after its answer. */
export interface Attempts {
  readonly send: (queued: Entry) => Promise<void>;
  readonly verify: (verifying: Entry) => Promise<void>;
}

export function createAttempts(ports: AttemptPorts): Attempts {
  const { gateway, change, ended, inDoubtMs, timing } = ports;
  /** Looks up the guest before the entry is sent; null if nothing prevents sending. */
  async function objection(entry: Entry): Promise<EntryEvent | null> {
    const { work, at } = entry;
    if (work.kind === 'add-credit') {
      // The CRM records a credit for a merged guest under the other guest, who was not meant to get it.
      const kept = await asked(work.id, gateway.keptAs(work.guestId));
      if (!kept.ok) return kept.error;
      const into = kept.value;
      return into === null || into === work.guestId ? null : { type: 'merged', into };
    }
    if (work.guest === null || work.confirmedNew || at.state !== 'queued' || at.attempts > 0) return null;
    // The CRM may already have this guest: a second record would split their credit.
    const known = await asked(work.id, gateway.findDuplicates(work.guest));
    if (!known.ok) return known.error;
    const guestIds = known.value?.filter((id) => id !== work.guestId) ?? [];
    return guestIds.length === 0 ? null : { type: 'exists', guestIds };
  }

  /**
   * An answer to a question before sending. Null: the CRM rejects the question; it will reject the request too, and
   * that message is kept.
   */
  async function asked<T>(
    id: string,
    question: Promise<Result<T, CrmError>>,
  ): Promise<Result<T | null, EntryEvent>> {
    const answer = await question;
    ended(answer.ok ? null : answer.error, id, 'before-sending');
    if (answer.ok) return answer;
    const { error } = answer;
    return error.kind === 'rejected' ? ok(null) : err({ type: 'check-failed', error });
  }

  return {
    send: async (queued) => {
      const against = await objection(queued);
      if (against) {
        change(queued, against);
        return;
      }
      // On disk before the first byte is sent: after a crash the entry is found as "sending", which is in doubt.
      const sending = change(queued, { type: 'attempt' });
      if (sending.at.state !== 'sending') return;
      const answer = await post(gateway, sending.work);
      ended(answer.ok ? null : answer.error, sending.work.id, 'send');
      change(
        sending,
        answer.ok ? { type: 'answered', record: answer.value } : { type: 'failed', error: answer.error },
      );
    },
    verify: async (entry) => {
      // The first question starts the wait, also for entries that an earlier run left in doubt. Measured up to the
      // question: the answer's duration does not show how late a request may still arrive.
      const waitedMs = inDoubtMs(entry);
      const byGuid = await find(gateway, entry.work);
      const isAbsent = byGuid.ok && byGuid.value === null;
      // A service may find nothing by GUID and yet have it: the last "nothing here" is compared with the guest's own list.
      const answer =
        isAbsent && entry.at.state === 'verifying' && provesAbsence(entry.at, waitedMs, timing)
          ? await inHistory(gateway, entry.work)
          : byGuid;
      ended(answer.ok ? null : answer.error, entry.work.id, 'ask');
      if (!answer.ok) change(entry, { type: 'check-failed', error: answer.error });
      else if (answer.value) change(entry, { type: 'found', record: answer.value });
      else change(entry, { type: 'absent', waitedMs });
    },
  };
}

async function post(gateway: OutboxGateway, work: Work): Promise<Result<CrmRecord, CrmError>> {
  if (work.kind === 'add-credit') {
    const { id: creditId, guestId, amount, note, givenAt, frozen } = work;
    const credit = { creditId, guestId, amount, note, givenAt };
    const answer = await gateway.addCredit(frozen ? { ...credit, frozen } : credit);
    return answer.ok ? ok({ kind: 'add-credit', credit: answer.value }) : answer;
  }
  if (work.guest === null) throw new Error('A guest whose data cannot be read was about to be sent');
  const answer = await gateway.createGuest(work.guest);
  return answer.ok ? ok({ kind: 'create-guest', guest: answer.value }) : answer;
}

/** The CRM's record under an entry's GUID; null if it has none. */
export async function find(
  gateway: Pick<OutboxGateway, 'findCredit' | 'findGuest'>,
  work: Work,
): Promise<Result<CrmRecord | null, CrmError>> {
  if (work.kind === 'add-credit') {
    const answer = await gateway.findCredit(work.id);
    return answer.ok ? ok(answer.value && { kind: 'add-credit', credit: answer.value }) : answer;
  }
  const answer = await gateway.findGuest(work.guestId);
  return answer.ok ? ok(answer.value && { kind: 'create-guest', guest: answer.value }) : answer;
}

/** The credit in the guest's own history. Null also if the CRM rejects the question or has no such guest. */
async function inHistory(gateway: OutboxGateway, work: Work): Promise<Result<CrmRecord | null, CrmError>> {
  if (work.kind !== 'add-credit') return ok(null);
  const answer = await gateway.findInHistory(work.guestId, work.id);
  if (answer.ok) return ok(answer.value && { kind: 'add-credit', credit: answer.value });
  const { kind } = answer.error;
  return kind === 'not-found' || kind === 'rejected' ? ok(null) : answer;
}
