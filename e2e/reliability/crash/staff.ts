import { setTimeout as sleep } from 'node:timers/promises';
import type { Rng } from '../../../src-main/sandbox/data/rng.ts';
import { TRAINING_STAFF } from '../../../src-main/staff/training-staff.ts';
import type { Answer, RequestName, Requests } from '../../../src-preload/contract/channels.ts';
import { cents } from '../../../src-preload/contract/money.ts';
import type { CreditItem } from '../../../src-preload/contract/outbox.ts';
import type { Tell } from './report.ts';

/** Asks the kiosk's router as the page would. */
export type Ask = <N extends RequestName>(name: N, request: Requests[N]['request']) => Promise<Answer<N>>;

export interface TrialGuest {
  readonly id: string;
  /** National digits. */
  readonly phone: string;
}

export interface StaffPorts {
  readonly ask: Ask;
  readonly tell: Tell;
  readonly rng: Rng;
  readonly guests: readonly [TrialGuest, ...TrialGuest[]];
}

const pinsOf = (role: 'server' | 'manager') =>
  TRAINING_STAFF.filter((staff) => staff.role === role).map(({ pin }) => pin) as [string, ...string[]];
const SERVERS = pinsOf('server');
const MANAGERS = pinsOf('manager');

/** What a server may give alone, and what needs a manager, in cents. */
const ALONE = { least: 100, most: 1_000 };
const APPROVED = { least: 1_050, most: 2_500 };

/**
 * One of several pairs of hands on the kiosk, for as long as the process lives. Each step's answer is told before the
 * next step is taken. Hands get into each other's way on purpose (a sign-in ends the session before it): no matter what
 * the kiosk answers to that is fine, as long as what it says is true.
 */
export async function work(ports: StaffPorts): Promise<never> {
  const { rng } = ports;
  for (;;) {
    await visit(ports);
    await sleep(rng.between(60, 500));
  }
}

async function visit({ ask, tell, rng, guests }: StaffPorts): Promise<void> {
  await ask('signIn', { pin: rng.pick(SERVERS) });
  const guest = rng.pick(guests);
  if (rng.oneIn(5)) await ask('lookUp', { digits: guest.phone, by: 'phone' });
  if (rng.oneIn(8)) await ask('openGuest', { guestId: guest.id });
  const opened = await ask('openCreditForm', { guestId: guest.id });
  if (!opened.ok) return;
  if (opened.value.outcome === 'already-given') {
    // Saved before, and its "saved" was not seen: it is now.
    const { item } = opened.value;
    tell(given(item));
    await ask('creditShown', { creditId: item.creditId });
    return;
  }
  const { creditId } = opened.value.form;
  const range = rng.oneIn(6) ? APPROVED : ALONE;
  const request = {
    creditId,
    amount: cents(rng.between(range.least, range.most)),
    reasonId: rng.pick(['long-wait', 'cold-food', 'wrong-dish']),
    note: '',
  };
  tell({ say: 'giving', creditId, guestId: guest.id, amount: request.amount });
  const item = await give();
  if (!item) return;
  if (!rng.oneIn(6)) await ask('creditShown', { creditId });
  if (rng.oneIn(5)) await undo();

  async function give(): Promise<CreditItem | null> {
    const taps = rng.oneIn(6) ? [tap(), tap()] : [tap()];
    let seen: CreditItem | null = null;
    for (const answer of await Promise.all(taps)) seen = answer ?? seen;
    return seen;
  }

  async function tap(): Promise<CreditItem | null> {
    const answer = await ask('giveCredit', request);
    if (!answer.ok) return null;
    if (answer.value.outcome === 'accepted') return saved(answer.value.item);
    const { approvalId } = answer.value.approval;
    const approved = await ask('approve', { approvalId, pin: rng.pick(MANAGERS) });
    return approved.ok ? saved(approved.value) : null;
  }

  function saved(item: CreditItem): CreditItem {
    tell(given(item));
    return item;
  }

  async function undo(): Promise<void> {
    await sleep(rng.between(0, 1_300));
    tell({ say: 'undoing', creditId });
    const undone = await ask('undoCredit', { creditId });
    if (undone.ok) tell({ say: 'undone', creditId });
    else if (undone.error.code === 'undo-too-late') tell({ say: 'undo-late', creditId });
  }
}

const given = ({ creditId, guestId, amount, givenAt, state }: CreditItem) =>
  ({ say: 'given', creditId, guestId, amount, givenAt, state }) as const;

/**
 * A manager's round: no matter what the CRM refused is sent as a new credit, and no matter what it contradicted itself
 * about it is asked about again.
 */
export async function decide({ ask, tell }: Pick<StaffPorts, 'ask' | 'tell'>): Promise<void> {
  const pin = MANAGERS[0];
  await ask('signIn', { pin });
  const list = await ask('waitingList', {});
  if (!list.ok) return;
  for (const item of list.value.items) {
    if (item.kind !== 'add-credit') continue;
    const { creditId: id, state, stuck } = item;
    const what = state === 'refused' ? 'send-as-new' : stuck === 'contradicted' ? 'recheck' : null;
    if (what === null) continue;
    tell({ say: 'deciding', creditId: id });
    await ask('resolveEntry', { id, resolution: { do: what }, pin });
  }
}
