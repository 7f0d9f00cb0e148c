import { execFileSync, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../fixtures/kiosk.ts';

/** Folders that packages write to. What is written there is seen inside alone, and is gone with it. */
const OWN = ['/opt', '/etc', '/usr', '/var', '/home'];

/** This machine as packages see it, with nothing of it changed: folders of its own over those of the system, and processes of its own. */
export interface PrivateRoot {
  /** Runs a command inside, as root, and waits for it. */
  readonly run: (command: string, ...args: readonly string[]) => SpawnSyncReturns<string>;
  /** The same; throws, with what it said, where it fails. Returns its standard output. */
  readonly must: (command: string, ...args: readonly string[]) => string;
  /** What to put before a command, so that it runs inside as this user and with this environment alone. */
  readonly as: (user: string, env: Readonly<Record<string, string>>) => readonly string[];
  /** Ends everything inside. */
  readonly end: () => Promise<void>;
}

const TOOLS = [
  ...['unshare', 'nsenter', 'setpriv', 'useradd', 'dpkg', 'dpkg-deb'],
  ...['systemd-sysusers', 'systemd-tmpfiles', 'deb-systemd-helper', 'apt-ftparchive', 'gpg'],
];

/** Packages that ours depends on and this machine has in none of the forms it names: nothing is fetched into a private root. */
function missingLibraries(): readonly string[] {
  const control = readFileSync(join(repository, 'resources', 'linux', 'control'), 'utf8');
  const wanted = /^Depends: (.*)$/m.exec(control)?.[1]?.split(', ') ?? [];
  const names = (one: string) => one.split(' | ').map((each) => each.split(' ')[0] ?? '');
  const listed = spawnSync('dpkg-query', ['--list'], { encoding: 'utf8' }).stdout;
  const have = new Set([...listed.matchAll(/^ii\s+([^\s:]+)/gm)].map(([, name]) => name));
  return wanted.filter((one) => !names(one).some((name) => have.has(name)));
}

/** Why there can be no private root here, in words; null where there can. */
export function noPrivateRoot(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'root on Linux is needed for a private root';
  for (const tool of TOOLS) {
    if (spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0) return `${tool} is not installed`;
  }
  const missing = missingLibraries();
  if (missing.length > 0) return `what the package depends on is not installed: ${missing.join(', ')}`;
  const tried = spawnSync('unshare', ['--mount', '--pid', '--fork', 'sh', '-c', mounts('/tmp')], {
    encoding: 'utf8',
  });
  return tried.status === 0
    ? null
    : `no folders of its own can be put over the system's: ${tried.stderr.trim()}`;
}

/** The security file system is hidden: no profile of the package is loaded into this machine's kernel. */
const mounts = (base: string): string =>
  [
    'set -e',
    'mount -t proc proc /proc',
    'if [ -d /sys/kernel/security ]; then mount -t tmpfs none /sys/kernel/security; fi',
    `mount -t tmpfs -o mode=755 none ${base}`,
    ...OWN.flatMap((folder) => {
      const place = `${base}${folder}`;
      return [
        `mkdir -p ${place}/upper ${place}/work`,
        `mount -t overlay overlay -o lowerdir=${folder},upperdir=${place}/upper,workdir=${place}/work ${folder}`,
      ];
    }),
  ].join('\n');

export async function openPrivateRoot(): Promise<PrivateRoot> {
  const base = mkdtempSync(join(tmpdir(), 'hoststand-root-'));
  const flags = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child'];
  const holder = spawn('unshare', [...flags, 'sh', '-c', `${mounts(base)}\necho ready\nexec cat`], {
    // It ends with this process, however that ends: then no one holds its input.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  holder.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const [said] = (await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')])) as [unknown];
  if (!String(said).includes('ready')) throw new Error(`The private root could not be made: ${errors}`);
  const first = readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, 'utf8').trim();
  const enter = ['nsenter', '--target', first, '--mount', '--pid'] as const;
  const run: PrivateRoot['run'] = (command, ...args) => {
    const [program, ...rest] = [...enter, command, ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
    return spawnSync(program, rest, { encoding: 'utf8', env, cwd: '/' });
  };
  return {
    run,
    must: (command, ...args) => {
      const { status, stdout, stderr } = run(command, ...args);
      if (status !== 0)
        throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stdout}${stderr}`);
      return stdout;
    },
    as: (user, env) => [
      ...[...enter, 'setpriv', '--reuid', user, '--regid', user, '--init-groups', '--reset-env', 'env'],
      ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ],
    end: async () => {
      const ended = once(holder, 'exit');
      execFileSync('kill', ['-KILL', first]);
      await ended;
      if (existsSync(base)) rmSync(base, { recursive: true, force: true });
    },
  };
}
