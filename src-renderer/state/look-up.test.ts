import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src-preload/contract/channels.ts';
import type { GuestMatch } from '../../src-preload/contract/guest.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import { anaMatch, arrive, createFakeApi, createFakeClock } from '../testing/fake-api.ts';
import type { Key } from './keypad.ts';
import { createLookUpStore, isWhole, joinById } from './look-up.ts';

const tom: GuestMatch = { ...anaMatch, id: 'tom', name: 'Tom Okafor', shortName: 'Tom O.' };
const grace: GuestMatch = { ...anaMatch, id: 'grace', name: 'Grace L', shortName: 'Grace L.' };

function setUp() {
  const fake = createFakeApi();
  const store = createLookUpStore(fake.api, createFakeClock());
  const type = (digits: string): void => {
    for (const digit of digits) store.getState().press(digit as Key);
  };
  return { fake, store, type };
}

/** Look-ups that answer when the test says so. */
function byHand(fake: ReturnType<typeof createFakeApi>) {
  const waiting = new Map<string, (answer: Answer<'lookUp'>) => void>();
  fake.script('lookUp', ({ digits }) => new Promise((resolve) => waiting.set(digits, resolve)));
  return async (digits: string, answer: Answer<'lookUp'>): Promise<void> => {
    waiting.get(digits)?.(answer);
    await arrive();
  };
}
const found = (...matches: GuestMatch[]): Answer<'lookUp'> => ok({ matches, from: 'kiosk' });

describe('look-up', () => {
  it('asks nothing before the fourth digit, and at every key from then on', () => {
    const { fake, type } = setUp();
    type('415');
    expect(fake.requests('lookUp')).toEqual([]);
    type('555');
    expect(fake.requests('lookUp').map((asked) => asked.digits)).toEqual(['4155', '41555', '415555']);
  });

  it('never lets a late answer replace a newer one', async () => {
    const { fake, store, type } = setUp();
    const answer = byHand(fake);
    type('41555');
    await answer('41555', found(tom));
    await answer('4155', found(anaMatch, tom, grace));
    expect(store.getState().answer?.matches.map((match) => match.id)).toEqual(['tom']);
  });

  it('shows the answer to fewer digits while the newer one is on its way', async () => {
    const { fake, store, type } = setUp();
    const answer = byHand(fake);
    type('41555');
    await answer('4155', found(anaMatch, tom));
    expect(store.getState().answer?.matches).toHaveLength(2);
    expect(store.getState().asking).not.toBeNull();
    expect(isWhole(store.getState())).toBe(false);
  });

  it('drops an answer to digits that were taken back', async () => {
    const { fake, store, type } = setUp();
    const answer = byHand(fake);
    type('4155');
    store.getState().press('delete');
    await answer('4155', found(anaMatch));
    expect(store.getState()).toMatchObject({ typed: '415', answer: null, asking: null });
  });

  it('forgets everything on reset, also what is still to come', async () => {
    const { fake, store, type } = setUp();
    const answer = byHand(fake);
    type('4155550142');
    store.getState().reset();
    await answer('4155550142', found(anaMatch));
    expect(store.getState()).toMatchObject({ typed: '', answer: null, asking: null, error: null });
  });

  it('leaves out a leading country code, and takes one more digit for it', () => {
    const { fake, store, type } = setUp();
    type('141555501429');
    expect(store.getState().typed).toBe('14155550142');
    expect(fake.requests('lookUp').at(-1)?.digits).toBe('4155550142');
  });

  it('asks by last four at exactly four digits, and starts empty in each mode', () => {
    const { fake, store, type } = setUp();
    type('415');
    store.getState().choose('last-four');
    expect(store.getState().typed).toBe('');
    type('01429');
    expect(store.getState().typed).toBe('0142');
    expect(fake.requests('lookUp')).toEqual([{ digits: '0142', by: 'last-four' }]);
  });

  it('says what is missing when Enter comes too early', () => {
    const { store, type } = setUp();
    type('41555');
    store.getState().enter();
    expect(store.getState().error).toEqual({ code: 'number-too-short', digits: 5, needed: 10 });
    type('5');
    expect(store.getState().error).toBeNull();
  });

  it('shows why a question failed, and asks again on request', async () => {
    const { fake, store, type } = setUp();
    fake.script('lookUp', async () => err({ code: 'toast-trouble', requestId: null }));
    type('4155550142');
    await arrive();
    expect(store.getState()).toMatchObject({ asking: null, error: { code: 'toast-trouble' } });
    fake.script('lookUp', async () => found(anaMatch));
    store.getState().again();
    await arrive();
    expect(store.getState()).toMatchObject({ error: null, answer: { digits: '4155550142' } });
  });

  it('survives a bridge that is gone', async () => {
    const { fake, store, type } = setUp();
    fake.script('lookUp', () => Promise.reject(new Error('gone')));
    type('4155');
    await arrive();
    expect(store.getState().error?.code).toBe('internal');
  });
});

describe('joinById', () => {
  it('keeps guests where they stand and puts newcomers last', () => {
    const joined = joinById([tom, anaMatch], [grace, anaMatch, tom]);
    expect(joined.map((match) => match.id)).toEqual(['tom', anaMatch.id, 'grace']);
  });
  it('takes the newer words about a guest, and lets go of who no longer matches', () => {
    const renamed = { ...tom, name: 'Thomas Okafor' };
    expect(joinById([anaMatch, tom], [renamed])).toEqual([renamed]);
  });
});
