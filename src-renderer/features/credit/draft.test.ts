import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_NOTE } from '../../../src-preload/contract/credit.ts';
import { cents } from '../../../src-preload/contract/money.ts';
import type { Key } from '../../core/keypad.ts';
import { fakeStatus, marco } from '../../testing/fake-api.ts';
import {
  chooseAmount,
  chooseReason,
  type Draft,
  emptyDraft,
  readiness,
  typeAmount,
  writeNote,
} from './draft.ts';

const { reasons } = fakeStatus;
const reason = (id: string) => {
  const found = reasons.find((each) => each.id === id);
  if (found === undefined) throw new Error(`No reason ${id}`);
  return found;
};
const typed = (...keys: Key[]): Draft => keys.reduce(typeAmount, emptyDraft);
const ready = (draft: Draft) => readiness(draft, 'c1', reasons, marco.limits);

describe('an amount typed cents first', () => {
  it('reads 1, 5, 00 as $0.01, $0.15, $15.00', () => {
    expect(typed('1').amount).toBe(1);
    expect(typed('1', '5').amount).toBe(15);
    expect(typed('1', '5', '00').amount).toBe(1500);
  });
  it('takes back one digit at a time, down to nothing', () => {
    expect(typed('1', '5', '00', 'delete').amount).toBe(150);
    expect(typed('1', 'delete', 'delete').amount).toBe(0);
    expect(typed('1', '5', 'clear').amount).toBe(0);
  });
  it('ignores leading zeros, and digits that do not fit', () => {
    expect(typed('00', '0', '7').amount).toBe(7);
    expect(typed('9', '9', '9', '9', '9', '9', '1').amount).toBe(999_999);
    expect(typed('9', '9', '9', '9', '9', '00').amount).toBe(99_999);
  });
});

describe('an amount typed after a preset or a quick amount', () => {
  it('starts a new one: 5 after $10.00 is $0.05', () => {
    expect(typeAmount(chooseReason(emptyDraft, reason('wrong-dish')), '5').amount).toBe(5);
    const quick = chooseAmount(emptyDraft, cents(1500));
    expect(['2', '0', '00'].reduce((draft, key) => typeAmount(draft, key as Key), quick).amount).toBe(2000);
    expect(typeAmount(quick, '00').amount).toBe(0);
  });
  it('edits the amount shown with delete, and continues from there', () => {
    const edited = typeAmount(chooseAmount(emptyDraft, cents(1500)), 'delete');
    expect(edited.amount).toBe(150);
    expect(typeAmount(edited, '7').amount).toBe(1507);
  });

  type Act = (draft: Draft) => Draft;
  const digit = fc.constantFrom<Key>('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '00');
  const presets = fc.constantFrom(...reasons).map(
    (each): Act =>
      (draft) =>
        chooseReason(draft, each),
  );
  const quick = fc.constantFrom(1000, 1500, 2000, 2500).map(
    (amount): Act =>
      (draft) =>
        chooseAmount(draft, cents(amount)),
  );
  const keys = fc.oneof(digit, fc.constantFrom<Key>('delete', 'clear')).map(
    (key): Act =>
      (draft) =>
        typeAmount(draft, key),
  );
  const acts = fc.array(fc.oneof(presets, quick, keys), { maxLength: 30 });
  const following = (draft: Draft, list: readonly Act[]): Draft => list.reduce((now, act) => act(now), draft);
  const press = (draft: Draft, list: readonly Key[]): Draft => list.reduce(typeAmount, draft);

  it('is exactly what is typed, after any choices and keys', () => {
    fc.assert(
      fc.property(acts, quick, fc.array(digit, { minLength: 1, maxLength: 8 }), (before, choose, typed) => {
        const chosen = choose(following(emptyDraft, before));
        expect(press(chosen, typed).amount).toBe(press(emptyDraft, typed).amount);
      }),
    );
  });

  it('is exactly what is typed after a reason brought its own amount', () => {
    fc.assert(
      fc.property(fc.array(presets, { minLength: 1 }), fc.array(digit, { minLength: 1 }), (chosen, typed) => {
        expect(press(following(emptyDraft, chosen), typed).amount).toBe(press(emptyDraft, typed).amount);
      }),
    );
  });

  it('is whole cents within six digits, loses one digit by delete, and never changes by a reason once typed', () => {
    fc.assert(
      fc.property(acts, presets, (before, choose) => {
        const draft = following(emptyDraft, before);
        expect(Number.isInteger(draft.amount) && draft.amount >= 0 && draft.amount <= 999_999).toBe(true);
        expect(typeAmount(draft, 'delete').amount).toBe(Math.floor(draft.amount / 10));
        if (draft.amountFrom !== 'preset') expect(choose(draft).amount).toBe(draft.amount);
      }),
    );
  });
});

describe('a reason', () => {
  it('brings its amount, and another reason brings another', () => {
    const first = chooseReason(emptyDraft, reason('long-wait'));
    expect(first.amount).toBe(1500);
    expect(chooseReason(first, reason('wrong-dish')).amount).toBe(1000);
    expect(chooseReason(first, reason('slow')).amount).toBe(0);
  });
  it('never overwrites an amount a person chose or typed', () => {
    expect(chooseReason(chooseAmount(emptyDraft, cents(2000)), reason('long-wait')).amount).toBe(2000);
    expect(chooseReason(typed('7', '00'), reason('long-wait')).amount).toBe(700);
  });
  it('brings its amount again once the typed one is gone', () => {
    expect(chooseReason(typed('7', 'delete'), reason('long-wait')).amount).toBe(1500);
  });
});

describe('readiness', () => {
  it('asks for what is missing, in order', () => {
    expect(ready(emptyDraft)).toEqual({ is: 'needs', what: 'both' });
    expect(ready(typed('5', '00'))).toEqual({ is: 'needs', what: 'reason' });
    expect(ready(chooseReason(emptyDraft, reason('slow')))).toEqual({ is: 'needs', what: 'amount' });
    const other = chooseReason(typed('5', '00'), reason('other'));
    expect(ready(other)).toEqual({ is: 'needs', what: 'note' });
    expect(ready(writeNote(other, '   '))).toEqual({ is: 'needs', what: 'note' });
    expect(ready(writeNote(other, ' Spilt wine ')).is).toBe('ready');
  });
  it('knows when a manager comes next, to the cent', () => {
    const at = (amount: number) =>
      ready(chooseAmount(chooseReason(emptyDraft, reason('slow')), cents(amount)));
    expect(at(1000)).toMatchObject({ is: 'ready', needsManager: false });
    expect(at(1001)).toMatchObject({ is: 'ready', needsManager: true });
    expect(at(25_000)).toMatchObject({ is: 'ready' });
    expect(at(25_001)).toEqual({ is: 'over-most' });
  });
  it('asks for exactly what is in the form', () => {
    const draft = writeNote(chooseReason(emptyDraft, reason('long-wait')), ' Forty minutes ');
    expect(ready(draft)).toEqual({
      is: 'ready',
      needsManager: true,
      request: { creditId: 'c1', amount: 1500, reasonId: 'long-wait', note: 'Forty minutes' },
    });
  });
  it('cuts a note to what Toast takes', () => {
    expect(writeNote(emptyDraft, 'x'.repeat(MAX_NOTE + 5)).note).toHaveLength(MAX_NOTE);
  });
});
