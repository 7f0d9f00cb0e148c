import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestStaff } from '../testing/staff-kit.ts';
import { importStaff } from './staff-import.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-import-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function run(text: string) {
  const kit = await openTestStaff(join(dir, 'kiosk.db'));
  kit.lines.length = 0;
  const answer = await importStaff(text, kit.staffService.admin, kit.who('Priya N.'));
  return { ...kit, answer };
}

test('each line stands for itself: what is right is added, what is wrong is named with its line', async () => {
  const guid = '7d9c1f0e-0000-4000-8000-00000000abcd';
  const { answer, staffService, lines } = await run(
    [
      '\uFEFFName,Role,PIN,Employee GUID',
      `Lee W.,manager,730194,${guid}`,
      'Kim A.,host,,',
      '',
      '"O\'Neil, B.",server,,',
      'Marco D.,server,,',
      'Zoë,cook,,',
      'Ines O.,server,1234,',
      'Rosa M.,server,730194,',
      'Ana R.,server,,not-a-guid',
      'Paz V.',
    ].join('\r\n'),
  );
  if (!answer.ok) throw new Error(answer.error.code);
  expect(answer.value.refused).toEqual([
    { line: 5, shortName: "O'Neil, B.", why: 'name-unfit' },
    { line: 6, shortName: 'Marco D.', why: 'name-taken' },
    { line: 7, shortName: 'Zoë', why: 'role-unknown' },
    { line: 8, shortName: 'Ines O.', why: 'pin-unfit' },
    { line: 9, shortName: 'Rosa M.', why: 'pin-unfit' },
    { line: 10, shortName: 'Ana R.', why: 'employee-guid-unfit' },
    { line: 11, shortName: 'Paz V.', why: 'role-unknown' },
  ]);
  expect(answer.value.added).toEqual([
    { line: 2, shortName: 'Lee W.', role: 'manager', pin: null },
    { line: 3, shortName: 'Kim A.', role: 'host', pin: expect.stringMatching(/^\d{6}$/) },
  ]);
  expect(await staffService.checkPin('730194', 'sign-in')).toMatchObject({
    ok: true,
    value: { shortName: 'Lee W.' },
  });
  expect(staffService.admin.list().find(({ shortName }) => shortName === 'Lee W.')?.employeeGuid).toBe(guid);
  const added = lines.filter((line) => line.kind === 'staff-changed');
  expect(added).toHaveLength(2);
  expect(added).toMatchObject([{ change: { how: 'imported' } }, { change: { how: 'imported' } }]);
});

test('semicolons and Spanish roles, as a Spanish Excel saves them', async () => {
  const { answer } = await run('name;role\nLucía P.;mesera\nTeo;gerente\n');
  expect(answer).toMatchObject({
    ok: true,
    value: { refused: [], added: [{ role: 'server' }, { role: 'manager' }] },
  });
});

test.each([
  ['', { code: 'import-columns' }],
  ['Lee W.,manager\n', { code: 'import-columns' }],
  ['name,role\n"Lee W.,manager\n', { code: 'import-unreadable' }],
  [`name,role\n${'Lee W.,host\n'.repeat(201)}`, { code: 'import-too-long', most: 200 }],
])('a file that is no list of staff adds no one: %j', async (text, error) => {
  const { answer, staffService } = await run(text);
  expect(answer).toMatchObject({ ok: false, error });
  expect(staffService.admin.list()).toHaveLength(4);
});

test('roles and columns are read as people see them, in any form of their letters', async () => {
  const { answer } = await run(
    'NAME\u200b,\uff32ole\nLee W.,anfitrio\u0301n\nKim A.,\uff28\uff2f\uff33\uff34\nAna R.,ho\u00adst',
  );
  expect(answer).toMatchObject({
    ok: true,
    value: { added: [{ role: 'host' }, { role: 'host' }, { role: 'host' }], refused: [] },
  });
});
