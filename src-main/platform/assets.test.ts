import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY, serveAsset } from './assets.ts';

let base = '';
let root = '';
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'hoststand assets ñ-'));
  root = join(base, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  mkdirSync(join(base, 'renderer-secrets'));
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'assets', 'a b.js'), 'export {}');
  writeFileSync(join(root, 'assets', 'x.exe'), 'MZ');
  writeFileSync(join(base, 'secret.txt'), 'secret');
  writeFileSync(join(base, 'renderer-secrets', 'secret.txt'), 'secret');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

test.each([
  ['app://kiosk/', 'text/html; charset=utf-8'],
  ['app://kiosk/index.html', 'text/html; charset=utf-8'],
  ['app://kiosk/index.html?x#y', 'text/html; charset=utf-8'],
  ['app://kiosk/assets/a%20b.js', 'text/javascript; charset=utf-8'],
])('%s is served as %s, with the policy', async (url, type) => {
  const response = await serveAsset(root, url);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(type);
  expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test.each([
  'app://kiosk/missing.js',
  'app://kiosk/assets/x.exe',
  'app://kiosk/assets',
  'app://kiosk/..%2fsecret.txt',
  'app://kiosk/..%2f..%2f..%2fetc/hosts.txt',
  'app://kiosk/%2e%2e%2fsecret.txt',
  'app://kiosk/..%2frenderer-secrets/secret.txt',
  'app://kiosk/..%5csecret.txt',
  'app://kiosk/assets%5c..%5c..%5csecret.txt',
  'app://kiosk/index.html%00.txt',
  'app://kiosk/C:/secret.txt',
  'app://kiosk/%zz',
  'app://other/index.html',
  'app://kiosk.evil/index.html',
  'https://kiosk/index.html',
  'not a url',
])('%s is not found', async (url) => {
  const response = await serveAsset(root, url);
  expect(response.status).toBe(404);
  expect(await response.text()).toBe('Not found');
});

test('the policy lets the page reach nothing but its own files', () => {
  expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
  expect(CONTENT_SECURITY_POLICY).toContain("connect-src 'none'");
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|http:|https:|\*/);
});
