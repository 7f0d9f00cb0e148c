import type { CreditPolicy } from '../../../src-main/credits/limits.ts';
import { writeNote } from '../../../src-main/credits/note.ts';
import type { Rng } from '../../../src-main/sandbox/data/rng.ts';
import type { StaffName } from '../../../src-preload/contract/staff.ts';
import type { AckLog, Acknowledged } from './ack-log.ts';
import type { Kiosk, Touch } from './kiosk/kiosk.ts';
import { STARTS_AT } from './kiosk/kiosk-file.ts';
import type { VirtualTime } from './kiosk/virtual-time.ts';
import type { NewGuests } from './new-guests.ts';
import type { Event } from './plan.ts';

type Give = Extract<Event, { kind: 'give' }>;

export interface StaffPorts {
  readonly newGuests: NewGuests;
  readonly time: VirtualTime;
  readonly ackLog: AckLog;
  readonly rules: CreditPolicy;
  readonly people: readonly StaffName[];
  readonly guestIds: readonly string[];
  readonly tell: (who: string, what: string) => void;
  /** The program did what it must never do. */
  readonly wrong: (
    kind: 'given-twice' | 'forgotten' | 'untrue' | 'bug',
    id: string | null,
    words: string,
  ) => void;
  /** The credit limits on what may wait turned a credit away. */
  readonly onTurnedAway: () => void;
  /** By how much the clock steps back right after the first tap of this intent, ms; 0 where it does not. */
  readonly slips: (intent: number) => number;
  /** Names the next GUID a form will be given, so that it is the same in every run of the shift. */
  readonly expectForm: (intent: number) => void;
}

/** Staff at their kiosks: each does one thing after the other, taps twice, comes back after a crash, takes things back. */
export interface Staff {
  readonly give: (event: Give, kiosk: Kiosk, rng: Rng) => void;
  /** How many have not finished what they began. */
  readonly busy: () => number;
}

const REASON = 'slow-service';
const MAX_TRIES = 12;
/** How far a credit's date may be from the time at the CRM, where that is known: an answer's date is as old as its way was long. */
const DATE_MAY_BE_OFF_MS = 60_000;

