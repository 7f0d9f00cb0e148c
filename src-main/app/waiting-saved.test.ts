/** What waits, saved as a list for a person who enters it on the POS: from a running kiosk. */
import { readFileSync, statSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { ANA, openPlace, type Place, pinOf } from '../testing/compose-kit.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

const read = (path: string): readonly Record<string, string>[] =>
  parse(readFileSync(path, 'utf8'), { bom: true, columns: true });

test('the list has who, how much, why and what to do; it is private, and on record', async () => {
  const kiosk = await place.run({ undoSeconds: 120 });
  const creditId = await kiosk.form('Marco D.', ANA);
  const credit = { creditId, amount: cents(700), reasonId: 'cold-food', note: '=HYPERLINK("x")' };
  await kiosk.must('giveCredit', credit);
  await kiosk.must('enterManager', { pin: pinOf('Priya N.') });
  const saved = await kiosk.must('saveWaiting', {});
  expect(saved.rows).toBe(1);
  if (process.platform !== 'win32') expect(statSync(saved.path).mode & 0o777).toBe(0o600);
  const [row] = read(saved.path);
  expect(row).toMatchObject({
    what: 'credit',
    phone: ANA,
    amount: '7.00',
    'given by': 'Marco D.',
    'approved by': '',
    'credit GUID': creditId,
  });
  expect(row?.['guest']).toContain('Ana');
  expect(row?.['note']).toContain('HYPERLINK');
  expect(row?.['what to do']).toContain('on the POS');
  const lines = await kiosk.ledger();
  expect(lines.filter(({ details }) => details?.includes('waiting-saved'))).toMatchObject([
    { by: 'Priya N.' },
  ]);
}, 60_000);
