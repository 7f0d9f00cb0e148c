import { expect, test } from 'vitest';
import { createFakeSettings } from '../testing/fakes.ts';
import { readMoved, takeLooks } from './moved-set-up.ts';

const hex = (bytes: number, digit = 'a'): string => digit.repeat(2 * bytes);
const guid = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
const person = (n: number, role: string, over: object = {}) => ({
  ...{ id: guid(n), shortName: `Person ${n}`, role, employeeGuid: null, active: true },
  ...{ digest: hex(32, String(n)), salt: hex(16), hash: `scrypt:17:${hex(32)}` },
  ...over,
});
const WHOLE = {
  at: 1,
  from: 'front-1',
  connection: {
    ...{ url: 'https://ws-api.toasttab.com', restaurantGuid: guid(9) },
    ...{ clientId: 'id', clientSecret: 'secret' },
  },
  own: { rules: { most: 5_000 } },
  staff: { key: hex(32), people: [person(1, 'manager'), person(2, 'host')] },
  looks: { language: 'es', theme: 'dark', comfort: { hand: 'left' } },
};
const read = (over: object) => readMoved(JSON.stringify({ ...WHOLE, ...over }), false);
const staff = (...people: object[]) => ({ staff: { key: hex(32), people } });

test('what a kiosk wrote is read whole', () => {
  expect(readMoved(JSON.stringify(WHOLE), false)).toEqual(WHOLE);
});

test.each<[string, object]>([
  ['an address without TLS', { connection: { ...WHOLE.connection, url: 'http://ws-api.toasttab.com' } }],
  ['an address that is shown otherwise', { connection: { ...WHOLE.connection, url: 'https://a@b.example' } }],
  ['no manager', staff(person(1, 'host'))],
  ['a manager who may not sign in', staff(person(1, 'manager', { active: false }))],
  ['two people with one PIN', staff(person(1, 'manager'), person(2, 'host', { digest: hex(32, '1') }))],
  ['one person twice', staff(person(1, 'manager'), person(2, 'host', { id: guid(1) }))],
  [
    'a PIN whose check takes more memory than a PC has',
    staff(person(1, 'manager', { hash: `scrypt:40:${hex(32)}` })),
  ],
  ['a name that ends a note', staff(person(1, 'manager', { shortName: 'Eve; ok Olga' }))],
  ['a limit that no kiosk can have', { own: { rules: { most: -1 } } }],
  ['a reason without a label', { own: { rules: { reasons: [{ id: 'x' }] } } }],
  ['what no version writes', { more: true }],
])('%s makes the file no set-up', (_, over) => {
  expect(read(over)).toBeNull();
});

test('settings that are no manager’s do not come with it', () => {
  const own = {
    rules: { most: 5_000 },
    security: { allowWeakSealing: true },
    toast: { url: 'https://x.example' },
  };
  expect(read({ own })?.own).toEqual({ rules: { most: 5_000 } });
});

test('what no JSON is, is none', () => {
  expect(readMoved('HOSTSTAND', false)).toBeNull();
});

test('looks that someone chose on this PC stay', () => {
  const settings = createFakeSettings({ language: 'en' });
  takeLooks({ language: 'es', theme: 'dark', comfort: null }, settings);
  expect([settings.get('language'), settings.get('theme'), settings.get('comfort')]).toEqual([
    'en',
    'dark',
    undefined,
  ]);
});
