import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { chooseAmount, type Draft, emptyDraft, typeAmount } from '../features/credit/draft.ts';
import { createFakeClock } from '../testing/fake-api.ts';
import { createKeyGate, GAP_MS, type GateKey, SCAN_KEYS } from './key-gate.ts';
import type { Key } from './keypad.ts';

const TRACK = '%B4111111111111111^DOE/ANA^25121011000?;4111111111111111=25121011000?';
const keyOf = (char: string): GateKey =>
  char === '\n' ? { does: 'enter' } : char === '\b' ? { does: 'delete' } : { char };

/** A gate in front of a field of text, and all that ever stood in that field. */
function setUp() {
  const clock = createFakeClock();
  const seen: string[] = [];
  const said = { cards: 0, scans: 0, late: 0, enters: 0 };
  let text = '';
  const put = (next: string): void => {
    text = next;
    seen.push(next);
  };
  const gate = createKeyGate(clock, {
    begin: () => {},
    give: (keys, scan) => {
      if (scan) said.scans += 1;
      for (const key of keys) {
        if ('char' in key) put(text + key.char);
        else if (key.does === 'delete') put(text.slice(0, -1));
        else said.enters += 1;
      }
    },
    card: (given) => {
      said.cards += 1;
      put(text.slice(0, Math.max(0, text.length - given)));
    },
    late: () => {
      said.late += 1;
    },
  });
  let now = 0;
  /** Types with so long a pause before each key, and hands the keys over so long after they came (ms). */
  const type = (keys: string, gap: number | ((at: number) => number)): void => {
    [...keys].forEach((key, at) => {
      const pause = typeof gap === 'number' ? gap : gap(at);
      clock.pass(pause);
      now += pause;
      gate.key(keyOf(key), now);
    });
  };
  const rest = (ms: number): void => {
    clock.pass(ms);
    now += ms;
  };
  return { gate, clock, said, seen, type, rest, text: () => text };
}

let field: ReturnType<typeof setUp>;
beforeEach(() => {
  field = setUp();
});

describe('fingers', () => {
  it('pass one by one, at their own pace', () => {
    field.type('1500', 70);
    expect(field.text()).toBe('150');
    field.rest(30);
    expect(field.text()).toBe('1500');
    field.type('\n', 70);
    expect(field.said).toEqual({ cards: 0, scans: 0, late: 0, enters: 1 });
  });

  it('pass in their order where a few overlap', () => {
    field.type('Ana', 8);
    field.type('\n', 8);
    field.rest(100);
    expect(field.text()).toBe('Ana');
    expect(field.said).toMatchObject({ scans: 0, enters: 1 });
  });

  it('are heard before the touch that follows', () => {
    field.type('Ana', 8);
    field.gate.end();
    expect(field.text()).toBe('Ana');
  });

  it('are as fast as fingers at 20 ms, and a scanner at less', () => {
    field.type('123456', GAP_MS);
    field.rest(500);
    expect(field.said.scans).toBe(0);
    field.type('123456', GAP_MS - 0.1);
    field.rest(500);
    expect(field.said.scans).toBe(1);
  });
});

describe('a scan', () => {
  it('comes whole, with its Enter in its place', () => {
    field.type('00004995\n', 3);
    expect(field.seen).toEqual([]);
    field.rest(200);
    expect(field.text()).toBe('00004995');
    expect(field.said).toMatchObject({ scans: 1, enters: 1 });
  });

  it('counts its Enter, and takes one that comes a moment later for its own', () => {
    field.type('12345\n', 3);
    field.rest(200);
    expect(field.said).toMatchObject({ scans: 1, enters: 1 });
    field.rest(1000);
    field.type('123456', 3);
    field.type('\n', 60);
    expect(field.said).toMatchObject({ scans: 1, enters: 1 });
    field.rest(200);
    expect(field.said).toMatchObject({ scans: 2, enters: 2 });
  });

  it('is known at its last key, before anything is pressed with it', () => {
    field.type('12345', 3);
    expect(field.gate.scanning(18)).toBe(true);
    expect(field.gate.scanning(40)).toBe(false);
    field.rest(200);
    field.type('12345678', 3);
    expect(field.gate.scanning(301)).toBe(true);
  });

  it('continues where a capital takes a key of its own', () => {
    field.type('AB', 3);
    for (const at of [18, 30, 42]) field.gate.aside(at);
    field.gate.key({ char: 'C' }, 50);
    field.type('', 0);
    field.rest(500);
    expect(field.text()).toBe('ABC');
  });
});

