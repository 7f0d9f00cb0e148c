import { expect, test } from 'vitest';
import { guest } from '../testing/directory-kit.ts';
import { fullName, maskEmail, shortName } from './present.ts';

test.each([
  ['Ana', 'petrescu', 'Ana P.'],
  ['Ana', null, 'Ana'],
  [null, 'Petrescu', 'Petrescu'],
  [null, null, null],
  ['Zoë', 'Ångström', 'Zoë Å.'],
  ['Ana', '👩‍👩‍👧', 'Ana'],
  ['Ana', '👩‍👩‍👧 Ng', 'Ana N.'],
  ['Cher', '.', 'Cher'],
  ['Ana', '(née) -', 'Ana N.'],
  ['Jan', "'t Hooft", 'Jan T.'],
  ['Ana', '2', 'Ana'],
  ['Ana', 'e\u0301toile', 'Ana É.'],
  ['Ana\uD83D', 'Pe\u200Btrescu', 'Ana P.'],
  ['Maximiliana-Concepción X', 'Oyelaran', 'Maximiliana-Concepción X O.'],
  ['Maria del Carmen Guadalupe', 'Ruiz', 'Maria del Carmen R.'],
  ['Maria del Carmen Guadalup Rosa', 'Ruiz', 'Maria del Carmen R.'],
  ['Wolfeschlegelsteinhausenbergerdorff', 'Hubert', 'Wolfeschlegelsteinhausen… H.'],
  ['👨‍👩‍👧‍👦'.repeat(24), 'Ruiz', `${'👨‍👩‍👧‍👦'.repeat(24)} R.`],
  ['Y'.repeat(60), null, `${'Y'.repeat(24)}…`],
])('%s %s on a button: %s', (first, last, short) => {
  expect(shortName(guest('x', first, last, ''))).toBe(short);
});

test('marks that turn the direction of a line do not leave a name', () => {
  expect(fullName({ firstName: 'Ana\u202e\u0000', lastName: '\n Petrescu ' })).toBe('Ana Petrescu');
});

test('an e-mail keeps its first letter and its domain', () => {
  expect(maskEmail('ana.petrescu@example.com')).toBe('a•••@example.com');
  expect(maskEmail('not an address')).toBeNull();
  expect(maskEmail(null)).toBeNull();
});
