import type { GuestToCreate } from '../../../src-main/domain/accepted-credit.ts';
import { classify } from '../../../src-main/outbox/classify.ts';
import type { CreditToSend, OutboxGateway } from '../../../src-main/outbox/gateway.ts';
import { DEFAULT_TIMING } from '../../../src-main/outbox/timing/default-timing.ts';
import type { CrmError } from '../../../src-main/ports.ts';
import { errors, type ScriptedCrm } from '../../../src-main/testing/crm/scripted-crm.ts';
import type { FakeTime } from '../../../src-main/testing/fakes.ts';
import { err, ok, type Result } from '../../../src-preload/contract/result.ts';

/** How long an answer takes, and how long the client waits for one, ms. */
const ANSWER_MS = 300;
const GIVE_UP_MS = 15_000;
/** Past this after a POST, the CRM has carried it out and shows it, or never will: what the settle delay relies on. */
export const MAX_LATE_MS = DEFAULT_TIMING.settleMs;

/**
 * The line between a kiosk and a scripted CRM: answers take time, some never come, commits may come late and reads may
 * lag, and it can be down altogether. It watches every request that goes by, so that "never sent again while in doubt"
 * is judged from outside of what is under test.
 */
export interface TimedLine {
  /** For one run of the program; once `alive` says no, nothing is answered any more. */
  readonly gateway: (alive: () => boolean) => OutboxGateway;
  readonly setDown: (down: boolean) => void;
  /** The next credit is carried out only after `ms` (at most {@link MAX_LATE_MS}); the client gives up before. */
  readonly nextLate: (ms: number) => void;
  /** The next credit is shown to reads only after `ms`. */
  readonly nextLag: (ms: number) => void;
  /** What was sent though it must not have been, in words. */
  readonly wrongs: readonly string[];
}

/** What a program that was killed hears. */
const NEVER = new Promise<never>(() => {});

interface Doubt {
  readonly since: number;
  absences: number;
}

export function createTimedLine(crm: ScriptedCrm, time: FakeTime): TimedLine {
  const { clock, scheduler } = time;
  const wrongs: string[] = [];
  const doubts = new Map<string, Doubt>();
  const visibleAt = new Map<string, number>();
  const lates: number[] = [];
  const lags: number[] = [];
  let down = false;

  const wait = (ms: number): Promise<void> => new Promise((resolve) => void scheduler.after(ms, resolve));

  /** A request leaves. One whose forerunner may have landed must have been asked about, twice, late enough. */
  function leaves(id: string): void {
    const now = clock.monotonic();
    const doubt = doubts.get(id);
    if (doubt && (doubt.absences < DEFAULT_TIMING.absencesNeeded || now - doubt.since < MAX_LATE_MS)) {
      wrongs.push(`${id} was sent again after ${now - doubt.since} ms and ${doubt.absences} absences`);
    }
    doubts.set(id, { since: now, absences: 0 });
  }

  /** What the client heard ends the doubt where it says that nothing was taken. */
  function heard(id: string, answer: Result<unknown, CrmError>): void {
    if (answer.ok) return;
    const { kind } = classify(answer.error);
    if (kind === 'not-sent' || kind === 'paused') doubts.delete(id);
  }

  async function within<T>(alive: () => boolean, asked: Promise<Result<T, CrmError>>) {
    let giveUp = (): void => {};
    const gaveUp = new Promise<Result<T, CrmError>>((resolve) => {
      giveUp = scheduler.after(GIVE_UP_MS, () => resolve(err(errors.timeout)));
    });
    const answered = asked.then(async (answer) => {
      await wait(ANSWER_MS);
      return answer;
    });
    const answer = await Promise.race([answered, gaveUp]);
    giveUp();
    return alive() ? answer : NEVER;
  }

  function post(credit: CreditToSend) {
    const late = lates.shift();
    if (late === undefined) return crm.addCredit(credit);
    crm.posts.push(credit);
    scheduler.after(late, () => crm.recorded.push(credit));
    return new Promise<never>(() => {});
  }

  return {
    wrongs,
    setDown: (next) => {
      down = next;
    },
    nextLate: (ms) => lates.push(ms),
    nextLag: (ms) => lags.push(ms),
    gateway: (alive) => {
      const send = async <T>(id: string, ask: () => Promise<Result<T, CrmError>>) => {
        if (!alive()) return NEVER;
        if (down) return err(errors.notSent);
        leaves(id);
        const answer = await within(alive, ask());
        heard(id, answer);
        return answer;
      };
      const find = async <T>(id: string, ask: () => Promise<Result<T | null, CrmError>>) => {
        if (!alive()) return NEVER;
        if (down) return err(errors.notSent);
        const answer = await within(alive, ask());
        const shown = clock.monotonic() >= (visibleAt.get(id) ?? 0);
        const seen = answer.ok && !shown ? ok(null) : answer;
        const doubt = doubts.get(id);
        if (doubt && seen.ok && seen.value === null) doubt.absences += 1;
        return seen;
      };
      return {
        addCredit: (credit) => {
          return send(credit.creditId, () => {
            visibleAt.set(credit.creditId, clock.monotonic() + (lags.shift() ?? 0));
            return post(credit);
          });
        },
        findCredit: (id) => find(id, () => crm.findCredit(id)),
        findInHistory: async (guestId, id) => {
          if (!alive()) return NEVER;
          if (down) return err(errors.notSent);
          const answer = await within(alive, crm.findInHistory(guestId, id));
          return clock.monotonic() >= (visibleAt.get(id) ?? 0) ? answer : ok(null);
        },
        createGuest: (guest: GuestToCreate) => send(guest.guestId, () => crm.createGuest(guest)),
        findGuest: (id) => find(id, () => crm.findGuest(id)),
        keptAs: (guestId) =>
          down ? Promise.resolve(err(errors.notSent)) : within(alive, crm.keptAs(guestId)),
        findDuplicates: (guest) =>
          down ? Promise.resolve(err(errors.notSent)) : within(alive, crm.findDuplicates(guest)),
      };
    },
  };
}
