import type { AcceptError } from '../../domain/accepted-credit.ts';
import type { Database, GuestSealer } from '../../ports.ts';
import type { Work } from '../payload.ts';
import { toEntry } from '../rows.ts';
import type { Accepting } from '../store.ts';
import { ALL, BEHIND, type EntryReads } from './entries.ts';

/** While old entries are being declined, at most this many new ones may wait. */
const MAX_TO_TRY = 3;

/** The limits on what may wait: why this work may not come in; null where it may. */
export function createAcceptLimits(
  db: Database,
  sealer: GuestSealer,
  waiting: EntryReads['waiting'],
): (work: Work, how: Accepting) => AcceptError | null {
  const overLimits = (work: Work, how: Accepting): AcceptError | null => {
    const { limits } = how;
    const { count, sum } = waiting();
    const more = work.kind === 'add-credit' ? work.amount : 0;
    if (count + 1 > limits.count || sum + more > limits.sum) return { code: 'too-much-waiting', count, sum };
    return waitingTooLong(how);
  };

  /**
   * An entry that waits for a person does not wait for the connection; an entry that is declined alone does not either.
   */
  const waitingTooLong = ({ limits, ageOf, isDeclined = () => false }: Accepting): AcceptError | null => {
    const rows = db.all(
      `SELECT ${ALL} FROM outbox WHERE state IN ('held', 'queued', 'sending', 'verifying') AND NOT (${BEHIND})
       ORDER BY seq`,
    );
    const entries = rows.map((row) => {
      const entry = toEntry(row, sealer);
      const ageMs = ageOf(entry);
      return { entry, ageMs, isOld: entry.at.state !== 'held' && ageMs > limits.ageMs };
    });
    // Entries behind a declined entry for the same guest are never tried, so nothing shows whether they would be
    // declined as well.
    const declined = new Set(
      entries.flatMap(({ entry, isOld }) => (isOld && isDeclined(entry) ? entry.work.guestId : [])),
    );
    let declinedMs = 0;
    for (const [at, { entry, ageMs, isOld }] of entries.entries()) {
      if (isOld && declined.has(entry.work.guestId)) {
        declinedMs = Math.max(declinedMs, ageMs);
        continue;
      }
      if (isOld) return { code: 'waiting-too-long', oldestMs: ageMs };
      // Other entries show whether it is declined alone, so a few of them are accepted.
      const others = entries.length - at;
      return declinedMs > 0 && others >= MAX_TO_TRY
        ? { code: 'waiting-too-long', oldestMs: declinedMs }
        : null;
    }
    return null;
  };

  return overLimits;
}
