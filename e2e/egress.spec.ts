import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from './fixtures/kiosk.ts';
import { nodePath } from './fixtures/standin-runtime.ts';
import { expect, test } from './fixtures/test.ts';

/** What `egress/inside.ts` prints. */
interface Egress {
  /** What reached a listener. */
  readonly seen: readonly { readonly by: 'udp' | 'tcp' | 'dns'; readonly what: string }[];
  /** At the address that the product names as the page's proxy: hosts that a connection was asked to, and anything beyond that. */
  readonly asked: readonly string[];
  readonly proxied: readonly string[];
  /** The listeners that heard what the test itself sent. */
  readonly control: readonly string[];
  /** Powers the page still has that it must not have. */
  readonly kept: readonly string[];
  /** The page is where it was, with its screen. */
  readonly stayed: boolean;
  readonly tried: number;
  readonly happened: Readonly<Record<string, string>>;
}

const inside = join(import.meta.dirname, 'egress', 'inside.ts');
let folder = '';
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hoststand-egress-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * A network of its own: a device that leads nowhere, as a browser gathers no WebRTC addresses on loopback alone, and a name
 * server that is ours.
 */
const NAMESPACE = `
  ip link set lo up &&
  for kind in dummy bridge ifb; do ip link add net0 type $kind 2>/dev/null && break; done
  ip link set net0 up && ip address add 192.0.2.7/24 dev net0 && ip route add default via 192.0.2.1 dev net0 &&
  echo nameserver 127.0.0.1 > "$1" && mount --bind "$1" /etc/resolv.conf && shift && exec "$@"`;
const wrapped = (command: readonly string[]): readonly string[] => [
  ...['unshare', '--map-root-user', '--net', '--mount', 'sh', '-c', NAMESPACE, 'sh'],
  ...[join(folder, 'resolv.conf'), ...command],
];
const ownNetwork = (): boolean => {
  const [program = '', ...args] = wrapped(['true']);
  return process.platform === 'linux' && spawnSync(program, args).status === 0;
};

/** Runs the attempts; those of one kind (`only`) are waited for until every listener heard one, for a minute at most. */
async function egress(appDir: string, only = ''): Promise<Egress & { readonly ownNetwork: boolean }> {
  const own = ownNetwork();
  const command = [nodePath(), '--disable-warning=ExperimentalWarning', inside];
  const [program = '', ...args] = own ? wrapped(command) : command;
  const { stdout } = await promisify(execFile)(program, args, {
    env: {
      ...process.env,
      HOSTSTAND_DNS: own ? '1' : '0',
      HOSTSTAND_APP: appDir,
      HOSTSTAND_ATTEMPTS: only,
    },
    maxBuffer: 2 ** 24,
  });
  return { ...(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Egress), ownNetwork: own };
}

const listeners = (own: boolean): readonly string[] =>
  own ? ['dns', 'proxy', 'tcp', 'udp'] : ['tcp', 'udp'];
const heard = ({ seen }: Egress): readonly string[] => [...new Set(seen.map(({ by }) => by))].sort();

test('of all that a page that was taken over tries, nothing reaches a listener of UDP, TCP or DNS', async ({
  runtime,
}) => {
  test.skip(runtime === 'electron', 'the listeners stand beside the stand-in');
  test.setTimeout(300_000);
  const found = await egress(repository);
  expect([...found.control].sort()).toEqual(listeners(found.ownNetwork));
  expect(found.tried).toBeGreaterThan(100);
  expect(found.seen, JSON.stringify(found.happened, null, 1)).toEqual([]);
  expect(found.proxied).toEqual([]);
  // This browser connects ahead of a navigation that is then refused: its host is all that a proxy would learn.
  expect(found.asked.filter((host) => host.includes('hoststand') && !host.startsWith('navigation.'))).toEqual(
    [],
  );
  expect(found.kept).toEqual([]);
  expect(found.stayed).toBe(true);
});

test('the listeners hear: with the product’s doors taken out, the same page reaches them', async ({
  runtime,
}) => {
  test.skip(runtime === 'electron', 'the listeners stand beside the stand-in');
  test.setTimeout(400_000);
  const open = join(folder, 'open');
  cpSync(join(repository, 'out'), join(open, 'out'), { recursive: true });
  cpSync(join(repository, 'package.json'), join(open, 'package.json'));
  const alter = (file: string, door: RegExp, without: string): void => {
    const text = readFileSync(join(open, 'out', file), 'utf8');
    expect(text).toMatch(door);
    writeFileSync(join(open, 'out', file), text.replace(door, without));
  };
  alter('preload/index.cjs', /\S+\.executeInMainWorld\([^\n]*\);/, '');
  alter('main/index.js', /await page\.setProxy\(/, 'void (');
  alter('main/index.js', /contents\.setWebRTCIPHandlingPolicy\([^)]*\);/, '');
  // What a browser reaches by WebRTC depends on the PC it runs on: an empty page without a kiosk says how much that is here.
  const plain = await egress('none', 'WebRTC');
  expect([...plain.control].sort()).toEqual(listeners(plain.ownNetwork));
  const found = await egress(open, 'WebRTC');
  expect(heard(found), JSON.stringify([found.happened, plain.happened])).toEqual(heard(plain));
  expect(found.kept).toContain('open a file');
});
