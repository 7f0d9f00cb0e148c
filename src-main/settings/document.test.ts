import { expect, test } from 'vitest';
import { describeConfig, jsonSchemaOfConfig } from './document.ts';

test('docs/CONFIGURATION.md says what the schema checks', async () => {
  await expect(describeConfig()).toMatchFileSnapshot('../../docs/CONFIGURATION.md');
});

test('every setting says what it means', () => {
  const rows = describeConfig()
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter((row) => row.endsWith('|  |'))).toEqual([]);
});

test('resources/config.schema.json says what the schema checks', async () => {
  await expect(jsonSchemaOfConfig()).toMatchFileSnapshot('../../resources/config.schema.json');
});
