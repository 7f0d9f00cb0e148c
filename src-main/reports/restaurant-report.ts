import type {
  BusinessDay,
  ReportCredit,
  RestaurantReport,
  Total,
} from '../../src-preload/contract/report.ts';
import type { CrmLine } from './gateway.ts';
import { addUp, totalOf } from './totals.ts';

/** What a note says, where it is one that a kiosk of this restaurant wrote. */
export type DescribeNote = (note: string | null) => {
  readonly reasonId: string | null;
  readonly words: string | null;
  readonly by: string | null;
  readonly approvedBy: string | null;
};

/** Lines booked in the day. One whose date cannot be read stays: Toast counted it into what was asked for. */
export function linesOfDay(
  lines: readonly CrmLine[],
  day: { readonly from: number; readonly to: number },
): readonly CrmLine[] {
  return lines.filter(({ at }) => at === null || (at >= day.from && at < day.to));
}

/** What the records say of a day, without the comparison. `lines` are those of the day alone. */
export function restaurantReport(
  lines: readonly CrmLine[],
  day: BusinessDay,
  readAt: number,
  describeNote: DescribeNote,
  nameOf: (guestId: string) => string | null,
): Omit<RestaurantReport, 'reconciliation'> {
  const total = (which: (line: CrmLine) => boolean): Total =>
    totalOf(lines.filter(which).map(({ amount }) => amount));
  const given = lines
    .filter(({ type }) => type === 'ADD_VALUE')
    .map((line) => asListed(line, describeNote, nameOf));
  return {
    day,
    readAt,
    lines: lines.length,
    ...addUp(given, day, readAt),
    voided: total(({ type }) => type === 'VOID_ADD_VALUE'),
    spent: total(({ type }) => type === 'REDEMPTION'),
    givenBack: total(({ type }) => type === 'VOID_REDEMPTION'),
    other: total(({ type }) => typeof type !== 'string' || type === 'EXPIRATION'),
  };
}

function asListed(
  line: CrmLine,
  describeNote: DescribeNote,
  nameOf: (guestId: string) => string | null,
): ReportCredit {
  const { reasonId, words, by, approvedBy } = describeNote(line.note);
  return {
    creditId: line.id,
    amount: line.amount,
    at: line.at,
    reasonId,
    words,
    by,
    approvedBy,
    guestName: line.guestId === null ? null : nameOf(line.guestId),
  };
}
