import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import type { Logger } from '../ports.ts';

const app = vi.hoisted(() => ({ current: null as unknown }));
vi.mock('electron', () => ({
  get app() {
    return app.current;
  },
}));

/**
 * What Electron makes of an answer: `event` that no one stopped means its own way, which for certificates is the first
 * one it finds.
 */
async function asked(name: string, ...details: readonly unknown[]) {
  const emitter = new EventEmitter();
  app.current = emitter;
  const lines: unknown[] = [];
  const warn = (message: string, more?: object): void => void lines.push({ message, ...more });
  const { giveNoCredentials } = await import('./credentials.ts');
  giveNoCredentials({ warn } as unknown as Logger);
  const given: unknown[][] = [];
  let stopped = false;
  const event = {
    preventDefault: () => {
      stopped = true;
    },
  };
  emitter.emit(name, event, null, ...details, (...answer: unknown[]) => given.push(answer));
  return { stopped, given, lines };
}

test.each([
  ['a proxy', true],
  ['a server', false],
])('%s that asks for a sign-in gets none, and the log has its name', async (_, isProxy) => {
  const { stopped, given, lines } = await asked('login', {}, { isProxy, host: 'proxy.corp', realm: 'x' });
  expect(stopped).toBe(true);
  // Called without a name: the request continues without one, and is not left to hang.
  expect(given).toEqual([[]]);
  expect(lines).toEqual([{ message: 'sign-in-refused', proxy: isProxy, host: 'proxy.corp' }]);
});

test('a server that asks for a client certificate gets none, with any number of them on this PC', async () => {
  const certificates = [{ subjectName: 'A person of this PC' }];
  const { stopped, given } = await asked('select-client-certificate', 'https://x.example', certificates);
  expect(stopped).toBe(true);
  expect(given).toEqual([[]]);
});
