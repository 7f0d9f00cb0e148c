import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { CrmCredit } from '../outbox/gateway.ts';
import type { CrmError } from '../ports.ts';
import type { CrmLine } from '../reports/gateway.ts';
import { elsewhere } from './operations.ts';
import { type AskPage, createReader } from './wire/paging.ts';

/**
 * A credit among the newest lines of the guest's own history: null where it is not among them. The history is that of all
 * restaurants of the loyalty set, and of the other guest after a merge: what a line says of both is passed on.
 * @param restaurantGuid ours, in lower case.
 */
export async function findInHistory(
  ask: AskPage<CrmLine>,
  { guestId, creditId, restaurantGuid }: Readonly<Record<'guestId' | 'creditId' | 'restaurantGuid', string>>,
): Promise<Result<CrmCredit | null, CrmError>> {
  const portion = await createReader(ask).next();
  if (!portion.ok) return portion;
  const line = portion.value.items.find(({ id }) => id === creditId.toLowerCase());
  if (!line) return ok(null);
  const { id, amount, type } = line;
  return ok({
    creditId: id,
    guestId: line.guestId ?? guestId.toLowerCase(),
    amount,
    type: typeof type === 'string' ? type : type.unknown,
    ...elsewhere(line.restaurantId, restaurantGuid),
  });
}
