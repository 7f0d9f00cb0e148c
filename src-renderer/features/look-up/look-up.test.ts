import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, RequestName } from '../../../src-preload/contract/channels.ts';
import type { GuestMatch } from '../../../src-preload/contract/guest.ts';
import { FIRST_DIGITS } from '../../../src-preload/contract/look-up.ts';
import { err, ok } from '../../../src-preload/contract/result.ts';
import type { Key } from '../../core/keypad.ts';
import { CARD_PAUSE_MS } from '../../core/phone.ts';
import { type Ask, anaMatch, arrive, createFakeApi, createFakeClock } from '../../testing/fake-api.ts';
import {
  canAskToast,
  certainMatch,
  createLookUpStore,
  isSettled,
  isWhole,
  onlyGuest,
  PAUSE_MS,
} from './look-up.ts';

const tom: GuestMatch = { ...anaMatch, id: 'tom', name: 'Tom Okafor', shortName: 'Tom O.' };
const grace: GuestMatch = { ...anaMatch, id: 'grace', name: 'Grace L', shortName: 'Grace L.' };
const ANA = '4155550142';

type Question = 'lookUp' | 'lookUpHere' | 'searchGuests';

function setUp() {
  const fake = createFakeApi();
  const clock = createFakeClock();
  const store = createLookUpStore(fake.api, clock);
  const state = () => store.getState();
  const type = (digits: string): void => {
    for (const digit of digits) state().press(digit as Key);
  };
  const write = (text: string): void => {
    for (const letter of text) state().write(letter);
  };
  const shown = () => state().answer?.matches.map((match) => match.id);
  return { fake, clock, store, state, type, write, shown };
}

/** Questions that are answered when the test says so, each by what was asked. */
function byHand<N extends Question>(fake: ReturnType<typeof createFakeApi>, name: N) {
  const waiting = new Map<string, (answer: Answer<Question>) => void>();
  const hold: Ask<Question> = (request) =>
    new Promise((resolve) => {
      const asked = 'digits' in request ? request.digits : 'typed' in request ? request.typed : request.text;
      waiting.set(asked, resolve);
    });
  fake.script(name as RequestName, hold as Ask<RequestName>);
  return async (asked: string, answer: Answer<Question>): Promise<void> => {
    waiting.get(asked)?.(answer);
    await arrive();
  };
}
const known = (...matches: GuestMatch[]): Answer<Question> =>
  ok({ matches, total: matches.length, near: [], from: 'kiosk' });
const told = (...matches: GuestMatch[]): Answer<Question> =>
  ok({ matches, total: matches.length, near: [], from: 'toast' });

