/** One edit of the files of a kiosk that is off changes no credit, no right and no report without a refusal or an alert. */
import { expect, test } from 'vitest';
import { tryEdits } from './trial.ts';

test('500 random edits of every table, of a live kiosk’s settings, of heads and of copies', {
  timeout: 600_000,
}, async () => {
  const seed = 20_261_130;
  const { passed, broke, edits } = await tryEdits(500, seed);
  expect({ passed, broke, edits }).toEqual({ passed: [], broke: [], edits: 500 });
});
