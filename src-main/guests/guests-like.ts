import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';
import type { GuestGateway } from './gateway.ts';

/** What two guests may have in common. */
interface Reachable {
  readonly phone: string | null;
  readonly email: string | null;
}

/**
 * GUIDs of the guests whom the CRM already has under somebody's number or e-mail: before a guest is created, since
 * every creation makes another record and nothing at Toast stops duplicates.
 */
export function createGuestsLike(gateway: Pick<GuestGateway, 'findByPhone' | 'findByEmail'>) {
  return async ({ phone, email }: Reachable): Promise<Result<readonly string[], CrmError>> => {
    const found = new Set<string>();
    for (const look of [phone && gateway.findByPhone(phone), email && gateway.findByEmail(email)]) {
      if (!look) continue;
      const answer = await look;
      if (!answer.ok) return answer;
      for (const { id } of answer.value) found.add(id);
    }
    return ok([...found]);
  };
}
