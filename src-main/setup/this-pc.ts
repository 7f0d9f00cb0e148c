import { createHash } from 'node:crypto';
import { z } from 'zod';
import { errorText } from '../lib/error-words.ts';
import type { KeyStore, Logger, PcIdentity } from '../ports.ts';

/** Whether the data was made on this PC. */
export interface ThisPc {
  /** Two of three marks are another PC's, and no manager has said yet what this one is. */
  readonly moved: boolean;
  /** From now on this is the data's PC. Throws where the disk refuses. */
  readonly settle: () => void;
}

const KEY = 'thisPc';
const marksSchema = z.object({
  addresses: z.array(z.string()),
  processor: z.string().nullable(),
  machine: z.string().nullable(),
});
type Marks = z.infer<typeof marksSchema>;

/**
 * Compares this PC with the one that the data was last used on. Adapters come and go, so addresses count as changed only
 * where none is shared; what is not known now, or was not known then, counts as unchanged. What changes one at a time is
 * followed, so that a kiosk may get a new network card this year and a new system the next.
 */
export function openThisPc(meta: KeyStore, identity: PcIdentity, logger: Logger): ThisPc {
  const now = marksOf(identity);
  const kept = readMarks(meta.get(KEY));
  const moved = kept !== null && changes(kept, now) >= 2;
  const settle = (): void => meta.set(KEY, JSON.stringify(now));
  if (!moved) {
    const followed = kept === null ? now : follow(kept, now);
    try {
      if (JSON.stringify(followed) !== meta.get(KEY)) meta.set(KEY, JSON.stringify(followed));
    } catch (error) {
      // A full disk stops no start; the next one follows.
      logger.warn('this-pc-not-kept', { error: errorText(error) });
    }
  }
  return { moved, settle };
}

function marksOf({ addresses, processor, machine }: PcIdentity): Marks {
  const hashed = (text: string | null): string | null => text && hash(text);
  return { addresses: addresses.map(hash).sort(), processor: hashed(processor), machine: hashed(machine) };
}

function hash(text: string): string {
  return createHash('sha256').update(`hoststand this-pc ${text}`).digest('hex').slice(0, 32);
}

function readMarks(text: string | null): Marks | null {
  try {
    const read = marksSchema.safeParse(JSON.parse(text ?? 'null'));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function changes(kept: Marks, now: Marks): number {
  const differ = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;
  const noneShared =
    kept.addresses.length > 0 &&
    now.addresses.length > 0 &&
    !now.addresses.some((address) => kept.addresses.includes(address));
  return [noneShared, differ(kept.processor, now.processor), differ(kept.machine, now.machine)].filter(
    Boolean,
  ).length;
}

/** What is known now; of what is not, what was known before. */
function follow(kept: Marks, now: Marks): Marks {
  return {
    addresses: now.addresses.length > 0 ? now.addresses : kept.addresses,
    processor: now.processor ?? kept.processor,
    machine: now.machine ?? kept.machine,
  };
}
