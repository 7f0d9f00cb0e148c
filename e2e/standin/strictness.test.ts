/**
 * The stand-in is at least as strict as Electron: small applications that misuse it get Electron's own words, or are told on.
 * A stand-in that let these pass would hide bugs until the product ran on the real thing.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Kiosk, launchKiosk } from '../fixtures/kiosk.ts';
import { spawnStandIn } from '../fixtures/standin-runtime.ts';

let base = '';
let serial = 0;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'hoststand-strict-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

/** What the tiny application's preload exposes. */
interface TinyApi {
  readonly inner: { readonly list: readonly number[] };
  readonly counter: object;
  readonly invoke: (channel: string, value?: unknown) => Promise<unknown>;
  readonly throws: () => void;
  readonly same: () => object;
  readonly listen: (callback: (value: unknown) => void) => () => void;
}

interface Files {
  readonly main: string;
  readonly preload?: string;
  readonly html?: string;
}

/** Writes an application of a few lines. */
function writeApp({
  main,
  preload = '',
  html = '<!doctype html><title>t</title><p>page</p>',
}: Files): string {
  serial += 1;
  const dir = join(base, `app-${serial}`);
  mkdirSync(dir);
  writeFileSync(
    join(dir, 'package.json'),
    JSON.stringify({ name: 'tiny', version: '1.2.3', type: 'module', main: 'main.js' }),
  );
  writeFileSync(join(dir, 'main.js'), main);
  writeFileSync(join(dir, 'preload.cjs'), preload);
  writeFileSync(join(dir, 'index.html'), html);
  return dir;
}

const newProfile = () => join(base, `profile-${serial}-${Math.random().toString(36).slice(2)}`);

/** Runs an application that shows no page, to its end. `said` is the JSON it printed. */
async function runToEnd(main: string, env: Record<string, string> = {}) {
  const started = spawnStandIn({
    appDir: writeApp({ main }),
    profile: newProfile(),
    runtime: 'standin',
    env,
  });
  const limit = setTimeout(() => started.child.kill('SIGKILL'), 15_000);
  const code = await started.exited;
  clearTimeout(limit);
  const line = started.stdout.find((text) => text.startsWith('{'));
  const said = (line ? JSON.parse(line) : {}) as Record<string, string>;
  return { code, said, stdout: started.stdout.join('\n'), problems: started.problems() };
}

/** What a careful application does, so that only the fault under test is told on. */
const CAREFUL = `
import { app, BrowserWindow, ipcMain, Menu, protocol, session } from 'electron';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
const here = import.meta.dirname;
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
Menu.setApplicationMenu(null);
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'";
const open = (more = {}) => {
  const ses = session.defaultSession;
  ses.setPermissionRequestHandler((_c, _p, callback) => callback(false));
  ses.setPermissionCheckHandler(() => false);
  ses.setProxy({ mode: 'fixed_servers', proxyRules: 'socks5://127.0.0.1:9', proxyBypassRules: '<-loopback>' });
  ses.protocol.handle('app', (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/throws.js') throw new Error('handler broke');
    if (pathname === '/untyped.js') return new Response(Buffer.from('window.untyped = 1'));
    if (pathname === '/missing.js') return new Response('no', { status: 404 });
    return new Response(readFileSync(join(here, 'index.html')), {
      headers: { 'content-type': 'text/html', 'content-security-policy': policy },
    });
  });
  const window = new BrowserWindow({ webPreferences: { preload: join(here, 'preload.cjs'), ...more } });
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  window.loadURL('app://tiny/index.html');
  return window;
};
`;

/** Opens an application with a page, runs `work`, and ends it. */
async function withPage<T>(files: Files, work: (kiosk: Kiosk) => Promise<T>) {
  const kiosk = await launchKiosk({ appDir: writeApp(files), profile: newProfile(), runtime: 'standin' });
  try {
    return {
      value: await work(kiosk),
      kinds: () => kiosk.problems().map(({ kind }) => kind),
      problems: kiosk.problems,
    };
  } finally {
    await kiosk.close();
  }
}

