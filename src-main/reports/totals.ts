import type { Cents } from '../../src-preload/contract/money.ts';
import type {
  GivenReport,
  HourTotal,
  PersonTotal,
  ReasonTotal,
  ReportCredit,
  Total,
} from '../../src-preload/contract/report.ts';

const NOTHING: Total = { count: 0, sum: 0 };

function add(total: Total, amount: Cents): Total {
  return { count: total.count + 1, sum: total.sum + amount };
}

export function totalOf(amounts: Iterable<Cents>): Total {
  let total = NOTHING;
  for (const amount of amounts) total = add(total, amount);
  return total;
}

const LARGEST = 5;
const HOUR_MS = 3_600_000;

/** What credits of one business day add up to, in the shapes a report shows. */
export function addUp(
  credits: readonly ReportCredit[],
  day: { readonly from: number; readonly to: number },
  now: number,
): GivenReport {
  return {
    given: totalOf(credits.map(({ amount }) => amount)),
    approved: totalOf(credits.flatMap(({ approvedBy, amount }) => (approvedBy === null ? [] : [amount]))),
    byReason: byReason(credits),
    byEmployee: byEmployee(credits),
    byHour: byHour(credits, day, now),
    largest: [...credits].sort((a, b) => b.amount - a.amount || (a.at ?? 0) - (b.at ?? 0)).slice(0, LARGEST),
  };
}

/** Adds up by a key, the largest sum first; equal sums in the order of their keys, so that a report is always the same. */
function grouped<T>(
  credits: readonly ReportCredit[],
  keyOf: (credit: ReportCredit) => string,
  named: (credit: ReportCredit) => T,
): (T & Total)[] {
  const groups = new Map<string, { readonly named: T; total: Total }>();
  for (const credit of credits) {
    const key = keyOf(credit);
    const group = groups.get(key) ?? { named: named(credit), total: NOTHING };
    groups.set(key, { ...group, total: add(group.total, credit.amount) });
  }
  return [...groups.entries()]
    .sort(([a, one], [b, other]) => other.total.sum - one.total.sum || (a < b ? -1 : 1))
    .map(([, group]) => ({ ...group.named, ...group.total }));
}

/** Words of one's own are no reason of the restaurant's: they are together, no matter what they say. */
function byReason(credits: readonly ReportCredit[]): readonly ReasonTotal[] {
  return grouped(
    credits,
    ({ reasonId }) => JSON.stringify(reasonId),
    ({ reasonId }) => ({ reasonId, words: null }),
  );
}

function byEmployee(credits: readonly ReportCredit[]): readonly PersonTotal[] {
  return grouped(
    credits,
    ({ by }) => JSON.stringify(by),
    ({ by }) => ({ name: by }),
  );
}

/**
 * Hours that really pass, from the one in which the first credit was given to the last or, while the day is on, to now:
 * the day on which clocks are set back shows one hour of its clock twice, as two hours.
 */
function byHour(
  credits: readonly ReportCredit[],
  day: { readonly from: number; readonly to: number },
  now: number,
): readonly HourTotal[] {
  const slots = new Map<number, Total>();
  for (const { at, amount } of credits) {
    if (at === null || at < day.from || at >= day.to) continue;
    const slot = Math.floor((at - day.from) / HOUR_MS);
    slots.set(slot, add(slots.get(slot) ?? NOTHING, amount));
  }
  if (slots.size === 0) return [];
  const first = Math.min(...slots.keys());
  const current = now >= day.from && now < day.to ? Math.floor((now - day.from) / HOUR_MS) : -1;
  const last = Math.max(...slots.keys(), current);
  return Array.from({ length: last - first + 1 }, (_, step) => {
    const slot = first + step;
    return {
      at: day.from + slot * HOUR_MS,
      ...(slots.get(slot) ?? NOTHING),
      running: slot === current,
    };
  });
}
