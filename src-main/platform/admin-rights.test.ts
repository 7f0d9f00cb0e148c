import { mkdirSync, mkdtempSync, rmSync, type Stats, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { onlyRootWrites, sddlOnlyAdmins } from './admin-rights.ts';

describe.runIf(process.platform !== 'win32')('owner and mode', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'hoststand-rights-'));
    mkdirSync(join(dir, 'hoststand'));
    writeFileSync(join(dir, 'hoststand', 'config.json'), '{}');
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** Everything is root's and no one else's, except for what is said. */
  const seen =
    (
      odd: Readonly<
        Record<string, { readonly uid?: number; readonly mode?: number; readonly link?: boolean }>
      >,
    ) =>
    (path: string): Stats => {
      const end = Object.keys(odd).find((each) => path.endsWith(each));
      const { uid = 0, mode = 0o755, link = false } = (end === undefined ? undefined : odd[end]) ?? {};
      return { uid, mode, isSymbolicLink: () => link } as unknown as Stats;
    };
  const file = () => join(dir, 'hoststand', 'config.json');

  test('root’s, and written by root alone: believed', () => {
    expect(onlyRootWrites(file(), seen({}))).toBe(true);
    expect(onlyRootWrites(file(), seen({ 'config.json': { mode: 0o644 } }))).toBe(true);
  });

  test.each([
    ['the file is somebody’s', { 'config.json': { uid: 1_000 } }],
    ['the file’s group may write', { 'config.json': { mode: 0o664 } }],
    ['anybody may write the file', { 'config.json': { mode: 0o646 } }],
    ['the folder is somebody’s', { hoststand: { uid: 1_000 } }],
    ['anybody may write the folder', { hoststand: { mode: 0o777 } }],
    ['anybody may write the folder above, which keeps what is others’', { [tmpdir()]: { mode: 0o1777 } }],
  ])('%s: not believed', (_what, odd) => {
    expect(onlyRootWrites(file(), seen(odd))).toBe(false);
  });

  test('a link is followed: where it leads counts, and so does where it stands', () => {
    const link = join(dir, 'config.json');
    symlinkSync(file(), link);
    expect(onlyRootWrites(link, seen({ 'hoststand/config.json': { mode: 0o666 } }))).toBe(false);
    expect(onlyRootWrites(link, seen({ [`${dir}/config.json`]: { mode: 0o777, link: true } }))).toBe(true);
    expect(onlyRootWrites(link, seen({ [`${dir}/config.json`]: { uid: 1_000, link: true } }))).toBe(false);
  });

  test('a file in the folder for scratch is not believed, even where root runs this', () => {
    expect(onlyRootWrites(file())).toBe(false);
  });
});

describe('owners and access lists of Windows', () => {
  test.each([
    'O:BAD:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1200a9;;;BU)',
    'O:BAD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;FR;;;BU)(A;OICIIOID;GA;;;CO)',
    'O:BAD:P(A;OICI;FA;;;S-1-5-32-544)(A;OICI;0x1200a9;;;WD)',
    'O:BAD:P(A;;FA;;;BA)(D;;FA;;;BU)S:(AU;SAFA;FA;;;WD)',
  ])('%s: administrators alone write', (list) => {
    expect(sddlOnlyAdmins(list)).toBe(true);
  });
  test.each([
    'O:SYD:',
    'O:S-1-5-18D:',
    'O:LAD:',
    'O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464D:',
  ])('%s: an administrator owns it', (owner) => expect(sddlOnlyAdmins(`${owner}P(A;;FA;;;BA)`)).toBe(true));
  // Who owns it can write another list, no matter what this one says.
  test.each([
    'O:S-1-5-21-1-2-3-1001D:',
    'O:BUD:',
    'O:WDD:',
    'O:COD:',
    'O:S-1-5-32-5440D:',
    'O:D:',
    'D:',
    'G:BAD:',
    'G:BAO:BUD:',
  ])('%s: someone else owns it, or it cannot be known', (owner) =>
    expect(sddlOnlyAdmins(`${owner}P(A;;FA;;;BA)`)).toBe(false),
  );
  test.each([
    // What Windows gives a folder that an ordinary person makes in ProgramData.
    'O:BAD:AI(A;ID;FA;;;S-1-5-21-1-2-3-1001)(A;OICIIOID;GA;;;CO)(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIID;0x1200a9;;;BU)',
    'O:BAD:AI(A;OICIID;FA;;;BA)(A;CIID;DCLCRPCR;;;BU)',
    'O:BAD:(A;;FA;;;WD)',
    'O:BAD:(A;;0x1301bf;;;AU)',
    'O:BAD:(A;;0x2;;;BU)',
    'O:BAD:(A;;GW;;;BU)',
    'O:BAD:(A;;WD;;;BU)',
    'O:BAD:(A;;WO;;;IU)',
    'O:BAD:(A;;FA;;;OW)',
    'O:BAD:NO_ACCESS_CONTROL',
    'O:BA',
    '',
  ])('%s: others do, or it cannot be known', (list) => {
    expect(sddlOnlyAdmins(list)).toBe(false);
  });
});
