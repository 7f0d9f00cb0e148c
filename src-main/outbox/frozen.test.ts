import { afterEach, beforeEach, expect, test } from 'vitest';
import { creditBody } from '../crm/operations.ts';
import { localToWire } from '../crm/wire/dates.ts';
import { createScriptedCrm, errors } from '../testing/crm/scripted-crm.ts';
import { createFakeTime } from '../testing/fakes.ts';
import { createBench, credit, HOUR, SETTLE, UNDO } from '../testing/outbox-kit.ts';

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const SENDERS = ['dev-1', 'dev-2', null, 'dev-3'];
const ZONES = ['America/New_York', 'America/Los_Angeles', 'America/Phoenix', 'UTC'];

test('each request of a credit has the same bytes, no matter what is set between them and however often the program starts', async () => {
  const crm = createScriptedCrm();
  crm.script(...Array.from({ length: 3 }, () => ({ do: 'fail-before', error: errors.cut }) as const));
  const bodies: string[] = [];
  const given = credit();
  let time = createFakeTime();
  for (const [n, deviceGuid] of SENDERS.entries()) {
    const run = bench.run(
      {
        ...crm,
        addCredit: (sent) => {
          bodies.push(creditBody(sent, { restaurantGuid: 'r', deviceGuid }));
          return crm.addCredit(sent);
        },
      },
      time,
      {
        freeze: (givenAt) => ({ localCreatedDate: localToWire(givenAt, ZONES[n] ?? 'UTC'), deviceGuid }),
      },
    );
    if (n === 0) run.outbox.accept(given);
    // Each run lasts until it has posted again.
    const before = bodies.length;
    for (let waited = 0; bodies.length === before && waited < HOUR; waited += 1_000) await time.pass(1_000);
    run.crash();
    time = createFakeTime(time.clock.now() + 60_000);
  }
  expect(bodies).toHaveLength(SENDERS.length);
  expect(new Set(bodies).size).toBe(1);
  expect(bodies[0]).toContain('"localCreatedDate":"2023-11-14T17:13:20.000-0500"');
  expect(bodies[0]).toContain('"device":{"guid":"dev-1"}');
});

test('what was accepted before that was kept is sent as it would have been', async () => {
  const crm = createScriptedCrm();
  const first = bench.run(crm);
  const given = credit();
  first.outbox.accept(given);
  first.crash();
  const second = bench.run(crm, createFakeTime(), {
    freeze: () => ({ localCreatedDate: 'now', deviceGuid: 'now' }),
  });
  await second.time.pass(UNDO + 2 * SETTLE);
  const [sent] = crm.posts;
  expect(sent).toMatchObject({ creditId: given.id });
  expect(sent && creditBody(sent, { restaurantGuid: 'r', deviceGuid: null })).toContain(
    '"localCreatedDate":"2023-11-14T22:13:20.000+0000"',
  );
});
