import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT_AGAIN } from '../../src-main/lib/supervision.ts';
import { REFUSED_SWITCH_EXIT } from '../../src-main/platform/switches.ts';
import type { Finding } from './report.ts';

/** Makes the product end with a known code before it opens anything: proof that our own code ran. */
const REFUSED = '--verify';
/** On Windows a program that refuses shows a box and waits for someone: it is ended then. */
const LIMIT_MS = process.platform === 'win32' ? 20_000 : 60_000;
/** What our own code says as it refuses. */
const REFUSAL = 'which an installed kiosk does not take';

/** What the packed product must refuse, tried on the product itself. `folder` holds it, `program` is its name. */
export function refusals(
  folder: string,
  program: string,
  env: NodeJS.ProcessEnv = process.env,
): readonly Finding[] {
  const scratch = mkdtempSync(join(tmpdir(), 'hoststand-verify-'));
  const mark = join(scratch, 'mark');
  const script = join(scratch, 'mark.cjs');
  writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`);
  const run = (args: readonly string[], more: NodeJS.ProcessEnv = {}, where = folder) => {
    rmSync(mark, { force: true });
    const done = spawnSync(join(where, program), [...args], {
      env: { ...env, ...more },
      encoding: 'utf8',
      timeout: LIMIT_MS,
    });
    const said = `${done.stdout}${done.stderr}`;
    const refused = done.status === REFUSED_SWITCH_EXIT || said.includes(REFUSAL);
    return { code: done.status, said, refused, marked: existsSync(mark) };
  };
  const finding = (id: string, good: boolean, detail: string): Finding => ({
    id,
    state: good ? 'passed' : 'failed',
    detail,
  });
  try {
    const plain = run([REFUSED]);
    const node = run([script], { ELECTRON_RUN_AS_NODE: '1' });
    const options = run([REFUSED], { NODE_OPTIONS: `--require=${script}` });
    const debug = run(['--inspect=0']);
    const other = join(scratch, 'other');
    cpSync(folder, other, { recursive: true, verbatimSymlinks: true });
    const app = join(other, 'resources', 'app');
    mkdirSync(app);
    writeFileSync(join(app, 'package.json'), '{"main":"main.cjs"}');
    cpSync(script, join(app, 'main.cjs'));
    const unpacked = run([REFUSED], {}, other);
    const findings = [
      finding('refuses-a-switch', plain.refused, `exit code ${plain.code}`),
      finding('fuse-run-as-node', !node.marked, node.marked ? 'it ran a script' : 'it ran no script'),
      finding(
        'fuse-node-options',
        !options.marked,
        options.marked ? 'it heeded NODE_OPTIONS' : 'it did not heed NODE_OPTIONS',
      ),
      finding('fuse-inspect', !/Debugger listening/.test(debug.said), `exit code ${debug.code}`),
      finding(
        'fuse-only-archive',
        !unpacked.marked && unpacked.refused,
        unpacked.marked ? 'it ran a folder in place of the archive' : 'it ran the archive',
      ),
    ];
    if (process.platform !== 'win32') return findings;
    const archive = join(other, 'resources', 'app.asar');
    const bytes = readFileSync(archive);
    // In the header: one digit of a hash.
    const at = bytes.indexOf('"hash":"') + '"hash":"'.length;
    bytes.writeUInt8(bytes.readUInt8(at) === 0x30 ? 0x31 : 0x30, at);
    writeFileSync(archive, bytes);
    const altered = run([REFUSED], {}, other);
    const stopped = !altered.refused;
    return [...findings, finding('integrity', stopped, `altered archive: exit code ${altered.code}`)];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Linux, with a display: the page is in Chromium's sandbox, and a supervised kiosk whose page dies again and again asks to be started. */
export async function lifeOnLinux(folder: string, program: string): Promise<readonly Finding[]> {
  const ids = ['sandbox', 'supervised-crash'];
  if (process.platform !== 'linux' || !(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])) {
    return ids.map((id) => ({ id, state: 'not-tried', detail: 'needs Linux with a display' }));
  }
  const home = mkdtempSync(join(tmpdir(), 'hoststand-verify-'));
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config') };
  const child = spawn(join(folder, program), ['--supervised'], { env, stdio: 'ignore' });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  try {
    const page = await renderer(child, null);
    const status = page === null ? '' : readFileSync(`/proc/${page}/status`, 'utf8');
    const filtered = /^Seccomp:\s+2$/m.test(status);
    const sandbox: Finding = {
      id: 'sandbox',
      state: filtered ? 'passed' : 'failed',
      detail:
        page === null
          ? 'no page came up'
          : filtered
            ? 'the page’s process is filtered'
            : 'the page’s process is not filtered',
    };
    let last = page;
    for (let death = 0; death < 5 && last !== null; death += 1) {
      process.kill(last, 'SIGKILL');
      last = await renderer(child, last);
    }
    const code = await Promise.race([
      exited,
      new Promise<null>((done) => setTimeout(() => done(null), LIMIT_MS).unref()),
    ]);
    const asked = code === EXIT_AGAIN;
    return [
      sandbox,
      { id: 'supervised-crash', state: asked ? 'passed' : 'failed', detail: `exit code ${code}` },
    ];
  } finally {
    child.kill('SIGKILL');
    await exited;
    rmSync(home, { recursive: true, force: true });
  }
}

/** The process of the kiosk's page, other than `before`; null where none comes up in time, or the program has ended. */
async function renderer(child: ChildProcess, before: number | null): Promise<number | null> {
  const until = performance.now() + LIMIT_MS;
  while (performance.now() < until && child.exitCode === null) {
    for (const pid of descendants(child.pid ?? -1)) {
      if (pid === before) continue;
      try {
        if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) return pid;
      } catch {
        // It has ended since.
      }
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return null;
}

function descendants(pid: number): readonly number[] {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`);
    const own = tasks.flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '),
    );
    const children = own.filter((text) => text !== '').map(Number);
    return [...children, ...children.flatMap(descendants)];
  } catch {
    return [];
  }
}
