import { afterEach, expect, test, vi } from 'vitest';
import { goLive, MANAGER_PIN, openHostPlace } from '../../../src-main/testing/app-kit.ts';
import { openPlace, pinOf } from '../../../src-main/testing/compose-kit.ts';
import { fillDisk } from './full-disk.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('signing in on a full disk says that it is full and where, frees no guess, and works once there is room', async () => {
  const place = await openPlace();
  const kiosk = await place.run();
  await kiosk.must('signIn', { pin: pinOf('Marco D.') });
  const empty = fillDisk();
  for (let guess = 0; guess < 8; guess += 1) {
    // Right or wrong, nothing is told of a PIN whose try could not be counted.
    for (const pin of [pinOf('Marco D.'), '111222']) {
      expect(await kiosk.ask('signIn', { pin })).toEqual({
        ok: false,
        error: { code: 'disk-full', path: place.dir },
      });
    }
  }
  expect(await kiosk.ask('enterManager', { pin: pinOf('Priya N.') })).toMatchObject({
    error: { code: 'disk-full' },
  });
  // Signing out needs no disk.
  await kiosk.ask('signOut', {});
  expect((await kiosk.must('status', {})).session).toBeNull();
  empty();
  await kiosk.must('signIn', { pin: pinOf('Marco D.') });
  await place.close();
});

test.each([
  ['the line cannot be written', { commitsOnly: false, settings: true }],
  ['the line cannot be committed', { commitsOnly: true, settings: true }],
  ['the settings cannot be written', { commitsOnly: false, settings: false }],
])('switching between Training and live changes nothing where %s', async (_, fails) => {
  const place = await openHostPlace();
  const kiosk = await place.run();
  await goLive(kiosk, place);
  await kiosk.enter(MANAGER_PIN);
  const before = place.settings.get('profile');
  const set = vi.spyOn(place.settings, 'set');
  let empty = (): void => {};
  if (fails.settings) empty = fillDisk(fails.commitsOnly);
  else {
    // As the real settings do: known until the end of this run, and not on the disk.
    set.mockImplementationOnce((key, value) => {
      place.settings.set(key, value);
      return false;
    });
  }
  expect(await kiosk.ask('switchMode', { to: 'training' })).toMatchObject({
    ok: false,
    error: { code: fails.settings ? 'disk-full' : 'not-saved' },
  });
  expect(place.settings.get('profile')).toEqual(before);
  expect(before).toMatchObject({ mode: 'live' });
  empty();
  set.mockRestore();
  expect((await kiosk.must('status', {})).mode).toBe('live');
  const { lines } = await kiosk.must('auditPage', { before: null, filter: 'all' });
  expect(JSON.stringify(lines)).not.toContain('to-training');
  // With room it works.
  await kiosk.must('switchMode', { to: 'training' });
  await kiosk.untilRestarted(2);
  await place.close();
});
