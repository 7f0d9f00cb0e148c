import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cents, signedCents } from '../../../src-preload/contract/money.ts';
import { toMatch } from '../present.ts';
import type { Card } from './guest-record.ts';
import { foldedWords } from './normalize-text.ts';
import { createCardShelf } from './record-store.ts';

const text = fc.option(fc.string({ unit: 'grapheme', maxLength: 100 }), { nil: null });
const moment = fc.option(fc.integer({ min: 0, max: 2 ** 45 }), { nil: null });
/** National digits of any length, and what is none: the shelf asks nothing of them. */
const digits = fc.option(fc.oneof(fc.stringMatching(/^\d{0,14}$/), fc.string({ maxLength: 12 })), {
  nil: null,
});
const card: fc.Arbitrary<Card> = fc
  .record({
    id: fc.uuid(),
    firstName: text,
    lastName: text,
    phone: fc.option(fc.string({ maxLength: 20 }), { nil: null }),
    email: text,
    seenAt: moment,
    amount: fc.integer({ min: -9_999_999, max: 9_999_999 }),
    earliestExpiry: moment,
    asOf: moment,
    last: fc.integer({ min: 0, max: 9_999_999 }),
    onlyHere: fc.boolean(),
    ownDigits: fc.boolean(),
    digits,
  })
  .map(
    ({
      id,
      firstName,
      lastName,
      phone,
      email,
      seenAt,
      amount,
      earliestExpiry,
      asOf,
      last,
      onlyHere,
      ownDigits,
      digits,
    }) => ({
      guest: { id, firstName, lastName, phone, email },
      digits: ownDigits ? phone : digits,
      seenAt,
      balance: asOf === null ? null : { amount: signedCents(amount), earliestExpiry, asOf },
      lastCredit: asOf === null ? null : { amount: cents(last), at: asOf },
      onlyHere,
    }),
  );

test('what is put on the shelf comes back as it was, and is shown as it would be, whatever else is put, replaced and taken away', () => {
  const step = fc.record({ slot: fc.nat(40), card: fc.option(card, { nil: null }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const shelf = createCardShelf();
      const plain = new Map<number, Card>();
      for (const { slot, card: put } of steps) {
        if (put) {
          shelf.put(slot, put);
          plain.set(slot, put);
        } else {
          shelf.drop(slot);
          plain.delete(slot);
        }
      }
      for (let slot = 0; slot <= 40; slot += 1) {
        const kept = plain.get(slot) ?? null;
        expect(shelf.get(slot)).toEqual(kept);
        for (const withArea of [false, true]) {
          expect(shelf.match(slot, withArea)).toEqual(kept && toMatch(kept, withArea));
        }
      }
      const words = new Set(
        [...plain.values()].flatMap(({ guest }) =>
          foldedWords(`${guest.firstName ?? ''} ${guest.lastName ?? ''}`),
        ),
      );
      for (const word of words) {
        const found = new Set<number>();
        shelf.eachNamed(word, (slot) => {
          found.add(slot);
          return true;
        });
        for (const [slot, { guest }] of plain) {
          const own = foldedWords(`${guest.firstName ?? ''} ${guest.lastName ?? ''}`);
          if (own.some((name) => name.startsWith(word))) expect(found).toContain(slot);
        }
      }
    }),
  );
});

test('cards rewritten often do not let the shelf grow without end, and none is lost when it is rearranged', () => {
  const shelf = createCardShelf();
  const of = (slot: number, seenAt: number): Card => ({
    guest: { id: `guest ${slot}`, firstName: 'Ana', lastName: 'x'.repeat(400), phone: null, email: null },
    digits: null,
    seenAt,
    balance: null,
    lastCredit: null,
    onlyHere: false,
  });
  for (let round = 0; round < 60; round += 1) {
    for (let slot = 0; slot < 1_000; slot += 1) shelf.put(slot, of(slot, round));
  }
  expect(shelf.bytes()).toBeLessThan(12 * 2 ** 20);
  for (let slot = 0; slot < 1_000; slot += 1) expect(shelf.get(slot)).toEqual(of(slot, 59));
});

test('a text beyond all measure is cut, and harms no other', () => {
  const shelf = createCardShelf();
  const of = (id: string, lastName: string): Card => ({
    guest: { id, firstName: 'Ana', lastName, phone: '4155550142', email: null },
    digits: '4155550142',
    seenAt: 7,
    balance: null,
    lastCredit: null,
    onlyHere: false,
  });
  shelf.put(0, of('long', '\u4e2d'.repeat(100_000)));
  shelf.put(1, of('next', 'Petrescu'));
  expect(shelf.get(0)?.guest.lastName?.length).toBe(0x7ffe);
  expect(shelf.match(0, false)).toMatchObject({ id: 'long', seenAt: 7, phone: { lastFour: '0142' } });
  expect(shelf.get(1)).toEqual(of('next', 'Petrescu'));
});
