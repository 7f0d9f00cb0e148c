import { expect, test, vi } from 'vitest';
import { makePc } from './pc-kit.ts';

// A dozen processes each.
vi.setConfig({ testTimeout: 300_000 });

test('an update is brought, verified, installed at a quiet moment, and watched until it started well', async () => {
  const pc = await makePc();
  pc.place.add('1.0.0');
  pc.place.add('1.1.0');
  await pc.run();
  expect(pc.current()).toBe('1.1.0');
  expect(pc.journal()).toMatchObject({
    doing: { step: 'nothing' },
    installed: '1.1.0',
    failed: [],
    last: { version: '1.1.0', outcome: 'installed' },
  });
  await pc.close();
});

test('a version that does not start well is taken back, and not tried again', async () => {
  const pc = await makePc({ broken: '1.1.0' });
  pc.place.add('1.0.0');
  pc.place.add('1.1.0');
  await pc.run();
  expect(pc.current()).toBe('1.0.0');
  expect(pc.journal()).toMatchObject({
    doing: { step: 'nothing' },
    installed: '1.0.0',
    failed: ['1.1.0'],
    last: { version: '1.1.0', outcome: 'went-back' },
  });
  pc.place.add('1.2.0');
  pc.forgetLast();
  await pc.run();
  expect(pc.current()).toBe('1.2.0');
  expect(pc.journal()).toMatchObject({ failed: ['1.1.0'], last: { version: '1.2.0', outcome: 'installed' } });
  await pc.close();
});

test('a version with data of another format stays where it does not start well, and the kiosk says so', async () => {
  const pc = await makePc({ broken: '1.1.0' });
  pc.place.add('1.0.0');
  pc.place.add('1.1.0', { dataVersion: 11 });
  await pc.run();
  expect(pc.current()).toBe('1.1.0');
  expect(pc.journal()).toMatchObject({
    failed: ['1.1.0'],
    last: { version: '1.1.0', outcome: 'cannot-go-back' },
  });
  await pc.close();
});
