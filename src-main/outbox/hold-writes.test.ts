import { expect, test } from 'vitest';
import { ok } from '../../src-preload/contract/result.ts';
import type { OutboxGateway } from './gateway.ts';
import { holdWrites } from './hold-writes.ts';

test('questions pass, writes are answered as not sent', async () => {
  const sent: string[] = [];
  const gateway = {
    addCredit: async () => sent.push('credit'),
    createGuest: async () => sent.push('guest'),
    findCredit: async () => ok(null),
    findGuest: async () => ok(null),
    guestsLike: async () => ok([]),
  } as unknown as OutboxGateway;
  const held = holdWrites(gateway);
  const unsent = { ok: false, error: { kind: 'offline', sent: 'no' } };
  expect(await held.addCredit({} as never)).toMatchObject(unsent);
  expect(await held.createGuest({} as never)).toMatchObject(unsent);
  expect(await held.findCredit('c')).toEqual(ok(null));
  expect(sent).toEqual([]);
});
