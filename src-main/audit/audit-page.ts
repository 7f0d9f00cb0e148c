import type { AuditFilter, AuditLine, AuditPage } from '../../src-preload/contract/audit.ts';
import type { LedgerKind } from '../domain/ledger-event.ts';
import type { Database, SqlRow } from '../ports.ts';

/** What is under which filter. A kind may be under several, and each under at least one besides `all`. */
const KINDS: Readonly<Record<Exclude<AuditFilter, 'all'>, readonly LedgerKind[]>> = {
  credits: [
    'issued',
    'replacement',
    'undone',
    'outbox',
    'decision',
    'refused-by-rule',
    'form-opened',
    'entries-forgotten',
  ],
  approvals: ['approval-asked', 'approval-granted', 'approval-refused', 'approval-expired'],
  'sign-ins': ['signed-in', 'signed-out', 'pin-failed', 'locked-out', 'lock-lifted', 'manager-visit'],
  guests: ['guest-viewed', 'number-revealed', 'guest-accepted'],
  staff: [
    'staff-changed',
    'settings-changed',
    'settings-sealed',
    'kiosk-changed',
    'second-manager',
    'ledger-read',
  ],
  trouble: [
    'pin-failed',
    'locked-out',
    'impossible-request',
    'records-repaired',
    'key-lost',
    'lines-missing',
    'head-missing',
    'record-broken',
    'row-altered',
  ],
};

const PAGE = 50;

/** A page of the record, newest first. @param before only lines before that one; null from the end. */
export function readAudit(db: Database, before: number | null, filter: AuditFilter): AuditPage {
  const kinds = filter === 'all' ? null : KINDS[filter];
  const where = [
    ...(kinds === null ? [] : [`kind IN (${kinds.map(() => '?').join(', ')})`]),
    ...(before === null ? [] : ['seq < ?']),
  ];
  const rows = db.all(
    `SELECT seq, at, kind, event FROM ledger ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`}
     ORDER BY seq DESC LIMIT ${PAGE + 1}`,
    [...(kinds ?? []), ...(before === null ? [] : [before])],
  );
  const lines = rows.slice(0, PAGE).map(toLine);
  return {
    lines,
    next: rows.length > PAGE ? (lines.at(-1)?.seq ?? null) : null,
    total: Number(db.get('SELECT coalesce(max(seq), 0) AS n FROM ledger')?.['n'] ?? 0),
  };
}

/** Fields that say one more word of an event, the first that is there. */
const DETAILS = ['state', 'rule', 'decided', 'why', 'how', 'way', 'where', 'to', 'request'] as const;

function toLine(row: SqlRow): AuditLine {
  const event = parsed(String(row['event']));
  const change = event['change'];
  const what = typeof change === 'object' && change !== null ? Reflect.get(change, 'what') : null;
  const changes = event['changes'];
  const key = Array.isArray(changes) ? Reflect.get(Object(changes[0]), 'key') : null;
  const detail = what ?? key ?? DETAILS.map((name) => event[name]).find((value) => typeof value === 'string');
  return {
    seq: Number(row['seq']),
    at: Number(row['at']),
    kind: String(row['kind']),
    by: nameOf(event['by']) ?? (event['by'] === undefined ? nameOf(event['approver']) : null),
    other: nameOf(event['whom']) ?? (event['by'] === undefined ? null : nameOf(event['approver'])),
    amount: typeof event['amount'] === 'number' ? event['amount'] : null,
    detail: typeof detail === 'string' ? detail : null,
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // A damaged line is shown as the line it is; checking the record says what is wrong with it.
    return {};
  }
}

function nameOf(value: unknown): string | null {
  const name: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'shortName') : null;
  return typeof name === 'string' ? name : null;
}
