import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';
import type { CrmGuest, GuestGateway } from './gateway.ts';

/** What two guests may have in common. */
interface Reachable {
  readonly phone: string | null;
  readonly email: string | null;
}

/**
 * GUIDs of the guests that the CRM already has under someone's number or e-mail: before a guest is created, since every
 * creation makes another record and nothing at Toast stops duplicates. `notice` hears of each, so that the manager who
 * decides whether it is the same person sees a name.
 */
export function createKnownDuplicates(
  gateway: Pick<GuestGateway, 'findByPhone' | 'findByEmail'>,
  notice: (guest: CrmGuest) => void,
) {
  return async ({ phone, email }: Reachable): Promise<Result<readonly string[], CrmError>> => {
    const found = new Set<string>();
    for (const look of [phone && gateway.findByPhone(phone), email && gateway.findByEmail(email)]) {
      if (!look) continue;
      const answer = await look;
      if (!answer.ok) return answer;
      for (const guest of answer.value) {
        found.add(guest.id);
        notice(guest);
      }
    }
    return ok([...found]);
  };
}

/**
 * The GUID of the guest that the CRM answers with for this one; null where it has none. `notice` hears of another one,
 * so that the manager who decides about the credit sees a name.
 */
export function createKeptAs(
  whoIs: (guestId: string) => Promise<Result<CrmGuest | null, CrmError>>,
  notice: (guest: CrmGuest) => void,
) {
  return async (guestId: string): Promise<Result<string | null, CrmError>> => {
    const answer = await whoIs(guestId);
    if (!answer.ok) return answer;
    const guest = answer.value;
    if (guest !== null && guest.id !== guestId) notice(guest);
    return ok(guest === null ? null : guest.id);
  };
}