describe('by number', () => {
  it('asks nothing before the fourth digit, then the kiosk at every key, and Toast once at the last', () => {
    const { fake, type } = setUp();
    type('415');
    expect(fake.asked).toEqual([]);
    type('5550142');
    expect(fake.requests('lookUpHere').map(({ typed }) => typed)).toEqual(
      [4, 5, 6, 7, 8, 9, 10].map((length) => ANA.slice(0, length)),
    );
    expect(fake.requests('lookUp')).toEqual([{ digits: ANA, by: 'phone' }]);
  });

  it('never lets a late answer replace a newer one', async () => {
    const { fake, type, shown } = setUp();
    const here = byHand(fake, 'lookUpHere');
    type('41555');
    await here('41555', known(tom));
    await here('4155', known(anaMatch, tom, grace));
    expect(shown()).toEqual(['tom']);
  });

  it('shows the answer to fewer digits while the newer one is on its way', async () => {
    const { fake, type, shown, state } = setUp();
    const here = byHand(fake, 'lookUpHere');
    type('41555');
    await here('4155', known(anaMatch, tom));
    expect(shown()).toHaveLength(2);
    expect(state().looking).not.toBeNull();
    expect(isWhole(state())).toBe(false);
  });

  it('drops an answer to digits that were taken back', async () => {
    const { fake, type, state } = setUp();
    const here = byHand(fake, 'lookUpHere');
    type('4155');
    state().press('delete');
    await here('4155', known(anaMatch));
    expect(state()).toMatchObject({ typed: '415', answer: null, looking: null });
  });

  it('lets a guest be opened, and typing continue, while Toast takes its time', async () => {
    const { fake, type, state } = setUp();
    byHand(fake, 'lookUp');
    fake.script('lookUpHere', async () => known(anaMatch));
    type(ANA);
    await arrive();
    expect(state().toast.step).toBe('asking');
    expect(onlyGuest(state())).toEqual(anaMatch);
    expect(fake.requests('stopLookUp')).toHaveLength(0);
    state().press('delete');
    expect(fake.requests('stopLookUp')).toHaveLength(1);
    expect(state()).toMatchObject({ typed: ANA.slice(0, 9), toast: { step: 'not-asked' } });
    type('3');
    expect(fake.requests('lookUp').map(({ digits }) => digits)).toEqual([ANA, '4155550143']);
  });

  it('takes no one for the only guest beside one who cannot be read', async () => {
    const { fake, type, state } = setUp();
    fake.script('lookUp', async () =>
      ok({ matches: [anaMatch], total: 1, near: [], from: 'toast', unreadable: 1 }),
    );
    type(ANA);
    await arrive();
    expect(state().answer).toMatchObject({ total: 1, unreadable: 1 });
    expect(onlyGuest(state())).toBeUndefined();
  });

  it('joins what Toast says without moving whom it already shows', async () => {
    const { fake, type, shown, state } = setUp();
    const toast = byHand(fake, 'lookUp');
    fake.script('lookUpHere', async () => known(tom, grace));
    type(ANA);
    await arrive();
    await toast(ANA, told(anaMatch, grace, { ...tom, email: 't•••@example.com' }));
    expect(shown()).toEqual(['tom', 'grace', anaMatch.id]);
    expect(state().answer?.matches[0]?.email).toBe('t•••@example.com');
    expect(isSettled(state())).toBe(true);
  });

  it('does not let its own late answer undo what Toast said', async () => {
    const { fake, type, shown, state } = setUp();
    const here = byHand(fake, 'lookUpHere');
    fake.script('lookUp', async () => told(anaMatch, tom));
    type(ANA);
    await arrive();
    await here(ANA, known(grace));
    expect(shown()).toEqual([anaMatch.id, 'tom']);
    expect(state().looking).toBeNull();
  });

  it('drops what Toast says to a number that is not asked for any more', async () => {
    const { fake, type, shown, state } = setUp();
    const toast = byHand(fake, 'lookUp');
    fake.script('lookUpHere', async () => known(tom));
    type(ANA);
    state().press('delete');
    await toast(ANA, told(anaMatch));
    expect(shown()).toEqual(['tom']);
    expect(state().toast.step).toBe('not-asked');
  });

  it('chooses no one where two share the number, or more match than are shown', async () => {
    const { fake, type, state } = setUp();
    fake.script('lookUp', async () => told(anaMatch, tom));
    type(ANA);
    await arrive();
    expect(onlyGuest(state())).toBeUndefined();
    fake.script('lookUpHere', async () => ok({ matches: [tom], total: 9, near: [], from: 'kiosk' }));
    byHand(fake, 'lookUp');
    state().press('clear');
    type(ANA);
    await arrive();
    expect(onlyGuest(state())).toBeUndefined();
  });

  it('keeps what the kiosk knows where We can’t reach Toast, says so, and asks again on request', async () => {
    const { fake, type, shown, state } = setUp();
    fake.script('lookUpHere', async () => known(tom));
    fake.script('lookUp', async () => known(tom));
    type(ANA);
    await arrive();
    expect(state().toast).toEqual({ step: 'failed', error: null });
    expect(shown()).toEqual(['tom']);
    fake.script('lookUp', async () => err({ code: 'toast-trouble', requestId: null }));
    state().askToast();
    expect(canAskToast(state())).toBe(false);
    await arrive();
    expect(state().toast).toMatchObject({ step: 'failed', error: { code: 'toast-trouble' } });
    expect(shown()).toEqual(['tom']);
    fake.script('lookUp', async () => told(tom));
    state().enter();
    await arrive();
    expect(state().toast.step).toBe('answered');
    expect(canAskToast(state())).toBe(false);
  });

  it('does not ask again for a number that cannot be one', async () => {
    const { fake, type, state } = setUp();
    fake.script('lookUp', async () => err({ code: 'number-impossible' }));
    type('0005550142');
    await arrive();
    expect(canAskToast(state())).toBe(false);
  });

  it('says what is missing when Enter comes too early', () => {
    const { type, state } = setUp();
    state().enter();
    expect(state().error).toBeNull();
    type('41555');
    state().enter();
    expect(state().error).toEqual({ code: 'number-too-short', digits: 5, needed: 10 });
    type('5');
    expect(state().error).toBeNull();
  });

  it('survives a bridge that is gone', async () => {
    const { fake, type, state } = setUp();
    fake.script('lookUpHere', () => Promise.reject(new Error('gone')));
    type('4155');
    await arrive();
    expect(state()).toMatchObject({ answer: null, error: { code: 'internal' } });
  });

  it.each([
    ['14155550142', ANA],
    ['01114155550142', ANA],
    ['415555014299', ANA],
  ])('takes %s as typed for %s', (typed, asked) => {
    const { fake, type } = setUp();
    type(typed);
    expect(fake.requests('lookUp').at(-1)?.digits).toBe(asked);
  });

  it.each([
    '+1 (415) 555-0142',
    '415.555.0142 ext. 12',
    'tel:+14155550142;ext=12',
    '011 1 415 555 0142',
    'Ana: 415-555-0142\r\n',
  ])('takes %j in one go, in the place of what was begun', (text) => {
    const { fake, type, state } = setUp();
    type('6285');
    state().write(text);
    expect(fake.requests('lookUp').map(({ digits }) => digits)).toEqual([ANA]);
    expect(fake.requests('lookUpHere').map(({ typed }) => typed)).toEqual(['6285', ANA]);
  });
});

