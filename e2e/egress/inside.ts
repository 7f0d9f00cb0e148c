/**
 * Starts the kiosk on the stand-in with nothing but the product's own doors between its page and the network, lets the page
 * try everything, and prints one JSON line: what reached listeners of UDP, TCP and DNS. Run in a network namespace of its
 * own where there is one (`HOSTSTAND_DNS=1`: port 53 is ours, and asked for every name).
 */
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsFor } from '../fixtures/crm.ts';
import { launchKiosk, repository } from '../fixtures/kiosk.ts';
import { attempts, powers } from './attempts.ts';

const withDns = process.env['HOSTSTAND_DNS'] === '1';
const ZONE = 'egress.hoststand.example';
const seen: { readonly by: string; readonly what: string }[] = [];
const control: string[] = [];

const hearUdp = (port: number, by: string) => {
  const socket = createSocket('udp4');
  socket.on('message', (message) => {
    const what = message.toString('latin1').replace(/[^ -~]/g, '.');
    if (what.includes('control')) control.push(by);
    // Of names, only the page's own count: a browser and a system ask for some by themselves.
    else if (by !== 'dns' || what.includes('hoststand')) seen.push({ by, what: what.slice(0, 120) });
  });
  return new Promise<number>((heard) => socket.bind(port, '127.0.0.1', () => heard(socket.address().port)));
};
const hearTcp = (port: number, by: string) => {
  const server = createServer((socket) => {
    seen.push({ by, what: 'connected' });
    socket.on('error', () => {});
    socket.on('data', (bytes) => seen.push({ by, what: bytes.toString('latin1').slice(0, 120) }));
  });
  return new Promise<number>((heard) =>
    server.listen(port, '127.0.0.1', () => heard((server.address() as AddressInfo).port)),
  );
};

const udp = await hearUdp(0, 'udp');
const tcp = await hearTcp(0, 'tcp');
if (withDns) {
  await hearUdp(53, 'dns');
  // The listener hears what is asked for: else silence would prove nothing.
  lookup('control.example').catch(() => undefined);
}
const profile = mkdtempSync(join(tmpdir(), 'hoststand-egress-'));
const kiosk = await launchKiosk({
  profile,
  runtime: 'standin',
  timeout: 90_000,
  appDir: process.env['HOSTSTAND_APP'] ?? repository,
  env: { ...settingsFor(null), STANDIN_OPEN_NETWORK: '1' },
});
const { page } = kiosk;
await page.locator('[data-screen="sign-in"]').waitFor();
// By the developer tools, which no policy of the page binds: as if a script of the page's own said it.
const tools = await page.context().newCDPSession(page);
const run = async (expression: string): Promise<string> => {
  const { result, exceptionDetails } = await tools.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  return exceptionDetails
    ? `failed: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`
    : String(result.value);
};
seen.length = 0;
const address = page.url();
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
const stayed =
  page.url().split('#')[0] === address && (await page.locator('[data-screen="sign-in"]').count()) === 1;
await new Promise((resolve) => setTimeout(resolve, 4_000));
process.stdout.write(`${JSON.stringify({ seen, control, kept, stayed, tried: list.length, happened })}\n`);
await kiosk.close();
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
process.exit(0);
