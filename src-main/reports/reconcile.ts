import type { Cents } from '../../src-preload/contract/money.ts';
import type { Difference, DifferenceKind, Reconciliation } from '../../src-preload/contract/report.ts';
import type { GivenCredit } from '../domain/given-credit.ts';
import type { CrmLine } from './gateway.ts';
import { totalOf } from './totals.ts';

export interface ReconcileInput {
  /** Credits of this kiosk that are expected in the records (settled), or that may be there against its will. */
  readonly ours: readonly GivenCredit[];
  /** Every line that was read: those of the day, and as many around it as our credits may have been booked in. */
  readonly lines: readonly CrmLine[];
  /** Only lines booked in here count as elsewhere's. UTC ms. */
  readonly day: { readonly from: number; readonly to: number };
  /** A credit that is not among `ours`, where this kiosk ever gave it: booked on another day than it was given. */
  readonly find: (creditId: string) => GivenCredit | null;
  readonly nameOf: (guestId: string) => string | null;
}

/**
 * Holds this kiosk's credits against the CRM's records, GUID by GUID. A GUID that is booked twice is a difference
 * anyone who gave it: a service that does not recognize a repeated one shows itself here.
 */
export function reconcile({ ours, lines, day, find, nameOf }: ReconcileInput): Reconciliation {
  const recorded = new Map<string, CrmLine[]>();
  const voided = new Set<string>();
  for (const line of lines) {
    if (line.type === 'ADD_VALUE') recorded.set(line.id, [...(recorded.get(line.id) ?? []), line]);
    else if (line.type === 'VOID_ADD_VALUE' && line.familyId !== null) voided.add(line.familyId);
  }
  const known = new Map(ours.map((credit) => [credit.creditId, credit]));
  const inDay = ({ at }: CrmLine): boolean => at === null || (at >= day.from && at < day.to);
  // What the records have in this day and we gave on another: accepted offline, or across the end of the day.
  for (const [id, there] of recorded) {
    if (known.has(id) || !there.some(inDay)) continue;
    const credit = find(id);
    if (credit) known.set(id, credit);
  }

  const differences: Difference[] = [];
  const agreed: GivenCredit[] = [];
  const elsewhere: Cents[] = [];
  for (const credit of known.values()) {
    const there = recorded.get(credit.creditId) ?? [];
    const kind = differs(credit, there);
    if (kind !== null) differences.push(difference(kind, credit, there, nameOf));
    else if (credit.state === 'settled') agreed.push(credit);
  }
  for (const [id, there] of recorded) {
    if (known.has(id)) continue;
    const here = there.filter(inDay);
    elsewhere.push(...here.map(({ amount }) => amount));
    if (there.length > 1 && here.length > 0) differences.push(difference('twice', null, there, nameOf));
  }
  const checked = [...known.values()].filter(({ state }) => state === 'settled');
  return {
    checked: totalOf(checked.map(({ amount }) => amount)),
    agreed: totalOf(agreed.map(({ amount }) => amount)),
    differences: differences.sort(
      (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.at ?? 0) - (b.at ?? 0),
    ),
    elsewhere: totalOf(elsewhere),
    onTheWay: totalOf([...known.values()].filter(isOnTheWay).map(({ amount }) => amount)),
    voidedSince: totalOf(agreed.filter(({ creditId }) => voided.has(creditId)).map(({ amount }) => amount)),
  };
}

/** The worst first: what someone has too much of, or too little. */
const ORDER: readonly DifferenceKind[] = ['twice', 'unwanted', 'missing', 'amount', 'guest'];

/** Accepted and not over: the records may have it or not, and neither is a difference. */
function isOnTheWay({ state }: GivenCredit): boolean {
  return state !== 'settled' && state !== 'cancelled' && state !== 'refused';
}

function differs(credit: GivenCredit, there: readonly CrmLine[]): DifferenceKind | null {
  const [line] = there;
  if (there.length > 1) return 'twice';
  if (credit.state === 'cancelled' || credit.state === 'refused')
    return line === undefined ? null : 'unwanted';
  if (line === undefined) return credit.state === 'settled' ? 'missing' : null;
  if (line.amount !== credit.amount) return 'amount';
  return line.guestId !== null && line.guestId !== credit.guestId ? 'guest' : null;
}

function difference(
  kind: DifferenceKind,
  credit: GivenCredit | null,
  there: readonly CrmLine[],
  nameOf: (guestId: string) => string | null,
): Difference {
  const [line] = there;
  const guestId = credit?.guestId ?? line?.guestId ?? null;
  return {
    kind,
    creditId: credit?.creditId ?? line?.id ?? '',
    guestName: guestId === null ? null : nameOf(guestId),
    here: credit && { amount: credit.amount, state: credit.state, by: credit.by },
    there:
      line === undefined
        ? null
        : { sum: there.reduce((sum, { amount }) => sum + amount, 0), lines: there.length },
    at: credit?.givenAt ?? line?.at ?? null,
  };
}
