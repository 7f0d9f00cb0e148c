import fc from 'fast-check';
import type { AcceptedCredit } from '../../../src-main/domain/accepted-credit.ts';
import { errors, type Script } from '../../../src-main/testing/crm/scripted-crm.ts';
import { createFakeRowSeals } from '../../../src-main/testing/fakes.ts';
import { credit, newGuest } from '../../../src-main/testing/outbox-kit.ts';
import { cents } from '../../../src-preload/contract/money.ts';
import type { Resolution } from '../../../src-preload/contract/outbox.ts';
import { checkWorld, type Intent, learnReplacements, type Model } from './intents.ts';
import { MAX_LATE_MS } from './timed-line.ts';
import { LIMITS, type World } from './world.ts';

type Act = (model: Model, world: World) => void | Promise<void>;
type Command = fc.AsyncCommand<Model, World>;

/** A command that does `act` and then looks at everything. `needs`: whether it makes sense as things are. */
function command(words: string, act: Act, needs: (model: Model) => boolean = () => true): Command {
  return {
    check: needs,
    run: async (model, world) => {
      await act(model, world);
      checkWorld(model, world);
    },
    toString: () => words,
  };
}

const GUESTS = ['guest-1', 'guest-2', 'guest-3'];
const HOUR = 3_600_000;

const pickOf = (model: Model, n: number, kind?: Intent['kind']): Intent | undefined => {
  const fitting = model.intents.filter((intent) => kind === undefined || intent.kind === kind);
  return fitting[n % fitting.length];
};
const some = (model: Model): boolean => model.intents.length > 0;

/** What was accepted under each GUID, as it was given in: for second taps. */
const given = new WeakMap<Intent, AcceptedCredit>();

/** Any credit for a guest known or new; what the restaurant does not allow is refused and changes nothing. */
const accept = fc.record({ guest: fc.nat(5), amount: fc.integer({ min: 1, max: 3_000 }) }).map((it) =>
  command(`accept(${it.guest}, ${it.amount})`, (model, world) => {
    const fresh = pickOf(model, it.guest, 'guest');
    const guestId = it.guest < GUESTS.length ? GUESTS[it.guest] : (fresh?.id ?? GUESTS[0]);
    const work = credit({ guestId: guestId ?? '', amount: cents(it.amount), note: `${it.amount}` });
    const before = world.outbox().waiting();
    const accepted = world.outbox().accept(work);
    const isOver = before.count + 1 > LIMITS.count || before.sum + it.amount > LIMITS.sum;
    if (
      accepted.ok === isOver &&
      !(isOver === false && !accepted.ok && accepted.error.code === 'waiting-too-long')
    ) {
      throw new Error(`With ${before.count} entries and ${before.sum} waiting: ${JSON.stringify(accepted)}`);
    }
    if (!accepted.ok) return;
    const { id, note } = work;
    const intent: Intent = {
      kind: 'credit',
      id,
      guestId: work.guestId,
      amount: it.amount,
      note,
      ended: null,
    };
    model.intents.push(intent);
    given.set(intent, work);
  }),
);

const acceptGuest = fc.record({ phone: fc.nat(2), confirmed: fc.boolean() }).map((it) =>
  command(`acceptGuest(${it.phone}, ${it.confirmed})`, (model, world) => {
    const guest = newGuest({ phone: `415555014${it.phone}` }, it.confirmed);
    const { guestId } = guest.guest;
    if (!world.outbox().acceptGuest(guest).ok) return;
    model.intents.push({ kind: 'guest', id: guestId, guestId, amount: 0, note: '', ended: null });
  }),
);

/** The same form again: the same credit. Another amount under it: no credit. */
const tapAgain = fc.record({ n: fc.nat(20), other: fc.boolean() }).map((it) =>
  command(
    `tapAgain(${it.n}, ${it.other})`,
    (model, world) => {
      const intent = pickOf(model, it.n);
      const work = intent && given.get(intent);
      if (!work) return;
      const amount = it.other ? cents(work.amount + 1) : work.amount;
      const again = world.outbox().accept({ ...work, amount, givenAt: work.givenAt + 1 });
      const right = it.other ? !again.ok && again.error.code === 'other-content' : again.ok;
      if (!right) throw new Error(`A second tap came to ${JSON.stringify(again)}`);
    },
    some,
  ),
);

const undo = fc.nat(20).map((n) =>
  command(
    `undo(${n})`,
    (model, world) => {
      const intent = pickOf(model, n, 'credit');
      if (!intent) return;
      const before = world.outbox().find(intent.id)?.state;
      const undone = world.outbox().undo(intent.id);
      if (undone.ok && before !== 'held' && before !== 'cancelled') {
        throw new Error(`${intent.id} was undone though it was ${before}`);
      }
      if (!undone.ok && before === 'held') throw new Error(`${intent.id} was held and could not be undone`);
      if (undone.ok && intent.ended === null) intent.ended = 'undone';
      if (!undone.ok && undone.error.code === 'not-found')
        throw new Error(`${intent.id} is not known any more`);
    },
    some,
  ),
);

const pass = fc
  .oneof(
    { weight: 16, arbitrary: fc.constantFrom(1, 299, 1_000, 14_999, 15_001, 29_999, 30_000, 31_000) },
    { weight: 10, arbitrary: fc.constantFrom(59_999, 61_000, 90_000, 5 * 60_000) },
    { weight: 2, arbitrary: fc.constant(HOUR) },
    { weight: 1, arbitrary: fc.constant(25 * HOUR) },
  )
  .map((ms) => command(`pass(${ms})`, (_, world) => world.time.pass(ms)));

