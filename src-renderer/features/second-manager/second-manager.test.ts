import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../src-preload/contract/result.ts';
import { createFakeApi } from '../../testing/fake-api.ts';
import { createSecondStore } from './second-manager.ts';

const needed = err({ code: 'second-manager-needed' } as const);
const changes = { changes: { 'rules.most': 300_000 } } as const;

function setUp() {
  const fake = createFakeApi();
  let agreed = false;
  fake.script('changeSettings', async () => (agreed ? ok([]) : needed));
  fake.script('secondManager', async ({ pin }) => {
    if (pin !== '508217') return err({ code: 'wrong-pin', triesLeft: 4 });
    agreed = true;
    return ok(null);
  });
  const { store, api } = createSecondStore(fake.api);
  return { fake, store, api, state: store.getState };
}
/** Lets what is answered already arrive. */
const settle = async (): Promise<void> => {
  for (let n = 0; n < 10; n += 1) await Promise.resolve();
};

describe('what one manager may not do alone', () => {
  it('waits for a second one, and is asked for again as it was', async () => {
    const { fake, api, state } = setUp();
    const answer = api.changeSettings(changes);
    await settle();
    expect(state().asking).toBe(true);
    expect(await state().confirm('730194')).toMatchObject({ ok: false });
    expect(state().asking).toBe(true);
    await state().confirm('508217');
    expect(state().asking).toBe(false);
    expect(await answer).toEqual(ok([]));
    expect(fake.requests('changeSettings')).toEqual([changes, changes]);
  });

  it('is not done where no one agrees, and says why', async () => {
    const { fake, api, state } = setUp();
    const answer = api.changeSettings(changes);
    await settle();
    state().cancel();
    expect(await answer).toEqual(needed);
    expect(state().asking).toBe(false);
    expect(fake.requests('changeSettings')).toHaveLength(1);
    // Nothing waits any more: this does nothing.
    state().cancel();
  });

  it('asks no second time by itself where the word for it has run out', async () => {
    const { fake, api, state } = setUp();
    fake.script('secondManager', async () => err({ code: 'not-possible' }));
    const answer = api.changeSettings(changes);
    await settle();
    await state().confirm('508217');
    expect(await answer).toEqual(needed);
    expect(state().asking).toBe(false);
  });

  it('passes every other answer on', async () => {
    const { fake, api, state } = setUp();
    fake.script('changeSettings', async () => err({ code: 'not-saved' }));
    expect(await api.changeSettings(changes)).toEqual(err({ code: 'not-saved' }));
    expect(await api.staffImport({})).toMatchObject({ ok: true });
    expect(state().asking).toBe(false);
  });
});
