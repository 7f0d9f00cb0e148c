import type { Resolution, WaitingItem } from '../../../src-preload/contract/outbox.ts';
import { itemId } from '../../../src-preload/contract/outbox.ts';
import type { Outbox } from '../../outbox/outbox.ts';
import type { Chance } from '../../training/chance.ts';
import type { Kiosk, Touch } from './kiosk.ts';
import type { Newcomers } from './newcomers.ts';
import type { Event } from './plan.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Witness, Witnessed } from './witness.ts';

export interface ManagersPorts {
  readonly time: VirtualTime;
  readonly witness: Witness;
  readonly newcomers: Newcomers;
  readonly tell: (who: string, what: string) => void;
  readonly wrong: (kind: 'given-twice' | 'bug', id: string | null, words: string) => void;
  /** Names the GUIDs made while `work` runs after this intent, and returns them as they are made. */
  readonly guidsOf: (intent: number, work: () => void) => readonly string[];
}

type Visit = Extract<Event, { kind: 'decide' }>;

/** A manager at a kiosk, who decides about what needs a person: reads the list, thinks, taps, sometimes twice. */
export interface Managers {
  readonly decide: (event: Visit, kiosk: Kiosk, chance: Chance) => void;
  /** How many have not finished what they began. */
  readonly busy: () => number;
}

const BY = 'Priya N.';
/** How often a manager looks whether the screen has said something, ms. */
const LOOKS_MS = 250;

export function createManagers(ports: ManagersPorts): Managers {
  const { time, witness, newcomers, tell, wrong } = ports;
  let busy = 0;
  const pause = (ms: number): Promise<void> => new Promise((resolve) => time.after(ms, resolve));

  /** What the screen offers for an item, and some that it does not: those must change nothing. */
  function choose(item: WaitingItem, chance: Chance): Resolution {
    const [existing] = item.kind === 'create-guest' ? item.existing : [];
    if (existing && !chance.oneIn(3)) {
      return chance.oneIn(3) ? { do: 'create-anyway' } : { do: 'use-existing', guestId: existing.guestId };
    }
    return chance.pick<Resolution>([
      { do: 'discard', reason: 'not wanted' },
      { do: 'send-as-new' },
      { do: 'send-as-new' },
      { do: 'recheck' },
      { do: 'create-anyway' },
    ]);
  }

  /** One tap on a decision; whether the screen said that it was carried out. */
  async function tap(item: WaitingItem, resolution: Resolution, kiosk: Kiosk): Promise<boolean> {
    const id = itemId(item);
    const ofCredit = witness.get(id);
    const intent = ofCredit?.intent ?? newcomers.get(id)?.intent;
    if (intent === undefined) throw new Error(`Nobody gave ${id}`);
    /** What is made anew, in the order in which it is made. */
    let ended: readonly string[] = [];
    let touched: Touch<ReturnType<Outbox['resolve']>> = { kind: 'died' };
    const program = kiosk.program();
    const made = ports.guidsOf(intent, () => {
      touched = kiosk.touch(({ outbox }) => {
        if (resolution.do === 'send-as-new') ended = [id];
        if (
          item.kind === 'create-guest' &&
          (resolution.do === 'use-existing' || resolution.do === 'discard')
        ) {
          ended = creditsFor(item.guestId, outbox.list().items);
        }
        return outbox.resolve(id, resolution, BY);
      });
    });
    const outcome = await outcomeOf(id, touched, () => kiosk.program() === program);
    tell(BY, `decides ${resolution.do} for ${id} at ${kiosk.name}: ${outcome}`);
    if (outcome !== 'said' && outcome !== 'died' && outcome !== 'broke') return false;
    const told = outcome === 'said' ? 'said' : 'untold';
    const guestId = resolution.do === 'use-existing' ? resolution.guestId : item.guestId;
    made.forEach((replacement, nth) => {
      const old = witness.get(ended[nth] ?? '');
      if (old) witness.replaced(old, replacement, guestId, told);
      else wrong('bug', replacement, 'Made anew of a credit that nobody gave');
    });
    if (resolution.do === 'discard') {
      if (ofCredit) note(ofCredit, 'discarded', told);
      // The credit behind a new guest is canceled with them.
      for (const behind of ended) {
        const credit = witness.get(behind);
        if (credit) note(credit, 'discarded', told);
      }
    }
    const newcomer = newcomers.get(id);
    if (newcomer && (resolution.do === 'discard' || resolution.do === 'use-existing')) {
      if (newcomer.ended !== 'said') newcomer.ended = told;
    }
    return told === 'said';
  }

  /** How a decision ended: the CRM is asked first, so the answer takes as long as its answer, or the program dies meanwhile. */
  async function outcomeOf(
    id: string,
    touched: Touch<ReturnType<Outbox['resolve']>>,
    alive: () => boolean,
  ): Promise<string> {
    if (touched.kind !== 'done') {
      if (touched.kind === 'broke') unlessDisk(id, touched.error);
      return touched.kind;
    }
    let outcome: string | null = null;
    touched.value.then(
      (done) => {
        outcome = done.ok ? 'said' : done.error.code;
      },
      (error: unknown) => {
        unlessDisk(id, error);
        outcome = 'broke';
      },
    );
    while (alive()) {
      if (outcome !== null) return outcome;
      await pause(LOOKS_MS);
    }
    return 'died';
  }

  /** A disk that refuses is a mishap; anything else that breaks is a bug. */
  function unlessDisk(id: string, error: unknown): void {
    if (error instanceof Error && Reflect.get(error, 'errcode') === undefined)
      wrong('bug', id, String(error.stack));
  }

  /** What needs a person now; nothing where the screen does not say. */
  function needsPerson(kiosk: Kiosk): readonly WaitingItem[] {
    const seen = kiosk.touch(({ outbox }) => outbox.list().items);
    if (seen.kind !== 'done') return [];
    return seen.value.filter(({ state }) => state === 'refused' || state === 'stuck');
  }

  async function visit({ tapAgainMs }: Visit, kiosk: Kiosk, chance: Chance): Promise<void> {
    await kiosk.usable();
    for (const item of needsPerson(kiosk)) {
      if (chance.oneIn(3)) continue;
      const resolution = choose(item, chance);
      await pause(chance.between(500, 20_000));
      await kiosk.usable();
      const done = await tap(item, resolution, kiosk);
      if (tapAgainMs === null) continue;
      await pause(tapAgainMs);
      const again = await tap(item, resolution, kiosk);
      // Only asking again may be wanted twice: by then the answer may be there.
      if (done && again && resolution.do !== 'recheck') {
        wrong('given-twice', itemId(item), `Decided twice: ${resolution.do}`);
      }
    }
  }

  return {
    decide: (event, kiosk, chance) => {
      busy += 1;
      visit(event, kiosk, chance)
        .catch((error: unknown) =>
          wrong('bug', null, error instanceof Error ? String(error.stack) : String(error)),
        )
        .finally(() => {
          busy -= 1;
        });
    },
    busy: () => busy,
  };
}

/** Once a screen has said so it stays said, whatever a later tap ends in. */
function note(credit: Witnessed, what: 'discarded', told: 'said' | 'untold'): void {
  if (credit[what] !== 'said') credit[what] = told;
}

/** Credit that waits for a new guest, in the order in which it was accepted. */
function creditsFor(guestId: string, items: readonly WaitingItem[]): readonly string[] {
  return items
    .filter((item) => item.kind === 'add-credit' && item.guestId === guestId)
    .map((item) => itemId(item));
}
