import { expect, test, vi } from 'vitest';
import { createFakeLogger, createFakeSecretBox, createFakeSettings } from '../testing/fakes.ts';
import { createLastGood } from './last-good.ts';

const file = { rules: { most: 20_000 }, security: { allowWeakSealing: true } };
const run = (settings = createFakeSettings(), box = createFakeSecretBox()) => ({
  settings,
  lastGood: createLastGood({ settings, box, logger: createFakeLogger() }),
});
const kept = (settings: ReturnType<typeof createFakeSettings>) =>
  vi.waitFor(() => {
    const text = settings.get('lastGoodAdminConfig');
    if (typeof text !== 'string') throw new Error('not kept yet');
    return text;
  });

test.each(['strong', 'weak'] as const)(
  'what was good is there at the next start (%s sealing)',
  async (how) => {
    const box = createFakeSecretBox(how);
    const { settings, lastGood } = run(undefined, box);
    await lastGood.load();
    expect(lastGood.get()).toBeUndefined();
    lastGood.keep(file);
    await kept(settings);
    const again = run(settings, box).lastGood;
    await again.load();
    expect(again.get()).toEqual(file);
  },
);

test('a copy that a hand wrote, or changed, is none', async () => {
  const { settings, lastGood } = run();
  await lastGood.load();
  lastGood.keep(file);
  const good = await kept(settings);
  const [, body] = good.split(' ');
  const at = good.length - 20;
  const changed = `${good.slice(0, at)}${good[at] === 'A' ? 'B' : 'A'}${good.slice(at + 1)}`;
  for (const bad of [file, JSON.stringify(file), changed, `plain:${'0'.repeat(64)} ${body}`, '', null]) {
    settings.set('lastGoodAdminConfig', bad);
    const again = run(settings).lastGood;
    await again.load();
    expect(again.get()).toBeUndefined();
  }
});

test('nothing is kept before the kept one was looked at, and nothing twice', async () => {
  const { settings, lastGood } = run();
  lastGood.keep(file);
  await lastGood.load();
  expect(settings.get('lastGoodAdminConfig')).toBeUndefined();
  lastGood.keep(file);
  const first = await kept(settings);
  lastGood.keep({ ...file });
  await lastGood.load();
  expect(settings.get('lastGoodAdminConfig')).toBe(first);
});
