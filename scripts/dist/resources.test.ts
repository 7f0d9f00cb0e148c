import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { configSchema } from '../../src-main/settings/schema.ts';
import { iconPath, makeIco, SIZES } from './icon-files.ts';
import { repository } from './product.ts';

const read = (...parts: readonly string[]): string =>
  readFileSync(join(repository, 'resources', ...parts), 'utf8');

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const allows = ajv.compile(JSON.parse(read('config.schema.json')));

test('the sample configuration is right, for an editor and for the kiosk', () => {
  const sample = JSON.parse(read('config.sample.json'));
  expect(allows(sample)).toBe(true);
  expect(configSchema.safeParse(sample).success).toBe(true);
  expect(sample.$schema).toBe('./config.schema.json');
});

test.each([
  ['a setting that does not exist', { houseNmae: 'x' }],
  ['a word in place of a number', { undoSeconds: 'thirty' }],
  ['more than is allowed', { dayEndsAtHour: 25 }],
  ['hours of a day that does not exist', { restaurant: { hours: { monday: '11:00-22:00' } } }],
  ['hours that no clock shows', { restaurant: { hours: { mon: '11:00-25:00' } } }],
  ['an address without encryption', { toast: { url: 'http://toast.example' } }],
])('%s is refused, by an editor and by the kiosk', (_, config) => {
  expect(configSchema.safeParse(config).success).toBe(false);
  expect(allows(config)).toBe(false);
});

test.each([
  ['always', 'always'],
  ['hours of some days', { mon: '11:00-22:00', fri: '17:00-02:00', sun: null }],
])('the opening hours may be %s', (_, hours) => {
  expect(configSchema.safeParse({ restaurant: { hours } }).success).toBe(true);
  expect(allows({ restaurant: { hours } })).toBe(true);
});

test('every size of the icon is a PNG of that size, and Windows’ icon is made of them', () => {
  for (const size of SIZES) {
    const png = readFileSync(iconPath(size));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  }
  expect(makeIco().equals(readFileSync(join(repository, 'resources', 'icon.ico')))).toBe(true);
});

test('the template of the staff list has the columns that the kiosk reads', () => {
  expect(read('staff.csv').split('\n')[0]).toBe('name,role,pin,employee_guid');
});

test('what starts with the desktop asks first whether the program is there', () => {
  for (const name of ['hoststand.desktop', 'autostart.desktop']) {
    expect(read('linux', name)).toContain('\nTryExec=/opt/Hoststand/hoststand\n');
  }
});
