import type { Result } from '../../src-preload/contract/result.ts';
import type { GuestToCreate } from '../domain/accepted-credit.ts';
import type { CrmError } from '../ports.ts';

/** The CRM's record under a guest's GUID. Absent values are null. */
export interface CrmGuestRecord {
  /** Lower case. */
  readonly guestId: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** National digits where they parse as such, else as the CRM gave it. */
  readonly phone: string | null;
  readonly email: string | null;
}

/** The CRM operations the outbox needs to create a guest. */
export interface GuestCreationGateway {
  /**
   * Creates the guest with one POST that is never repeated internally. After a 202 it polls for the guest, within a
   * bound; past it the result is `timeout`: accepted, not seen yet.
   */
  readonly createGuest: (guest: GuestToCreate) => Promise<Result<CrmGuestRecord, CrmError>>;
  /** The guest under this GUID; null where the CRM says there is none (one early "none" proves nothing). */
  readonly findGuest: (guestId: string) => Promise<Result<CrmGuestRecord | null, CrmError>>;
}
