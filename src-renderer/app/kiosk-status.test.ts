import { describe, expect, it } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { itemId } from '../../src-preload/contract/outbox.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import { createWaitingStore } from '../features/queue/waiting.ts';
import { arrive, createFakeApi, createFakeClock, fakeStatus, heldItem, marco } from '../testing/fake-api.ts';
import { createKioskStore, UNDONE_SHOWN_MS } from './kiosk-status.ts';

function setUp() {
  const fake = createFakeApi({ ...fakeStatus, session: marco });
  const clock = createFakeClock();
  const store = createKioskStore(fake.api, clock);
  return { fake, clock, store };
}

describe('the kiosk', () => {
  it('lets what was pushed before the first status win over the snapshot', async () => {
    const { fake, store } = setUp();
    store.getState().start();
    fake.push('waiting', { count: 2, sum: cents(2500), needPerson: 0, diskTrouble: false });
    fake.push('connection', { state: 'offline', since: 1, cause: 'toast' });
    await arrive();
    expect(store.getState().status).toMatchObject({
      waiting: { count: 2 },
      connection: { state: 'offline', cause: 'toast' },
    });
  });

  it('says why it cannot start, and asks again', async () => {
    const { fake, store } = setUp();
    fake.script('status', () => Promise.reject(new Error('gone')));
    store.getState().start();
    await arrive();
    expect(store.getState()).toMatchObject({ status: null, failure: { code: 'internal' } });
    fake.script('status', async () => ok(fakeStatus));
    store.getState().ask();
    await arrive();
    expect(store.getState()).toMatchObject({ status: { houseName: 'Bellwether' }, failure: null });
  });

  it('asks again automatically while another program has the data open', async () => {
    const { fake, clock, store } = setUp();
    fake.script('status', async () => err({ code: 'data-in-use', language: 'es' }));
    store.getState().start();
    await arrive();
    expect(store.getState()).toMatchObject({ status: null, failure: { code: 'data-in-use' } });
    fake.script('status', async () => ok(fakeStatus));
    clock.pass(1_000);
    await arrive();
    expect(store.getState()).toMatchObject({ status: { houseName: 'Bellwether' }, failure: null });
  });

  it('stops listening when it is stopped', async () => {
    const { fake, store } = setUp();
    const stop = store.getState().start();
    await arrive();
    stop();
    fake.push('waiting', { count: 9, sum: cents(900), needPerson: 0, diskTrouble: false });
    expect(store.getState().status?.waiting.count).toBe(0);
  });

  it('undoes a credit, says so for a while, and offers it no more', async () => {
    const { clock, store } = setUp();
    store.getState().start();
    await arrive();
    store.getState().creditSeen(heldItem);
    const undoing = store.getState().undoCredit(heldItem.creditId);
    expect(store.getState().undo[0]?.step).toBe('undoing');
    await undoing;
    expect(store.getState()).toMatchObject({ undo: [], undone: { state: 'cancelled' } });
    clock.pass(UNDONE_SHOWN_MS);
    expect(store.getState().undone).toBeNull();
  });

  it('offers no undo of what someone else gave', async () => {
    const { fake, store } = setUp();
    store.getState().start();
    await arrive();
    store.getState().creditSeen({ ...heldItem, givenBy: 'Sam T.' });
    fake.push('credit', { ...heldItem, givenBy: 'Sam T.' });
    expect(store.getState().undo).toEqual([]);
  });

  it('signs in with the longer PIN once it has taken the place of the short one', async () => {
    const { fake, store } = setUp();
    fake.script('replacePin', async ({ newPin }) =>
      newPin.length < 6 ? err({ code: 'pin-short', least: 6 }) : ok(null),
    );
    expect(await store.getState().replacePin('7301', '8264')).toMatchObject({ error: { code: 'pin-short' } });
    expect(fake.requests('signIn')).toEqual([]);
    expect(await store.getState().replacePin('7301', '826415')).toEqual(ok(marco));
    expect(fake.requests('signIn')).toEqual([{ pin: '826415' }]);
  });

  it('offers an undo again where it failed on the way', async () => {
    const { fake, store } = setUp();
    store.getState().creditSeen(heldItem);
    fake.script('undoCredit', async () => err({ code: 'internal', reference: 'K1' }));
    await store.getState().undoCredit(heldItem.creditId);
    expect(store.getState().undo[0]?.step).toBe('offered');
  });

  it('switches the language on the spot and tells the other side', async () => {
    const { fake, store } = setUp();
    store.getState().start();
    await arrive();
    store.getState().setLanguage('es');
    expect(store.getState().status?.language).toBe('es');
    expect(fake.requests('setLanguage')).toEqual([{ language: 'es' }]);
  });

  it('changes one part of what suits people here, and leaves the others', async () => {
    const { fake, store } = setUp();
    store.getState().start();
    await arrive();
    store.getState().setComfort({ hand: 'left' });
    store.getState().setComfort({ textSize: 130 });
    expect(store.getState().status?.comfort).toEqual({ hand: 'left', textSize: 130, sounds: false });
    expect(fake.requests('setComfort')).toEqual([{ hand: 'left' }, { textSize: 130 }]);
  });
});

describe('the waiting list', () => {
  const refused = {
    ...heldItem,
    creditId: 'r',
    state: 'refused',
    undoLeftMs: 0,
    givenAt: heldItem.givenAt + 5,
  } as const;

  it('puts first what needs a person, then the oldest', async () => {
    const fake = createFakeApi();
    const older = { ...heldItem, creditId: 'o', givenAt: heldItem.givenAt - 1000 };
    fake.script('waitingList', async () =>
      ok({
        items: [heldItem, older, refused],
        summary: { count: 3, sum: cents(4500), needPerson: 1, diskTrouble: false },
      }),
    );
    const store = createWaitingStore(fake.api, createFakeClock());
    store.getState().start();
    await arrive();
    expect(store.getState().items?.map(itemId)).toEqual(['r', 'o', heldItem.creditId]);
  });

  it('keeps an entry that settles while one looks, and says so', async () => {
    const fake = createFakeApi();
    const summary = { count: 1, sum: cents(1500), needPerson: 0, diskTrouble: false };
    fake.script('waitingList', async () => ok({ items: [heldItem], summary }));
    const store = createWaitingStore(fake.api, createFakeClock());
    store.getState().start();
    await arrive();
    fake.push('credit', { ...heldItem, state: 'settled', undoLeftMs: 0, undoUntil: null });
    expect(store.getState().items).toMatchObject([{ state: 'settled' }]);
    fake.script('waitingList', async () => ok({ items: [], summary: { ...summary, count: 0 } }));
    await store.getState().sendNow();
    expect(store.getState().items).toMatchObject([{ state: 'settled' }]);
    expect(fake.requests('sendNow')).toHaveLength(1);
  });
});
