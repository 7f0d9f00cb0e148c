import type { CreditLine } from '../../../src-main/sandbox/data/model.ts';
import type { CreditItem } from '../../../src-preload/contract/outbox.ts';
import type { Acknowledged } from './ack-log.ts';

export type ViolationKind =
  /** Accepted, not taken back, not refused, and not in the CRM. */
  | 'lost'
  /** In the CRM more than once. */
  | 'duplicated'
  /** In the CRM with another amount, guest, date, note or kind. */
  | 'altered'
  /** In the CRM, and no one was ever told that it was accepted, nor may have been. */
  | 'never-accepted'
  /** Taken back, or refused, and in the CRM anyway. */
  | 'not-taken-back'
  /** Still under way when everything had long been well. */
  | 'unsettled'
  /** The kiosk does not know a credit it said was saved. */
  | 'forgotten'
  /** Set aside for a person where nothing asked for one. */
  | 'stuck'
  /** Called too old to be sent within the hours that the restaurant allows. */
  | 'aged-early'
  /** The screen says one thing and the records another. */
  | 'untrue'
  /** One intent became two credits. */
  | 'given-twice'
  /** Posted again while the outcome of the last POST was unknown. */
  | 'posted-in-doubt'
  /** No choice that the screen offers brought it to an end. */
  | 'dead-end'
  /** Something threw that must not. */
  | 'bug';

/** So many declined requests before an entry may be called singled out, or so many that may have failed in any way. */
const MIN_DECLINES = 5;
const MIN_FAILURES = 20;

export interface Violation {
  readonly kind: ViolationKind;
  /** The credit's GUID; null where it is about none. */
  readonly id: string | null;
  readonly words: string;
}

/** How credits ended: every accepted one in exactly one of the others, or it is a violation. */
export interface Tally {
  accepted: number;
  settled: number;
  undone: number;
  refused: number;
  /** Refused after an attempt that may have landed: set aside for a person, who is told so. */
  forPerson: number;
  /** Credits whose new guest waits for a person: nothing of them was sent. */
  forGuest: number;
  /** Given up by a manager; nothing of them at the CRM. */
  discarded: number;
  /** Made into another credit by a manager, which is counted by itself. */
  replaced: number;
  /** New guests at the CRM, those who wait for a person, and those that a manager gave up, or knew. */
  newGuests: number;
  guestsForPerson: number;
  guestsEnded: number;
}

export const noTally = (): Tally => ({
  accepted: 0,
  settled: 0,
  undone: 0,
  refused: 0,
  forPerson: 0,
  forGuest: 0,
  discarded: 0,
  replaced: 0,
  newGuests: 0,
  guestsForPerson: 0,
  guestsEnded: 0,
});

export interface AuditInput {
  readonly acknowledged: readonly Acknowledged[];
  /** What a kiosk's own screen says of a credit; null where it knows none. */
  readonly itemOf: (credit: Acknowledged) => CreditItem | null;
  /** How old credit is at least before it may be called too old, and the time at the end of the shift (ms of the shift). */
  readonly tooOldMs: number;
  /** Whether the CRM booked it so late that it must have left when it was too old to be sent automatically. */
  readonly leftTooOld: (credit: Acknowledged, line: CreditLine) => boolean;
  readonly now: number;
  /** How often requests about a GUID were declined in a way that says nothing of it. */
  readonly declines: (guid: string) => number;
  /** How often requests about a GUID left. */
  readonly requests: (guid: string) => number;
  /** Whether it, or its guest, is declined still, for good. */
  readonly barred: (credit: Acknowledged) => boolean;
  /** Whether a guest is new, and waits for a person: credit for them waits, too. */
  readonly guestWaits: (guestId: string) => boolean;
  /** Everything the CRM has, but the invented past. */
  readonly lines: readonly CreditLine[];
}