describe('a number of another country', () => {
  const COLOMBIA = '+573214567890';

  it.each(['+57 321 456 7890', '011 57 321 456 7890', '00573214567890', 'Ana: +57-321-456-7890 ext. 2'])(
    '%j is asked for whole, when the typing pauses, and never its first ten digits',
    (text) => {
      const { fake, clock, state } = setUp();
      state().write(text);
      clock.pass(PAUSE_MS);
      expect(fake.requests('lookUp')).toEqual([{ digits: COLOMBIA, by: 'phone' }]);
      expect(JSON.stringify(fake.asked)).not.toContain('"573214');
    },
  );

  it('is typed with 011 on the keypad, and with + on a keyboard', () => {
    const { fake, clock, state, type } = setUp();
    type('011573214567890');
    clock.pass(PAUSE_MS);
    state().reset();
    state().write('+');
    type('573214567890');
    clock.pass(PAUSE_MS);
    expect(fake.requests('lookUp').map(({ digits }) => digits)).toEqual([COLOMBIA, COLOMBIA]);
  });

  it('is no one’s for certain before Toast has answered', async () => {
    const { fake, clock, state } = setUp();
    fake.script('lookUpHere', async () => known(anaMatch));
    fake.script('lookUp', async () => told(anaMatch));
    state().write(COLOMBIA);
    await arrive();
    expect(state().answer?.total).toBe(1);
    expect(onlyGuest(state())).toBeUndefined();
    clock.pass(PAUSE_MS);
    await arrive();
    expect(isWhole(state())).toBe(true);
    expect(onlyGuest(state())).toEqual(anaMatch);
  });

  it('is too short before it has seven digits', () => {
    const { state } = setUp();
    state().write('+57321');
    state().enter();
    expect(state().error).toEqual({ code: 'number-too-short', digits: 5, needed: 7 });
  });

  it('without a lead it is no number here: nothing is asked, and it is said', () => {
    const { fake, state } = setUp();
    state().write('57 321 456 7890');
    expect(state()).toMatchObject({ typed: '573214567890', error: { code: 'number-impossible' } });
    expect(fake.asked).toEqual([]);
  });
});

describe('a payment card', () => {
  it.each(['phone', 'last-four', 'name', 'email'] as const)(
    'pasted while looking by %s stays nowhere',
    (by) => {
      const { fake, state } = setUp();
      state().choose(by);
      state().write('4111 1111 1111 1111');
      expect(state()).toMatchObject({ by, typed: '', answer: null, error: { code: 'card-number' } });
      expect(fake.asked).toEqual([]);
    },
  );

  it('typed letter by letter is gone at its last digit', () => {
    const { state, write } = setUp();
    state().choose('email');
    write('4111111111111111');
    expect(state()).toMatchObject({ typed: '', error: { code: 'card-number' } });
  });

  it('typed on the keypad is gone at its last digit', () => {
    const { state, type } = setUp();
    type('4111111111111111');
    expect(state()).toMatchObject({ typed: '', answer: null, error: { code: 'card-number' } });
    type('4');
    expect(state()).toMatchObject({ typed: '4', error: null });
  });
});

