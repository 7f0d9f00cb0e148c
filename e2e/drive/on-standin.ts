import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, waitUntilGone } from '../fixtures/process.ts';
import { spawnStandIn } from '../fixtures/standin-runtime.ts';
import { configured, type Driven, type Wish } from './wish.ts';

/** How long Chromium may outlive main. */
const CHROMIUM_LIMIT_MS = 10_000;

/** Drives the application on the stand-in. An application that starts itself again is followed. */
export function driveStandIn(wish: Wish, say: (words: string) => void): Driven {
  // Not in the data folder, which holds what the application keeps and nothing else.
  const logs = mkdtempSync(join(tmpdir(), 'hoststand-drive-'));
  const started = spawnStandIn({
    profile: wish.data,
    logs,
    env: configured(wish),
    ...(wish.size !== null && { size: wish.size }),
    onLine: say,
  });
  const { child, announced, announcements, problems, allGone, exited } = started;
  /** The process that is the application now. */
  const current = (): number | undefined => announcements.at(-1)?.pid ?? child.pid;
  const signal = (name: NodeJS.Signals): void => {
    const pid = current();
    if (pid !== undefined && isAlive(pid)) process.kill(pid, name);
  };
  const end = async (): Promise<number> => {
    const code = await exited;
    await allGone;
    for (const { chromiumPid } of announcements) {
      if (!(await waitUntilGone(chromiumPid, CHROMIUM_LIMIT_MS))) process.kill(chromiumPid, 'SIGKILL');
    }
    for (const { kind, message } of problems()) say(`${kind}: ${message}`);
    rmSync(logs, { recursive: true, force: true });
    return code ?? 1;
  };
  return {
    ready: announced,
    quit: () => signal('SIGTERM'),
    kill: () => signal('SIGKILL'),
    ended: end(),
  };
}
