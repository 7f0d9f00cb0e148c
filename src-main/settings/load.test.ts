import { expect, test } from 'vitest';
import { loadConfig } from './load.ts';

const file = (value: unknown) => ({
  path: '/etc/hoststand/config.json',
  text: typeof value === 'string' ? value : JSON.stringify(value),
});
const none = { path: '/etc/hoststand/config.json', text: null };

test('without a file the defaults are in effect, whole and frozen', () => {
  const { config, problems } = loadConfig(none, undefined, null);
  expect(problems).toEqual([]);
  expect(config.rules.alone).toEqual({ host: 0, server: 1_000, manager: 25_000 });
  expect(config.training.crm).toBeNull();
  expect(Object.isFrozen(config.rules.alone)).toBe(true);
});

test('the admin’s file goes over the defaults, key by key', () => {
  const { config, lastGood } = loadConfig(file({ rules: { alone: { server: 2_000 } } }), undefined, null);
  expect(config.rules.alone).toEqual({ host: 0, server: 2_000, manager: 25_000 });
  expect(lastGood).toEqual({ rules: { alone: { server: 2_000 } } });
});

test('texts for people are well formed no matter what the file holds', () => {
  const label = { en: 'Long\u0000 wait\ud800', es: '\u202eLarga espera' };
  const { config, problems } = loadConfig(
    file({ houseName: ' Bell\u200bwether\udc00 ', rules: { reasons: [{ id: 'a', label }] } }),
    undefined,
    null,
  );
  expect(problems).toEqual([]);
  expect(config.houseName).toBe('Bellwether');
  expect(config.rules.reasons[0]?.label).toEqual({ en: 'Long  wait', es: 'Larga espera' });
});

test('a byte order mark is not a mistake', () => {
  expect(loadConfig(file('\uFEFF{"houseName":"Bellwether"}'), undefined, null).config.houseName).toBe(
    'Bellwether',
  );
});

test.each([
  [{ rules: { alone: { sever: 500 } } }, 'rules.alone.sever', 'did you mean "server"?'],
  [{ housename: 'x' }, 'housename', 'did you mean "houseName"?'],
  [{ rules: { most: '250' } }, 'rules.most', 'a whole number of cents'],
  [{ rules: { most: 12.5 } }, 'rules.most', 'a whole number of cents'],
  [{ currency: 'JPY' }, 'currency', 'two decimals'],
  [{ currency: 'KWD' }, 'currency', 'two decimals'],
  [{ houseName: ' \u200b\u3164' }, 'houseName', 'must not be empty'],
  [
    {
      rules: {
        reasons: [
          { id: 'a', label: { en: 'A', es: 'A' } },
          { id: 'a', label: { en: 'B', es: 'B' }, noteRequired: true },
        ],
      },
    },
    'rules.reasons',
    'an id of its own',
  ],
  [{ timeZone: 'New York' }, 'timeZone', 'America/New_York'],
  [{ training: { crm: { url: 'https://crm.example.com' } } }, 'training.crm.url', 'URL'],
  ['{"houseName": }', '', 'not valid JSON'],
])('a mistake in %o names the key %s and says %s', (content, key, words) => {
  const { config, problems } = loadConfig(file(content), undefined, null);
  const found = problems.find((problem) => problem.key === key);
  expect(found).toMatchObject({ file: '/etc/hoststand/config.json', inForce: 'defaults' });
  expect(found?.problem).toContain(words);
  expect(config.rules.most).toBe(25_000);
});

test('after a mistake the last good file stays in effect', () => {
  const good = { rules: { alone: { server: 500 } } };
  const { config, problems, lastGood } = loadConfig(file({ ruls: {} }), good, null);
  expect(config.rules.alone.server).toBe(500);
  expect(problems).toMatchObject([{ key: 'ruls', inForce: 'last-good' }]);
  expect(lastGood).toEqual(good);
});

test('a last good file that no longer is, is not believed', () => {
  const { config, problems } = loadConfig(file({ ruls: {} }), { rules: { most: 'much' } }, null);
  expect(config.rules.most).toBe(25_000);
  expect(problems).toMatchObject([{ inForce: 'defaults' }]);
});

test('Training can only be pointed at this PC', () => {
  const crm = { clientId: 'a', clientSecret: 'b', restaurantGuid: '7d9c1f0e-0000-4000-8000-000000000001' };
  const at = (url: string) =>
    loadConfig(file({ training: { crm: { ...crm, url } } }), undefined, null).problems.length;
  expect(at('http://127.0.0.1:4000')).toBe(0);
  for (const url of [
    'https://ws-api.example.com',
    'http://10.0.0.5:80',
    'http://127.0.0.1.example.com',
    'http://localhost@example.com/',
  ]) {
    expect(at(url)).toBeGreaterThan(0);
  }
});

test('the environment goes over both, and a mistake in it stops the start', () => {
  const env = (text: string) => ({ path: 'HOSTSTAND_CONFIG', text });
  const { config } = loadConfig(
    file({ undoSeconds: 20 }),
    undefined,
    env('{"undoSeconds":2,"houseName":"Test"}'),
  );
  expect(config.undoSeconds).toBe(2);
  expect(config.houseName).toBe('Test');
  expect(() => loadConfig(none, undefined, env('{"undoSecnds":2}'))).toThrow('did you mean "undoSeconds"?');
});

test('what a manager chose on the kiosk goes over the defaults and under the admin’s file, and each setting says where it is from', () => {
  const own = { rules: { alone: { server: 700, host: 100 } }, undoSeconds: 12 };
  const { config, problems, sources } = loadConfig(
    file({ rules: { alone: { server: 2_000 } } }),
    undefined,
    { path: 'HOSTSTAND_CONFIG', text: '{"undoSeconds":2}' },
    own,
  );
  expect(problems).toEqual([]);
  expect(config.rules.alone).toEqual({ host: 100, server: 2_000, manager: 25_000 });
  expect(config.undoSeconds).toBe(2);
  expect(sources('rules.alone.server')).toEqual({
    source: 'admin',
    file: '/etc/hoststand/config.json',
    locked: true,
  });
  expect(sources('undoSeconds')).toMatchObject({ source: 'environment', locked: true });
  expect(sources('rules.alone.host')).toEqual({ source: 'kiosk', file: null, locked: false });
  expect(sources('rules.most')).toEqual({ source: 'default', file: null, locked: false });
});

test('a setting of the kiosk’s own that is not allowed any more is told and left out; the others stay', () => {
  const { config, problems } = loadConfig(none, undefined, null, {
    undoSeconds: 9_999,
    rules: { most: 10_000 },
    // Not the kiosk's to choose: never read from there.
    currency: 'EUR',
  });
  expect(config.rules.most).toBe(10_000);
  expect(config.undoSeconds).toBe(30);
  expect(config.currency).toBe('USD');
  expect(problems).toMatchObject([{ file: 'this kiosk', key: 'undoSeconds', inForce: 'defaults' }]);
});

test('an admin’s mistake does not undo what was chosen on the kiosk', () => {
  const { config } = loadConfig(file({ ruls: {} }), undefined, null, { rules: { most: 10_000 } });
  expect(config.rules.most).toBe(10_000);
});