describe('a card', () => {
  it.each([1, 5, 15])('swiped with %i ms between the keys is never shown, not even in part', (gap) => {
    field.type(`${TRACK}\n`, gap);
    field.rest(1000);
    expect(field.seen.join('')).toBe('');
    expect(field.said).toMatchObject({ cards: 1, enters: 0 });
  });

  it('read slowly is gone as soon as it is known, and the rest of it is dropped', () => {
    field.type('x', 0);
    field.rest(600);
    field.type(`${TRACK}\n`, 40);
    field.rest(1000);
    expect(field.text()).toBe('x');
    expect(field.seen.join('|')).not.toMatch(/\d/);
    expect(field.said.enters).toBe(0);
  });

  it('read with hiccups is never shown as a number', () => {
    field.type(`${TRACK}\n`, (at) => (at % 7 === 3 ? 45 : 2));
    field.rest(1000);
    expect(field.text()).toBe('');
    expect(field.seen.every((text) => !/\d{4}/.test(text))).toBe(true);
  });

  it('read with a long hiccup leaves nothing behind, either', () => {
    field.type(`${TRACK}\n`, (at) => (at === 30 ? 900 : 2));
    field.rest(1000);
    expect(field.text()).toBe('');
    expect(field.said).toMatchObject({ cards: 1, enters: 0 });
  });

  it('typed by a person is taken back at its last digit', () => {
    field.type('4111 1111 1111 1111', 150);
    field.rest(1000);
    expect(field.text()).toBe('');
    expect(field.said.cards).toBe(1);
  });

  it('is not made of two texts with a pause, an Enter or a touch between', () => {
    field.type('41111111', 70);
    field.rest(600);
    field.type('11111111', 70);
    field.rest(600);
    field.type('41111111\n11111111', 70);
    field.rest(600);
    field.type('41111111', 70);
    field.gate.end();
    field.type('11111111', 70);
    field.rest(600);
    expect(field.said.cards).toBe(0);
  });

  it('leaves a keyboard that works', () => {
    field.type(TRACK, 3);
    field.rest(1000);
    field.type('Ana', 70);
    field.rest(100);
    expect(field.text()).toBe('Ana');
  });
});

describe('an amount', () => {
  /** The amount screen behind a gate: scans are dropped, and what was typed of one is put back. */
  function amount(start: Draft, lag: (at: number) => number) {
    const clock = createFakeClock();
    let draft = start;
    let before = start;
    let submitted = 0;
    const gate = createKeyGate(clock, {
      begin: () => {
        before = draft;
      },
      give: (keys, scan) => {
        if (scan) return;
        for (const key of keys) {
          if ('char' in key) {
            if (/^\d$/.test(key.char)) draft = typeAmount(draft, key.char as Key);
          } else if (key.does === 'delete') draft = typeAmount(draft, 'delete');
          else submitted += 1;
        }
      },
      card: () => {
        draft = before;
      },
      late: () => {
        draft = before;
      },
    });
    return {
      /** The scan's keys by their stamps, each handed over late. */
      scan: (keys: string, gaps: readonly number[]): void => {
        let at = 1_000;
        [...keys].forEach((key, n) => {
          clock.pass(lag(n));
          at += gaps[n % gaps.length] ?? 0;
          gate.key(keyOf(key), at);
        });
        clock.pass(1_000);
      },
      now: () => ({ draft, submitted }),
    };
  }
  const start = chooseAmount(emptyDraft, cents(1_000));
  const gaps = fc.array(fc.integer({ min: 0, max: GAP_MS - 1 }), { minLength: 1, maxLength: 8 });
  // 12 digits at most: no card's number.
  const scanned = fc.stringMatching(new RegExp(`^[0-9A-Z]{${String(SCAN_KEYS - 1)},12}$`));

  it('is never what a scanner typed, and its Enter gives nothing', () => {
    fc.assert(
      fc.property(scanned, gaps, (code, between) => {
        const screen = amount(start, () => 1);
        screen.scan(`${code}\n`, between);
        expect(screen.now()).toEqual({ draft: start, submitted: 0 });
      }),
    );
  });

  it('is put back where a busy page handled the scan’s first keys before the others', () => {
    fc.assert(
      fc.property(
        scanned,
        gaps,
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 6 }),
        (code, between, lags) => {
          const screen = amount(start, (n) => lags[n % lags.length] ?? 0);
          screen.scan(`${code}\n`, between);
          expect(screen.now()).toEqual({ draft: start, submitted: 0 });
        },
      ),
    );
  });

  it('is what fingers typed', () => {
    const screen = amount(start, () => 60);
    screen.scan('1500\n', [70]);
    expect(screen.now()).toMatchObject({ draft: { amount: 1500 }, submitted: 1 });
  });
});
