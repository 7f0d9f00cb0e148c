import { expect, test } from 'vitest';
import type { LedgerEvent } from '../lib/ledger-event.ts';
import { createFakeTime } from '../testing/fakes.ts';
import { createImpossible } from './impossible.ts';
import { createOutboxWitness } from './witness.ts';

test('a page gone wild writes so many lines a minute, and how many it did not', async () => {
  const time = createFakeTime();
  const lines: LedgerEvent[] = [];
  const write = createImpossible(
    time.clock,
    (event) => lines.push(event),
    () => null,
  );
  for (let n = 0; n < 500; n += 1) write('giveCredit', 'form not open');
  expect(lines).toHaveLength(20);
  await time.pass(60_000);
  write('giveCredit', `for 4155550142 ${'x'.repeat(500)}`);
  expect(lines).toHaveLength(21);
  const last = lines.at(-1);
  expect(last).toMatchObject({ kind: 'impossible-request', more: 480 });
  expect(JSON.stringify(last)).not.toContain('4155550142');
  expect(JSON.stringify(last).length).toBeLessThan(300);
});

test('what became of a credit: undone by whom, refused with what, settled; nothing of the way there', () => {
  const lines: LedgerEvent[] = [];
  const priya = { id: 'e2', shortName: 'Priya N.', role: 'manager' } as const;
  const witness = createOutboxWitness(
    (event) => lines.push(event),
    () => priya,
  );
  const credit = { id: 'c1' };
  witness({ credit, at: { state: 'queued' } }, 'undo-over');
  witness({ credit, at: { state: 'sending' } }, 'attempt');
  expect(lines).toEqual([]);
  witness({ credit, at: { state: 'cancelled' } }, 'undo');
  witness({ credit, at: { state: 'settled' } }, 'answered');
  witness({ credit, at: { state: 'refused', refusal: { code: '10025', requestId: 'r-400' } } }, 'failed');
  expect(lines).toEqual([
    { kind: 'undone', by: priya, creditId: 'c1' },
    { kind: 'outbox', creditId: 'c1', state: 'settled', code: null, requestId: null },
    { kind: 'outbox', creditId: 'c1', state: 'refused', code: '10025', requestId: 'r-400' },
  ]);
});