describe('a payment card typed by a person', () => {
  /** Numbers that the networks publish for tests; their first ten digits have the form of a phone number, or nearly. */
  const CARDS = [
    '4242424242424242',
    '4222222222222',
    '5555555555554444',
    '2223003122003222',
    '378282246310005',
    '6011111111111117',
    '6250941006528599',
    '3530111333300000',
    '30569309025904',
    '36227206271667',
    '4622943127049865938',
  ];
  const slowly = (
    kit: ReturnType<typeof setUp>,
    digits: string,
    ms: (at: number) => number = () => CARD_PAUSE_MS - 1,
  ): void => {
    [...digits].forEach((digit, at) => {
      kit.type(digit);
      kit.clock.pass(ms(at));
    });
  };

  it.each(CARDS)('%s is never asked of Toast, and is gone at its last digit', (card) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 30, max: CARD_PAUSE_MS - 1 }), { minLength: 19 }), (gaps) => {
        const kit = setUp();
        slowly(kit, card, (at) => gaps[at] ?? 0);
        kit.clock.pass(10_000);
        expect(kit.fake.requests('lookUp')).toEqual([]);
        expect(kit.fake.requests('stopLookUp')).toEqual([]);
        // Some pass the check before they are whole: what follows is a short text of its own.
        expect(kit.state().typed.length).toBeLessThan(FIRST_DIGITS);
      }),
      { numRuns: 20 },
    );
  });

  it('with a long pause after the eleventh digit or later, too', () => {
    const kit = setUp();
    slowly(kit, '424242424242', (at) => (at < 10 ? 300 : 5_000));
    expect(kit.fake.requests('lookUp')).toEqual([]);
    expect(canAskToast(kit.state())).toBe(true);
  });

  it('under a name no Toast is asked for ten of its digits or more', () => {
    const kit = setUp();
    kit.state().choose('name');
    for (const digit of '4242 4242 424') {
      kit.write(digit);
      kit.clock.pass(digit === ' ' ? 0 : 200);
    }
    kit.clock.pass(10_000);
    kit.state().enter();
    expect(kit.fake.requests('searchGuests')).toEqual([]);
  });

  it('a phone number that begins as one is asked for when no digit follows, and at Enter at once', async () => {
    const kit = setUp();
    kit.fake.script('lookUpHere', async () => known(tom));
    slowly(kit, ANA);
    expect(kit.fake.requests('lookUp')).toEqual([]);
    await arrive();
    // What this kiosk knows shows at once.
    expect(onlyGuest(kit.state())).toEqual(tom);
    expect(kit.state().toast.step).toBe('asking');
    kit.clock.pass(1);
    expect(kit.fake.requests('lookUp')).toEqual([{ digits: ANA, by: 'phone' }]);
    kit.clock.pass(10_000);
    expect(kit.fake.requests('lookUp')).toHaveLength(1);
    for (const ask of ['enter', 'askToast'] as const) {
      const other = setUp();
      slowly(other, ANA);
      other.state()[ask]();
      other.clock.pass(10_000);
      expect(other.fake.requests('lookUp')).toHaveLength(1);
    }
  });

  it.each(['2125550142', '7185550142', '9175550142', '3125550142', '14155550142'])(
    '%s cannot be one, and is asked for at once',
    (number) => {
      const kit = setUp();
      slowly(kit, number, (at) => (at < number.length - 1 ? 300 : 0));
      expect(kit.fake.requests('lookUp')).toHaveLength(1);
    },
  );

  it('a number of a scanner, or pasted, is asked for at once', () => {
    const scanned = setUp();
    slowly(scanned, ANA, () => 5);
    expect(scanned.fake.requests('lookUp')).toHaveLength(1);
    const pasted = setUp();
    pasted.clock.pass(5_000);
    pasted.state().write(ANA);
    expect(pasted.fake.requests('lookUp')).toHaveLength(1);
  });
});

