import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../src-preload/contract/result.ts';
import { createFakeTime } from '../../testing/fakes.ts';
import {
  collect,
  createPageSense,
  createReader,
  nextFromLink,
  type Page,
  placeFromText,
  placeToText,
  totalOf,
} from './paging.ts';

type Item = { readonly id: string };
type Meaning = 'number from 1' | 'number from 0' | 'offset from 0' | 'offset from 1';

const items = (count: number): readonly Item[] =>
  Array.from({ length: count }, (_, i) => ({ id: `id-${i}` }));

const whole = (all: readonly Item[]) => ok({ items: all, unreadable: 0, more: false });

/** A server that reads `page` as `meaning` has it, over `books` as they are when it is asked. */
function server(meaning: Meaning, store: () => readonly Item[], over: Partial<Page<Item>> = {}) {
  const asked: string[] = [];
  const ask = async (query: URLSearchParams) => {
    asked.push(query.get('page') ?? '-');
    const size = Number(query.get('pageSize'));
    const page = query.has('page') ? Number(query.get('page')) : null;
    const from: Record<Meaning, number> = {
      'number from 1': ((page ?? 1) - 1) * size,
      'number from 0': (page ?? 0) * size,
      'offset from 0': page ?? 0,
      'offset from 1': (page ?? 1) - 1,
    };
    const start = from[meaning];
    return ok({ items: store().slice(start, start + size), next: 'unsaid' as const, ...over });
  };
  return { ask, asked };
}

const MEANINGS: readonly Meaning[] = ['number from 1', 'number from 0', 'offset from 0', 'offset from 1'];

describe.each(MEANINGS)('where page is a %s', (meaning) => {
  it.each([0, 1, 49, 50, 51, 52, 74, 99, 100, 101, 150, 237])(
    'collects all of %d, each once, in order',
    async (count) => {
      const store = items(count);
      const { ask, asked } = server(meaning, () => store);
      expect(await collect(ask, { limit: Number.POSITIVE_INFINITY })).toEqual(whole(store));
      expect(asked.length).toBeLessThanOrEqual(Math.ceil(count / 50) + 4);
    },
  );

  it('does so for any length and page size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 130 }),
        fc.integer({ min: 8, max: 50 }),
        async (count, pageSize) => {
          const { ask } = server(meaning, () => items(count));
          const all = await collect(ask, { limit: 1_000, pageSize, maxPages: 100 });
          expect(all).toEqual(whole(items(count)));
        },
      ),
    );
  });

  it('does so in portions, gone on with from a text, for any length and any page size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 130 }),
        fc.integer({ min: 1, max: 50 }),
        async (count, pageSize) => {
          const { ask } = server(meaning, () => items(count));
          const read: Item[] = [];
          let text: string | null = null;
          for (let more = true; more; ) {
            const from = text === null ? {} : { from: placeFromText(text) };
            const reader = createReader(ask, { pageSize, ...from });
            const portion = await reader.next();
            if (!portion.ok) throw new Error(portion.error.kind);
            read.push(...portion.value.items);
            more = portion.value.more;
            text = placeToText(reader.place());
          }
          expect(read).toEqual(items(count));
        },
      ),
    );
  });

  it('misses nothing that was there when a line is added between two pages', async () => {
    const before = items(180);
    let calls = 0;
    const { ask } = server(meaning, () => {
      calls += 1;
      return calls > 2 ? [{ id: 'new' }, ...before] : before;
    });
    const all = await collect(ask, { limit: 1_000 });
    expect(all.ok && before.every(({ id }) => all.value.items.some((item) => item.id === id))).toBe(true);
    expect(all.ok && new Set(all.value.items.map(({ id }) => id)).size === all.value.items.length).toBe(true);
  });

  it('stops as soon as it has enough', async () => {
    const { ask, asked } = server(meaning, () => items(300));
    expect(await collect(ask, { limit: 50 })).toEqual(ok({ items: items(50), unreadable: 0, more: true }));
    expect(asked).toEqual(['-']);
  });
});

it('asks once for a list that says how many there are, or has no next', async () => {
  for (const over of [{ total: 49 }, { next: 'none' as const }]) {
    const { ask, asked } = server('number from 1', () => items(49), over);
    expect(await collect(ask, { limit: 1_000 })).toEqual(whole(items(49)));
    expect(asked).toEqual(['-']);
  }
});

