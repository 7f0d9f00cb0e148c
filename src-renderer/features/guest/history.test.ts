import { expect, it } from 'vitest';
import type { HistoryLine } from '../../../src-preload/contract/guest.ts';
import { cents } from '../../../src-preload/contract/money.ts';
import { withEarlier, withFirstPage } from './history.ts';

const line = (id: string, at: number): HistoryLine => ({
  ...{ id, kind: 'added', amount: cents(500), at },
  ...{ reasonId: null, words: null, by: null, approvedBy: null },
});

it('shows a GUID that Toast booked twice as two lines, on one page or on two', () => {
  const first = { lines: [line('a', 30), line('a', 20)], next: 'x', asOf: 40 };
  const past = withFirstPage(null, first);
  expect(past?.lines).toHaveLength(2);
  const grown = past && withEarlier(past, { lines: [line('a', 20), line('a', 10)], next: null });
  expect(grown?.lines.map(({ at }) => at)).toEqual([30, 20, 10]);
  expect(withFirstPage(grown, first)?.lines.map(({ at }) => at)).toEqual([30, 20, 10]);
});
