import type { Rng } from '../../../src-main/sandbox/data/rng.ts';
import type { GuestDetails, Resolution, WaitingItem } from '../../../src-preload/contract/outbox.ts';
import { itemId } from '../../../src-preload/contract/outbox.ts';
import type { AckLog, Acknowledged } from './ack-log.ts';
import type { Kiosk } from './kiosk/kiosk.ts';
import type { VirtualTime } from './kiosk/virtual-time.ts';
import type { NewGuests } from './new-guests.ts';
import type { Event } from './plan.ts';

export interface ManagersPorts {
  readonly time: VirtualTime;
  readonly ackLog: AckLog;
  readonly newGuests: NewGuests;
  /** Guests of the CRM's, to whom credit behind a new guest may be given instead. */
  readonly guestIds: readonly string[];
  /** How often the CRM was asked about a GUID. */
  readonly questions: (guid: string) => number;
  readonly tell: (who: string, what: string) => void;
  readonly wrong: (kind: 'given-twice' | 'posted-in-doubt' | 'bug', id: string | null, words: string) => void;
  /** Names the GUIDs made while `work` runs after this intent, and returns them as they are made. */
  readonly guidsOf: (intent: number, work: () => void) => readonly string[];
}

type ManagerSession = Extract<Event, { kind: 'decide' }>;

/** A manager at a kiosk, who decides about what needs a person: reads the list, thinks, taps, sometimes twice. */
export interface Managers {
  readonly decide: (event: ManagerSession, kiosk: Kiosk, rng: Rng) => void;
  /** Decides once about everything that needs a person, by what the screen offers; resolves when the answers are there. */
  readonly clear: (kiosk: Kiosk, rng: Rng) => Promise<void>;
  /** How many have not finished what they began. */
  readonly busy: () => number;
}

export const needsPerson = ({ state }: WaitingItem): boolean => state === 'refused' || state === 'stuck';

const BY = 'Priya N.';
/** How long someone watches a decision that is being carried out, ms. Its questions to the CRM take less. */
const WATCHES_MS = 2 * 60_000;

