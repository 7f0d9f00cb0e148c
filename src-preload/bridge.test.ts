import { expect, test } from 'vitest';
import { createBridge } from './bridge.ts';
import { eventNames, requestNames } from './contract/channels.ts';

function setUp() {
  const invoked: [string, unknown][] = [];
  const listened: string[] = [];
  let stopped = 0;
  const kiosk = createBridge({
    invoke: async (channel, request) => {
      invoked.push([channel, request]);
      return { ok: true, value: null };
    },
    listen: (channel) => {
      listened.push(channel);
      return () => {
        stopped += 1;
      };
    },
  });
  return { kiosk, invoked, listened, stopped: () => stopped };
}

test('one function a request, and nothing else', () => {
  const { kiosk } = setUp();
  expect(Object.keys(kiosk).sort()).toEqual([...requestNames, 'on'].sort());
});

test('a question goes out on its own channel and no other', async () => {
  const { kiosk, invoked } = setUp();
  await kiosk.lookUp({ digits: '4155', by: 'phone' });
  expect(invoked).toEqual([['kiosk:lookUp', { digits: '4155', by: 'phone' }]]);
});

test('events have their own channels; one that does not exist cannot be listened to', () => {
  const { kiosk, listened, stopped } = setUp();
  for (const name of eventNames) kiosk.on(name, () => {})();
  expect(listened).toEqual(eventNames.map((name) => `kiosk-event:${name}`));
  expect(stopped()).toBe(eventNames.length);
  expect(() => kiosk.on('anything' as 'credit', () => {})).toThrow(TypeError);
});

test('a message that is too large goes nowhere', async () => {
  const { kiosk, invoked } = setUp();
  expect(await kiosk.reportProblem({ message: 'x'.repeat(1_000_000) })).toMatchObject({
    ok: false,
    error: { code: 'bad-request' },
  });
  expect(invoked).toEqual([]);
});
