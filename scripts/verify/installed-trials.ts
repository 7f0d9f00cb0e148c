import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { REFUSED_SWITCH_EXIT } from '../../src-main/platform/switches.ts';
import type { Finding } from './report.ts';

/** The longest that one start or end may take, ms: of a PC that does other things. */
const LIMIT_MS = 120_000;

/** Where an installed program keeps its data: the account's own folder, by the environment it is started with. */
function dataFolder(env: NodeJS.ProcessEnv): string {
  const roaming = env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  const config = env['XDG_CONFIG_HOME'] ?? join(env['HOME'] ?? homedir(), '.config');
  return join(process.platform === 'win32' ? roaming : config, 'Hoststand');
}

/**
 * Starts an installed Hoststand as the account that runs this, and tries what its log and its exit codes tell: a start, a second one, one with
 * a switch it does not take, a kill, the start after it, and an end in order. It leaves that account's data as a kiosk's in Training.
 */
export async function tryInstalled(
  program: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<readonly Finding[]> {
  const folder = dataFolder(env);
  const log = join(folder, 'logs', 'hoststand.log');
  const starts = (): number =>
    existsSync(log) ? readFileSync(log, 'utf8').split('"event":"started"').length - 1 : 0;
  const running: ChildProcess[] = [];
  const start = (...args: readonly string[]) => {
    const child = spawn(program, [...args], { env, stdio: 'ignore' });
    running.push(child);
    return { child, ended: once(child, 'exit').then(([code]) => code as number | null) };
  };
  const started = async (child: ChildProcess, before: number): Promise<boolean> =>
    (await until(() => starts() > before || child.exitCode !== null)) && starts() > before;
  const findings: Finding[] = [];
  const note = (id: string, good: boolean, detail: string): void =>
    void findings.push({ id, state: good ? 'passed' : 'failed', detail });
  try {
    const before = starts();
    const first = start();
    const came = await started(first.child, before);
    note('starts', came, came ? `the log says so: ${log}` : `exit code ${first.child.exitCode}`);
    note('data', existsSync(join(folder, 'hoststand', 'training', 'kiosk.db')), folder);

    const second = await inTime(start().ended);
    note('one-instance', second === 0 && first.child.exitCode === null, `the second ended with ${second}`);

    // On Windows a box waits for someone to press its button.
    if (process.platform === 'win32')
      findings.push({ id: 'switch', state: 'not-tried', detail: 'shows a box' });
    else {
      const refused = await inTime(start('--remote-debugging-port=9222').ended);
      note('switch', refused === REFUSED_SWITCH_EXIT, `exit code ${refused}`);
    }

    first.child.kill('SIGKILL');
    await first.ended;
    const killed = starts();
    const again = start();
    const back = await started(again.child, killed);
    note('starts-after-a-kill', back, back ? 'the log says so' : `exit code ${again.child.exitCode}`);

    if (process.platform === 'win32') {
      findings.push({ id: 'ends', state: 'not-tried', detail: 'Windows has no signal that asks' });
    } else {
      again.child.kill('SIGTERM');
      const code = await inTime(again.ended);
      note('ends', code === 0, `exit code ${code}`);
    }
    return findings;
  } finally {
    for (const child of running) if (child.exitCode === null) child.kill('SIGKILL');
  }
}

/** Looks again and again. False where it did not come to that in time. */
async function until(look: () => boolean): Promise<boolean> {
  const last = performance.now() + LIMIT_MS;
  while (!look()) {
    if (performance.now() > last) return false;
    await new Promise((done) => setTimeout(done, 100));
  }
  return true;
}

/** Null where it does not come in time. */
async function inTime(code: Promise<number | null>): Promise<number | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), LIMIT_MS);
  });
  return await Promise.race([code, late]).finally(() => clearTimeout(timer));
}