export function createManagers(ports: ManagersPorts): Managers {
  const { time, ackLog, newGuests, guestIds, tell, wrong } = ports;
  let busy = 0;
  let corrections = 0;
  /** How often each was decided about in the end, what was made again counted with what it was made of. */
  const tried = new Map<string, number>();
  const pause = (ms: number): Promise<void> => new Promise((resolve) => time.after(ms, resolve));

  /** Everything that the screen offers for an item, as the page's choicesFor has it. */
  function offered(item: WaitingItem, rng: Rng): readonly Resolution[] {
    const discard: Resolution = { do: 'discard', reason: 'not wanted' };
    const isOpen = ['unreadable-record', 'contradicted', 'different-content', 'singled-out'].includes(
      item.stuck ?? '',
    );
    if (item.kind === 'add-credit') return [isOpen ? { do: 'recheck' } : { do: 'send-as-new' }, discard];
    const correct: Resolution = { do: 'correct-guest', guest: corrected(item.guestId) };
    const toAnother: Resolution = { do: 'use-existing', guestId: oneOf(guestIds, rng) };
    const recheck: Resolution[] = isOpen ? [{ do: 'recheck' }] : [];
    if (item.stuck !== 'guest-exists') return [...recheck, correct, toAnother, discard];
    const them = item.existing.map(({ guestId }): Resolution => ({ do: 'use-existing', guestId }));
    return [...them, { do: 'create-anyway' }, correct, discard];
  }

  /** Their details as they should have been: with a number that is no one else's. */
  function corrected(guestId: string): GuestDetails {
    const intent = newGuests.get(guestId)?.intent ?? 0;
    return {
      firstName: 'Noor',
      lastName: `Corrected ${intent}`,
      phone: `2026${String(corrections).padStart(3, '0')}${String(intent % 1_000).padStart(3, '0')}`,
      email: null,
    };
  }

  /** What the screen offers, and some that it does not: those must change nothing. */
  function choose(item: WaitingItem, rng: Rng): Resolution {
    if (rng.oneIn(6)) {
      return rng.pick<Resolution>([{ do: 'send-as-new' }, { do: 'recheck' }, { do: 'create-anyway' }]);
    }
    return oneOf(offered(item, rng), rng);
  }

  /** One tap on a decision; whether the screen said that it was carried out. */
  async function tap(item: WaitingItem, resolution: Resolution, kiosk: Kiosk): Promise<boolean> {
    const id = itemId(item);
    const ofCredit = ackLog.get(id);
    const newGuest = newGuests.get(id);
    const intent = ofCredit?.intent ?? newGuest?.intent;
    if (intent === undefined) throw new Error(`Nobody gave ${id}`);
    if (resolution.do === 'correct-guest') corrections += 1;
    /** Credit that ends with it, in the order in which it is made again. */
    let ended: readonly string[] = [];
    let asked: ReturnType<typeof start> = { kind: 'died' };
    function start() {
      return kiosk.touch(({ outbox }) => {
        if (resolution.do === 'send-as-new') ended = [id];
        else if (item.kind === 'create-guest') ended = creditsFor(item.guestId, outbox.list().items);
        const answer = outbox.resolve(id, resolution, BY);
        // Where the program died in the call itself no one reads the answer: what it ends in is no bug.
        answer.catch(() => {});
        return { answer };
      });
    }
    const before = new Map(ackLog.all().map((credit) => [credit.id, ports.questions(credit.id)]));
    const made = ports.guidsOf(intent, () => {
      asked = start();
    });
    const isGuest = resolution.do === 'correct-guest' && made[0] !== undefined && newGuest !== null;
    const guest = isGuest ? newGuests.corrected(newGuest, made[0] ?? '', resolution.guest) : null;
    const guestId = resolution.do === 'use-existing' ? resolution.guestId : (guest?.guestId ?? item.guestId);
    const replacements = guest ? made.slice(1) : made;
    const replaced = (told: 'said' | 'untold'): void =>
      replacements.forEach((replacement, nth) => {
        const old = ackLog.get(ended[nth] ?? '');
        if (old) ackLog.replaced(old, replacement, guestId, told);
        else wrong('bug', replacement, 'A replacement of a credit that nobody gave');
      });
    // From here on they may be there, no matter what the screen gets to say.
    replaced('untold');
    const outcome = await outcomeOf(asked, kiosk, id);
    tell(BY, `decides ${resolution.do} for ${id} at ${kiosk.name}: ${outcome}`);
    if (outcome !== 'said' && outcome !== 'died' && outcome !== 'broke') {
      for (const replacement of replacements) ackLog.notReplaced(replacement);
      if (guest) newGuests.notCorrected(guest.guestId);
      return false;
    }
    const told = outcome === 'said' ? 'said' : 'untold';
    if (told === 'said') replaced('said');
    // Whether it is answered or not: nothing is made of what was not asked about.
    const unasked =
      replacements.length > 0 && ended.find((each) => ports.questions(each) === (before.get(each) ?? 0));
    if (told === 'said' && unasked) wrong('posted-in-doubt', unasked, 'Replaced, and not asked about first');
    if (guest && told === 'said') guest.accepted = 'said';
    if (resolution.do === 'discard') {
      for (const credit of [id, ...ended].map(ackLog.get)) if (credit) note(credit, 'discarded', told);
    }
    const ends = ['discard', 'use-existing', 'correct-guest'].includes(resolution.do);
    if (newGuest && ends && newGuest.ended !== 'said') newGuest.ended = told;
    return told === 'said';
  }

  type Asked = ReturnType<Kiosk['touch']> & { readonly value?: unknown };

  /** What the screen says in the end: that it was carried out, an error, or nothing. */
  async function outcomeOf(touched: Asked, kiosk: Kiosk, id: string): Promise<string> {
    if (touched.kind === 'broke') {
      if (Reflect.get(touched.error, 'errcode') === undefined) wrong('bug', id, String(touched.error.stack));
      return 'broke';
    }
    if (touched.kind === 'died') return 'died';
    const before = kiosk.program();
    const { answer } = touched.value as { answer: Promise<{ ok: boolean; error?: { code: string } }> };
    const seen = await Promise.race([
      answer.then(
        (value) => (value.ok ? 'said' : (value.error?.code ?? 'broke')),
        (error: unknown) => {
          const isDisk = error instanceof Error && Reflect.get(error, 'errcode') !== undefined;
          if (!isDisk && kiosk.program() === before) wrong('bug', id, String(error));
          return 'broke';
        },
      ),
      pause(WATCHES_MS).then(() => 'died'),
    ]);
    return kiosk.program() === before ? seen : 'died';
  }

  /** What needs a person now; nothing where the screen does not say. */
  function open(kiosk: Kiosk): readonly WaitingItem[] {
    const seen = kiosk.touch(({ outbox }) => outbox.list().items);
    return seen.kind === 'done' ? seen.value.filter(needsPerson) : [];
  }

  async function visit({ tapAgainMs }: ManagerSession, kiosk: Kiosk, rng: Rng): Promise<void> {
    await kiosk.usable();
    for (const item of open(kiosk)) {
      if (rng.oneIn(3)) continue;
      const resolution = choose(item, rng);
      await pause(rng.between(500, 20_000));
      await kiosk.usable();
      const before = kiosk.program();
      const first = tap(item, resolution, kiosk);
      if (tapAgainMs !== null) await pause(tapAgainMs);
      const second = tapAgainMs === null ? false : tap(item, resolution, kiosk);
      const [done, again] = await Promise.all([first, second]);
      // Only asking again may be wanted twice: by then the answer may be there. A later run may have older records.
      if (done && again && kiosk.program() === before && resolution.do !== 'recheck') {
        wrong('given-twice', itemId(item), `Decided twice: ${resolution.do}`);
      }
    }
  }

  return {
    decide: (event, kiosk, rng) => {
      busy += 1;
      visit(event, kiosk, rng)
        .catch((error: unknown) =>
          wrong('bug', null, error instanceof Error ? String(error.stack) : String(error)),
        )
        .finally(() => {
          busy -= 1;
        });
    },
    clear: async (kiosk, rng) => {
      for (const item of open(kiosk)) {
        const choices = offered(item, rng);
        // Each in turn; what none of them moved is canceled.
        const intent = ackLog.get(itemId(item))?.intent ?? newGuests.get(itemId(item))?.intent ?? 0;
        const what = `${item.kind} ${intent}`;
        const nth = tried.get(what) ?? 0;
        tried.set(what, nth + 1);
        const resolution = choices[nth] ?? choices.at(-1);
        if (resolution) await tap(item, resolution, kiosk);
      }
    },
    busy: () => busy,
  };
}

/** Once a screen has said so it stays said, no matter what a later tap ends in. */
function note(credit: Acknowledged, what: 'discarded', told: 'said' | 'untold'): void {
  if (credit[what] !== 'said') credit[what] = told;
}

/** Credit that waits for a new guest, in the order in which it was accepted. */
function creditsFor(guestId: string, items: readonly WaitingItem[]): readonly string[] {
  return items
    .filter((item) => item.kind === 'add-credit' && item.guestId === guestId)
    .map((item) => itemId(item));
}

function oneOf<T>(all: readonly T[], rng: Rng): T {
  const found = all[rng.between(0, all.length - 1)];
  if (found === undefined) throw new RangeError('Nothing to pick from');
  return found;
}