describe('the module', () => {
  test('says in Electron’s words what comes too early, and what too late', async () => {
    const { said, code } = await runToEnd(`
import electron, { app, BrowserWindow, net, protocol, safeStorage, screen, session } from 'electron';
const said = {};
const attempt = (name, work) => { try { work(); said[name] = 'allowed'; } catch (error) { said[name] = error.name + ': ' + error.message; } };
attempt('window', () => new BrowserWindow());
attempt('session', () => session.defaultSession);
attempt('partition', () => session.fromPartition('x'));
attempt('handle', () => protocol.handle('app', () => new Response('')));
attempt('screen', () => screen.getPrimaryDisplay());
attempt('net', () => { net.fetch('https://example.com').catch(() => undefined); });
attempt('unknown', () => app.setBadgeColour(1));
attempt('unknownModule', () => electron.autoUpdater.checkForUpdates());
attempt('path', () => app.getPath('nowhere'));
said.available = String(await safeStorage.isAsyncEncryptionAvailable());
app.whenReady().then(() => {
  attempt('late', () => protocol.registerSchemesAsPrivileged([]));
  attempt('lateSandbox', () => app.enableSandbox());
  class Mine extends BrowserWindow {}
  attempt('subclass', () => new Mine());
  console.log(JSON.stringify(said));
  app.exit(3);
});
`);
    expect(code).toBe(3);
    expect(said).toMatchObject({
      window: 'Error: Cannot create BrowserWindow before app is ready',
      session: 'TypeError: Session can only be received when app is ready',
      partition: 'TypeError: Session can only be received when app is ready',
      handle: 'TypeError: Session can only be received when app is ready',
      screen: "Error: The 'screen' module can't be used before the app 'ready' event",
      path: "Error: Failed to get 'nowhere' path",
      available: 'false',
      late: 'Error: protocol.registerSchemesAsPrivileged should be called before app is ready',
    });
    expect(said['net']).not.toBe('allowed');
    expect(said['unknown']).toContain('setBadgeColour');
    expect(said['unknownModule']).not.toBe('allowed');
    expect(said['lateSandbox']).toContain('before app is ready');
    expect(said['subclass']).toContain('not supported');
  });

  test.each(['ipcRenderer', 'contextBridge', 'webFrame'])('has no %s in main', async (name) => {
    const { code, stdout } = await runToEnd(`import { ${name} } from 'electron'; void ${name};`);
    expect(code).not.toBe(0);
    expect(stdout).toContain('SyntaxError');
  });

  test('tells on a top-level await of whenReady, which hangs for ever in Electron', async () => {
    const { problems } = await runToEnd(
      `import { app } from 'electron'; await app.whenReady(); app.exit(0);`,
    );
    expect(problems.map(({ kind }) => kind)).toContain('entry-hangs');
  });

  test('tells on a rejection no one handles, and on a main module that throws', async () => {
    const rejected = await runToEnd(
      `import { app } from 'electron'; Promise.reject(new Error('nobody')); app.whenReady().then(() => app.exit(0));`,
    );
    expect(rejected.problems).toMatchObject([{ kind: 'uncaught' }]);
    const threw = await runToEnd(`throw new Error('at once');`);
    expect(threw.problems).toMatchObject([{ kind: 'entry-failed' }]);
    expect(threw.code).not.toBe(0);
  });

  test('quits in Electron’s order, and exit asks no one', async () => {
    const order = `
import { app } from 'electron';
const order = [];
for (const name of ['before-quit', 'will-quit', 'quit']) app.on(name, () => order.push(name));
process.on('exit', () => console.log(JSON.stringify({ order: order.join(' ') })));`;
    const quit = await runToEnd(`${order} app.whenReady().then(() => app.quit());`);
    expect(quit.said['order']).toBe('before-quit will-quit quit');
    const exit = await runToEnd(`${order} app.whenReady().then(() => app.exit(4));`);
    expect(exit.code).toBe(4);
    expect(exit.said['order'] ?? '').not.toContain('before-quit');
  });

  test('seals as the asynchronous calls of Electron 45 do', async () => {
    const main = `
import { app, safeStorage } from 'electron';
app.whenReady().then(async () => {
  const said = { backend: safeStorage.getSelectedStorageBackend() };
  const sealed = await safeStorage.encryptStringAsync('secret');
  said.sealed = String(Buffer.isBuffer(sealed) && !sealed.includes('secret'));
  said.opened = JSON.stringify(await safeStorage.decryptStringAsync(sealed));
  said.damaged = await safeStorage.decryptStringAsync(Buffer.from('v11nonsense')).then(() => 'opened', (error) => error.message);
  said.text = await safeStorage.decryptStringAsync('text').then(() => 'opened', () => 'refused').catch(() => 'refused');
  console.log(JSON.stringify(said));
  app.exit(0);
}).catch((error) => { console.log(JSON.stringify({ threw: error.message })); app.exit(1); });`;
    const { said } = await runToEnd(main);
    expect(said).toMatchObject({ sealed: 'true', opened: '{"result":"secret","shouldReEncrypt":false}' });
    expect(said['damaged']).toContain('Error while decrypting');
    const weak = await runToEnd(main, { STANDIN_SAFE_STORAGE: 'basic_text' });
    expect(weak.said['backend']).toBe('basic_text');
  });
});

