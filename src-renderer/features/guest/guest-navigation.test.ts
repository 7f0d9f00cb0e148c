import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src-preload/contract/channels.ts';
import type { GuestView, HistoryLine } from '../../../src-preload/contract/guest.ts';
import { cents } from '../../../src-preload/contract/money.ts';
import type { GuestItem } from '../../../src-preload/contract/outbox.ts';
import { err, ok } from '../../../src-preload/contract/result.ts';
import type { ScreenOf } from '../../app/screen.ts';
import { createStores } from '../../app/stores.ts';
import {
  anaMatch,
  anaView,
  arrive,
  createFakeApi,
  createFakeClock,
  fakeStatus,
  marco,
} from '../../testing/fake-api.ts';

const line = (id: string): HistoryLine => ({
  id,
  kind: 'added',
  amount: cents(100),
  at: 1,
  reasonId: null,
  words: null,
  by: null,
  approvedBy: null,
});
const page = (ids: string, next: string | null) => ({ lines: [...ids].map(line), next });
const withPage = (ids: string, next: string | null, more: Partial<GuestView> = {}): GuestView => ({
  ...anaView,
  history: { ...page(ids, next), asOf: 1 },
  ...more,
});
const lastKnown: GuestView = { ...anaView, from: 'kiosk', historyFrom: 'kiosk' };
const ines: GuestItem = {
  kind: 'create-guest',
  guestId: anaMatch.id,
  guestName: 'Ines Obi',
  state: 'queued',
  givenAt: 1,
  givenBy: 'Marco D.',
  nextTryAt: null,
  since: 1,
  refusal: null,
  stuck: null,
  existing: [],
  became: null,
  details: null,
  creditBehind: { count: 0, sum: cents(0) },
};

/** An answer that comes when the test says so. */
function later<T>() {
  let come: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    come = resolve;
  });
  return { promise, come };
}

async function signedIn() {
  const fake = createFakeApi({ ...fakeStatus, session: marco });
  const clock = createFakeClock();
  const stores = createStores(fake.api, clock);
  stores.start();
  await arrive();
  const flow = () => stores.flow.getState();
  const guest = () => flow().screen as ScreenOf<'guest'>;
  const shown = () => (guest().past?.lines ?? []).map(({ id }) => id).join('');
  return { fake, clock, flow, guest, shown };
}

describe('what is known at once', () => {
  it('shows first, and Toast’s answer takes its place', async () => {
    const { fake, flow, guest } = await signedIn();
    const toast = later<Answer<'openGuest'>>();
    fake.script('glanceAtGuest', async () => ok(lastKnown));
    fake.script('openGuest', () => toast.promise);
    flow().openGuest(anaMatch);
    await arrive();
    expect(guest()).toMatchObject({ view: { from: 'kiosk' }, asking: {} });
    toast.come(ok(anaView));
    await arrive();
    expect(guest()).toMatchObject({ view: { from: 'toast' }, asking: null });
  });

  it('never takes the place of what Toast said', async () => {
    const { fake, flow, guest } = await signedIn();
    const slow = later<Answer<'glanceAtGuest'>>();
    fake.script('glanceAtGuest', () => slow.promise);
    flow().openGuest(anaMatch);
    await arrive();
    slow.come(ok(lastKnown));
    await arrive();
    expect(guest().view).toEqual(anaView);
  });

  it('never lands on another guest', async () => {
    const { fake, flow, guest } = await signedIn();
    const slow = later<Answer<'glanceAtGuest'>>();
    fake.script('glanceAtGuest', ({ guestId }) =>
      guestId === anaMatch.id ? slow.promise : Promise.resolve(ok(null)),
    );
    fake.script('openGuest', () => new Promise(() => {}));
    flow().openGuest(anaMatch);
    flow().openGuest({ ...anaMatch, id: 'b2', name: 'Tom Okafor' });
    slow.come(ok(lastKnown));
    await arrive();
    expect(guest()).toMatchObject({ who: { name: 'Tom Okafor' }, view: null });
  });

  it('leaves the screen where Toast does not have them any more', async () => {
    const { fake, flow, guest } = await signedIn();
    fake.script('glanceAtGuest', async () => ok(lastKnown));
    fake.script('openGuest', async () => err({ code: 'guest-not-found' }));
    flow().openGuest(anaMatch);
    await arrive();
    expect(guest()).toMatchObject({ view: null, past: null, error: { code: 'guest-not-found' } });
  });

  it('is asked for again automatically when the connection is back', async () => {
    const { fake, flow, guest } = await signedIn();
    fake.script('openGuest', async () =>
      ok({ ...lastKnown, trouble: { balance: { code: 'offline' }, history: null } }),
    );
    flow().openGuest(anaMatch);
    await arrive();
    fake.script('openGuest', async () => ok(anaView));
    fake.push('connection', { state: 'online' });
    await arrive();
    expect(guest().view).toEqual(anaView);
    fake.push('connection', { state: 'online' });
    await arrive();
    expect(fake.requests('openGuest')).toHaveLength(2);
  });
});

