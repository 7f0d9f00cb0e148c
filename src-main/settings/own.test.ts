import { expect, test } from 'vitest';
import { OWN_SETTINGS } from '../../src-preload/contract/manager.ts';
import { valueAt } from './merge.ts';
import { changeOwn, readOwn } from './own.ts';
import { configSchema } from './schema.ts';

test('every setting the kiosk may choose is one, with a plain value', () => {
  const defaults = configSchema.parse({});
  for (const key of OWN_SETTINGS) {
    expect(['string', 'number', 'boolean'], key).toContain(typeof valueAt(defaults, key));
  }
});

test('a change is added to what was chosen; null takes one back, and leaves no empty shells', () => {
  const first = changeOwn({}, { 'rules.alone.host': 300, undoSeconds: 10 });
  expect(first).toEqual({ ok: true, value: { undoSeconds: 10, rules: { alone: { host: 300 } } } });
  const own = first.ok ? first.value : null;
  expect(changeOwn(own, { 'rules.alone.host': null })).toEqual({ ok: true, value: { undoSeconds: 10 } });
  expect(changeOwn(own, { undoSeconds: null, 'rules.alone.host': null })).toEqual({ ok: true, value: {} });
});

test.each([
  [{ 'rules.most': 12.5 }, 'rules.most', 'a whole number of cents'],
  [{ timeZone: 'Mars/Olympus' }, 'timeZone', 'America/New_York'],
  [{ dayEndsAtHour: 13 }, 'dayEndsAtHour', '12'],
  [{ signOutAfterCredit: 'yes' }, 'signOutAfterCredit', 'boolean'],
  [{ undoSeconds: 0 }, 'undoSeconds', '1'],
] as const)('%o is refused, with what would be right, and nothing is changed', (changes, key, words) => {
  const changed = changeOwn({ rules: { most: 5_000 } }, changes);
  expect(changed).toMatchObject({ ok: false, error: { key } });
  expect(!changed.ok && changed.error.problem).toContain(words);
});

test('one that cannot be stops all of them', () => {
  expect(changeOwn({}, { undoSeconds: 10, 'rules.most': -1 })).toMatchObject({
    ok: false,
    error: { key: 'rules.most' },
  });
});

test('where updates come from, and whether they are installed, is not for the kiosk to choose', () => {
  expect(OWN_SETTINGS.filter((key) => key.startsWith('update'))).toEqual([]);
  const forged = { update: { url: 'https://elsewhere.test/', mode: 'apply', window: '00:00-23:59' } };
  expect(readOwn(forged, [])).toEqual({});
});

test.each([
  'http://updates.test/',
  'ftp://updates.test/',
  'https://updates.test/?kiosk=1',
  'https://updates.test/#x',
  'https://user:secret@updates.test/',
  'file:///etc',
  'http://localhost.evil.test/',
])('%s is no address for updates', (url) => {
  expect(configSchema.safeParse({ update: { url } }).success).toBe(false);
});

test.each([
  'https://updates.test',
  'https://updates.test:8443/hoststand/',
  'http://127.0.0.1:8080/x',
  'http://localhost/',
])('%s is one', (url) => {
  expect(configSchema.parse({ update: { url } }).update).toEqual({
    mode: 'notify',
    url,
    window: '04:00-06:00',
  });
});