describe('a window left as Electron makes it', () => {
  test('is told on: menu, permissions, new windows, no sandbox, the network', async () => {
    const main = `
import { app, BrowserWindow, protocol } from 'electron';
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true } }]);
app.whenReady().then(() => {
  protocol.handle('app', () => new Response('<p>page</p>', { headers: { 'content-type': 'text/html' } }));
  new BrowserWindow({ webPreferences: { sandbox: false, webSecurity: false } }).loadURL('app://tiny/');
});`;
    const { kinds } = await withPage({ main }, async ({ page }) => page.getByText('page').waitFor());
    expect(new Set(kinds())).toEqual(
      new Set([
        'default-menu',
        'permission-default',
        'window-open-default',
        'insecure-preference',
        'network-default',
      ]),
    );
  });

  test('and a careful one is not', async () => {
    const main = `${CAREFUL} app.whenReady().then(() => open());`;
    const { problems } = await withPage({ main }, async ({ page }) => page.getByText('page').waitFor());
    expect(problems()).toEqual([]);
  });
});

describe('the preload', () => {
  const opens = `${CAREFUL} app.whenReady().then(() => open());`;
  test.each([
    ['asks for fs', "require('fs')", 'module not found: fs'],
    ['asks for its own file', "require('./other.cjs')", 'module not found: ./other.cjs'],
    ['asks for main’s Electron', "require('electron/main')", 'module not found: electron/main'],
    ['uses __dirname', 'console.log(__dirname)', '__dirname'],
    ['is ESM', "import { contextBridge } from 'electron';", 'import'],
    [
      'takes a name the window has',
      "require('electron').contextBridge.exposeInMainWorld('name', {})",
      'Cannot bind an API on top',
    ],
  ])('that %s is told on', async (_what, preload, words) => {
    const { problems } = await withPage({ main: opens, preload }, async ({ page }) =>
      page.getByText('page').waitFor(),
    );
    const told = problems().filter(({ kind }) => kind === 'preload-error');
    expect(told.map(({ message }) => message).join('\n')).toContain(words);
  });
});

