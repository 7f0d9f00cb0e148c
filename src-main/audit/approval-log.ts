import {
  type ApprovalEnd,
  DECLINE_REASONS,
  type DeclineReason,
} from '../../src-preload/contract/approval.ts';
import type { Cents } from '../../src-preload/contract/money.ts';
import type { EndedRequest } from '../domain/approval.ts';
import type { WriteLedger } from '../domain/ledger-event.ts';
import type { Database, SqlRow } from '../ports.ts';

/** So many of the last lines are read: far more than a shift writes, no matter what the clock says. */
const LINES = 5_000;

const KINDS = [
  'approval-asked',
  'approval-granted',
  'approval-refused',
  'approval-expired',
  'refused-by-rule',
];

interface Line {
  readonly kind: string;
  readonly at: number;
  readonly event: Readonly<Record<string, unknown>>;
}

/**
 * Requests for approval that ended, oldest first. Those that the last run left open end with this start, on record; `carried`
 * of them, by their ids, stay open. Throws where the disk would not take a line.
 */
export function endedApprovals(
  db: Database,
  record: WriteLedger,
  now: number,
  carried: ReadonlySet<string>,
): readonly EndedRequest[] {
  const lines = db
    .all(
      `SELECT kind, at, event FROM ledger WHERE seq > (SELECT coalesce(max(seq), 0) FROM ledger) - ${LINES}
       AND kind IN (${KINDS.map((kind) => `'${kind}'`).join(', ')}) AND json_valid(event) ORDER BY seq`,
    )
    .map(toLine);
  const asked = new Map<string, EndedRequest>();
  const ended = new Map<string, EndedRequest>();
  for (const line of lines) {
    const id = text(line.event['approvalId']);
    const request = asked.get(id);
    if (line.kind === 'approval-asked') {
      const next = requestOf(id, line);
      // Asking again for the same form ended the one before.
      for (const [other, { creditId }] of asked) if (creditId === next.creditId) asked.delete(other);
      asked.set(id, next);
      continue;
    }
    const end = endOf(line, request);
    if (request === undefined || end === null) continue;
    asked.delete(id);
    ended.set(id, { ...request, ...end, at: line.at });
  }
  for (const [approvalId, request] of asked) {
    if (carried.has(approvalId)) continue;
    record({ kind: 'approval-expired', approvalId, why: 'restart' });
    ended.set(approvalId, { ...request, how: 'restarted', at: now });
  }
  return [...ended.values()];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const nameIn = (value: unknown): string | null =>
  typeof value === 'object' && value !== null ? text(Reflect.get(value, 'shortName')) : null;

function toLine(row: SqlRow): Line {
  const event = JSON.parse(String(row['event'])) as Readonly<Record<string, unknown>>;
  return { kind: String(row['kind']), at: Number(row['at']), event };
}

function requestOf(approvalId: string, { event, at }: Line): EndedRequest {
  const by = event['by'];
  return {
    approvalId,
    creditId: text(event['creditId']),
    guestId: text(event['guestId']),
    amount: Number(event['amount']) as Cents,
    reasonId: text(event['reasonId']),
    askerId: typeof by === 'object' && by !== null ? text(Reflect.get(by, 'id')) : '',
    how: 'over',
    by: null,
    why: null,
    at,
  };
}

type End = { readonly how: ApprovalEnd; readonly by: string | null; readonly why: DeclineReason | null };

/** What a line says of the request it names; null where it does not end it. */
function endOf({ kind, event }: Line, request: EndedRequest | undefined): End | null {
  const by = event['by'];
  switch (kind) {
    case 'approval-granted':
      return { how: 'approved', by: nameIn(event['approver']), why: null };
    case 'approval-refused': {
      // A wrong person leaves it open.
      if (event['why'] !== 'declined') return null;
      const own = typeof by === 'object' && by !== null && Reflect.get(by, 'id') === request?.askerId;
      const why = DECLINE_REASONS.find((reason) => reason === event['said']) ?? null;
      return { how: own ? 'over' : 'declined', by: nameIn(by), why };
    }
    case 'approval-expired': {
      const why = event['why'];
      return {
        how: why === 'giver' ? 'giver-gone' : why === 'restart' ? 'restarted' : 'expired',
        by: null,
        why: null,
      };
    }
    default:
      return { how: 'refused', by: null, why: null };
  }
}
