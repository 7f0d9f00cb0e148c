import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src-preload/contract/channels.ts';
import type { GuestMatch, PossibleDuplicate } from '../../../src-preload/contract/guest.ts';
import { err, ok } from '../../../src-preload/contract/result.ts';
import type { Key } from '../../core/keypad.ts';
import { CARD_PAUSE_MS } from '../../core/phone.ts';
import { anaMatch, arrive, createFakeApi, createFakeClock } from '../../testing/fake-api.ts';
import { ASK_AFTER_MS, createNewGuestStore, MAX_LOOK_MS, OWN_AFTER_MS } from './new-guest.ts';
import type { Prefill } from './new-guest-form.ts';

const ana: PossibleDuplicate = { match: anaMatch, why: 'one-digit' };
const other: PossibleDuplicate = { match: { ...anaMatch, id: 'b2', name: 'Ana Petrov' }, why: 'same-number' };
const GUID = '99999999-0000-4000-8000-000000000001';

function form(prefill: Prefill = {}) {
  const fake = createFakeApi();
  const clock = createFakeClock();
  const added: GuestMatch[] = [];
  fake.script('openGuestForm', async () => ok({ guestId: GUID }));
  const open = () => createNewGuestStore(fake.api, clock, prefill, (guest) => added.push(guest));
  return { fake, clock, added, open };
}

/** A whole guest whose look-alikes have been asked for. */
async function whole(prefill: Prefill = { digits: '4155550143', name: 'Ana Petrescu' }) {
  const all = form(prefill);
  const store = all.open();
  await arrive();
  return { ...all, store, now: () => store.getState() };
}

async function asked(all: Awaited<ReturnType<typeof whole>>) {
  all.clock.pass(ASK_AFTER_MS);
  await arrive();
}

/** An answer that comes when the test says so. */
function later<T>() {
  let come: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    come = resolve;
  });
  return { promise, come };
}

describe('what is typed', () => {
  it.each<[Prefill, string | null]>([
    [{ digits: '4155550143' }, 'firstName'],
    [{ name: 'Ana' }, 'lastName'],
    [{ name: 'Ana Petrescu' }, 'phone'],
    [{ email: 'ana@example.com' }, 'firstName'],
    [{ name: 'Ana Petrescu', email: 'ana@example.com' }, null],
  ])('begins with what was looked for and goes to the first field that is missing: %j', (prefill, field) => {
    expect(form(prefill).open().getState().field).toBe(field);
  });

  it('goes from the first name to the last, and then to the form', async () => {
    const { now } = await whole({ digits: '4155550143' });
    now().write('firstName', 'Ana');
    expect(now().field).toBe('lastName');
    now().write('lastName', 'Petrescu');
    expect(now()).toMatchObject({ field: null, typed: { firstName: 'Ana', lastName: 'Petrescu' } });
  });

  it('goes back to the form where what was typed is wrong: the words are there', async () => {
    const { now } = await whole();
    now().go('email');
    now().write('email', 'ana@');
    expect(now().field).toBeNull();
  });
});

describe('who they may be', () => {
  it('is asked once, when they are whole and nothing changed for a moment', async () => {
    const all = await whole();
    expect(all.fake.requests('lookalikes')).toEqual([]);
    all.now().go('phone');
    all.now().press('delete');
    all.now().press('4');
    all.clock.pass(CARD_PAUSE_MS - ASK_AFTER_MS);
    await asked(all);
    const guest = { guestId: GUID, firstName: 'Ana', lastName: 'Petrescu', phone: '4155550144', email: null };
    expect(all.fake.requests('lookalikes')).toEqual([guest]);
    expect(all.fake.requests('lookalikesHere')).toEqual([guest]);
  });

  it.each(['4242424242424242', '378282246310005', '6011111111111117'])(
    'is not asked of the digits of a card that a person types: %s',
    async (card) => {
      const all = await whole();
      all.now().go('phone');
      all.now().press('clear');
      for (const digit of card) {
        all.now().press(digit as Key);
        all.clock.pass(CARD_PAUSE_MS - 1);
        await arrive();
      }
      all.clock.pass(10_000);
      await arrive();
      expect(all.fake.requests('lookalikes')).toEqual([]);
      expect(all.fake.requests('lookalikesHere')).toEqual([]);
    },
  );

  it('is not asked while something is missing or wrong', async () => {
    const all = await whole({ digits: '415555014', name: 'Ana Petrescu' });
    await asked(all);
    expect(all.fake.requests('lookalikes')).toEqual([]);
  });

  it('comes from the kiosk where Toast is slow; Toast’s join below, and nothing moves', async () => {
    const all = await whole();
    const toast = later<Answer<'lookalikes'>>();
    all.fake.script('lookalikesHere', async () => ok({ found: [ana], from: 'kiosk' }));
    all.fake.script('lookalikes', () => toast.promise);
    await asked(all);
    expect(all.now().alike).toBeNull();
    all.clock.pass(OWN_AFTER_MS);
    expect(all.now().alike).toEqual({ found: [ana], from: 'kiosk' });
    toast.come(ok({ found: [other, ana], from: 'toast' }));
    await arrive();
    expect(all.now()).toMatchObject({ alike: { found: [ana, other], from: 'toast' }, asking: null });
  });

  it('never stands beside what is typed now if it was asked for what was typed before', async () => {
    const all = await whole();
    const slow = later<Answer<'lookalikes'>>();
    all.fake.script('lookalikes', () => slow.promise);
    await asked(all);
    all.now().go('phone');
    all.now().press('delete');
    slow.come(ok({ found: [ana], from: 'toast' }));
    await arrive();
    expect(all.now()).toMatchObject({ alike: null, asking: null });
  });

  it('says at the field what the other side knows better: no phone has this number', async () => {
    const all = await whole();
    all.fake.script('lookalikes', async () => err({ code: 'number-impossible' }));
    await asked(all);
    expect(all.now().refused).toEqual({ phone: 'impossible' });
    all.now().add();
    await arrive();
    expect(all.fake.requests('createGuest')).toEqual([]);
    all.now().go('phone');
    all.now().press('delete');
    expect(all.now().refused).toEqual({});
  });
});