test('a function of the preload runs in the page’s own world, by its text alone, with copies', async () => {
  const preload = `
const { contextBridge } = require('electron');
const outside = 1;
const value = contextBridge.executeInMainWorld({
  func: (given) => { globalThis.marked = [typeof outside, typeof require, given.list.join()]; return given; },
  args: [{ list: [1, 2] }],
});
contextBridge.exposeInMainWorld('result', { list: value.list });`;
  const { value, problems } = await withPage(
    { main: `${CAREFUL} app.whenReady().then(() => open());`, preload },
    async ({ page }) =>
      page.evaluate(() => {
        const world = globalThis as unknown as { marked: unknown; result: { list: unknown } };
        return [world.marked, world.result.list];
      }),
  );
  expect(value).toEqual([
    ['undefined', 'undefined', '1,2'],
    [1, 2],
  ]);
  expect(problems()).toEqual([]);
});

describe('the bridge', () => {
  const main = `${CAREFUL}
ipcMain.handle('echo', (_event, value) => value);
ipcMain.handle('fails', () => { throw Object.assign(new TypeError('boom'), { code: 'E1' }); });
ipcMain.handle('sender', (event) => ({ origin: event.senderFrame.origin, parent: event.senderFrame.parent === null }));
ipcMain.handle('function', () => ({ run: () => 1 }));
ipcMain.handle('push', (event) => { event.sender.send('news', 7); });
app.whenReady().then(() => open());`;
  const preload = `
const { contextBridge, ipcRenderer } = require('electron');
class Counter { constructor() { this.n = 1; } up() { this.n += 1; } }
let heard = 0;
contextBridge.exposeInMainWorld('api', {
  inner: { list: [1, 2] },
  counter: new Counter(),
  invoke: (channel, value) => ipcRenderer.invoke(channel, value),
  throws: () => { throw Object.assign(new RangeError('inside'), { code: 'E2' }); },
  same: () => ({ a: 1 }),
  listen: (callback) => {
    const wrapped = (_event, value) => callback(value);
    ipcRenderer.on('news', wrapped);
    return () => ipcRenderer.removeListener('news', wrapped);
  },
});`;

  test('copies, freezes, and passes on nothing but messages of errors', async () => {
    const { value, problems } = await withPage({ main, preload }, async ({ page }) =>
      page.evaluate(async () => {
        const { api } = globalThis as unknown as { api: TinyApi };
        const caught = async (work: () => unknown) => {
          try {
            return `fine: ${JSON.stringify(await work())}`;
          } catch (error) {
            const { name, message, code } = error as Error & { code?: string };
            return `${name}: ${message}${code ? ` ${code}` : ''}`;
          }
        };
        const own = Object.keys(window).filter(
          (key) => key === 'api' || /stand|electron|ipc|binding/i.test(key),
        );
        const heard: unknown[] = [];
        const first = new Promise<void>((resolve) => {
          const stop = api.listen((value) => {
            heard.push(value);
            stop();
            resolve();
          });
        });
        await api.invoke('push');
        await first;
        // What is sent after unsubscribing is on its way before this answer is, and is heard by no one.
        await api.invoke('push');
        await api.invoke('echo');
        const [once, twice] = [api.same(), api.same()];
        return {
          frozen: [api, api.inner, api.inner.list].every((part) => Object.isFrozen(part)),
          changed: Reflect.set(api, 'more', 1) || Reflect.set(window, 'api', {}),
          counter: JSON.stringify(api.counter),
          copied: once !== twice,
          throws: await caught(() => api.throws()),
          fails: await caught(() => api.invoke('fails')),
          missing: await caught(() => api.invoke('nothing')),
          fn: await caught(() => api.invoke('echo', () => 1)),
          dom: await caught(() => api.invoke('echo', document.body)),
          echo: await caught(() => api.invoke('echo', { a: [1, null, { b: 'x' }], at: 5 })),
          sender: await caught(() => api.invoke('sender')),
          heard,
          own,
          node: ['require', 'process', 'Buffer'].filter((name) => name in globalThis),
        };
      }),
    );
    expect(value).toMatchObject({
      frozen: true,
      counter: '{"n":1}',
      changed: false,
      copied: true,
      throws: 'Error: inside',
      missing: "Error: Error invoking remote method 'nothing': Error: No handler registered for 'nothing'",
      fails: "Error: Error invoking remote method 'fails': TypeError: boom",
      echo: 'fine: {"a":[1,null,{"b":"x"}],"at":5}',
      sender: 'fine: {"origin":"app://tiny","parent":true}',
      heard: [7],
      own: ['api'],
      node: [],
    });
    expect(value.fn).toContain('could not be cloned');
    expect(value.dom).toContain('does not model DOM objects');
    // A handler that throws is a bug the page must not hear of in this way: it is told on.
    expect(problems().map(({ kind }) => kind)).toContain('handler-error');
  });

  test('a result that cannot be cloned is told on, since Electron loses the reply for good', async () => {
    const { kinds } = await withPage({ main, preload }, async ({ page }) => {
      await page.evaluate(() => {
        const { api } = globalThis as unknown as { api: TinyApi };
        api.invoke('function').catch(() => undefined);
      });
    });
    expect(kinds().some((kind) => kind === 'uncloneable' || kind === 'reply-lost')).toBe(true);
  });
});

