import type { Need } from '../../src-preload/contract/manager.ts';
import type { Database } from '../ports.ts';

/**
 * What was found changed outside this program since a moment (UTC ms), by the ledger's lines, and which entries of the outbox still
 * wait for a decision for that reason; null where nothing was.
 */
export function whatIsAltered(
  db: Database,
  since: number,
): Omit<Extract<Need, { what: 'altered' }>, 'what'> | null {
  const lines = db.all(
    `SELECT at, kind, json_extract(event, '$.table') AS what, json_extract(event, '$.name') AS name FROM ledger
     WHERE kind IN ('row-altered', 'record-broken', 'key-lost') AND at >= ? AND json_valid(event) ORDER BY seq`,
    [since],
  );
  const undecided = Number(
    db.get(
      `SELECT count(*) AS n FROM outbox WHERE state = 'stuck' AND detail = '{"state":"stuck","why":"altered"}'`,
    )?.['n'],
  );
  const of = (kind: string, table: string | null = null) =>
    lines.filter((line) => line['kind'] === kind && (table === null || line['what'] === table));
  const found = {
    entries: undecided,
    staff: [...new Set(of('row-altered', 'staff').map((line) => String(line['name'])))],
    keypad: of('row-altered', 'lockout').length > 0,
    facts: of('row-altered', 'meta').length > 0,
    log: of('record-broken').length > 0,
    key: of('key-lost').length > 0,
  };
  if (
    undecided === 0 &&
    found.staff.length === 0 &&
    !found.keypad &&
    !found.facts &&
    !found.log &&
    !found.key
  )
    return null;
  return { at: Number(lines.at(-1)?.['at'] ?? since), ...found };
}
