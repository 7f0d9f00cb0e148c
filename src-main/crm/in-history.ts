import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { CreditTransaction } from '../guests/gateway.ts';
import type { CreditOnBooks } from '../outbox/gateway.ts';
import type { CrmError } from '../ports.ts';
import { type AskPage, createReader } from './paging.ts';

/** A credit among the newest lines of the guest's own history: null where it is not among them. */
export async function findInHistory(
  ask: AskPage<CreditTransaction>,
  guestId: string,
  creditId: string,
): Promise<Result<CreditOnBooks | null, CrmError>> {
  const portion = await createReader(ask).next();
  if (!portion.ok) return portion;
  const line = portion.value.items.find(({ id }) => id === creditId.toLowerCase());
  if (!line) return ok(null);
  const { id, amount, type } = line;
  return ok({
    creditId: id,
    guestId: guestId.toLowerCase(),
    amount,
    type: typeof type === 'string' ? type : type.unknown,
  });
}
