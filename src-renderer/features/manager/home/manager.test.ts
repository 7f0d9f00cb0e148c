import { describe, expect, it } from 'vitest';
import { ok } from '../../../../src-preload/contract/result.ts';
import { createStores } from '../../../app/stores.ts';
import { createFakeApi, createFakeClock, fakeStatus, marco } from '../../../testing/fake-api.ts';
import { quietHome, quietReport, quietRestaurant } from '../../../testing/fake-manager-answers.ts';
import { createAuditStore } from '../audit/audit.ts';
import { createReportStore, dayBeside } from '../report/report.ts';
import { createRulesStore } from '../settings/rules-store.ts';
import { createManagerStore } from './manager.ts';

const settle = async () => {
  for (let n = 0; n < 20; n += 1) await Promise.resolve();
};

describe('a manager’s visit', () => {
  it('begins with their PIN, shows what needs them, and goes back to the PIN when it is over', async () => {
    const { api, script, requests } = createFakeApi();
    const store = createManagerStore(api);
    store.getState().open();
    expect(store.getState().view).toEqual({ at: 'pin' });
    // Without a visit nothing is asked: main would take it for an offence.
    expect(requests('managerHome')).toEqual([]);
    script('enterManager', async () => ({ ok: false, error: { code: 'wrong-pin', triesLeft: 3 } }));
    expect(await store.getState().enter('111999')).toMatchObject({ ok: false });
    expect(store.getState().inManagerSession).toBe(false);
    script('enterManager', async () => ok(quietHome));
    await store.getState().enter('975310');
    expect(store.getState()).toMatchObject({ inManagerSession: true, view: { at: 'home' }, home: quietHome });
    store.getState().go({ at: 'audit' });
    script('managerHome', async () => ({ ok: false, error: { code: 'visit-over' } }));
    store.getState().go({ at: 'home' });
    await settle();
    expect(store.getState()).toMatchObject({ inManagerSession: false, view: { at: 'pin' }, home: null });
  });

  it('ends when its screens are left for any others, and lives on between them', async () => {
    const { api, requests } = createFakeApi({ ...fakeStatus, session: marco });
    const stores = createStores(api, createFakeClock());
    const stop = stores.start();
    await settle();
    stores.flow.getState().toManager();
    await stores.manager.getState().enter('975310');
    stores.flow.getState().toStaff();
    stores.flow.getState().toSetUp();
    stores.leaveSetUp();
    expect(stores.flow.getState().screen.name).toBe('manager');
    expect(requests('leaveManager')).toHaveLength(0);
    stores.flow.getState().toLookUp();
    expect(requests('leaveManager')).toHaveLength(1);
    expect(stores.manager.getState().inManagerSession).toBe(false);
    stop();
  });

  it('of no one who is signed in: leaving the set-up leads to the sign-in screen', async () => {
    const { api } = createFakeApi();
    const stores = createStores(api, createFakeClock());
    const stop = stores.start();
    await settle();
    stores.flow.getState().toSetUp();
    await settle();
    expect(stores.flow.getState().screen.name).toBe('set-up');
    stores.leaveSetUp();
    expect(stores.flow.getState().screen.name).toBe('sign-in');
    stop();
  });

  it('continues when settings took effect, and is over when the kiosk went over to live', async () => {
    const { api, push, requests } = createFakeApi({ ...fakeStatus, session: marco });
    const stores = createStores(api, createFakeClock());
    const stop = stores.start();
    await settle();
    stores.flow.getState().toManager();
    await stores.manager.getState().enter('975310');
    push('restarted', { why: 'settings', sameSession: true, failed: false });
    await settle();
    expect(stores.manager.getState().inManagerSession).toBe(true);
    expect(requests('status')).toHaveLength(2);
    push('restarted', { why: 'mode', sameSession: false, failed: true });
    expect(stores.manager.getState().inManagerSession).toBe(false);
    expect(stores.flow.getState().screen).toEqual({ name: 'sign-in', notice: 'mode-failed' });
    stop();
  });
});

