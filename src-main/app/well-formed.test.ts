/** A page that sends halves of characters, controls and decomposed letters: what reaches Toast and the disk has none. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { type ExportedLine, openPlace, type Place } from '../testing/compose-kit.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

/** What a key that erases half an emoji leaves, what a scanner and what another program's clipboard bring. */
const ODD = '\uD83D\u0007e\u0301\u202E\uFEFF\r\n';

/** Everything Toast took, as it took it. */
const journal = (): string[] => readFileSync(join(place.dir, 'books.jsonl'), 'utf8').trim().split('\n');

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

test('names, an address, a note and a reason leave well formed', async () => {
  const kiosk = await place.run({ undoSeconds: 1 });
  const before = journal().length;
  const creditId = await kiosk.form('Marco D.');
  await kiosk.must('giveCredit', {
    creditId,
    amount: cents(500),
    reasonId: 'cold-food',
    note: `so${ODD}up 👩‍👩‍👧`,
  });
  const { guestId } = await kiosk.must('openGuestForm', {});
  const typed = {
    guestId,
    firstName: `Ni${ODD}a`,
    lastName: `R${ODD}uiz\uDE00`,
    phone: null,
    email: `nia${'\u200b\uD83D'}@example.com.`,
  };
  await kiosk.must('createGuest', typed);
  await vi.waitFor(() => expect(journal().length).toBeGreaterThanOrEqual(before + 2), { timeout: 20_000 });
  const taken = journal()
    .slice(before)
    .flatMap((line) => texts(JSON.parse(line)));
  expect(taken.join('|')).toContain('so é up 👩‍👩‍👧');
  expect(taken).toEqual(expect.arrayContaining(['Ni é a', 'R é uiz', 'nia@example.com']));
  for (const text of taken)
    expect([text, text.isWellFormed(), text === text.normalize('NFC')]).toEqual([text, true, true]);
  expect(taken.join('')).not.toMatch(/[\p{Cc}\u202E\uFEFF]/u);
});

test('a name on the staff and a reason of a decision are on the disk well formed', async () => {
  const kiosk = await place.run();
  await kiosk.signIn('Priya N.');
  await kiosk.must('staffAdd', {
    shortName: `Zo${'e\u0308\uD83D'}\u0000 W.`,
    role: 'host',
    employeeGuid: null,
    pin: null,
  });
  const lines: readonly ExportedLine[] = await kiosk.ledger();
  expect(lines.map(({ details }) => details).join()).toContain('"shortName":"Zoë W."');
  for (const name of readdirSync(place.dir).filter(
    (file) => file.endsWith('.csv') || file.endsWith('.jsonl'),
  )) {
    const text = readFileSync(join(place.dir, name), 'utf8');
    expect(text).not.toMatch(/\uFFFD|\\ud83d|\\u0000/i);
  }
});
