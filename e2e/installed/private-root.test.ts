import { expect, test, vi } from 'vitest';
import { noPrivateRoot } from './private-root.ts';

test('without the rights of root there is no private root, and the reason is said', () => {
  vi.stubGlobal('process', { ...process, platform: 'linux', getuid: () => 1000 });
  expect(noPrivateRoot()).toBe('root on Linux is needed for a private root');
  vi.stubGlobal('process', { ...process, platform: 'win32', getuid: undefined });
  expect(noPrivateRoot()).toBe('root on Linux is needed for a private root');
  vi.unstubAllGlobals();
});
