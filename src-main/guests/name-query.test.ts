import { expect, test } from 'vitest';
import { namesFrom } from './name-query.ts';

test.each([
  ['Garcia, Luis', [['Luis', 'Garcia']]],
  ['  de la Cruz ,  Ana  María ', [['Ana María', 'de la Cruz']]],
  ['Garcia,', [[null, 'Garcia']]],
  ['Garcia; Luis', [['Luis', 'Garcia']]],
  ['田中，太郎', [['太郎', '田中']]],
  ['كريم، محمد', [['محمد', 'كريم']]],
  [
    ', Luis',
    [
      ['Luis', null],
      [null, 'Luis'],
    ],
  ],
  ['Ana Ruiz, Jr.', [['Ana', 'Ruiz']]],
  ['Ruiz, Ana, Jr.', [['Ana', 'Ruiz']]],
  [
    'Luis',
    [
      ['Luis', null],
      [null, 'Luis'],
    ],
  ],
  ['Ana Ruiz', [['Ana', 'Ruiz']]],
  [
    'Ana Ruiz Vega',
    [
      ['Ana Ruiz', 'Vega'],
      ['Ana', 'Ruiz Vega'],
    ],
  ],
  [' , ,', []],
  ['', []],
] as const)('%j is asked of Toast as %j', (typed, names) => {
  expect(namesFrom(typed).map(({ firstName, lastName }) => [firstName, lastName])).toEqual(names);
});
