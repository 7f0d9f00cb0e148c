/** Random sequences of commands against the real store and runner; the model is no more than what people were told. */
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { anyCommands } from '../../e2e/reliability/model/commands.ts';
import { checkNothingLeft, checkWorld, type Model } from '../../e2e/reliability/model/intents.ts';
import { createWorld, modelFolder } from '../../e2e/reliability/model/world.ts';

const SEQUENCES = 2_000;

const folder = modelFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('under any actions of people, connection, CRM and crashes: one state each, once in the CRM, nothing sent in doubt, nothing gone', async () => {
  let settled = 0;
  await fc.assert(
    fc.asyncProperty(anyCommands, async (commands) => {
      const world = createWorld(folder);
      const model: Model = { intents: [] };
      try {
        await fc.asyncModelRun(() => ({ model, real: world }), commands);
        world.line.setDown(false);
        await world.time.pass(4 * 3_600_000);
        checkWorld(model, world);
        checkNothingLeft(model, world);
        settled += world.crm.recorded.length;
      } finally {
        world.end();
      }
    }),
    { numRuns: SEQUENCES },
  );
  expect(settled).toBeGreaterThan(SEQUENCES);
}, 600_000);
