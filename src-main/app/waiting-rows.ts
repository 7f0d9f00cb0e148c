/** What waits, with guests by name and number: for a person who enters it on the POS. */
import { assertNever } from '../../src-preload/contract/result.ts';
import type { GuestRecord } from '../guests/directory/guest-record.ts';
import type { Entry } from '../outbox/entry.ts';
import type { EntryState } from '../outbox/state.ts';
import type { MayBeThere, WaitingRow } from '../reports/waiting-csv.ts';

/** The guest as this kiosk has them cached; null where it does not. */
type GuestOf = (guestId: string) => GuestRecord | null;

/** @param isProven whether the row of that GUID is as this kiosk wrote it, and nothing later is known of it. */
export function waitingRows(
  open: readonly Entry[],
  guestOf: GuestOf,
  isProven: (id: string) => boolean,
): readonly WaitingRow[] {
  const coming = new Map(
    open.flatMap(({ work }) =>
      work.kind === 'create-guest' && work.guest !== null ? [[work.guestId, work.guest] as const] : [],
    ),
  );
  return open.map(({ work, at }) => {
    const guest = coming.get(work.guestId) ?? guestOf(work.guestId)?.guest ?? null;
    const credit = work.kind === 'add-credit' ? work : null;
    const name = [guest?.firstName, guest?.lastName].filter(Boolean).join(' ');
    return {
      kind: credit === null ? 'guest' : 'credit',
      guestName: name === '' ? null : name,
      phone: guest?.phone ?? null,
      email: guest?.email ?? null,
      amount: credit?.amount ?? null,
      reasonId: credit?.reasonId ?? '',
      note: credit?.note ?? '',
      givenAt: work.givenAt,
      givenBy: work.givenBy.shortName,
      approvedBy: credit?.approvedBy?.shortName ?? null,
      state: at.state === 'stuck' ? `stuck (${at.why})` : at.state,
      mayBeThere: isProven(work.id) ? mayBeThere(at) : 'unknown',
      id: work.id,
      guestId: work.guestId,
    };
  });
}

function mayBeThere(at: EntryState): MayBeThere {
  switch (at.state) {
    case 'held':
      return at.earlier ? 'maybe' : 'no';
    case 'queued':
      return at.attempts > 0 || at.doubt ? 'maybe' : 'no';
    case 'sending':
    case 'settled':
      return 'maybe';
    case 'verifying':
      return at.attempts > 0 ? 'maybe' : 'no';
    case 'refused':
    case 'cancelled':
      return 'no';
    case 'stuck':
      return byReason(at.why);
    default:
      return assertNever(at, 'entry state');
  }
}

function byReason(why: Extract<EntryState, { state: 'stuck' }>['why']): MayBeThere {
  switch (why) {
    case 'different-content':
    case 'contradicted':
    case 'singled-out':
      return 'maybe';
    case 'unreadable-record':
    case 'altered':
      return 'unknown';
    case 'too-old':
    case 'guest-exists':
    case 'guest-merged':
      return 'no';
    default:
      return assertNever(why, 'reason');
  }
}
