/** The set-up, killed at its last step. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createHost } from '../../../src-main/app/lifecycle.ts';
import { loadConfig } from '../../../src-main/settings/load.ts';
import { MANAGER_PIN } from '../../../src-main/testing/app-kit.ts';
import { asking, createKioskPorts, QUICK } from '../../../src-main/testing/kiosk-ports.ts';
import { startControlledCrm } from '../../sandbox-control/controlled-crm.ts';
import { openFileSettings } from './file-settings.ts';
import type { GoLiveOrder } from './go-live-process.ts';

// One process for each kill.
vi.setConfig({ testTimeout: 240_000 });

const PROCESS = join(import.meta.dirname, 'go-live-process.ts');
const KILLS = 8;
const CONFIG = { undoSeconds: 1, training: { guests: 40 } };
let dir = '';
let crm: Extract<Awaited<ReturnType<typeof startControlledCrm>>, { ok: true }>['value'];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-go-live-'));
  const started = await startControlledCrm({ seed: 7, guests: 40, now: Date.now });
  if (!started.ok) throw new Error(started.error.code);
  crm = started.value;
});
afterAll(async () => {
  await crm.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Goes live in another process, killed at this point; the folder, and what the process said or died of. */
async function goLive(killAt: number): Promise<{ readonly folder: string; readonly ended: string }> {
  const folder = mkdtempSync(join(dir, `at-${killAt}-`));
  const { url, clientId, clientSecret, restaurantGuid } = crm;
  const order: GoLiveOrder = {
    ...{ folder, killAt, config: CONFIG },
    crm: { url, clientId, clientSecret, restaurantGuid },
  };
  const child = spawn(process.execPath, [PROCESS, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { folder, ended: signal ?? said };
}

/** The next start: wholly live, with its manager and its way to Toast, or in Training with what was filled in. */
async function nextStart(folder: string): Promise<'live' | 'training'> {
  const announced: string[] = [];
  const host = createHost({
    ports: createKioskPorts(folder, {
      settings: openFileSettings(folder),
      announce: (name) => announced.push(name),
    }),
    readConfig: (own) => ({
      ...loadConfig(
        { path: 'none', text: '{}' },
        undefined,
        { path: 'TEST', text: JSON.stringify(CONFIG) },
        own,
      ),
      file: 'none',
    }),
    fixed: { dataFolder: folder, ...QUICK, allowLoopback: true },
    onHopeless: ({ code }) => {
      throw new Error(code);
    },
  });
  const opened = await host.open();
  if (!opened.ok) throw new Error(opened.error.code);
  const { must } = asking(host.router);
  const { mode } = await must('status', {});
  if (mode === 'training') {
    expect(await must('readSetUp', {})).toMatchObject({ hasSecret: true, managerName: 'Olga R.' });
    await must('testSetUp', {});
    await must('finishSetUp', { pin: MANAGER_PIN });
    await vi.waitFor(() => expect(announced).toContain('restarted'), { timeout: 30_000 });
  }
  expect(await must('status', {})).toMatchObject({ mode: 'live', houseName: 'Bellwether', keyLost: false });
  await must('signIn', { pin: MANAGER_PIN });
  await must('enterManager', { pin: MANAGER_PIN });
  const { members } = await must('staffList', {});
  expect(members).toMatchObject([{ shortName: 'Olga R.', role: 'manager', active: true }]);
  const { needs } = await must('managerHome', {});
  expect(needs.map(({ what }) => what)).not.toContain('secret-lost');
  await vi.waitFor(
    async () => expect((await must('status', {})).connection).toMatchObject({ state: 'online' }),
    { timeout: 30_000 },
  );
  await host.stop();
  return mode;
}

test('going live is whole or has not begun, wherever its last step is killed', async () => {
  const whole = await goLive(0);
  const points = Number(whole.ended);
  expect(points).toBeGreaterThan(KILLS);
  expect(await nextStart(whole.folder)).toBe('live');
  const found: string[] = [];
  for (let kill = 1; kill <= KILLS; kill += 2) {
    const pair = [kill, kill + 1].map((nth) => Math.max(1, Math.round((nth * points) / (KILLS + 1))));
    for (const { folder, ended } of await Promise.all(pair.map(goLive))) {
      expect(ended).toBe('SIGKILL');
      found.push(await nextStart(folder));
    }
  }
  expect(new Set(found)).toEqual(new Set(['training', 'live']));
});
