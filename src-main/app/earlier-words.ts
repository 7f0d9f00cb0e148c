import type { Ledger } from '../audit/ledger.ts';
import { errorText } from '../lib/error-words.ts';
import { dropEarlierWords, hasEarlierWords, sealEarlierWords, wasUsed } from '../outbox/earlier-words.ts';
import type { Database, GuestSealer, KeyStore, Logger } from '../ports.ts';
import { changeCopies, changeForGood } from '../storage/rewrite.ts';

/** Says that it is done. Without it, it is done again, which changes nothing more. */
const DONE = 'wordsSealed';

/**
 * Seals what earlier versions kept in the open (notes, reasons, a service's words), in these records and in the copies beside them, and makes
 * the files again so that no byte is left. Once for each set of records; where nothing can be sealed yet, and where the disk
 * refuses, at a later start. What was set aside as damaged stays as it was.
 */
export function sealOpenWords(ports: {
  readonly db: Database;
  readonly path: string;
  readonly meta: KeyStore;
  readonly ledger: Pick<Ledger, 'seals' | 'sealsIn'>;
  readonly sealer: GuestSealer;
  readonly logger: Logger;
}): void {
  const { db, path, meta, ledger, sealer, logger } = ports;
  if (meta.get(DONE) !== null || sealer.seal('') === null) return;
  try {
    if (wasUsed(db)) changeForGood(db, () => sealEarlierWords(db, sealer, ledger.seals));
    changeCopies(
      path,
      (copy) => hasEarlierWords(copy, sealer),
      (copy, knows) => {
        if (knows.sealedWords) sealEarlierWords(copy, sealer, knows.sealedRows ? ledger.sealsIn(copy) : null);
        else dropEarlierWords(copy, sealer);
      },
    );
    meta.set(DONE, '1');
  } catch (error) {
    logger.error('earlier-words-not-sealed', {
      error: errorText(error),
    });
  }
}
