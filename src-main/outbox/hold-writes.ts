import { err } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';
import type { OutboxGateway } from './gateway.ts';

/** Lets questions through and no write: each is answered as not sent, so that it waits in the queue and counts no attempt. */
export function holdWrites(gateway: OutboxGateway): OutboxGateway {
  const held: CrmError = { kind: 'offline', sent: 'no', detail: 'held until a manager says what this PC is' };
  return { ...gateway, addCredit: async () => err(held), createGuest: async () => err(held) };
}