it('takes no short page for the end: any number a page, under any meaning of page, is read to its end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: 4, max: 50 }),
      fc.constantFrom(...MEANINGS),
      fc.boolean(),
      async (count, most, meaning, counted) => {
        const { ask: inner } = server(meaning, () => items(count));
        const ask = (query: URLSearchParams) => {
          const shorter = new URLSearchParams(query);
          shorter.set('pageSize', String(Math.min(most, Number(query.get('pageSize')))));
          return inner(shorter).then((page) => ok({ ...page.value, total: counted ? count : null }));
        };
        const all = await collect(ask, { limit: Number.POSITIVE_INFINITY, maxPages: 200 });
        expect(all).toEqual(whole(items(count)));
      },
    ),
    { numRuns: 300 },
  );
});

describe('what was learned of a connection', () => {
  const ten = 10 * 60_000;

  function connection(meaning: Meaning) {
    const time = createFakeTime();
    const sense = createPageSense(time.clock);
    const now = { meaning, most: 50 };
    const list = async (count: number) => {
      const { ask: inner, asked } = server(now.meaning, () => items(count));
      const ask = (query: URLSearchParams) => {
        query.set('pageSize', String(now.most));
        return inner(query);
      };
      const all = await collect(ask, { limit: Number.POSITIVE_INFINITY, sense });
      expect(all).toEqual(whole(items(count)));
      return asked.length;
    };
    return { time, now, list };
  }

  it.each(MEANINGS)(
    'the second list of one record takes two requests where page is a %s',
    async (meaning) => {
      const { list } = connection(meaning);
      expect(await list(1)).toBe(meaning.endsWith('1') ? 3 : 2);
      for (const count of [1, 0, 1, 1]) expect(await list(count)).toBe(count === 0 ? 1 : 2);
    },
  );

  it('is found out again after ten minutes', async () => {
    const { list, time } = connection('number from 1');
    await list(1);
    await time.pass(ten - 1);
    expect(await list(1)).toBe(2);
    await time.pass(1);
    expect([await list(1), await list(1)]).toEqual([3, 2]);
  });

  it('is forgotten where an answer is not as it says', async () => {
    const { list, now } = connection('number from 1');
    await list(1);
    now.meaning = 'offset from 0';
    for (const count of [1, 2, 3, 120, 1]) await list(count);
  });

  it.each(MEANINGS)(
    'loses nothing where page becomes a %s and pages become one record long',
    async (meaning) => {
      const { list, now } = connection('number from 1');
      await list(1);
      Object.assign(now, { meaning, most: 1 });
      await list(3);
    },
  );

  it('is not learned from a service that answers the same no matter what it is asked', async () => {
    const sense = createPageSense(createFakeTime().clock);
    const deaf = async () => ok({ items: items(1), next: 'unsaid' as const });
    await collect(deaf, { limit: 1_000, sense });
    expect(sense.countsFromOne()).toBe(false);
  });

  it('never makes a part pass for the whole: any lists in a row, under meanings that change, odd pages and short ones', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            count: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 160 })),
            meaning: fc.constantFrom(...MEANINGS),
            most: fc.integer({ min: 2, max: 50 }),
            /** Which records are odd; some of them alike. */
            oddEvery: fc.constantFrom(0, 1, 2, 7),
            alike: fc.boolean(),
            counted: fc.boolean(),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        async (lists) => {
          const sense = createPageSense(createFakeTime().clock);
          for (const { count, meaning, most, oddEvery, alike, counted } of lists) {
            const isOdd = ({ id }: Item): boolean => oddEvery > 0 && Number(id.slice(3)) % oddEvery === 0;
            const { ask: inner } = server(meaning, () => items(count));
            const ask = async (query: URLSearchParams) => {
              const shorter = new URLSearchParams(query);
              shorter.set('pageSize', String(Math.min(most, Number(query.get('pageSize')))));
              const page = await inner(shorter);
              const odd = page.value.items.filter(isOdd).map(({ id }) => (alike ? 'odd' : `odd ${id}`));
              const read = page.value.items.filter((item) => !isOdd(item));
              return ok({ items: read, odd, next: 'unsaid' as const, total: counted ? count : null });
            };
            const all = await collect(ask, { limit: Number.POSITIVE_INFINITY, maxPages: 400, sense });
            const readable = items(count).filter((item) => !isOdd(item));
            // An error is no part: but only lists of odd records that are alike may end in one.
            if (!all.ok && alike && oddEvery > 0) continue;
            expect(all).toMatchObject({ ok: true, value: { items: readable, more: false } });
            if (!alike && all.ok) expect(all.value.unreadable).toBe(count - readable.length);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

it('errs where a list stops short of its own total, or begins again', async () => {
  const short = async () => ok({ items: items(20), next: 'none' as const, total: 120 });
  expect(await collect(short, { limit: 1_000 })).toMatchObject({ ok: false, error: { kind: 'unreadable' } });
  const looped = async () => ok({ items: items(30), next: new URLSearchParams('page=1') });
  expect(await collect(looped, { limit: 1_000 })).toMatchObject({ ok: false, error: { kind: 'unreadable' } });
});

it('takes a short answer that is the same no matter what is asked for all there is', async () => {
  const deaf = async () => ok({ items: items(3), next: 'unsaid' as const });
  expect(await collect(deaf, { limit: 1_000 })).toEqual(whole(items(3)));
});

const FIRST = items(4).map(({ id }) => id);
const EIGHT = items(16)
  .slice(8)
  .map(({ id }) => id);

it('reads past pages of odd records that are all alike, and past one that is like the first of the list', async () => {
  for (const meaning of MEANINGS.slice(0, 2)) {
    const isOdd = ({ id }: Item): boolean => [...FIRST, ...EIGHT, 'id-30'].includes(id);
    const { ask: inner } = server(meaning, () => items(200));
    const ask = async (query: URLSearchParams) => {
      const shorter = new URLSearchParams(query);
      shorter.set('pageSize', '4');
      const { items: records } = (await inner(shorter)).value;
      const textOf = (id: string): string =>
        EIGHT.includes(id) ? 'odd' : `odd ${id === 'id-30' ? 'id-0' : id}`;
      const odd = records.filter(isOdd).map(({ id }) => textOf(id));
      return ok({ items: records.filter((item) => !isOdd(item)), odd, next: 'unsaid' as const });
    };
    const all = await collect(ask, { limit: 1_000, maxPages: 100 });
    expect(all.ok && all.value.items).toEqual(items(200).filter((item) => !isOdd(item)));
  }
});

it('errs where it is the same odd record again and again', async () => {
  let asked = 0;
  const deaf = async () => {
    asked += 1;
    return ok({ items: [], odd: ['odd'], next: 'unsaid' as const });
  };
  expect(await collect(deaf, { limit: 1_000 })).toMatchObject({ ok: false, error: { kind: 'unreadable' } });
  expect(asked).toBeLessThan(8);
});

it('errs where it is the same short page again and again, and the total says that there is more', async () => {
  const deaf = async () => ok({ items: items(3), next: 'unsaid' as const, total: 120 });
  expect(await collect(deaf, { limit: 1_000 })).toMatchObject({ ok: false, error: { kind: 'unreadable' } });
});

it('counts records that cannot be read, each once, and reads on', async () => {
  const asked: string[] = [];
  const ask = async (query: URLSearchParams) => {
    asked.push(query.toString());
    const first = asked.length === 1;
    return ok({
      items: first ? items(3) : [],
      odd: first ? ['odd a', 'odd a', 'odd b'] : ['odd b'],
      next: first ? new URLSearchParams('page=2') : ('none' as const),
    });
  };
  expect(await collect(ask, { limit: 1_000 })).toEqual(ok({ items: items(3), unreadable: 3, more: false }));
});

it('asks a bounded number of times of a server that never ends', async () => {
  let n = 0;
  const asked: string[] = [];
  const ask = async (query: URLSearchParams) => {
    asked.push(query.toString());
    const page = Array.from({ length: 50 }, () => {
      n += 1;
      return { id: `id-${n}` };
    });
    return ok({ items: page, next: 'unsaid' as const });
  };
  expect(await collect(ask, { limit: Number.POSITIVE_INFINITY })).toEqual(err({ kind: 'too-wide' }));
  expect(asked).toHaveLength(20);
});

it('errs where a server answers the same full page no matter what it is asked', async () => {
  const asked: (string | null)[] = [];
  const ask = async (query: URLSearchParams) => {
    asked.push(query.get('page'));
    return ok({ items: items(50), next: 'unsaid' as const });
  };
  expect(await collect(ask, { limit: 1_000 })).toMatchObject({ ok: false, error: { kind: 'unreadable' } });
  expect(asked).toEqual([null, '1', '2', '50']);
});

it('follows what Link says, and stops where it says there is no more', async () => {
  const asked: string[] = [];
  const ask = async (query: URLSearchParams) => {
    asked.push(query.toString());
    const first = asked.length === 1;
    const next = first ? new URLSearchParams('pageSize=50&page=7') : ('none' as const);
    return ok({ items: first ? items(50) : [{ id: 'last' }], next });
  };
  expect(await collect(ask, { limit: 1_000 })).toEqual(whole([...items(50), { id: 'last' }]));
  expect(asked).toEqual(['pageSize=50', 'pageSize=50&page=7']);
});

it('errs where Link leads round in a circle', async () => {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return ok({ items: items(50), next: new URLSearchParams('page=1') });
  };
  expect(await collect(ask, { limit: 1_000 })).toMatchObject({ ok: false, error: { kind: 'unreadable' } });
  expect(asked).toBe(2);
});

it('fails as a whole where a page fails: half a list is not the list', async () => {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return asked === 1
      ? ok({ items: items(50), next: 'unsaid' as const })
      : err({ kind: 'timeout', afterMs: 1 } as const);
  };
  expect(await collect(ask, { limit: 1_000 })).toEqual(err({ kind: 'timeout', afterMs: 1 }));
});