describe('the history', () => {
  it('grows by pages, each line once, to its end', async () => {
    const { fake, flow, guest, shown } = await signedIn();
    fake.script('openGuest', async () => ok(withPage('abc', 'p2')));
    fake.script('historyPage', async ({ from }) => ok(from === 'p2' ? page('cde', 'p3') : page('f', null)));
    flow().openGuest(anaMatch);
    await arrive();
    flow().showEarlier();
    flow().showEarlier();
    await arrive();
    expect(shown()).toBe('abcde');
    flow().showEarlier();
    await arrive();
    flow().showEarlier();
    expect(shown()).toBe('abcdef');
    expect(guest().past?.next).toBeNull();
    expect(fake.requests('historyPage')).toEqual([
      { guestId: anaMatch.id, from: 'p2' },
      { guestId: anaMatch.id, from: 'p3' },
    ]);
  });

  it('says why earlier lines did not come, and continues from there', async () => {
    const { fake, flow, guest, shown } = await signedIn();
    fake.script('openGuest', async () => ok(withPage('abc', 'p2')));
    fake.script('historyPage', async () => err({ code: 'offline' }));
    flow().openGuest(anaMatch);
    await arrive();
    flow().showEarlier();
    await arrive();
    expect(guest().past).toMatchObject({ error: { code: 'offline' }, asking: null, next: 'p2' });
    fake.script('historyPage', async () => ok(page('d', null)));
    flow().showEarlier();
    await arrive();
    expect(shown()).toBe('abcd');
    expect(guest().past?.error).toBeNull();
  });

  it('keeps earlier lines when a newer first page comes, and restarts where there may be a gap', async () => {
    const { fake, flow, guest, shown } = await signedIn();
    fake.script('openGuest', async () => ok(withPage('abc', 'p2')));
    fake.script('historyPage', async () => ok(page('de', 'p3')));
    flow().openGuest(anaMatch);
    await arrive();
    flow().showEarlier();
    await arrive();
    fake.script('openGuest', async () => ok(withPage('xab', 'q2')));
    flow().refreshGuest();
    await arrive();
    expect(shown()).toBe('xabcde');
    expect(guest().past?.next).toBe('p3');
    fake.script('openGuest', async () => ok(withPage('uvw', 'q2')));
    flow().refreshGuest();
    await arrive();
    expect(shown()).toBe('uvw');
    expect(guest().past?.next).toBe('q2');
  });

  it('replaces what the kiosk remembered: a line Toast does not list is not kept', async () => {
    const { fake, flow, shown } = await signedIn();
    fake.script('glanceAtGuest', async () => ok(withPage('abc', 'p2', { historyFrom: 'kiosk' })));
    fake.script('openGuest', async () => ok(withPage('ac', null)));
    flow().openGuest(anaMatch);
    await arrive();
    expect(shown()).toBe('ac');
  });

  it('lets no earlier lines of a past guest onto the screen', async () => {
    const { fake, flow, shown } = await signedIn();
    const slow = later<Answer<'historyPage'>>();
    fake.script('openGuest', async () => ok(withPage('abc', 'p2')));
    fake.script('historyPage', () => slow.promise);
    flow().openGuest(anaMatch);
    await arrive();
    flow().showEarlier();
    flow().openGuest({ ...anaMatch, id: 'b2' });
    await arrive();
    slow.come(ok(page('z', null)));
    await arrive();
    expect(shown()).toBe('abc');
  });
});

