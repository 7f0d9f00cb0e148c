import { z } from 'zod';
import { type Cents, cents } from '../../src-preload/contract/money.ts';
import type { GuestToCreate } from '../domain/accepted-credit.ts';
import type { GuestSealer, SqlRow, SqlValue } from '../ports.ts';
import type { Entry } from './entry.ts';
import type { GuestWork, Work } from './payload.ts';
import { encodeState, readState } from './state-codec.ts';

/** The columns of the outbox's table in the order {@link rowOf} writes them; `seq` is the table's own. */
export const COLUMNS = [
  'id',
  'kind',
  'guest_id',
  'amount',
  'reason_id',
  'note',
  'sealed',
  'confirmed_new',
  'given_at',
  'accepted_at',
  'given_by_id',
  'given_by',
  'approved_by_id',
  'approved_by',
  'replaces',
  'local_created_date',
  'device_guid',
  'state',
  'since',
  'detail',
] as const;

const guestSchema = z.object({
  guestId: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
}) satisfies z.ZodType<GuestToCreate>;

/** A guest as sealed text; null where nothing of a guest may be on this disk. */
export function sealGuest(guest: GuestToCreate, sealer: GuestSealer): string | null {
  return sealer.seal(JSON.stringify(guest));
}

function openGuest(sealed: SqlValue | undefined, sealer: GuestSealer): GuestToCreate | null {
  if (typeof sealed !== 'string') return null;
  const plain = sealer.open(sealed);
  if (plain === null) return null;
  try {
    const read = guestSchema.safeParse(JSON.parse(plain));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/**
 * A stored note: the part without guest data, then the full text sealed. Notes without this format were stored as
 * typed.
 */
const SEALED_NOTE = '\u0001sealed:';

/** The restaurant's reason and the names of staff: what a note begins with, before the giver's own words. */
const ATTRIBUTION = /^[^;]+; by [^;]+(?:; ok [^;]+)?/;

/**
 * A note may name the guest in the giver's own words. If sealing is not possible it is stored as typed, because it must
 * be sent.
 */
export function sealNote(note: string, sealer: GuestSealer): string {
  const sealed = sealer.seal(note);
  return sealed === null ? note : `${withoutOwnWords(note)}${SEALED_NOTE}${sealed}`;
}

/** What a note says of the restaurant's reason and of staff alone. */
export const withoutOwnWords = (note: string): string => ATTRIBUTION.exec(note)?.[0] ?? '';

/** Whether a note is kept as it was typed. */
export const isOpenNote = (kept: string): boolean => !kept.includes(SEALED_NOTE);

/** Whether the giver's own words are there and can no longer be unsealed. */
export function isShutNote(kept: string, sealer: GuestSealer): boolean {
  const at = kept.indexOf(SEALED_NOTE);
  return at >= 0 && sealer.open(kept.slice(at + SEALED_NOTE.length)) === null;
}

/** If it can no longer be unsealed, the note without the giver's own words: a lost key must not block a credit. */
function openNote(kept: string, sealer: GuestSealer): string {
  const at = kept.indexOf(SEALED_NOTE);
  return at < 0 ? kept : (sealer.open(kept.slice(at + SEALED_NOTE.length)) ?? kept.slice(0, at));
}

/** The values of {@link COLUMNS} for an entry that comes in. `sealed` is a new guest's data. */
export function rowOf(
  entry: Entry,
  sealed: string | null,
  replaces: string | null,
  sealer: GuestSealer,
): readonly SqlValue[] {
  const { work, at } = entry;
  const credit = work.kind === 'add-credit' ? work : null;
  return [
    work.id,
    work.kind,
    work.guestId,
    credit?.amount ?? 0,
    credit?.reasonId ?? '',
    credit ? sealNote(credit.note, sealer) : '',
    sealed,
    work.kind === 'create-guest' && work.confirmedNew ? 1 : 0,
    work.givenAt,
    entry.acceptedAt,
    work.givenBy.id,
    work.givenBy.shortName,
    credit?.approvedBy?.id ?? null,
    credit?.approvedBy?.shortName ?? null,
    replaces,
    credit?.frozen?.localCreatedDate ?? null,
    credit?.frozen?.deviceGuid ?? null,
    at.state,
    entry.since,
    encodeState(at),
  ];
}

/** Reads an entry from its row. An unreadable state or guest makes it an entry that needs a person. */
export function toEntry(row: SqlRow, sealer: GuestSealer): Entry {
  const work = toWork(row, sealer);
  const at = readState(text(row, 'state'), text(row, 'detail'));
  // Only what is still to be sent needs the guest's data; asking about a GUID does not.
  const unreadable = work.kind === 'create-guest' && work.guest === null && at.state === 'queued';
  return {
    seq: integer(row, 'seq'),
    acceptedAt: integer(row, 'accepted_at'),
    since: integer(row, 'since'),
    work,
    at: unreadable ? { state: 'stuck', why: 'unreadable-record' } : at,
  };
}

function toWork(row: SqlRow, sealer: GuestSealer): Work {
  const id = text(row, 'id');
  const guestId = text(row, 'guest_id');
  const givenAt = integer(row, 'given_at');
  const givenBy = { id: text(row, 'given_by_id'), shortName: text(row, 'given_by') };
  if (text(row, 'kind') === 'create-guest') {
    const guest = openGuest(row['sealed'], sealer);
    const confirmedNew = integer(row, 'confirmed_new') === 1;
    return { kind: 'create-guest', id, guestId, guest, confirmedNew, givenAt, givenBy } satisfies GuestWork;
  }
  const approver = row['approved_by_id'];
  const [localCreatedDate, device] = [row['local_created_date'], row['device_guid']];
  const deviceGuid = typeof device === 'string' ? device : null;
  return {
    kind: 'add-credit',
    id,
    guestId,
    amount: amount(row, 'amount'),
    reasonId: text(row, 'reason_id'),
    note: openNote(text(row, 'note'), sealer),
    givenAt,
    givenBy,
    ...(typeof localCreatedDate === 'string' && { frozen: { localCreatedDate, deviceGuid } }),
    approvedBy: typeof approver === 'string' ? { id: approver, shortName: text(row, 'approved_by') } : null,
  };
}

export function amount(row: SqlRow | undefined, column: string): Cents {
  return cents(integer(row, column));
}

export function integer(row: SqlRow | undefined, column: string): number {
  const value = row?.[column];
  if (typeof value !== 'number') throw new TypeError(`Outbox column ${column} is not a number`);
  return value;
}

function text(row: SqlRow, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`Outbox column ${column} is not text`);
  return value;
}
