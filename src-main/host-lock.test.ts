import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { loadConfig } from './config/load.ts';
import { createHost } from './host.ts';
import { createFakeTime } from './testing/fakes.ts';
import { asking, createKioskPorts, QUICK } from './testing/kiosk-ports.ts';

test('data that stays locked: the page is told for a minute, in the configured language, then the start fails', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hoststand-locked-'));
  const path = join(dir, 'training', 'kiosk.db');
  mkdirSync(dirname(path));
  const holder = new DatabaseSync(path);
  holder.exec('CREATE TABLE t (a); BEGIN EXCLUSIVE');
  const time = createFakeTime();
  const host = createHost({
    ports: createKioskPorts(dir, time),
    readConfig: (own) => ({
      ...loadConfig(
        { path: 'none', text: '{}' },
        undefined,
        { path: 'TEST', text: '{"language":"es"}' },
        own,
      ),
      file: 'none',
    }),
    fixed: { dataFolder: dir, ...QUICK },
    onHopeless: () => {},
  });
  const { ask } = asking(host.router);
  let ended: unknown = null;
  const opening = host.open().then((answer) => {
    ended = answer;
  });
  const early = await ask('status', {});
  expect(early).toEqual({ ok: false, error: { code: 'data-in-use', language: 'es' } });
  await time.pass(59_000);
  expect(ended).toBeNull();
  expect(await ask('status', {})).toMatchObject({ error: { code: 'data-in-use' } });
  await time.pass(2_000);
  await opening;
  expect(ended).toMatchObject({ ok: false, error: { code: 'locked', path } });
  holder.close();
  rmSync(dir, { recursive: true });
});
