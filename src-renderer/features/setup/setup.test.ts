import { describe, expect, it } from 'vitest';
import { ok } from '../../../src-preload/contract/result.ts';
import type { SetUp } from '../../../src-preload/contract/set-up.ts';
import { createFakeApi } from '../../testing/fake-api.ts';
import { emptySetUp } from '../../testing/fake-manager-answers.ts';
import { createSetUpStore, isComplete } from './setup.ts';

const connected: SetUp = {
  ...emptySetUp,
  url: 'https://toast.test',
  standing: 'admin',
  clientIdEnds: '0001',
  hasSecret: true,
  restaurantEnds: 'bc8f',
};

describe('the set-up', () => {
  it('goes on only from a step that has what it needs', async () => {
    const { api, script } = createFakeApi();
    const store = createSetUpStore(api);
    store.getState().next();
    expect(store.getState().step).toBe('language');
    await store.getState().load();
    store.getState().next();
    store.getState().next();
    expect(store.getState().step).toBe('toast');
    script('changeSetUp', async () => ok(connected));
    await store.getState().change({ secret: 'x' });
    store.getState().next();
    store.getState().next();
    store.getState().next();
    expect(store.getState().step).toBe('test');
    await store.getState().test();
    script('testSetUp', async () => ok({ ...connected, tested: { outcome: 'passed' } }));
    await store.getState().test();
    store.getState().next();
    expect(store.getState().step).toBe('details');
    expect(store.getState().back()).toBe(true);
    expect(store.getState().step).toBe('test');
  });

  it('keeps nothing that was typed but what main tells back', async () => {
    const { api } = createFakeApi();
    const store = createSetUpStore(api);
    await store.getState().load();
    await store.getState().change({ client: 'an-id', secret: 'a-secret' });
    await store.getState().finish('730194');
    expect(JSON.stringify(store.getState())).not.toMatch(/an-id|a-secret|730194/);
  });

  it('a step that failed says so and stays; one that was finished stays busy until the kiosk restarts', async () => {
    const { api, script } = createFakeApi();
    const store = createSetUpStore(api);
    await store.getState().load();
    script('finishSetUp', async () => ({ ok: false, error: { code: 'entries-wait', count: 1, sum: 500 } }));
    expect(await store.getState().finish('730194')).toMatchObject({ error: { code: 'entries-wait' } });
    expect(store.getState()).toMatchObject({ busy: false, error: { code: 'entries-wait' } });
    script('finishSetUp', async () => ok(null));
    await store.getState().finish('730194');
    expect(store.getState().busy).toBe(true);
  });

  it('a PC that cannot seal does not reach the last press', () => {
    expect(isComplete('live', { ...connected, sealing: 'weak' })).toBe(false);
    expect(isComplete('live', { ...connected, sealing: 'weak-allowed' })).toBe(true);
  });
});
