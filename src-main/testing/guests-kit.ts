import { type Cents, cents, signedCents } from '../../src-preload/contract/money.ts';
import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { AcceptError, AcceptedGuest } from '../domain/accepted-credit.ts';
import { createFormAges } from '../domain/form-ages.ts';
import type { CreditTransaction } from '../guests/gateway.ts';
import type { GuestAct } from '../guests/guest-acts.ts';
import { createGuestForms } from '../guests/guest-forms.ts';
import { createGuests, type Guests } from '../guests/guests.ts';
import { createDirectoryKit, guest, untilReady } from './directory-kit.ts';
import { createFakeGuestGateway, type FakeGuest } from './fake-guest-gateway.ts';

export const marco: StaffName = { id: 's1', shortName: 'Marco D.', role: 'server' };
export const priya: StaffName = { id: 's2', shortName: 'Priya N.', role: 'manager' };
export const ana = guest('ana', 'Ana', 'Petrescu', '4155550142');

export const line = (id: string, at: number | null, note: string | null = null): CreditTransaction => ({
  id,
  type: 'ADD_VALUE',
  amount: cents(2_000),
  at,
  expiresAt: 9,
  note,
});

const EVERYBODY: readonly FakeGuest[] = [
  {
    guest: ana,
    summary: { amount: cents(4_250), earliestExpiry: 99 },
    history: [
      line('t1', 5, 'Long wait; by Marco D.'),
      { id: 't2', type: { unknown: 'TRANSFER' }, amount: cents(1), at: null, expiresAt: null, note: null },
    ],
  },
  ...['Maria', 'João'].map((first) => ({
    guest: guest(first, first, 'Santos', '4155550177'),
    summary: { amount: signedCents(first === 'João' ? -500 : 0), earliestExpiry: null },
    history: [],
  })),
];

/** Guests over a real directory and a CRM in memory. */
export async function createGuestsKit(everybody: readonly FakeGuest[] = EVERYBODY) {
  const kit = createDirectoryKit();
  const gateway = createFakeGuestGateway(everybody);
  const acts: (GuestAct & { readonly by: string })[] = [];
  const accepted: AcceptedGuest[] = [];
  const recordSuspicious: { readonly request: string; readonly why: string }[] = [];
  const state = {
    waiting: cents(1_000) as Cents,
    accept: (_: AcceptedGuest): Result<unknown, AcceptError> => ok(null),
  };
  const directory = await kit.open();
  const { options } = directory;
  const guests: Guests = createGuests({
    ...options,
    directory,
    gateway,
    reckonedNow: options.clock.now,
    forms: createGuestForms(options.db, kit.ids, options.clock, createFormAges(options.clock)),
    addedBy: (guestId) => accepted.find((given) => given.guest.guestId === guestId)?.givenBy.id ?? null,
    waitingFor: () => state.waiting,
    describeNote: (note) => ({ reasonId: null, words: note, by: null, approvedBy: null }),
    acceptGuest: (given) => {
      const answer = state.accept(given);
      if (answer.ok) accepted.push(given);
      return answer;
    },
    record: (what, staff) => acts.push({ ...what, by: staff.shortName }),
    recordSuspicious: (request, why) => recordSuspicious.push({ request, why }),
  });
  /** A glance that is allowed. */
  const cachedView = async (guestId: string) => {
    const seen = await guests.cachedView(guestId, marco);
    if (!seen.ok) throw new Error(seen.error.code);
    return seen.value;
  };
  await untilReady(guests.ready, kit.time);
  return { ...kit, gateway, guests, cachedView, acts, recordSuspicious, accepted, state };
}

export type GuestsKit = Awaited<ReturnType<typeof createGuestsKit>>;