const { notSent, cut, timeout, server, html, conflict, bad, missing, denied, busy } = errors;
const fail = (
  at: 'fail-before' | 'fail-after',
  all: readonly Extract<Script, { error: unknown }>['error'][],
) => all.map((error): Script => ({ do: at, error }));
/** Everything a CRM may do with a credit, but say no to what it carried out. */
const FATES: readonly Script[] = [
  { do: 'answer' },
  ...fail('fail-before', [notSent, cut, timeout, server, html, conflict, bad, missing, denied, busy]),
  ...fail('fail-after', [cut, timeout, server, html, conflict]),
  { do: 'hang', commits: true },
  { do: 'hang', commits: false },
];

const scriptCredit = fc.array(fc.constantFrom(...FATES), { minLength: 1, maxLength: 3 }).map((steps) =>
  command(`script(${JSON.stringify(steps)})`, (_, { crm }) => {
    crm.script(...steps);
  }),
);
const scriptGuest = fc
  .constantFrom(...FATES.filter((step) => step.do !== 'hang' || !step.commits))
  .map((step) =>
    command(`scriptGuest(${JSON.stringify(step)})`, (_, { crm }) => {
      crm.scriptGuest(step);
    }),
  );
const scriptReads = fc.constantFrom(notSent, cut, timeout, server, html, bad, denied, busy).map((error) =>
  command(`scriptReads(${error.kind})`, (_, { crm }) => {
    crm.scriptGet(error);
    crm.scriptDuplicates(error);
  }),
);
/** Carried out late, and shown late: both together within what the settle delay covers. */
const late = fc
  .integer({ min: 1, max: MAX_LATE_MS })
  .map((ms) => command(`late(${ms})`, (_, { line }) => line.nextLate(ms)));
const lag = fc
  .integer({ min: 1, max: MAX_LATE_MS })
  .map((ms) => command(`lag(${ms})`, (_, { line }) => line.nextLag(ms)));
const lineIs = fc
  .boolean()
  .map((down) => command(`line(${down ? 'down' : 'up'})`, (_, { line }) => line.setDown(down)));
const wake = fc.constant(command('wake', (_, world) => world.outbox().wake()));
const jump = fc
  .integer({ min: -2 * HOUR, max: 2 * HOUR })
  .map((ms) => command(`jump(${ms})`, (_, world) => world.time.jump(ms)));
const crash = fc.constant(command('crash', (_, world) => world.crash()));

/** A record that no program can read any more, found at the next start. */
const spoil = fc.nat(20).map((n) =>
  command(
    `spoil(${n})`,
    (model, world) => {
      const intent = pickOf(model, n, 'credit');
      if (!intent) return;
      world.crash((db) => {
        db.run(
          "UPDATE outbox SET detail = '{' WHERE id = ? AND state NOT IN ('settled', 'cancelled', 'stuck')",
          [intent.id],
        );
        // In the words of a later version, say: written by a kiosk, and not to be read by this one.
        createFakeRowSeals(db).seal('outbox', intent.id);
      });
    },
    some,
  ),
);

const RESOLUTIONS: readonly Resolution[] = [
  { do: 'discard', reason: 'The guest left' },
  { do: 'send-as-new' },
  { do: 'recheck' },
  { do: 'create-anyway' },
  { do: 'use-existing', guestId: 'guest-1' },
];
const decide = fc.record({ n: fc.nat(20), resolution: fc.constantFrom(...RESOLUTIONS) }).map((it) =>
  command(
    `decide(${it.n}, ${it.resolution.do})`,
    async (model, world) => {
      const intent = pickOf(model, it.n);
      if (!intent) return;
      const unread = world.outbox().find(intent.id)?.stuck === 'unreadable-record';
      let answered = false;
      const pending = world.outbox().resolve(intent.id, it.resolution, 'Priya N.');
      void pending.then(() => {
        answered = true;
      });
      // The CRM is asked first: time passes until it has answered.
      while (!answered) await world.time.pass(1_000);
      const done = await pending;
      if (!done.ok) return;
      const { do: what } = it.resolution;
      if (what === 'discard') {
        intent.ended = unread ? 'unread' : 'discarded';
        // The credit behind a new guest ends with them.
        const behind = model.intents.filter(
          (other) => intent.kind === 'guest' && other.kind === 'credit' && other.guestId === intent.guestId,
        );
        for (const other of behind) {
          if (other.ended === null && world.outbox().find(other.id)?.state === 'cancelled') {
            other.ended = 'discarded';
          }
        }
      }
      if (intent.kind === 'guest' && what === 'use-existing') intent.ended = 'replaced';
      learnReplacements(model, world, it.resolution.do === 'use-existing' ? it.resolution.guestId : null);
    },
    some,
  ),
);

/** Sequences of everything that people, the line, the CRM, the clock and the process can do. */
export const anyCommands = fc.commands(
  [
    ...[accept, accept, accept, pass, pass, pass, pass, scriptCredit, scriptCredit, crash, crash],
    ...[
      acceptGuest,
      tapAgain,
      undo,
      scriptGuest,
      scriptReads,
      late,
      lag,
      lineIs,
      wake,
      jump,
      spoil,
      decide,
      decide,
    ],
  ],
  { maxCommands: 40, size: 'max' },
);
