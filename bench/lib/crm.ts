import { type ControlledCrm, startControlledCrm } from '../../e2e/sandbox-control/controlled-crm.ts';
import type { Modes } from '../../e2e/sandbox-control/modes.ts';
import type { AcceptedCredit } from '../../src-main/domain/accepted-credit.ts';
import { createRng, type Rng } from '../../src-main/sandbox/data/rng.ts';
import { cents } from '../../src-preload/contract/money.ts';
import type { CrmAddress } from '../peers/subject.ts';

/** The built-in CRM over HTTP in this process, where no subject runs, without limits of its own. */
export interface BenchCrm {
  readonly address: CrmAddress;
  readonly control: ControlledCrm['control'];
  /** So many credits as staff would give them, to its guests in turn. */
  readonly credits: (count: number) => readonly AcceptedCredit[];
  /** How often each credit is in its database, by GUID. */
  readonly recorded: () => ReadonlyMap<string, number>;
  readonly close: () => Promise<void>;
}

const GUESTS = 60;

/** Started with the same seed, it invents the same guests and credits. */
export async function startCrm(seed: number, duplicates: Modes['duplicates']): Promise<BenchCrm> {
  const started = await startControlledCrm({
    seed,
    guests: GUESTS,
    now: Date.now,
    modes: { duplicates, limits: null },
  });
  if (!started.ok) throw new Error(`The built-in CRM did not start: ${started.error.code}`);
  const { url, clientId, clientSecret, restaurantGuid, control, close } = started.value;
  const { guests, transactions } = control.store();
  const before = new Set(transactions.map(({ guid }) => guid));
  const rng = createRng(seed);
  let given = 0;
  return {
    address: { url, clientId, clientSecret, restaurantGuid },
    control,
    close,
    credits: (count) =>
      Array.from({ length: count }, () => {
        const guest = guests[given % guests.length];
        given += 1;
        return creditFor(guest?.guid ?? '', rng);
      }),
    recorded: () => {
      const found = new Map<string, number>();
      for (const { guid } of control.store().transactions) {
        if (!before.has(guid)) found.set(guid, (found.get(guid) ?? 0) + 1);
      }
      return found;
    },
  };
}

export function creditFor(guestId: string, rng: Rng): AcceptedCredit {
  return {
    id: rng.guid(),
    guestId,
    amount: cents(rng.between(2, 20) * 100),
    reasonId: 'long-wait',
    note: 'Long wait; by Marco D.',
    givenAt: Date.now(),
    givenBy: { id: 'marco', shortName: 'Marco D.' },
    approvedBy: null,
  };
}
