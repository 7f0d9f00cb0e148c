/**
 * Checks of what was built that need no Electron: the ways in which an application that runs in development breaks once it
 * is packed. The build tree is copied alone, without node_modules, to a read-only folder with a space and an accent in its
 * name, and runs there.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { builtinModules } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { assetPath, serveAsset } from '../../src-main/platform/assets.ts';
import { launchKiosk, repository } from '../fixtures/kiosk.ts';

vi.setConfig({ testTimeout: 120_000 });

let base = '';
let tree = '';
const out = (...parts: string[]) => join(tree, 'out', ...parts);

beforeAll(() => {
  if (!existsSync(join(repository, 'out', 'main', 'index.js'))) throw new Error('Build first: npm run build');
  base = mkdtempSync(join(tmpdir(), 'hoststand built ñ-'));
  tree = join(base, 'Hoststand App');
  mkdirSync(tree);
  cpSync(join(repository, 'package.json'), join(tree, 'package.json'));
  for (const part of ['main', 'preload', 'renderer']) {
    cpSync(join(repository, 'out', part), out(part), { recursive: true });
  }
  readOnly(tree, true);
});
afterAll(() => {
  readOnly(tree, false);
  rmSync(base, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

function readOnly(path: string, on: boolean): void {
  const folder = statSync(path).isDirectory();
  if (!on) chmodSync(path, folder ? 0o755 : 0o644);
  if (folder) for (const name of readdirSync(path)) readOnly(join(path, name), on);
  if (on) chmodSync(path, folder ? 0o555 : 0o444);
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

const text = (...parts: string[]) => readFileSync(out(...parts), 'utf8');

test('only what is meant to ship is in the tree: no map, no source, no test, no setting', () => {
  const allowed = [
    /^main\/index\.js$/,
    // The network stack of the CRM's calls, loaded after the window.
    /^main\/tuf\.js$/,
    /^main\/undici\.js$/,
    /^preload\/index\.cjs$/,
    /^renderer\/index\.html$/,
    /^renderer\/assets\/[\w-]+\.(js|css|woff2|svg|png)$/,
  ];
  const strange = files(out()).filter((name) => !allowed.some((pattern) => pattern.test(name)));
  expect(strange).toEqual([]);
});

test('main imports Electron and Node and nothing that would have to be packed beside it', () => {
  const own = text('main', 'index.js');
  // Rolldown hoists every import to the top: what looks like one further down stands in a comment.
  const head = own.split('\n').slice(
    0,
    own.split('\n').findIndex((line) => !line.startsWith('import ')),
  );
  const imports = [
    ...head.map((line) => /["']([^"']+)["'];?$/.exec(line)?.[1] ?? line),
    ...[...own.matchAll(/\b__require\("([^"]+)"\)/g)].map(([, name]) => name ?? ''),
  ];
  expect(imports.length).toBeGreaterThan(5);
  const known = new Set(['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
  expect(imports.filter((name) => !known.has(name))).toEqual([]);
});

test('the preload is one CommonJS file that asks for nothing but electron', () => {
  expect(files(out('preload'))).toEqual(['index.cjs']);
  const preload = text('preload', 'index.cjs');
  const required = [...preload.matchAll(/require\(\s*["']([^"']+)["']\s*\)/g)].map(([, name]) => name);
  expect(required).toEqual(['electron']);
  expect(preload).not.toMatch(/^\s*(import|export)\s|\bimport\(|import\.meta|__dirname|__filename/m);
});

test('the page’s files are named relative to it, and each is served with its type and the policy', async () => {
  const page = text('renderer', 'index.html').replace(/<!--.*?-->/gs, '');
  expect(page).not.toMatch(/(src|href)="(\/|https?:)/);
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
  const types = new Set<string | null>();
  for (const name of files(out('renderer'))) {
    const response = await serveAsset(out('renderer'), `app://kiosk/${name}`);
    expect(response.status, name).toBe(200);
    expect(response.headers.get('content-security-policy'), name).toContain("default-src 'none'");
    types.add(response.headers.get('content-type'));
  }
  expect([...types].sort()).toEqual([
    'font/woff2',
    'text/css; charset=utf-8',
    'text/html; charset=utf-8',
    'text/javascript; charset=utf-8',
  ]);
  expect(assetPath(out('renderer'), 'app://kiosk/..%2fmain/index.js')).toBeNull();
});

test('the page is small: what it reads and parses before its first screen stays under 200 kB gzipped', () => {
  const page = text('renderer', 'index.html');
  const named = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(
    ([, name]) => name ?? '',
  );
  expect(named.length).toBeGreaterThan(1);
  const sizes = [...named, 'index.html'].map(
    (name) => gzipSync(readFileSync(out('renderer', name)), { level: 9 }).length,
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(200_000);
});

test('no development address, developer tool, foreign program or key is in what ships', () => {
  const main = text('main', 'index.js');
  expect(main).not.toMatch(/ELECTRON_RENDERER_URL|openDevTools|openExternal|setAsDefaultProtocolClient/);
  const scripts = files(out('renderer')).filter((name) => name.endsWith('.js'));
  for (const name of scripts) {
    const script = text('renderer', name);
    expect(script).not.toMatch(/localhost:\d|location\.origin|import\.meta\.env|clientSecret|restaurantGuid/);
    expect(script.length / script.split('\n').length, `${name} is minified`).toBeGreaterThan(500);
  }
  for (const name of files(out())) {
    expect(readFileSync(out(name), 'latin1'), name).not.toMatch(
      /-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|eyJhbGciOi[\w-]{20,}/,
    );
  }
});

test('it runs from there: no node_modules, a read-only folder, another working folder, nothing written beside it', async () => {
  const profile = join(base, 'profile ü');
  const before = files(tree);
  const kiosk = await launchKiosk({ appDir: tree, profile, runtime: 'standin' });
  try {
    await kiosk.page.locator('[data-screen="sign-in"]').waitFor();
    await kiosk.page.getByRole('button', { name: '1', exact: true }).waitFor();
  } finally {
    await kiosk.close();
  }
  expect(kiosk.problems()).toEqual([]);
  expect(files(tree)).toEqual(before);
  expect(readdirSync(profile)).toContain('hoststand');
});

test('it loads its own page and no other, no matter what address a development server would have', async () => {
  const main = text('main', 'index.js');
  expect(main).toMatch(/PAGE_ORIGIN = ORIGIN;/);
  expect(main).not.toContain('DEV_SERVER');
  // The page's powers are taken away under no condition.
  expect(text('preload', 'index.cjs')).toMatch(
    /^electron\.contextBridge\.executeInMainWorld\(\{ func: closeWorld \}\);$/m,
  );

  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end('<!doctype html><title>another page</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { ELECTRON_RENDERER_URL: address, DEV_SERVER: address, STANDIN_DEV_SERVER: '1' };
  try {
    const kiosk = await launchKiosk({
      appDir: tree,
      profile: join(base, 'profile 3'),
      runtime: 'standin',
      env,
    });
    try {
      await kiosk.page.locator('[data-screen="sign-in"]').waitFor();
      expect(asked).toBe(0);
    } finally {
      await kiosk.close();
    }
  } finally {
    server.close();
  }
});

test('a second start on the same profile opens nothing and ends; the first continues', async () => {
  const profile = join(base, 'profile 2');
  const first = await launchKiosk({ appDir: tree, profile, runtime: 'standin' });
  try {
    await expect(launchKiosk({ appDir: tree, profile, runtime: 'standin' })).rejects.toThrow(
      /ended with code 0/,
    );
    await first.page.locator('[data-screen="sign-in"]').waitFor();
  } finally {
    await first.close();
  }
  expect(first.problems()).toEqual([]);
});

test('the built-in CRM has no control and no faults to script', () => {
  const built = text('main', 'index.js');
  // It is there, and these are words of its own.
  expect(built).toContain('TOAST_MACHINE_CLIENT');
  for (const word of ['/control/', 'control token', 'drop-before', 'give-elsewhere', 'conflict-409']) {
    expect(built, word).not.toContain(word);
  }
});

test('where the data of the user lies does not move by accident', () => {
  const { name, productName, main, type } = JSON.parse(readFileSync(join(tree, 'package.json'), 'utf8'));
  expect({ name, productName, main, type }).toEqual({
    name: 'hoststand',
    productName: 'Hoststand',
    main: 'out/main/index.js',
    type: 'module',
  });
  const built = text('main', 'index.js');
  expect(built).toContain('app.getPath("userData"), "hoststand"');
  expect(built).toContain('fromPartition');
});