it('keeps a place of bounded size, and knows by it where a list begins again', async () => {
  let asked = 0;
  // Number 7 begins the list again, as a proxy with a bad cache may.
  const ask = async () => {
    const start = (asked % 6) * 50;
    asked += 1;
    return ok({
      items: items(300).slice(start, start + 50),
      next: new URLSearchParams({ page: String(asked) }),
    });
  };
  const read: Item[] = [];
  let text: string | null = null;
  for (let more = true; more; ) {
    const reader: ReturnType<typeof createReader<Item>> = createReader(
      ask,
      text === null ? {} : { from: placeFromText(text) },
    );
    const portion = await reader.next();
    if (!portion.ok) {
      // That it begins again is no end: what is behind it was never shown.
      expect(portion.error.kind).toBe('unreadable');
      break;
    }
    read.push(...portion.value.items);
    more = portion.value.more;
    text = placeToText(reader.place());
    expect(text.length).toBeLessThan(2_000);
  }
  expect(asked).toBe(7);
  expect(read).toEqual(items(300));
});

it('continues after a failure where it failed', async () => {
  const { ask } = server('offset from 0', () => items(170));
  let fail = false;
  const reader = createReader<Item>(async (query) => {
    fail = !fail;
    return fail ? err({ kind: 'timeout', afterMs: 1 }) : ask(query);
  });
  const read: Item[] = [];
  for (let more = true; more; ) {
    const portion = await reader.next();
    if (!portion.ok) continue;
    read.push(...portion.value.items);
    more = portion.value.more;
  }
  expect(read).toEqual(items(170));
});

