import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createMeta } from '../../storage/open-database.ts';
import {
  createFakeIds,
  createFakeLogger,
  createFakeRowSeals,
  createFakeSecretBox,
} from '../../testing/fakes.ts';
import { CHEAP, OPEN_RULES, openTestStaff } from '../../testing/staff-kit.ts';
import { openStaffService } from '../staff-service.ts';
import { TRAINING_STAFF } from '../training-staff.ts';

test('in live a PIN of Training’s opens nothing, also where someone has had it since an older version', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hoststand-published-'));
  const { db, time, staffService, who } = await openTestStaff(join(dir, 'kiosk.db'));
  const live = () =>
    openStaffService(
      {
        db,
        clock: time.clock,
        scheduler: time.scheduler,
        ids: { ...createFakeIds(), guid: () => crypto.randomUUID() },
        logger: createFakeLogger(),
        secretBox: createFakeSecretBox(),
        keys: createMeta(db),
        ledger: { append: () => {}, seals: createFakeRowSeals(db), keyLost: false },
        rules: OPEN_RULES,
        signedIn: () => null,
        recordSuspicious: () => {},
        pinCost: CHEAP,
        pinDigits: null,
      },
      false,
    );
  // Training's own staff stand for people of an older live kiosk: each has one of the PINs.
  const before = await live();
  expect(before.trainingPins()).toEqual([]);
  for (const { pin } of TRAINING_STAFF) {
    expect(await before.checkPin(pin, 'sign-in')).toMatchObject({ ok: false });
    await time.pass(3_600_000);
  }
  // No manager can sign in, so that the set-up is the way in.
  expect(before.keyLost).toBe(true);
  expect(await staffService.admin.newPin(who('Priya N.'), who('Priya N.').id, '730194')).toMatchObject({
    ok: true,
  });
  const after = await live();
  expect(after.keyLost).toBe(false);
  expect(await after.checkPin('730194', 'sign-in')).toMatchObject({ ok: true });
  const lee = { shortName: 'Lee W.', role: 'server', employeeGuid: null } as const;
  for (const { pin } of TRAINING_STAFF.slice(0, 3)) {
    expect(await after.admin.add(who('Priya N.'), lee, pin)).toMatchObject({ error: { code: 'pin-unfit' } });
  }
  db.close();
  rmSync(dir, { recursive: true, force: true });
});
