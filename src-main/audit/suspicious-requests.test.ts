import { expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import type { LedgerEvent } from '../domain/ledger-event.ts';
import { createFakeTime } from '../testing/fakes.ts';
import { createOutboxAudit } from './outbox-audit.ts';
import { createSuspiciousRequests } from './suspicious-requests.ts';

test('a page gone wild writes so many lines a minute, and how many it did not', async () => {
  const time = createFakeTime();
  const lines: LedgerEvent[] = [];
  const write = createSuspiciousRequests(
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
  const onEntryChange = createOutboxAudit(
    (event) => lines.push(event),
    () => priya,
  );
  const givenBy = { id: 'e1', shortName: 'Marco D.' };
  const credit = { amount: cents(500), reasonId: 'long-wait', givenBy, approvedBy: null };
  const work = { kind: 'add-credit', id: 'c1', guestId: 'g1', ...credit } as const;
  const guest = { kind: 'create-guest', id: 'g2', guestId: 'g2' } as const;
  onEntryChange({ work, at: { state: 'held' } }, 'accepted');
  onEntryChange({ work, at: { state: 'queued' } }, 'undo-over');
  onEntryChange({ work, at: { state: 'sending' } }, 'attempt');
  expect(lines).toEqual([]);
  onEntryChange({ work, at: { state: 'cancelled', how: 'undone' } }, 'undo');
  onEntryChange({ work, at: { state: 'settled', how: 'answered' } }, 'answered');
  onEntryChange({ work, at: { state: 'refused', refusal: { code: '10025', requestId: 'r-400' } } }, 'failed');
  onEntryChange({ work, at: { state: 'cancelled', how: 'replaced', replacement: 'c2' } }, 'replace');
  onEntryChange({ work: guest, at: { state: 'queued' } }, 'accepted');
  onEntryChange({ work: guest, at: { state: 'stuck', why: 'guest-exists' } }, 'failed');
  const outbox = { kind: 'outbox', guestId: 'g1', code: null, requestId: null, how: null, replacement: null };
  expect(lines).toEqual([
    { kind: 'undone', by: priya, creditId: 'c1' },
    { ...outbox, creditId: 'c1', state: 'settled', how: 'answered' },
    { ...outbox, creditId: 'c1', state: 'refused', code: '10025', requestId: 'r-400' },
    { ...outbox, creditId: 'c1', state: 'cancelled', how: 'replaced', replacement: 'c2' },
    { kind: 'guest-accepted', by: priya, guestId: 'g2' },
    { ...outbox, creditId: null, guestId: 'g2', state: 'stuck', how: 'guest-exists' },
  ]);
});