describe('the report', () => {
  const open = () => {
    const fake = createFakeApi();
    const manager = createManagerStore(fake.api);
    let touches = 0;
    const store = createReportStore(fake.api, manager.getState().ask, () => {
      touches += 1;
    });
    const stop = store.getState().start();
    return { ...fake, store, stop, touches: () => touches };
  };

  it('shows this kiosk’s own at once, and reads Toast’s records when they are wanted', async () => {
    const { store, requests, stop } = open();
    await settle();
    expect(store.getState()).toMatchObject({ kiosk: quietReport, restaurant: null, reading: null });
    expect(requests('restaurantReport')).toEqual([]);
    store.getState().turn('compared');
    await settle();
    expect(store.getState().restaurant).toEqual(quietRestaurant);
    store.getState().turn('restaurant');
    await settle();
    expect(requests('restaurantReport')).toHaveLength(1);
    stop();
  });

  it('tells how far reading is, keeps the screen awake meanwhile, and can be stopped', async () => {
    const { store, script, push, requests, stop, touches } = open();
    await settle();
    let answer: (value: Awaited<ReturnType<Parameters<typeof script<'restaurantReport'>>[1]>>) => void =
      () => {};
    script('restaurantReport', () => new Promise((resolve) => (answer = resolve)));
    store.getState().turn('restaurant');
    push('booksProgress', { read: 150, total: 3_000 });
    expect(store.getState().reading).toEqual({ read: 150, total: 3_000 });
    expect(touches()).toBe(1);
    store.getState().stop();
    expect(requests('stopReport')).toHaveLength(1);
    // What still comes of it is of no matter any more.
    answer(ok(quietRestaurant));
    push('booksProgress', { read: 200, total: 3_000 });
    await settle();
    expect(store.getState()).toMatchObject({ reading: null, restaurant: null, error: null });
    stop();
  });

  it('another day has other records: those of before are forgotten, those of it are read', async () => {
    const { store, requests, stop } = open();
    await settle();
    store.getState().turn('restaurant');
    await settle();
    await store.getState().show('2026-11-20');
    await settle();
    expect(requests('kioskReport')).toEqual([{ day: null }, { day: '2026-11-20' }]);
    expect(requests('restaurantReport')).toHaveLength(2);
    stop();
  });

  it('goes to another day while records are being read', async () => {
    const { store, script, requests, stop } = open();
    await settle();
    script('restaurantReport', () => new Promise(() => {}));
    store.getState().turn('restaurant');
    await store.getState().show('2026-11-20');
    expect(requests('stopReport')).toHaveLength(1);
    expect(requests('restaurantReport')).toHaveLength(2);
    stop();
  });

  it.each([
    ['2026-03-08', -1, '2026-03-07'],
    ['2026-03-07', 1, '2026-03-08'],
    ['2026-10-31', 1, '2026-11-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
  ])('beside %s, %d on, is %s', (day, step, expected) => {
    expect(dayBeside(day, step)).toBe(expected);
  });
});

describe('credit limits', () => {
  it('types cents first, applies one, and says what is wrong where it stands', async () => {
    const { api, script, requests } = createFakeApi();
    const store = createRulesStore(api, createManagerStore(api).getState().ask);
    store.getState().choose('rules.alone.server');
    for (const key of ['1', '2', '00'] as const) store.getState().press(key);
    expect(store.getState().draft).toBe(1_200);
    store.getState().press('delete');
    expect(store.getState().draft).toBe(120);
    script('changeSettings', async () => ({
      ok: false,
      error: { code: 'setting-unfit', key: 'rules.alone.server', problem: 'must be less' },
    }));
    await store.getState().save();
    expect(store.getState()).toMatchObject({ open: 'rules.alone.server', error: { code: 'setting-unfit' } });
    script('changeSettings', async () => ok([]));
    await store.getState().save();
    expect(store.getState()).toMatchObject({ open: null, saved: 'rules.alone.server', error: null });
    store.getState().choose('rules.alone.server');
    await store.getState().save(null);
    expect(requests('changeSettings').map(({ changes }) => changes)).toEqual([
      { 'rules.alone.server': 120 },
      { 'rules.alone.server': 120 },
      { 'rules.alone.server': null },
    ]);
  });
});

describe('the record', () => {
  it('adds older lines to those that are there; another filter restarts', async () => {
    const { api, script } = createFakeApi();
    const line = (seq: number) => ({
      seq,
      at: 0,
      kind: 'issued',
      by: null,
      other: null,
      amount: 1,
      detail: null,
    });
    script('auditPage', async ({ before }) =>
      ok(
        before === null
          ? { lines: [line(9), line(8)], next: 8, total: 9 }
          : { lines: [line(7)], next: null, total: 9 },
      ),
    );
    const store = createAuditStore(api, createManagerStore(api).getState().ask);
    await store.getState().show('all');
    await store.getState().older();
    await store.getState().older();
    expect(store.getState().lines?.map(({ seq }) => seq)).toEqual([9, 8, 7]);
    await store.getState().show('credits');
    expect(store.getState().lines?.map(({ seq }) => seq)).toEqual([9, 8]);
    await store.getState().verify();
    expect(store.getState().verdict).toMatchObject({ state: 'whole' });
    await store.getState().save();
    expect(store.getState()).toMatchObject({ verdict: null, file: '/exports/ledger.csv' });
  });
});
