import { expect, test, vi } from 'vitest';
import { noWindowsPc } from './windows-pc.ts';

test('on another system than Linux there is no Wine, and the reason is said', () => {
  vi.stubGlobal('process', { ...process, platform: 'darwin' });
  expect(noWindowsPc()).toBe('Wine on Linux is needed');
  vi.unstubAllGlobals();
});