export function createStaff(ports: StaffPorts): Staff {
  const { time, ackLog, people, guestIds, tell, wrong } = ports;
  const queues = new Map<number, Promise<void>>();
  let busy = 0;
  const pause = (ms: number): Promise<void> => new Promise((resolve) => time.after(ms, resolve));

  /** What a broken touch says is not that nothing was done. */
  const isBug = <T>(touch: Touch<T>): boolean =>
    touch.kind === 'broke' && Reflect.get(touch.error, 'errcode') === undefined;

  /** Whether the kiosk has a credit that is or will be in the CRM. */
  const isThere = (kiosk: Kiosk, id: string): boolean => {
    const found = kiosk.touch(({ outbox }) => outbox.find(id));
    return found.kind === 'done' && found.value !== null && found.value.state !== 'cancelled';
  };

  async function serve(event: Give, kiosk: Kiosk, rng: Rng): Promise<void> {
    const person = people[event.staff];
    if (person === undefined) throw new RangeError('No such person');
    const { persists } = event;
    const guestId = event.isNewGuest
      ? await ports.newGuests.bringIn(event.id, { kiosk, index: event.kiosk, persists }, person, rng)
      : guestIds[event.guest];
    if (guestId === undefined) throw new RangeError('No such guest');
    if (guestId === null) return;
    const who = person.shortName;
    const say = (what: string): void => tell(who, `${what} (credit ${event.id} at ${kiosk.name})`);
    let dark: string | null = null;

    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      await kiosk.usable();
      const seen = dark === null ? null : ackLog.get(dark);
      if (seen?.accepted === 'said') {
        say('hears from a colleague that it was saved');
        return afterwards(event, kiosk, seen, rng);
      }
      ports.expectForm(event.id);
      const opened = kiosk.touch(({ giving }) => giving.openForm(guestId, person));
      if (opened.kind !== 'done') {
        if (isBug(opened)) wrong('bug', null, String(opened.kind === 'broke' && opened.error.stack));
        await pause(rng.between(2_000, 10_000));
        continue;
      }
      if (opened.value.outcome === 'already-given') {
        const { creditId, givenAt } = opened.value.item;
        const found = ackLog.get(creditId);
        if (!found)
          return wrong('untrue', creditId, 'The screen said that it was not saved, and now that it was');
        if (found.accepted === 'untold') found.givenAt = givenAt;
        found.accepted = 'said';
        say(`is shown that credit ${found.intent} was saved`);
        kiosk.touch(({ giving }) => giving.shown(creditId, person));
        await pause(rng.between(500, 2_000));
        if (found.intent === event.id) return afterwards(event, kiosk, found, rng);
        continue;
      }

      const { creditId } = opened.value.form;
      // An empty form under a GUID tapped before: that tap did not come about.
      ackLog.emptied(creditId);
      // Whatever the clock did, and however long it was: a credit that was accepted and not seen is shown before another is given.
      const earlier = dark !== null && dark !== creditId ? isThere(kiosk, dark) : false;
      if (earlier) wrong('given-twice', creditId, `A second form for credit ${event.id}`);
      const words = event.words;
      const credit = ackLog.tapped({
        id: creditId,
        intent: event.id,
        kiosk: event.kiosk,
        guestId,
        amount: event.amount,
        note: noteOf(ports.rules, who, words),
      });
      await pause(rng.between(1_500, 15_000));
      await kiosk.usable();
      const request = { creditId, amount: event.amount, reasonId: REASON, note: words };
      const crmSpoke = kiosk.program()?.crmSpoke() ?? false;
      credit.touchedAt = time.now();
      const given = kiosk.touch(({ giving }) => giving.give(request, person));
      if (tries === 0) {
        const slip = ports.slips(event.id);
        if (slip > 0) kiosk.setClock(-slip, 'clock-slip');
      }
      if (given.kind !== 'done') {
        credit.inTheDark = true;
        dark = creditId;
        say(
          given.kind === 'died' ? 'taps, and the screen goes dark' : 'taps, and is told that something broke',
        );
        if (isBug(given)) wrong('bug', creditId, String(given.kind === 'broke' && given.error.stack));
        if (!persists) return;
        await pause(rng.between(2_000, 20_000));
        continue;
      }
      if (!given.value.ok) {
        const { code } = given.value.error;
        say(`taps, and is told: ${code}`);
        if (kiosk.diskGone()) {
          // Said not to be saved, by a disk that went with it: at the next start it may be there, and then is shown.
          credit.inTheDark = true;
          dark = creditId;
          if (!persists) return;
          await pause(rng.between(5_000, 20_000));
          continue;
        }
        ackLog.declined(creditId);
        if (code === 'too-much-waiting' || code === 'waiting-too-long') return ports.onTurnedAway();
        if (code !== 'not-saved' && code !== 'form-closed') wrong('bug', creditId, `Refused with ${code}`);
        await pause(rng.between(2_000, 10_000));
        continue;
      }
      if (given.value.value.outcome !== 'accepted') throw new Error('Nobody needs an approval here');
      const { item } = given.value.value;
      // The same credit may have been accepted by a tap whose answer never came; then that moment is its date.
      if (credit.accepted === 'untold') credit.givenAt = item.givenAt;
      const offMs = item.givenAt - (STARTS_AT + time.now());
      if (crmSpoke && !credit.inTheDark && Math.abs(offMs) > DATE_MAY_BE_OFF_MS) {
        wrong('untrue', creditId, `Dated ${Math.round(offMs / 1000)} s off, though the CRM's time was known`);
      }
      credit.accepted = 'said';
      say(
        `gives ${(event.amount / 100).toFixed(2)} to ${event.isNewGuest ? 'them' : `guest ${event.guest}`}, and it is saved`,
      );
      if (event.tapAgainMs !== null) tapAgain(event.tapAgainMs, kiosk, request, person, credit);
      await pause(rng.between(300, 2_000));
      kiosk.touch(({ giving }) => giving.shown(creditId, person));
      return afterwards(event, kiosk, credit, rng);
    }
    say('gives up');
  }

  /** The second tap of an impatient finger: the same credit, or nothing. */
  function tapAgain(
    ms: number,
    kiosk: Kiosk,
    request: { creditId: string; amount: Give['amount']; reasonId: string; note: string },
    person: StaffName,
    credit: Acknowledged,
  ): void {
    time.after(ms, () => {
      const again = kiosk.touch(({ giving }) => giving.give(request, person));
      tell(person.shortName, `taps again for credit ${credit.intent}`);
      if (again.kind !== 'done' || !again.value.ok) return;
      const { value } = again.value;
      if (value.outcome === 'accepted' && value.item.creditId !== credit.id) {
        wrong('given-twice', value.item.creditId, 'The second tap was taken for another credit');
      }
    });
  }

  /** Not awaited by the next thing this person does: undo is a button that stays on the screen. */
  function afterwards(event: Give, kiosk: Kiosk, credit: Acknowledged, rng: Rng): void {
    if (event.undoAfterMs === null || credit.undone !== 'no') return;
    busy += 1;
    const undo = async (): Promise<void> => {
      await pause(event.undoAfterMs ?? 0);
      await kiosk.usable();
      const undone = kiosk.touch(({ outbox }) => outbox.undo(credit.id));
      const say = (what: string): void =>
        tell(people[event.staff]?.shortName ?? '', `${what} credit ${credit.intent}`);
      if (undone.kind !== 'done') {
        credit.undone = 'untold';
        say('does not learn what came of taking back');
        if (isBug(undone)) wrong('bug', credit.id, String(undone.kind === 'broke' && undone.error.stack));
        await pause(rng.between(1_000, 5_000));
      } else if (undone.value.ok) {
        credit.undone = 'said';
        say('takes back');
      } else if (undone.value.error.code === 'not-found') {
        // Records from before it was given do not know it.
        if (!credit.unsure) wrong('forgotten', credit.id, 'Undo says that there is no such credit');
      } else say('is too late to take back');
    };
    undo().finally(() => {
      busy -= 1;
    });
  }

  return {
    give: (event, kiosk, rng) => {
      busy += 1;
      const turn = (queues.get(event.staff) ?? Promise.resolve())
        .then(() => serve(event, kiosk, rng))
        .catch((error: unknown) =>
          wrong('bug', null, error instanceof Error ? String(error.stack) : String(error)),
        )
        .finally(() => {
          busy -= 1;
        });
      queues.set(event.staff, turn);
    },
    busy: () => busy,
  };
}

function noteOf(rules: CreditPolicy, by: string, words: string): string {
  const reason = rules.reasons.find(({ id }) => id === REASON);
  return writeNote({ reason: reason?.label.en ?? '', by, approvedBy: null, words });
}