describe('the page', () => {
  const main = `${CAREFUL}
app.whenReady().then(() => {
  const window = open();
  let prevented = 0;
  window.webContents.on('will-navigate', (event) => { event.preventDefault(); prevented += 1; });
  ipcMain.handle('prevented', () => prevented);
});`;
  const preload = `
const { contextBridge, ipcRenderer } = require('electron');
contextBridge.exposeInMainWorld('api', { invoke: (channel) => ipcRenderer.invoke(channel) });`;

  test('gets HTML where no type is said, a failure where the handler throws, and the policy that was sent', async () => {
    const { value, kinds } = await withPage({ main }, async ({ page }) =>
      page.evaluate(async () => {
        const get = async (name: string) => {
          try {
            const response = await fetch(name);
            return `${response.status} ${response.headers.get('content-type')}`;
          } catch (error) {
            return String(error);
          }
        };
        const script = (src: string) =>
          new Promise((resolve) => {
            const element = Object.assign(document.createElement('script'), { type: 'module', src });
            element.onload = () => resolve('ran');
            element.onerror = () => resolve('refused');
            document.head.append(element);
          });
        const inline = Object.assign(document.createElement('script'), { textContent: 'window.inline = 1' });
        document.head.append(inline);
        return {
          untyped: await get('untyped.js'),
          module: await script('untyped.js'),
          missing: await get('missing.js'),
          throws: await get('throws.js'),
          elsewhere: await get('https://example.com/'),
          inline: 'inline' in window,
        };
      }),
    );
    expect(value).toMatchObject({
      untyped: '200 text/html; charset=utf-8',
      module: 'refused',
      missing: expect.stringContaining('404'),
      throws: expect.stringContaining('TypeError'),
      elsewhere: expect.stringContaining('TypeError'),
      inline: false,
    });
    expect(kinds()).toEqual(expect.arrayContaining(['csp-violation', 'protocol-error']));
  });

  test('goes nowhere where that is prevented, and opens nothing', async () => {
    const { value } = await withPage({ main, preload }, async ({ page }) => {
      const opened = await page.evaluate(() => window.open('https://example.com/') !== null);
      await page.evaluate(() => {
        location.href = 'other.html';
      });
      const asked = () =>
        page.evaluate(() => (globalThis as unknown as { api: TinyApi }).api.invoke('prevented'));
      await vi.waitFor(async () => expect(await asked()).toBe(1), 5_000);
      return { opened, text: await page.textContent('p') };
    });
    expect(value).toEqual({ opened: false, text: 'page' });
  });

  test('dies with a main process that is killed', async () => {
    const kiosk = await launchKiosk({
      appDir: writeApp({ main }),
      profile: newProfile(),
      runtime: 'standin',
    });
    await kiosk.page.getByText('page').waitFor();
    // Resolves only when Chromium is gone as well; throws if it outlives main.
    await kiosk.kill();
    expect(await kiosk.exited).toBeNull();
  });
});
