import { ok, type Result } from '../../../src-preload/contract/result.ts';
import type { Journal, JournalFailure } from './append-log.ts';
import type { Entry } from './model.ts';
import type { Store } from './store.ts';

/**
 * The only way to write: first to the journal (on disk when it returns), then to memory, so that nothing is shown that
 * a power cut could undo. If the journal write fails, memory is not changed.
 */
export function createRecorder(
  store: Store,
  journal: Pick<Journal, 'append'> | null,
): (entry: Entry) => Result<void, JournalFailure> {
  return (entry) => {
    const written = journal?.append(entry) ?? ok(undefined);
    if (written.ok) store.apply(entry);
    return written;
  };
}
