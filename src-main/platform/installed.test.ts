import { afterEach, expect, test, vi } from 'vitest';

const app = vi.hoisted(() => ({ isPackaged: false }));
vi.mock('electron', () => ({ app }));

const before = process.defaultApp;
afterEach(() => {
  Object.defineProperty(process, 'defaultApp', { value: before, configurable: true, writable: true });
});

/** `defaultApp` is Electron's own mark of a run from a folder: true there, and not set in the product. */
test.each([
  ['a checkout that Electron runs', false, true, false],
  ['the product', true, undefined, true],
  ['the product, its executable renamed to electron', false, undefined, true],
  ['a packed program that was given a folder', true, true, true],
])('%s', async (_, isPackaged, defaultApp, installed) => {
  const { isInstalled } = await import('./installed.ts');
  app.isPackaged = isPackaged;
  Object.defineProperty(process, 'defaultApp', { value: defaultApp, configurable: true, writable: true });
  expect(isInstalled()).toBe(installed);
});
