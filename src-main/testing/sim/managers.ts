import type { Resolution, WaitingItem } from '../../../src-preload/contract/outbox.ts';
import { itemId } from '../../../src-preload/contract/outbox.ts';
import type { Chance } from '../../training/chance.ts';
import type { Kiosk } from './kiosk.ts';
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
  function tap(item: WaitingItem, resolution: Resolution, kiosk: Kiosk): boolean {
    const id = itemId(item);
    const ofCredit = witness.get(id);
    const intent = ofCredit?.intent ?? newcomers.get(id)?.intent;
    if (intent === undefined) throw new Error(`Nobody gave ${id}`);
    /** What is made anew, in the order in which it is made. */
    let ended: readonly string[] = [];
    let outcome = 'died';
    const made = ports.guidsOf(intent, () => {
      const touched = kiosk.touch(({ outbox }) => {
        if (resolution.do === 'send-as-new') ended = [id];
        if (resolution.do === 'use-existing') ended = creditsFor(item.guestId, outbox.list().items);
        return outbox.resolve(id, resolution, BY);
      });
      outcome =
        touched.kind === 'done' ? (touched.value.ok ? 'said' : touched.value.error.code) : touched.kind;
      if (touched.kind === 'broke' && Reflect.get(touched.error, 'errcode') === undefined) {
        wrong('bug', id, String(touched.error.stack));
      }
    });
    tell(BY, `decides ${resolution.do} for ${id} at ${kiosk.name}: ${outcome}`);
    if (outcome !== 'said' && outcome !== 'died' && outcome !== 'broke') return false;
    const told = outcome === 'said' ? 'said' : 'untold';
    const guestId = resolution.do === 'use-existing' ? resolution.guestId : item.guestId;
    made.forEach((replacement, nth) => {
      const old = witness.get(ended[nth] ?? '');
      if (old) witness.replaced(old, replacement, guestId, told);
      else wrong('bug', replacement, 'Made anew of a credit that nobody gave');
    });
    if (resolution.do === 'discard' && ofCredit) note(ofCredit, 'discarded', told);
    const newcomer = newcomers.get(id);
    if (newcomer && (resolution.do === 'discard' || resolution.do === 'use-existing')) {
      if (newcomer.ended !== 'said') newcomer.ended = told;
    }
    return told === 'said';
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
      const done = tap(item, resolution, kiosk);
      if (tapAgainMs === null) continue;
      await pause(tapAgainMs);
      const again = tap(item, resolution, kiosk);
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