describe('a phone typed or scanned', () => {
  it('of another country is kept whole, and no one is asked about it', async () => {
    const all = await whole();
    const before = all.fake.requests('lookalikes').length;
    all.now().pastePhone('+57 321 456 7890');
    all.clock.pass(1_000);
    await arrive();
    expect(all.now().typed.phone).toBe('+573214567890');
    expect(all.fake.requests('lookalikes')).toHaveLength(before);
    all.now().add();
    await arrive();
    expect(all.fake.requests('createGuest')).toEqual([]);
  });

  it('that is a card’s number leaves nothing, and is said until the field is left', async () => {
    const all = await whole();
    all.now().press('clear');
    for (const digit of '4111111111111111') all.now().press(digit as '0');
    expect(all.now()).toMatchObject({ typed: { phone: '' }, refused: { phone: 'card' } });
    all.now().go(null);
    expect(all.now().refused).toEqual({});
  });
});

describe('adding', () => {
  it('adds once, no matter what is pressed, under the GUID the form opened with', async () => {
    const all = await whole();
    await asked(all);
    all.now().add();
    all.now().add();
    await arrive();
    all.now().add();
    await arrive();
    expect(all.fake.requests('createGuest')).toMatchObject([{ guestId: GUID, phone: '4155550143' }]);
    expect(all.fake.requests('openGuestForm')).toHaveLength(1);
    expect(all.added).toEqual([anaMatch]);
  });

  it('waits a moment for who they may be, and shows them instead of adding', async () => {
    const all = await whole();
    const toast = later<Answer<'lookalikes'>>();
    all.fake.script('lookalikes', () => toast.promise);
    all.now().add();
    expect(all.now().adding).toBe('looking');
    await asked(all);
    toast.come(ok({ found: [ana], from: 'toast' }));
    await arrive();
    expect(all.now()).toMatchObject({ adding: 'no', alike: { found: [ana] } });
    expect(all.fake.requests('createGuest')).toEqual([]);
    // Now it is said: they are someone else.
    all.now().add();
    await arrive();
    expect(all.added).toHaveLength(1);
  });

  it('continues automatically where no one like them is there, or Toast takes too long', async () => {
    const quick = await whole();
    quick.now().add();
    await asked(quick);
    expect(quick.added).toHaveLength(1);

    const slow = await whole();
    slow.fake.script('lookalikes', () => new Promise(() => {}));
    slow.now().add();
    await asked(slow);
    expect(slow.added).toHaveLength(0);
    slow.clock.pass(MAX_LOOK_MS);
    await arrive();
    expect(slow.added).toHaveLength(1);
  });

  it('loses nothing of what was typed by an error, and is the same guest at the next try', async () => {
    const all = await whole();
    await asked(all);
    all.fake.script('createGuest', async () => err({ code: 'not-saved' }));
    const { typed } = all.now();
    all.now().add();
    await arrive();
    expect(all.now()).toMatchObject({ typed, adding: 'no', error: { code: 'not-saved' } });
    all.fake.script('createGuest', async () => ok(anaMatch));
    all.now().add();
    await arrive();
    expect(new Set(all.fake.requests('createGuest').map(({ guestId }) => guestId))).toEqual(new Set([GUID]));
    expect(all.added).toHaveLength(1);
  });

  it('asks for the form again where it did not open', async () => {
    const all = form({ digits: '4155550143', name: 'Ana Petrescu' });
    all.fake.script('openGuestForm', async () => err({ code: 'not-saved' }));
    const store = all.open();
    await arrive();
    all.clock.pass(ASK_AFTER_MS);
    await arrive();
    store.getState().add();
    await arrive();
    expect(store.getState()).toMatchObject({ adding: 'no', error: { code: 'not-saved' } });
    all.fake.script('openGuestForm', async () => ok({ guestId: GUID }));
    store.getState().add();
    await arrive();
    expect(all.added).toHaveLength(1);
  });

  it('says at the last name that it is missing, where nothing that can be written is left of it', async () => {
    const all = await whole();
    await asked(all);
    all.fake.script('createGuest', async () => err({ code: 'guest-incomplete', missing: 'last-name' }));
    all.now().add();
    await arrive();
    expect(all.now().refused).toEqual({ lastName: 'missing' });
  });

  it('reaches no one once the screen is left', async () => {
    const all = await whole();
    await asked(all);
    const saved = later<Answer<'createGuest'>>();
    all.fake.script('createGuest', () => saved.promise);
    all.now().add();
    await arrive();
    all.now().leave();
    saved.come(ok(anaMatch));
    await arrive();
    expect(all.added).toEqual([]);
  });
});