describe('by last four', () => {
  it('asks this kiosk alone, at exactly four digits, and starts empty', async () => {
    const { fake, type, state } = setUp();
    type('415');
    state().choose('last-four');
    expect(state().typed).toBe('');
    type('01429');
    expect(state().typed).toBe('0142');
    await arrive();
    expect(fake.requests('lookUpHere')).toEqual([{ typed: '0142', by: 'last-four' }]);
    expect(fake.requests('lookUp')).toEqual([]);
    expect(onlyGuest(state())).toEqual(anaMatch);
    expect(isSettled(state())).toBe(true);
  });
});

describe('by name and by e-mail', () => {
  it('asks the kiosk at every letter from the second, and Toast only when the typing pauses', () => {
    const { fake, clock, state, write } = setUp();
    state().choose('name');
    write('A');
    clock.pass(PAUSE_MS);
    expect(fake.asked).toEqual([]);
    write('na P');
    expect(fake.requests('lookUpHere').map(({ typed }) => typed)).toEqual(['An', 'Ana', 'Ana P']);
    clock.pass(PAUSE_MS - 1);
    write('e');
    clock.pass(PAUSE_MS - 1);
    expect(fake.requests('searchGuests')).toEqual([]);
    clock.pass(1);
    expect(fake.requests('searchGuests')).toEqual([{ text: 'Ana Pe', by: 'name' }]);
    clock.pass(10 * PAUSE_MS);
    expect(fake.requests('searchGuests')).toHaveLength(1);
  });

  it('asks Toast at once on Enter, and not again at the pause', () => {
    const { fake, clock, state, write } = setUp();
    state().choose('name');
    write('Ana');
    state().enter();
    clock.pass(PAUSE_MS);
    expect(fake.requests('searchGuests')).toHaveLength(1);
  });

  it('asks Toast for whole addresses only', () => {
    const { fake, clock, state, write } = setUp();
    state().choose('email');
    write('ana@example');
    state().enter();
    clock.pass(PAUSE_MS);
    expect(fake.requests('searchGuests')).toEqual([]);
    write('.com');
    clock.pass(PAUSE_MS);
    expect(fake.requests('searchGuests')).toEqual([{ text: 'ana@example.com', by: 'email' }]);
  });

  it('stops Toast when another letter comes, keeps whom it told of while they fit, and asks for more', async () => {
    const { fake, clock, state, write, shown } = setUp();
    fake.script('lookUpHere', async () => known());
    fake.script('searchGuests', async () => told(grace, tom));
    state().choose('name');
    write('ok');
    clock.pass(PAUSE_MS);
    await arrive();
    expect(shown()).toEqual(['grace', 'tom']);
    const toast = byHand(fake, 'searchGuests');
    write('a');
    await arrive();
    expect(shown()).toEqual(['tom']);
    clock.pass(PAUSE_MS);
    write('f');
    expect(fake.requests('stopLookUp')).toHaveLength(1);
    await toast('oka', told(anaMatch));
    expect(shown()).toEqual(['tom']);
  });

  it('keeps the list where it is when Toast brings others', async () => {
    const { fake, clock, state, write, shown } = setUp();
    fake.script('lookUpHere', async () => known(tom));
    fake.script('searchGuests', async () => told(anaMatch, tom));
    state().choose('name');
    write('to');
    await arrive();
    expect(shown()).toEqual(['tom']);
    clock.pass(PAUSE_MS);
    await arrive();
    expect(shown()).toEqual(['tom', anaMatch.id]);
    expect(onlyGuest(state())).toBeUndefined();
  });

  it('takes back a whole letter, also one of several parts, and no more than fits', () => {
    const { state, write } = setUp();
    state().choose('name');
    state().write('Zoë 👩‍👩‍👧');
    state().press('delete');
    expect(state().typed).toBe('Zoë ');
    state().press('clear');
    write('  Núñez\u202e  ');
    expect(state().typed).toBe('Núñez ');
    state().write('x'.repeat(200));
    expect(state().typed).toBe('Núñez ');
    state().choose('email');
    state().write(' ana @example.com\n');
    expect(state().typed).toBe('ana@example.com');
    state().press('7');
    expect(state().typed).toBe('ana@example.com7');
  });

  it('says how much is missing where Enter comes before the second letter', () => {
    const { state, write } = setUp();
    state().choose('name');
    write('A');
    state().enter();
    expect(state().error).toEqual({ code: 'words-too-short', needed: 2 });
  });

  it('asks nothing again for a space behind a name', () => {
    const { fake, state, write } = setUp();
    state().choose('name');
    write('Ana ');
    expect(fake.requests('lookUpHere')).toHaveLength(2);
  });
});

