import type { BusinessDay } from '../../src-preload/contract/report.ts';
import { cell, decimal } from '../audit/csv.ts';
import type { GivenCredit } from '../domain/given-credit.ts';
import type { CrmLine } from './gateway.ts';
import type { DescribeNote } from './restaurant-report.ts';

export interface ReportCsvInput {
  readonly day: BusinessDay;
  /** This kiosk's credits. */
  readonly credits: readonly GivenCredit[];
  /** Toast's records of the day, where they were read. */
  readonly lines: readonly CrmLine[] | null;
  readonly describe: DescribeNote;
  /** Whether someone of the staff is called so. */
  readonly isStaff: (name: string) => boolean;
  /** A reason's label in the language of the restaurant. */
  readonly reasonLabel: (reasonId: string) => string;
  readonly timeZone: string;
  /** Decimal digits of the currency. */
  readonly decimals: number;
}

const COLUMNS = [
  'source',
  'business day',
  'utc',
  'local time',
  'type',
  'amount',
  'reason',
  'by',
  'approved by',
  'state on this kiosk',
  'credit',
  'guest',
] as const;

/** A type of transaction as Toast names them. */
const TYPE = /^[A-Z][A-Z_]{0,31}$/;

/**
 * The day's credits one a row: first this kiosk's own, then Toast's records where they were read. Guests stand in it by
 * their GUID alone. Of a note in Toast's records only the restaurant's own reasons and staff names are written: other
 * words may be about a guest.
 */
export function reportCsv(input: ReportCsvInput): string {
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: input.timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const when = (at: number | null): [string, string] =>
    at === null ? ['', ''] : [new Date(at).toISOString(), local.format(at)];
  const money = (amount: number): string => decimal(amount, input.decimals);
  const staff = (name: string | null): string => (name !== null && input.isStaff(name) ? name : '');
  const rows: string[][] = [[...COLUMNS]];
  for (const credit of input.credits) {
    rows.push([
      'this kiosk',
      input.day.day,
      ...when(credit.givenAt),
      'ADD_VALUE',
      money(credit.amount),
      input.reasonLabel(credit.reasonId),
      credit.by,
      credit.approvedBy ?? '',
      credit.how === null ? credit.state : `${credit.state} (${credit.how})`,
      credit.creditId,
      credit.guestId,
    ]);
  }
  for (const line of input.lines ?? []) {
    const { reasonId, by, approvedBy } = input.describe(line.note);
    const type = typeof line.type === 'string' ? line.type : line.type.unknown;
    rows.push([
      'Toast',
      input.day.day,
      ...when(line.at),
      TYPE.test(type) ? type : 'OTHER',
      money(line.amount),
      reasonId === null ? '' : input.reasonLabel(reasonId),
      staff(by),
      staff(approvedBy),
      '',
      line.id,
      line.guestId ?? '',
    ]);
  }
  // Excel takes UTF-8 for what it is only with the mark in front.
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}
