import { ok, type Result } from '../../../src-preload/contract/result.ts';
import type { Journal, JournalFailure } from './append-log.ts';
import type { Entry } from './model.ts';
import type { Books } from './store.ts';

/**
 * The one way to write: first to the journal (on the disk when it returns), then to the books, so that nothing is ever
 * shown that a power cut could take back. Where the journal will not take it, the books do not either.
 */
export function createRecorder(
  books: Books,
  journal: Pick<Journal, 'append'> | null,
): (entry: Entry) => Result<void, JournalFailure> {
  return (entry) => {
    const written = journal?.append(entry) ?? ok(undefined);
    if (written.ok) books.apply(entry);
    return written;
  };
}