describe('someone added here', () => {
  const onlyHere: GuestView = {
    ...lastKnown,
    guest: { ...anaMatch, onlyHere: true },
    balance: null,
    history: null,
  };

  it('is followed on the way to Toast, also where they are opened later', async () => {
    const { fake, flow, guest } = await signedIn();
    fake.script('openGuest', async () => ok(onlyHere));
    fake.script('waitingList', async () => ok({ items: [ines], summary: fakeStatus.waiting }));
    flow().openGuest(anaMatch, 'added');
    await arrive();
    expect(guest()).toMatchObject({ newGuest: { state: 'queued' }, notice: 'added' });
    fake.push('newGuest', { ...ines, state: 'stuck', stuck: 'guest-exists' });
    expect(guest().newGuest).toMatchObject({ stuck: 'guest-exists' });
    fake.script('openGuest', async () => ok(anaView));
    fake.push('newGuest', { ...ines, state: 'settled' });
    await arrive();
    expect(guest()).toMatchObject({ newGuest: null, view: { from: 'toast' } });
  });

  it('turns out to be someone else: that guest opens, under the list that is over them', async () => {
    const { fake, flow, guest } = await signedIn();
    fake.script('openGuest', async () => ok(onlyHere));
    flow().openGuest(anaMatch);
    await arrive();
    flow().setWaitingOpen(true);
    fake.script('openGuest', async () => ok(anaView));
    fake.push('newGuest', { ...ines, state: 'cancelled', became: { guestId: 'b2', name: 'Ana Petrov' } });
    expect(guest()).toMatchObject({ who: { id: 'b2', name: 'Ana Petrov' }, notice: 'same-guest' });
    expect(flow().waitingOpen).toBe(true);
  });

  it('another guest’s news changes nothing', async () => {
    const { fake, flow, guest } = await signedIn();
    flow().openGuest(anaMatch);
    await arrive();
    fake.push('newGuest', { ...ines, guestId: 'b2', state: 'settled' });
    await arrive();
    expect(guest().newGuest).toBeNull();
    expect(fake.requests('openGuest')).toHaveLength(1);
  });
});

describe('someone no one found', () => {
  it('is typed on a screen of their own, and opened once they are added', async () => {
    const { clock, flow } = await signedIn();
    flow().openNewGuest({ digits: '4155550142', name: 'Ana Petrescu' });
    const { screen } = flow();
    if (screen.name !== 'new-guest') throw new Error(screen.name);
    // What is typed outlives a look at what is waiting.
    flow().setWaitingOpen(true);
    flow().setWaitingOpen(false);
    expect(flow().screen).toMatchObject({ name: 'new-guest', form: screen.form });
    await arrive();
    clock.pass(1000);
    await arrive();
    screen.form.getState().add();
    await arrive();
    expect(flow().screen).toMatchObject({ name: 'guest', who: { name: 'Ana Petrescu' }, notice: 'added' });
  });

  it('opens nothing after the screen was left', async () => {
    const { fake, flow } = await signedIn();
    const saved = later<Answer<'createGuest'>>();
    fake.script('createGuest', () => saved.promise);
    flow().openNewGuest({ digits: '4155550142', name: 'Ana Petrescu' });
    const { screen } = flow();
    if (screen.name !== 'new-guest') throw new Error(screen.name);
    flow().toLookUp();
    saved.come(ok(anaMatch));
    await arrive();
    expect(flow().screen).toEqual({ name: 'look-up' });
  });
});

it('a guest who is forgotten leaves the screen that said so, too', async () => {
  const { flow } = await signedIn();
  flow().openGuest(anaMatch);
  await arrive();
  flow().askToForget();
  expect(flow().screen).toMatchObject({ name: 'forget-guest', who: { name: 'Ana Petrescu' } });
  flow().forgotten();
  expect(flow().screen).toEqual({ name: 'forget-guest', who: null });
});
