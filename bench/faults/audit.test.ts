import { expect, test } from 'vitest';
import { audit } from './audit.ts';

const ACCEPTED = new Set(['a', 'b', 'c', 'd']);

test('each accepted credit is counted once, twice, never sent, or lost out of sight', () => {
  const recorded = new Map([
    ['a', 1],
    ['b', 2],
  ]);
  expect(audit(ACCEPTED, recorded, new Set(['c']))).toEqual({
    ...{ accepted: 4, once: 1, duplicated: 1, unsent: 2, lost: 1 },
  });
});

test('what was never said to be kept is no one’s loss, and still counts where it was booked twice', () => {
  const recorded = new Map([...[...ACCEPTED].map((id) => [id, 1] as const), ['z', 2], ['y', 1]]);
  expect(audit(ACCEPTED, recorded, new Set(['x']))).toEqual({
    ...{ accepted: 4, once: 4, duplicated: 1, unsent: 0, lost: 0 },
  });
});
