import { expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import { createDayHistory } from './day-history.ts';
import type { CreditHistoryPage, CreditTransaction } from './gateway.ts';

const line = (id: string, at: number | null, more: Partial<CreditTransaction> = {}): CreditTransaction => ({
  ...{ id, type: 'ADD_VALUE', amount: cents(500), at, expiresAt: null, note: null },
  ...more,
});

/** A history of these pages; what it was asked for is counted. */
function read(pages: readonly (Omit<CreditHistoryPage, 'next'> | null)[], isOnlyHere = false) {
  let asked = 0;
  const history = createDayHistory({
    gateway: {
      creditHistoryPage: async (_, from) => {
        asked += 1;
        const at = Number(from ?? 0);
        const page = pages[at];
        if (!page) return err({ kind: 'not-found', requestId: null });
        return ok({ ...page, next: at + 1 < pages.length ? String(at + 1) : null });
      },
    },
    isOnlyHere: () => isOnlyHere,
    describeNote: () => ({ reasonId: null, words: null, by: null, approvedBy: null }),
  });
  return { day: () => history('g', 1_000), asked: () => asked };
}

test('reads back to the beginning of the day and no further', async () => {
  const { day, asked } = read([
    { lines: [line('c', 3_000), line('b', 2_000)] },
    { lines: [line('a', 1_000), line('old', 999)] },
    { lines: [line('older', 1)] },
  ]);
  expect((await day())?.added.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  expect(asked()).toBe(2);
});

test('knows what was taken back; other kinds and lines without a date are no credit of the day', async () => {
  const { day } = read([
    {
      lines: [
        line('void', 3_000, { type: 'VOID_ADD_VALUE', familyId: 'b' }),
        line('spent', 2_500, { type: 'REDEMPTION' }),
        line('b', 2_000),
        line('undated', null),
      ],
    },
  ]);
  const known = await day();
  expect(known?.added.map(({ id }) => id)).toEqual(['b']);
  expect([...(known?.voided ?? [])]).toEqual(['b']);
});

test('a part that cannot be read makes the whole unknown', async () => {
  expect(await read([{ lines: [line('a', 2_000)] }, null]).day()).toBeNull();
  expect(await read([{ lines: [line('a', 2_000)], unreadable: 1 }]).day()).toBeNull();
  expect(
    await read(Array.from({ length: 9 }, (_, n) => ({ lines: [line(`l${n}`, 2_000)] }))).day(),
  ).toBeNull();
});

test('a guest who is only here yet has no history at Toast, and that is known', async () => {
  expect(await read([], true).day()).toEqual({ added: [], voided: new Set() });
  expect(await read([]).day()).toBeNull();
});
