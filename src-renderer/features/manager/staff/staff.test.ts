import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../../src-preload/contract/result.ts';
import { createFakeApi, priyaMember } from '../../../testing/fake-api.ts';
import { createStaffStore, memberOf } from './staff.ts';

async function setUp() {
  const fake = createFakeApi();
  const store = createStaffStore(fake.api);
  await store.getState().load();
  return { fake, store, state: store.getState };
}

describe('the staff list', () => {
  it('shows a PIN that was made once, and has none of it afterwards', async () => {
    const { store, state } = await setUp();
    state().go({ at: 'add', name: 'Lee W.', role: 'server' });
    await state().add(null);
    expect(state().view).toMatchObject({ at: 'pin', pin: '730194', member: { shortName: 'Lee W.' } });
    state().go({ at: 'list' });
    expect(JSON.stringify(store.getState())).not.toContain('730194');
    expect(state().list?.members.map(({ shortName }) => shortName)).toEqual(['Priya N.', 'Lee W.']);
  });

  it('says so where someone chose their own, and shows nothing', async () => {
    const { fake, store, state } = await setUp();
    state().go({ at: 'add', name: 'Lee W.', role: 'server' });
    await state().add('480173');
    expect(fake.requests('staffAdd')).toEqual([
      { shortName: 'Lee W.', role: 'server', employeeGuid: null, pin: '480173' },
    ]);
    expect(state()).toMatchObject({ view: { at: 'list' }, notice: { what: 'added', name: 'Lee W.' } });
    expect(JSON.stringify(store.getState())).not.toContain('480173');
  });

  it('keeps what was typed where it was refused, and says why', async () => {
    const { fake, state } = await setUp();
    fake.script('staffAdd', async () => err({ code: 'pin-unfit' }));
    state().go({ at: 'add', name: 'Lee W.', role: 'server' });
    expect(await state().add('123456')).toEqual(err({ code: 'pin-unfit' }));
    expect(state()).toMatchObject({
      view: { at: 'add', name: 'Lee W.' },
      error: { code: 'pin-unfit' },
      busy: false,
    });
    state().setRole('manager');
    expect(state()).toMatchObject({ view: { role: 'manager' }, error: null });
  });

  it('does one thing at a time: two presses are one', async () => {
    const { fake, state } = await setUp();
    state().go({ at: 'member', id: 'e2', removing: true });
    await Promise.all([state().remove(), state().remove(), state().change({ role: 'host' })]);
    expect(fake.requests('staffRemove')).toHaveLength(1);
    expect(fake.requests('staffChange')).toHaveLength(0);
    expect(state()).toMatchObject({ view: { at: 'list' }, notice: { what: 'removed', name: 'Priya N.' } });
    expect(memberOf(state())).toBeNull();
  });

  it('shows what was changed as the answer has it', async () => {
    const { fake, state } = await setUp();
    fake.script('staffChange', async () => ok({ ...priyaMember, shortName: 'Priya R.' }));
    state().go({ at: 'rename', id: 'e2' });
    await state().change({ shortName: 'Priya R.' });
    expect(memberOf(state())).toMatchObject({ shortName: 'Priya R.' });
    expect(state().view).toEqual({ at: 'member', id: 'e2', removing: false });
  });

  it('forgets an authenticator’s key with its screen', async () => {
    const { store, state } = await setUp();
    await state().enrol();
    expect(state().view).toMatchObject({ at: 'enrol', enrolment: { key: 'ABCD EFGH' } });
    await state().confirm('123456');
    expect(state()).toMatchObject({ view: { at: 'list' }, notice: { what: 'enrolled' } });
    expect(JSON.stringify(store.getState())).not.toContain('ABCD');
  });
});