it.each([
  ['31', 31],
  ['0', 0],
  ['', null],
  ['many', null],
  ['-1', null],
])('a total of %j is %j', (text, total) => {
  expect(totalOf(new Headers({ 'toast-total-result-count': text }))).toBe(total);
  expect(totalOf(new Headers())).toBeNull();
});

it('says how many there are where the CRM says it', async () => {
  const { ask } = server('number from 1', () => items(20), { total: 20 });
  expect(await createReader(ask).next()).toEqual(
    ok({ items: items(20), unreadable: 0, more: false, total: 20 }),
  );
});

describe('the Link header', () => {
  const asked = new URL('https://crm.test/crm/v1/customers/search');
  const path = 'https://crm.test/crm/v1/customers/search';

  it.each([
    [`<${path}?page=2&pageSize=50>; rel="next"`, 'page=2&pageSize=50'],
    [`<${path}>; rel="first", <${path}?page=3>; rel="next", <${path}?page=9>; rel="last"`, 'page=3'],
    ['</crm/v1/customers/search?page=2>; rel=next', 'page=2'],
    ['<?page=2>; title="x"; rel="last next"', 'page=2'],
  ])('%s', (header, expected) => {
    expect(String(nextFromLink(header, asked))).toBe(expected);
  });

  it.each([
    [null, 'unsaid'],
    ['', 'unsaid'],
    ['nonsense', 'unsaid'],
    ['<https://other.test/x>; rel="preconnect"', 'unsaid'],
    [`<${path}>; rel="first", <${path}?page=2>; rel="self"`, 'none'],
    ['<https://evil.test/crm/v1/customers/search?page=2>; rel="next"', 'unusable'],
    ['<http://crm.test/crm/v1/customers/search?page=2>; rel="next"', 'unusable'],
    ['<https://crm.test/crm/v1/customers?page=2>; rel="next"', 'unusable'],
    ['<https://[>; rel="next"', 'unusable'],
  ])('%s is %s', (header, expected) => {
    expect(nextFromLink(header, asked)).toBe(expected);
  });
});

it('takes a page without Link behind linked ones for the last, and one that leads elsewhere for no end', async () => {
  const list = (last: 'unsaid' | 'unusable') => {
    let asked = 0;
    return async () => {
      asked += 1;
      const next = asked < 3 ? new URLSearchParams({ page: String(asked + 1) }) : last;
      return ok({ items: items(60).slice((asked - 1) * 20, asked * 20), next });
    };
  };
  expect(await collect(list('unsaid'), { limit: 1_000 })).toEqual(whole(items(60)));
  expect(await collect(list('unusable'), { limit: 1_000 })).toMatchObject({ error: { kind: 'unreadable' } });
});