describe('leaving', () => {
  it('forgets everything on reset, stops Toast, and drops what is still to come', async () => {
    const { fake, type, state } = setUp();
    const here = byHand(fake, 'lookUpHere');
    const toast = byHand(fake, 'lookUp');
    type(ANA);
    state().reset();
    expect(fake.requests('stopLookUp')).toHaveLength(1);
    await here(ANA, known(anaMatch));
    await toast(ANA, told(anaMatch));
    expect(state()).toMatchObject({
      by: 'phone',
      typed: '',
      named: '',
      answer: null,
      looking: null,
      toast: { step: 'not-asked' },
      error: null,
    });
  });

  it('does not ask at a pause that comes after the reset, or in another way of looking', () => {
    const { fake, clock, state, write } = setUp();
    state().choose('name');
    write('Ana');
    state().choose('email');
    clock.pass(PAUSE_MS);
    state().choose('name');
    write('Ana');
    state().reset();
    clock.pass(PAUSE_MS);
    expect(fake.requests('searchGuests')).toEqual([]);
    expect(fake.requests('stopLookUp')).toEqual([]);
  });

  it('drops the answer to the same text asked for in another way', async () => {
    const { fake, state, shown } = setUp();
    const here = byHand(fake, 'lookUpHere');
    state().choose('name');
    state().write('ana');
    state().choose('email');
    state().write('ana.p');
    await here('ana', known(anaMatch));
    expect(shown()).toBeUndefined();
  });

  it('keeps a name that found no one for the number after it, until that is cleared or another way is chosen', () => {
    const { state, write, type } = setUp();
    const byName = (): void => {
      state().choose('name');
      write('Ines Obi ');
      state().numberInstead();
    };
    byName();
    expect(state()).toMatchObject({ by: 'phone', typed: '', named: 'Ines Obi' });
    type('415');
    expect(state().named).toBe('Ines Obi');
    state().press('clear');
    expect(state().named).toBe('');
    byName();
    state().choose('last-four');
    state().choose('phone');
    expect(state().named).toBe('');
  });

  it('takes one guest for the only one by a whole name alone', async () => {
    const { fake, state, write, clock } = setUp();
    fake.script('lookUpHere', async () => known(tom));
    fake.script('searchGuests', async () => told(tom));
    state().choose('name');
    for (const [more, only] of [
      ['Okaf', undefined],
      ['or', 'tom'],
    ] as const) {
      write(more);
      clock.pass(PAUSE_MS);
      await arrive();
      expect(state().toast.step).toBe('answered');
      expect(onlyGuest(state())?.id).toBe(only);
    }
  });
});

describe('a match that may open by itself', () => {
  const partly = (more: { readonly total?: number; readonly unreadable?: number }): Answer<'lookUp'> =>
    ok({ matches: [anaMatch], total: 1, near: [], from: 'toast', ...more });

  it.each([
    ['the only one with the whole number', ANA, told(anaMatch), 'ana'],
    ['two on the number', ANA, told(anaMatch, tom), undefined],
    ['one beside one who could not be read', ANA, partly({ unreadable: 1 }), undefined],
    ['one of several that are not all listed', ANA, partly({ total: 2 }), undefined],
    ['what this kiosk alone knows, Toast not reached', ANA, known(anaMatch), undefined],
    ['one whom Toast has under another number', '4155550143', told(anaMatch), undefined],
    ['a number that is not whole', ANA.slice(0, 9), told(anaMatch), undefined],
    ['another country’s number', '00525512340142', told(anaMatch), undefined],
  ] as const)('%s', async (_, number, answer, opens) => {
    const { fake, clock, state, type } = setUp();
    fake.script('lookUpHere', async () => known());
    fake.script('lookUp', async () => answer);
    type(number);
    clock.pass(PAUSE_MS);
    await arrive();
    expect(certainMatch(state())?.id).toBe(opens === undefined ? undefined : anaMatch.id);
  });
});
