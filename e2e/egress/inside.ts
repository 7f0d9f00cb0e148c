/**
 * Starts the kiosk on the stand-in with nothing but the product's own doors between its page and the network, lets the page
 * try everything, and prints one JSON line: what reached listeners of UDP, TCP and DNS. Run in a network namespace of its
 * own where there is one (`HOSTSTAND_DNS=1`: port 53 is ours, and asked for every name). With `HOSTSTAND_APP=none` an
 * empty page of the same browser tries, without a kiosk: what it reaches is what this PC's browser can reach at all.
 */
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsFor } from '../fixtures/crm.ts';
import { launchKiosk, repository } from '../fixtures/kiosk.ts';
import { launchBrowser } from '../standin/chromium/browser.ts';
import { attempts, powers } from './attempts.ts';

const withDns = process.env['HOSTSTAND_DNS'] === '1';
const ZONE = 'egress.hoststand.example';
const seen: { readonly by: string; readonly what: string }[] = [];
const control = new Set<string>();

const hearUdp = (port: number, by: string) => {
  const socket = createSocket('udp4');
  socket.on('message', (message) => {
    const what = message.toString('latin1').replace(/[^ -~]/g, '.');
    if (what.includes('control')) control.add(by);
    // Of names, only the page's own count: a browser and a system ask for some by themselves.
    else if (by !== 'dns' || what.includes('hoststand')) seen.push({ by, what: what.slice(0, 120) });
  });
  return new Promise<number>((heard) => socket.bind(port, '127.0.0.1', () => heard(socket.address().port)));
};
const hearTcp = (port: number, by: string) => {
  const server = createServer((socket) => {
    const connection = { by, what: 'connected' };
    seen.push(connection);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      const what = bytes.toString('latin1').slice(0, 120);
      if (what.startsWith('control')) {
        control.add(by);
        seen.splice(seen.indexOf(connection), 1);
      } else seen.push({ by, what });
    });
  });
  return new Promise<number>((heard) =>
    server.listen(port, '127.0.0.1', () => heard((server.address() as AddressInfo).port)),
  );
};

/**
 * What would leave through the proxy that the product names, if someone listened there and spoke SOCKS: hosts asked
 * for, and bytes beyond.
 */
const asked: string[] = [];
const proxied: string[] = [];
const hearProxy = () => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    let greeted = false;
    socket.on('data', (bytes) => {
      if (!greeted && bytes[0] === 5) {
        greeted = true;
        socket.write(Buffer.from([5, 0]));
      } else if (bytes.toString('latin1').includes('control')) control.add('proxy');
      else if (bytes[0] === 5 && bytes[3] === 3 && bytes.length === 7 + (bytes[4] ?? 0)) {
        asked.push(bytes.subarray(5, -2).toString('latin1'));
      } else proxied.push(bytes.toString('latin1').replace(/[^ -~]/g, '.'));
    });
  });
  return new Promise<void>((heard) => server.listen(9, '127.0.0.1', heard));
};

const udp = await hearUdp(0, 'udp');
const tcp = await hearTcp(0, 'tcp');
if (withDns) await Promise.all([hearUdp(53, 'dns'), hearProxy()]);
// Each listener must hear what the test sends itself: without that, silence proves nothing.
const expected = withDns ? 4 : 2;
for (const end = Date.now() + 30_000; control.size < expected && Date.now() < end; ) {
  createSocket('udp4').unref().send('control', udp, '127.0.0.1');
  connect(tcp, '127.0.0.1')
    .on('error', () => {})
    .end('control');
  if (withDns) {
    lookup('control.example').catch(() => undefined);
    connect(9, '127.0.0.1')
      .on('error', () => {})
      .end('control');
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
}
const profile = mkdtempSync(join(tmpdir(), 'hoststand-egress-'));
const app = process.env['HOSTSTAND_APP'] ?? repository;
interface Tried {
  /** By the developer tools, which no policy of the page binds: as if a script of the page's own said it. */
  readonly evaluate: (expression: string) => Promise<{
    readonly result: { readonly value?: unknown };
    readonly exceptionDetails?: {
      readonly text: string;
      readonly exception?: { readonly description?: string };
    };
  }>;
  readonly stayed: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}
const question = (expression: string) => ({ expression, awaitPromise: true, returnByValue: true });

async function kioskPage(): Promise<Tried> {
  const env = { ...settingsFor(null), STANDIN_OPEN_NETWORK: '1' };
  const kiosk = await launchKiosk({ profile, runtime: 'standin', timeout: 90_000, appDir: app, env });
  const { page } = kiosk;
  const signIn = page.locator('[data-screen="sign-in"]');
  await signIn.waitFor();
  const address = page.url();
  const tools = await page.context().newCDPSession(page);
  return {
    evaluate: (expression) => tools.send('Runtime.evaluate', question(expression)),
    stayed: async () => page.url().split('#')[0] === address && (await signIn.count()) === 1,
    close: async () => {
      await kiosk.close();
    },
  };
}

async function emptyPage(): Promise<Tried> {
  const size = { width: 1024, height: 768 };
  const open = { headed: false, title: '', webRtcPolicy: 'default', openNetwork: true };
  const browser = await launchBrowser({ profile, size, ...open });
  const { session } = await browser.openPage(size, '', null);
  return {
    evaluate: (expression) => session.send('Runtime.evaluate', question(expression)),
    stayed: async () => true,
    close: () => browser.close(),
  };
}

const tried = await (app === 'none' ? emptyPage() : kioskPage());
const run = async (expression: string): Promise<string> => {
  const { result, exceptionDetails } = await tried.evaluate(expression);
  return exceptionDetails
    ? `failed: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`
    : String(result.value);
};
seen.length = 0;
const happened: Record<string, string> = {};
const only = new RegExp(process.env['HOSTSTAND_ATTEMPTS'] ?? '');
const list = attempts({ tcp: `127.0.0.1:${tcp}`, udp: `127.0.0.1:${udp}`, zone: ZONE }).filter(([name]) =>
  only.test(name),
);
for (const [name, code] of list) {
  const before = seen.length;
  happened[name] = await run(
    `(async () => { try { await Promise.race([${code}, new Promise((done) => setTimeout(done, 1800))]); return 'tried'; } catch (error) { return String(error); } })()`,
  );
  await new Promise((resolve) => setTimeout(resolve, 250));
  if (seen.length > before) happened[name] = `REACHED ${JSON.stringify(seen.slice(before))}`;
}
const kept: string[] = [];
for (const [name, code] of powers) {
  const there = await run(`(() => { try { return String(Boolean(${code})); } catch { return 'false'; } })()`);
  if (there !== 'false') kept.push(name);
}
const stayed = await tried.stayed();
// A browser may take many seconds from the attempt to its first packet.
const heardAll = () => new Set(seen.map(({ by }) => by)).size === (withDns ? 3 : 2);
const end = Date.now() + (only.source === '(?:)' ? 15_000 : 60_000);
while (!heardAll() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 250));
process.stdout.write(
  `${JSON.stringify({ seen, asked, proxied, control: [...control], kept, stayed, tried: list.length, happened })}\n`,
);
await tried.close();
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
process.exit(0);
