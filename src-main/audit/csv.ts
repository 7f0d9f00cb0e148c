import type { LedgerLine } from './chain.ts';

export interface CsvOptions {
  /** IANA zone of the restaurant. */
  readonly timeZone: string;
  /** Decimal digits of the currency: amounts are written as 15.00. */
  readonly decimals: number;
}

const COLUMNS = [
  'line',
  'utc',
  'local time',
  'what',
  'by',
  'by (role)',
  'by (id)',
  'approved by',
  'approved by (id)',
  'guest',
  'credit',
  'amount',
  'reason',
  'details',
  'seal',
] as const;

/** Fields with a column of their own; everything else of an event stands under "details". */
const OWN = new Set(['by', 'approver', 'guestId', 'creditId', 'amount', 'reasonId']);

/** The ledger as CSV (RFC 4180: CRLF, quotes doubled), one text a slice, the header first. */
export async function* toCsv(
  slices: AsyncIterable<readonly LedgerLine[]>,
  options: CsvOptions,
): AsyncGenerator<string> {
  // Excel takes UTF-8 for what it is only with the mark in front.
  yield `\uFEFF${row([...COLUMNS])}`;
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: options.timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  for await (const slice of slices) {
    yield slice.map((line) => row(cellsOf(line, local, options.decimals))).join('');
  }
}

function cellsOf(line: LedgerLine, local: Intl.DateTimeFormat, decimals: number): string[] {
  const event = read(line.event);
  const by = person(event['by']);
  const approver = person(event['approver']);
  const rest = Object.fromEntries(Object.entries(event).filter(([key]) => !OWN.has(key)));
  return [
    String(line.seq),
    new Date(line.at).toISOString(),
    local.format(line.at),
    line.kind,
    by.shortName,
    by.role,
    by.id,
    approver.shortName,
    approver.id,
    text(event['guestId']),
    text(event['creditId']),
    typeof event['amount'] === 'number' ? decimal(event['amount'], decimals) : '',
    text(event['reasonId']),
    Object.keys(rest).length === 0 ? '' : JSON.stringify(rest),
    line.seal,
  ];
}

/** A line that someone damaged is exported as it is: anyone who examines it needs to see it. */
function read(event: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(event);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // falls through
  }
  return { unreadable: event };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function person(value: unknown): { shortName: string; role: string; id: string } {
  if (typeof value !== 'object' || value === null) return { shortName: '', role: '', id: '' };
  const { shortName, role, id } = value as Record<string, unknown>;
  return { shortName: text(shortName), role: text(role), id: text(id) };
}

/** An amount in minor units as people write it: 15.00. */
export function decimal(amount: number, decimals: number): string {
  if (decimals === 0) return String(amount);
  const digits = String(amount).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function row(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** Nearly every cell of a million lines: nothing in it can begin a formula. */
const PLAIN = /^[A-Za-z0-9{][^;\t\r\n]*$/;
/** A number is no text: no spreadsheet makes anything else of it. */
const NUMBER = /^\d+(?:\.\d+)?$/;
/**
 * Where a formula would begin: in front of a cell, or behind what parts cells and rows for a spreadsheet that is set to
 * semicolons or tabs, which does not see our quotes. Spaces, quotes and what is not seen may be before the sign.
 */
const FORMULA = /(^|[;\t\r\n])([\s\p{Cc}\p{Cf}"]*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu;
/** A tab or a line end in front of a cell begins a formula in some spreadsheets (OWASP, CSV injection). */
const EDGE = /^[\t\r\n]/;

/**
 * One cell, in quotes unless it is a number. A spreadsheet runs what begins like a formula, wherever the text came from:
 * an apostrophe goes in front of it, which the spreadsheet does not show (OWASP, CSV injection).
 */
export function cell(value: string): string {
  if (NUMBER.test(value)) return value;
  const plain = value === '' || PLAIN.test(value);
  const harmless = plain ? value : value.replace(FORMULA, "$1$2'").replace(EDGE, "'$&");
  return `"${harmless.replaceAll('"', '""')}"`;
}
