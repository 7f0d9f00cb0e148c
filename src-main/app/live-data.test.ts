import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLedger } from '../audit/ledger.ts';
import { loadKey } from '../lib/sealed-key.ts';
import { configSchema } from '../settings/schema.ts';
import { liveDatabase } from '../setup/profile.ts';
import { createRoster } from '../staff/roster.ts';
import { createMeta, openDatabase } from '../storage/open-database.ts';
import { createFakeIds, createFakeLogger, createFakeSecretBox, createFakeTime } from '../testing/fakes.ts';
import { CHEAP } from '../testing/staff-kit.ts';
import { createLivePins } from './live-data.ts';

const RESTAURANT = '7d9c1f0e-0000-4000-8000-000000000001';

test('a manager whose PIN is too short by now can take the kiosk live, to change it there', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hoststand-live-books-'));
  const { folder, stamp } = liveDatabase(RESTAURANT);
  mkdirSync(join(dir, folder));
  const live = openDatabase(join(dir, folder, 'kiosk.db'), stamp);
  if (!live.ok) throw new Error('not opened');
  const box = createFakeSecretBox();
  const key = await loadKey(createMeta(live.value), box, 'staffKey', false);
  if (!key.ok) throw new Error(key.error);
  const { clock, scheduler } = createFakeTime();
  const ledger = await openLedger(
    {
      ...{
        db: live.value,
        keys: createMeta(live.value),
        clock,
        scheduler,
        secretBox: box,
        databaseStamp: stamp,
      },
      logger: createFakeLogger(),
      headFile: { read: () => null, write: () => {} },
    },
    false,
  );
  const roster = createRoster(live.value, createFakeIds(), key.value, ledger.seals, CHEAP);
  const person = { shortName: 'Olga R.', role: 'manager', employeeGuid: null } as const;
  roster.add(person, await roster.preparePin('7392'));
  ledger.stop();
  live.value.close();
  const ports = {
    clock,
    scheduler,
    ids: createFakeIds(),
    logger: createFakeLogger(),
    secretBox: box,
    dataFolder: dir,
    config: configSchema.parse({}),
    pinCost: CHEAP,
  };
  const { enter } = createLivePins(ports);
  expect(await enter(RESTAURANT, '7393', 'to-live')).toMatchObject({ error: { code: 'wrong-pin' } });
  expect(await enter(RESTAURANT, '7392', 'to-live')).toMatchObject({ value: { shortName: 'Olga R.' } });
  rmSync(dir, { recursive: true, force: true });
});