/** Compares what staff were told with what each kiosk says and what the CRM has. Two sets of records and a memory. */
export function audit({
  acknowledged,
  itemOf,
  guestWaits,
  lines,
  tooOldMs,
  leftTooOld,
  now,
  declines,
  requests,
  barred,
}: AuditInput): {
  violations: Violation[];
  tally: Tally;
} {
  const violations: Violation[] = [];
  const tally = noTally();
  const byGuid = new Map<string, CreditLine[]>();
  for (const line of lines) {
    const same = byGuid.get(line.guid);
    if (same) same.push(line);
    else byGuid.set(line.guid, [line]);
  }
  const known = new Set(acknowledged.map(({ id }) => id));
  for (const [id, found] of byGuid) {
    if (!known.has(id))
      wrong('never-accepted', id, `The CRM has it ${found.length} times; nobody was told so`);
  }
  /** Those made of a credit, and there. */
  const madeOf = new Map<string, Acknowledged[]>();
  for (const credit of acknowledged) {
    if (credit.replaces === null || itemOf(credit) === null) continue;
    madeOf.set(credit.replaces, [...(madeOf.get(credit.replaces) ?? []), credit]);
  }
  for (const credit of acknowledged) one(credit, byGuid.get(credit.id) ?? []);
  return { violations, tally };

  function wrong(kind: ViolationKind, id: string, words: string): void {
    violations.push({ kind, id, words });
  }

  function one(credit: Acknowledged, found: readonly CreditLine[]): void {
    const { id, guestId } = credit;
    const item = itemOf(credit);
    // A credit is looked for in its guest's history, too.
    const declined = declines(id) + declines(guestId);
    const isSaid = credit.accepted === 'said';
    if (item === null && credit.unsure) {
      if (found.length > 1) wrong('duplicated', id, `The CRM has it ${found.length} times`);
      return;
    }
    if (item === null) {
      if (isSaid) wrong('forgotten', id, `The kiosk does not know it; the CRM has it ${found.length} times`);
      if (isSaid && found.length === 0 && credit.undone === 'no') wrong('lost', id, 'Accepted, and nowhere');
      if (!isSaid && found.length > 0)
        wrong('never-accepted', id, 'On the books of the CRM, not on the kiosk');
      return;
    }
    tally.accepted += 1;
    if (found.length > 1) wrong('duplicated', id, `The CRM has it ${found.length} times`);
    const [line] = found;
    if (line) {
      const differs = differences(credit, line);
      const isAnother = credit.orElse?.some(
        (other) => differences({ ...credit, ...other, givenAt: null }, line) === '',
      );
      if (differs !== '' && !isAnother) wrong('altered', id, `On the books with another ${differs}`);
    }
    const { state } = item;
    if (line && !credit.unsure && leftTooOld(credit, line))
      wrong('untrue', id, 'Sent by itself though it was too old');
    if (credit.unsure) {
      // What the kiosk could not know of it is no fault of its: only that it is there once, and unaltered.
      tally.forPerson += 1;
      return;
    }
    const isAlone = declined >= MIN_DECLINES || requests(id) + requests(guestId) >= MIN_FAILURES;
    const isRecovered = item.stuck === 'unreadable-record' && credit.recovered;
    if ((item.stuck === 'singled-out' && isAlone) || isRecovered) {
      tally.forPerson += 1;
      return;
    }
    if (barred(credit) && ['queued', 'sending', 'verifying'].includes(state)) {
      tally.forPerson += 1;
      return;
    }
    const replacements = madeOf.get(id)?.length ?? 0;
    if (replacements > (state === 'cancelled' ? 1 : 0))
      wrong('given-twice', id, `${state}, and ${replacements} made of it`);
    if (state !== 'cancelled' && (credit.discarded === 'said' || credit.replaced === 'said')) {
      wrong('untrue', id, `A manager was told that it is given up or replaced, and it is ${state}`);
    }
    switch (state) {
      case 'settled':
        tally.settled += 1;
        if (credit.undone === 'said') wrong('untrue', id, 'Taken back, and shown as settled');
        if (!line) wrong('lost', id, 'Shown as settled; the CRM does not have it');
        return;
      case 'cancelled':
        // A manager may cancel what was carried out and could not be asked about: the screen said that it may be there.
        if (line && !(credit.discarded !== 'no' && declined >= MIN_DECLINES))
          wrong('not-taken-back', id, 'Taken back or given up, and on the books of the CRM');
        if (replacements > 0) {
          tally.replaced += 1;
          if (credit.undone === 'said') wrong('untrue', id, 'Taken back, and made into another credit');
        } else if (credit.undone !== 'no') tally.undone += 1;
        else if (credit.discarded !== 'no') tally.discarded += 1;
        else wrong('lost', id, 'Cancelled, and neither taken back nor given up, nor made into another');
        return;
      case 'refused':
        tally.refused += 1;
        if (line) wrong('not-taken-back', id, 'Shown as refused, and on the books of the CRM');
        return;
      case 'stuck':
        if (item.stuck === 'contradicted') {
          tally.forPerson += 1;
          if (line) wrong('untrue', id, 'Nothing of it was to be seen for long enough, and the CRM has it');
          return;
        }
        // A shift is far shorter than the restaurant lets credit wait, no matter what a PC's clock says.
        if (item.stuck === 'too-old' && now - credit.at > tooOldMs) {
          tally.forPerson += 1;
          if (line) wrong('untrue', id, 'Called too old to be sent, and on the books of the CRM');
          return;
        }
        if (item.stuck === 'too-old')
          wrong('aged-early', id, 'Called too old to be sent within hours of being given');
        else wrong('stuck', id, `Set aside for a person (${item.stuck}), where nothing asked for one`);
        return;
      case 'queued':
        if (guestWaits(credit.guestId) && !line) {
          tally.forGuest += 1;
          return;
        }
        wrong('unsettled', id, `Still queued; the CRM has it ${found.length} times`);
        return;
      case 'held':
      case 'sending':
      case 'verifying':
        wrong('unsettled', id, `Still ${state}; the CRM has it ${found.length} times`);
        return;
    }
  }
}

function differences(credit: Acknowledged, line: CreditLine): string {
  const checks: readonly (readonly [string, boolean])[] = [
    ['guest', line.guestGuid === credit.guestId],
    ['amount', line.amount === credit.amount],
    ['note', line.note === credit.note],
    ['date', credit.givenAt === null || line.localCreatedAt === credit.givenAt],
    ['kind', line.type === 'ADD_VALUE'],
  ];
  return checks
    .filter(([, same]) => !same)
    .map(([what]) => what)
    .join(', ');
}
