/** The import walls stand: each arrow the architecture forbids is refused by the linter, with a word for the right door. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
let dir = '';
beforeAll(() => {
  // A tree of the same shape with the same rules, so that nothing is written among the sources.
  dir = mkdtempSync(join(tmpdir(), 'hoststand-walls-'));
  copyFileSync(join(root, 'biome.json'), join(dir, 'biome.json'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What the linter says of one file that imports one thing. */
function lint(path: string, imported: string): string {
  const file = join(dir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `import { thing } from '${imported}';\nexport const other = thing;\n`);
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const done = spawnSync(process.execPath, [biome, 'lint', '--vcs-enabled=false', '--colors=off', path], {
    cwd: dir,
    encoding: 'utf8',
  });
  return `${done.stdout}${done.stderr}`.replace(/\s+/g, ' ');
}

test.each([
  ['src-main/outbox/x.ts', 'electron', 'take a port'],
  ['src-main/compose2.ts', 'electron', 'take a port'],
  ['src-main/sandbox/service/x.ts', 'electron-store', 'take the Settings port'],
  ['src-main/guests/x.ts', 'ky', 'take a gateway'],
  ['src-main/storage/x.ts', 'ky', 'take a gateway'],
  ['src-main/crm/x.ts', 'electron', 'take the Fetch port'],
  ['src-main/crm/x.ts', '../storage/sqlite.ts', 'sees nothing else'],
  ['src-main/credits/x.ts', '../outbox/outbox.ts', 'compose.ts passes them'],
  ['src-main/approvals/x.ts', '../guests/guests.ts', 'compose.ts passes them'],
  ['src-main/staff/pins/x.ts', '../../outbox/outbox.ts', 'compose.ts passes them'],
  ['src-main/reports/x.ts', '../outbox/store.ts', 'compose.ts passes them'],
  ['src-main/outbox/x.ts', 'node:sqlite', 'take the Database port'],
  ['src-main/outbox/x.ts', '../../src-renderer/app/kiosk-status.ts', 'not the page'],
  ['src-preload/bridge.ts', 'electron', 'the bridge takes'],
  ['src-preload/contract/x.ts', 'node:fs', 'a leaf'],
  ['src-preload/contract/x.ts', '../../src-main/ports.ts', 'a leaf'],
  ['src-renderer/features/guest/x.ts', 'electron', 'window.kiosk'],
  ['src-renderer/features/guest/x.ts', '../../../src-main/ports.ts', 'window.kiosk'],
  ['src-renderer/features/guest/x.ts', '../../../src-preload/bridge.ts', 'contract/ only'],
  ['src-renderer/features/guest/x.ts', 'ky', 'cannot reach the network'],
])('%s may not import %s', (path, imported, door) => {
  expect(lint(path, imported)).toContain(door);
});

test.each([
  ['src-main/platform/x.ts', 'electron'],
  ['src-main/crm/x.ts', 'ky'],
  ['src-main/crm/x.ts', '../guests/gateway.ts'],
  ['src-main/outbox/x.ts', '../../src-preload/contract/money.ts'],
  ['src-renderer/features/guest/x.ts', '../../../src-preload/contract/money.ts'],
  ['src-main/storage/x.ts', 'node:sqlite'],
])('%s may import %s', (path, imported) => {
  const said = lint(path, imported);
  expect(said).toContain('Checked 1 file');
  expect(said).not.toContain('noRestrictedImports');
});
