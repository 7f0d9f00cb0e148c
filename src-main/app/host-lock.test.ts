import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import type { SecretBox } from '../ports.ts';
import { readTestConfig } from '../testing/app-kit.ts';
import { createFakeSecretBox, createFakeSettings, createFakeTime } from '../testing/fakes.ts';
import { asking, createKioskPorts, QUICK } from '../testing/kiosk-ports.ts';
import { createHost, type Host } from './lifecycle.ts';

test('data that stays locked: the page is told for a minute, in the configured language, then the start fails', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hoststand-locked-'));
  const path = join(dir, 'training', 'kiosk.db');
  mkdirSync(dirname(path));
  const holder = new DatabaseSync(path);
  holder.exec('CREATE TABLE t (a); BEGIN EXCLUSIVE');
  const time = createFakeTime();
  const host = createHost({
    ports: createKioskPorts(dir, time),
    readConfig: readTestConfig({ language: 'es' }),
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

test.each(['strength', 'seal', 'open'] as const)(
  'a keyring that does not answer %s: the page is told, in the configured language, and the start waits',
  async (call) => {
    const dir = mkdtempSync(join(tmpdir(), 'hoststand-keyring-'));
    const time = createFakeTime();
    const unlocked = Promise.withResolvers<void>();
    const box = createFakeSecretBox();
    const settings = createFakeSettings();
    const run = (secretBox: SecretBox) =>
      createHost({
        ports: createKioskPorts(dir, { ...time, secretBox, settings }),
        readConfig: readTestConfig({ language: 'es' }),
        fixed: { dataFolder: dir, ...QUICK },
        onHopeless: () => {},
      });
    const stop = async (host: Host): Promise<void> => {
      const stopped = host.stop();
      await time.pass(5_000);
      await stopped;
    };
    // What is opened at a start was sealed at one before.
    if (call === 'open') {
      const before = run(box);
      expect((await before.open()).ok).toBe(true);
      await stop(before);
    }
    let waiting = 0;
    const slow: SecretBox = {
      ...box,
      [call]: async (text: string) => {
        waiting += 1;
        await unlocked.promise;
        return box[call](text);
      },
    };
    const host = run(slow);
    const { ask } = asking(host.router);
    const early = ask('status', {});
    const opening = host.open();
    await vi.waitFor(() => expect(waiting).toBeGreaterThan(0));
    await time.pass(5_000);
    const told = { ok: false, error: { code: 'keyring-waits', language: 'es' } };
    expect(await early).toEqual(told);
    await time.pass(3_600_000);
    expect(await ask('status', {})).toEqual(told);
    unlocked.resolve();
    expect((await opening).ok).toBe(true);
    expect((await ask('status', {})).ok).toBe(true);
    await stop(host);
    rmSync(dir, { recursive: true });
  },
);
