import { describe, expect, it } from 'vitest';
import type { ApprovalRequest } from '../../src-preload/contract/approval.ts';
import type { Answer } from '../../src-preload/contract/channels.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { cents } from '../../src-preload/contract/money.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import { chooseReason } from '../features/credit/draft.ts';
import {
  anaMatch,
  anaView,
  arrive,
  createFakeApi,
  createFakeClock,
  fakeStatus,
  fakeToday,
  heldItem,
  marco,
} from '../testing/fake-api.ts';
import { createStores } from './stores.ts';

const [longWait] = fakeStatus.reasons;
const request = { creditId: heldItem.creditId, amount: cents(1500), reasonId: 'long-wait', note: '' };
const approval: ApprovalRequest = {
  approvalId: 'ap1',
  creditId: heldItem.creditId,
  guestId: anaMatch.id,
  guestName: anaMatch.name,
  amount: cents(1500),
  reasonId: 'long-wait',
  note: '',
  askedBy: { shortName: 'Marco D.', role: 'server' },
  balance: cents(4250),
  waiting: cents(0),
  givenToday: { count: 0, sum: cents(0) },
  rule: 'alone',
  limit: cents(1000),
  byCode: [],
  askedAt: Date.UTC(2026, 10, 22, 0, 8),
  expiresAt: Date.UTC(2026, 10, 22, 0, 23),
  mine: true,
  guestToday: { credits: [], sum: cents(0), isWhole: true },
};

async function signedIn() {
  const fake = createFakeApi({ ...fakeStatus, session: marco });
  const clock = createFakeClock();
  const stores = createStores(fake.api, clock);
  stores.start();
  await arrive();
  const flow = () => stores.flow.getState();
  return { fake, clock, stores, flow };
}

async function atForm() {
  const all = await signedIn();
  all.flow().openGuest(anaMatch);
  await arrive();
  all.flow().openForm();
  await arrive();
  return all;
}

async function atApproval() {
  const all = await atForm();
  all.fake.script('giveCredit', async () => ok({ outcome: 'needs-approval', approval }));
  await all.flow().give(request);
  return all;
}

describe('the way through the main job', () => {
  it('starts at the look-up where someone is signed in, else at the sign-in screen', async () => {
    expect((await signedIn()).flow().screen.name).toBe('look-up');
    const fake = createFakeApi();
    const stores = createStores(fake.api, createFakeClock());
    stores.start();
    await arrive();
    expect(stores.flow.getState().screen.name).toBe('sign-in');
  });

  it('opens a guest by name at once, and fills the picture when it comes', async () => {
    const { flow } = await signedIn();
    flow().openGuest(anaMatch);
    expect(flow().screen).toMatchObject({ name: 'guest', who: { name: 'Ana Petrescu' }, view: null });
    await arrive();
    expect(flow().screen).toMatchObject({ name: 'guest', view: anaView, asking: null });
  });

  it('does not let the answer about a past guest reach the screen', async () => {
    const { fake, flow } = await signedIn();
    let late: (answer: Answer<'openGuest'>) => void = () => {};
    fake.script(
      'openGuest',
      () =>
        new Promise((resolve) => {
          late = resolve;
        }),
    );
    flow().openGuest(anaMatch);
    flow().toLookUp();
    late(ok(anaView));
    await arrive();
    expect(flow().screen).toEqual({ name: 'look-up' });
  });

  it('keeps the old picture while it asks again after a credit of this guest moved', async () => {
    const { fake, flow } = await signedIn();
    flow().openGuest(anaMatch);
    await arrive();
    const newer = {
      ...anaView,
      waiting: cents(0),
      balance: { amount: cents(5750), earliestExpiry: null, asOf: 1 },
    };
    fake.script('openGuest', async () => ok(newer));
    fake.push('credit', { ...heldItem, state: 'settled', undoLeftMs: 0, undoUntil: null });
    expect(flow().screen).toMatchObject({ name: 'guest', view: anaView });
    await arrive();
    expect(flow().screen).toMatchObject({ name: 'guest', view: newer });
    expect(fake.requests('openGuest')).toHaveLength(2);
  });

  it('fills in reason and amount from a preset', async () => {
    const { flow } = await signedIn();
    flow().openGuest(anaMatch);
    await arrive();
    flow().openForm(longWait);
    await arrive();
    expect(flow().screen).toMatchObject({
      name: 'give-credit',
      draft: { reasonId: 'long-wait', amount: 1500 },
    });
  });

  it('opens one form for two taps', async () => {
    const { fake, flow } = await signedIn();
    flow().openGuest(anaMatch);
    await arrive();
    flow().openForm();
    flow().openForm();
    await arrive();
    expect(fake.requests('openCreditForm')).toHaveLength(1);
  });

  it('shows a credit that was saved before the screen could say so, instead of a new form', async () => {
    const { fake, flow } = await signedIn();
    fake.script('openCreditForm', async () => ok({ outcome: 'already-given', item: heldItem }));
    flow().openGuest(anaMatch);
    await arrive();
    flow().openForm();
    await arrive();
    expect(flow().screen).toMatchObject({ name: 'done', already: true, item: heldItem });
  });

  it('gives once for two taps, with the GUID of the form', async () => {
    const { fake, flow } = await atForm();
    await Promise.all([flow().give(request), flow().give(request)]);
    expect(fake.requests('giveCredit')).toEqual([request]);
    expect(flow().screen).toMatchObject({ name: 'done', already: false });
  });

  it('keeps the draft where giving failed, and tries the same GUID again', async () => {
    const { fake, flow } = await atForm();
    flow().edit((draft) => (longWait === undefined ? draft : chooseReason(draft, longWait)));
    fake.script('giveCredit', () => Promise.reject(new Error('gone')));
    await flow().give(request);
    expect(flow().screen).toMatchObject({
      name: 'give-credit',
      saving: false,
      error: { code: 'internal' },
      draft: { reasonId: 'long-wait', amount: 1500 },
    });
    await flow().give(request);
    expect(new Set(fake.requests('giveCredit').map((asked) => asked.creditId)).size).toBe(1);
  });
});

describe('approval', () => {
  it('asks a manager, and is done when they approve', async () => {
    const { fake, flow } = await atApproval();
    expect(flow().screen).toMatchObject({ name: 'approve', approval });
    await flow().approve('864209');
    expect(fake.requests('approve')).toEqual([{ approvalId: 'ap1', pin: '864209' }]);
    expect(flow().screen).toMatchObject({ name: 'done', item: { approvedBy: 'Priya N.' } });
  });

  it('stays where the PIN was wrong', async () => {
    const { fake, flow } = await atApproval();
    fake.script('approve', async () => err({ code: 'wrong-pin', triesLeft: 4 }));
    expect(await flow().approve('1111')).toEqual(err({ code: 'wrong-pin', triesLeft: 4 }));
    expect(flow().screen).toMatchObject({ name: 'approve', lapsed: false });
  });

  it('lapses on the monotonic clock, no matter what the wall clock does', async () => {
    const { clock, flow, stores } = await atApproval();
    stores.idle.getState().stop();
    clock.jumpWall(3_600_000);
    clock.pass(179_000);
    expect(flow().screen).toMatchObject({ name: 'approve', lapsed: false });
    clock.pass(1_000);
    expect(flow().screen).toMatchObject({ name: 'approve', lapsed: true });
  });

  it('lapses when the other side says so', async () => {
    const { fake, flow } = await atApproval();
    fake.script('approve', async () => err({ code: 'approval-gone' }));
    await flow().approve('864209');
    expect(flow().screen).toMatchObject({ name: 'approve', lapsed: true });
  });

  it('takes the code of a manager who is elsewhere, for the request on the screen', async () => {
    const { fake, flow } = await atApproval();
    await flow().approveByCode('e2', '123456');
    expect(fake.requests('approveByCode')).toEqual([{ approvalId: 'ap1', managerId: 'e2', code: '123456' }]);
    expect(flow().screen).toMatchObject({ name: 'done', item: { approvedBy: 'Priya N.' } });
  });

  it.each(['wrong-code', 'code-used', 'approver-not-manager'] as const)(
    'stays open after %s',
    async (code) => {
      const { fake, flow } = await atApproval();
      fake.script('approveByCode', async () => err({ code, triesLeft: 3 } as AppError));
      await flow().approveByCode('e2', '123456');
      expect(flow().screen).toMatchObject({ name: 'approve', lapsed: false, error: null });
    },
  );

  it('is over where a rule spoke after all, and says which', async () => {
    const { fake, flow } = await atApproval();
    const error = { code: 'over-guest-day', most: cents(25_000), given: cents(24_500) } as const;
    fake.script('approve', async () => err(error));
    await flow().approve('864209');
    expect(flow().screen).toMatchObject({ name: 'approve', lapsed: true, error });
  });

  it('goes back to the same form to change it, and withdraws the request', async () => {
    const { fake, flow } = await atApproval();
    flow().changeIt();
    expect(flow().screen).toMatchObject({ name: 'give-credit', form: { creditId: heldItem.creditId } });
    expect(fake.requests('declineApproval')).toEqual([{ approvalId: 'ap1', why: null }]);
  });

  it('gives nothing where the manager does not approve, and says so', async () => {
    const { fake, flow } = await atApproval();
    flow().doNotApprove();
    await arrive();
    expect(flow().screen).toMatchObject({ name: 'guest', notice: 'nothing-given' });
    expect(fake.requests('declineApproval')).toEqual([{ approvalId: 'ap1', why: null }]);
    expect(fake.requests('approve')).toEqual([]);
  });

  it('asks again with the same credit', async () => {
    const { fake, flow } = await atApproval();
    await Promise.all([flow().askApprovalAgain(request), flow().askApprovalAgain(request)]);
    expect(fake.requests('giveCredit')).toEqual([request, request]);
    expect(flow().screen.name).toBe('approve');
  });
});

describe('after giving', () => {
  it('follows the credit on the done screen', async () => {
    const { fake, flow } = await atForm();
    await flow().give(request);
    fake.push('credit', { ...heldItem, creditId: 'another', state: 'settled', undoLeftMs: 0 });
    expect(flow().screen).toMatchObject({ item: { state: 'held' } });
    fake.push('credit', { ...heldItem, state: 'settled', undoUntil: null, undoLeftMs: 0 });
    expect(flow().screen).toMatchObject({ name: 'done', item: { state: 'settled' } });
  });

  it('offers undo for as long as it lasts, also away from the done screen', async () => {
    const { clock, flow, stores } = await atForm();
    await flow().give(request);
    flow().toLookUp();
    expect(stores.kiosk.getState().undo[0]?.item.creditId).toBe(heldItem.creditId);
    clock.jumpWall(-3_600_000);
    clock.pass(29_999);
    expect(stores.kiosk.getState().undo).toHaveLength(1);
    clock.pass(1);
    expect(stores.kiosk.getState().undo).toHaveLength(0);
  });

  it('says when an undo came too late', async () => {
    const { fake, flow, stores } = await atForm();
    await flow().give(request);
    fake.script('undoCredit', async () => err({ code: 'undo-too-late', state: 'sending' }));
    await stores.kiosk.getState().undoCredit(heldItem.creditId);
    expect(stores.kiosk.getState().undoFailure).toMatchObject({ creditId: heldItem.creditId });
  });

  it('lets the waiting list lie over the form without losing it', async () => {
    const { flow } = await atForm();
    flow().edit((draft) => ({ ...draft, amount: cents(700), amountFrom: 'keys' }));
    flow().setWaitingOpen(true);
    flow().setWaitingOpen(false);
    expect(flow().screen).toMatchObject({ name: 'give-credit', draft: { amount: 700 } });
  });
});

describe('leaving', () => {
  it('clears guest, digits and drafts when no one touches it, and signs out', async () => {
    const { fake, clock, stores, flow } = await atForm();
    stores.lookUp.getState().press('4');
    clock.pass(59_999);
    expect(stores.idle.getState().warningUntil).toBeNull();
    clock.pass(1);
    expect(stores.idle.getState().warningUntil).not.toBeNull();
    clock.pass(20_000);
    await arrive();
    expect(flow().screen).toEqual({ name: 'sign-in', notice: 'cleared' });
    expect(stores.lookUp.getState().typed).toBe('');
    expect(stores.kiosk.getState().status?.session).toBeNull();
    expect(fake.requests('signOut')).toHaveLength(1);
    expect(JSON.stringify(flow().screen)).not.toContain('Ana');
  });

  it('does not bring a credit onto the screen that was accepted after everyone left', async () => {
    const { fake, stores, flow } = await atForm();
    let late: (answer: Answer<'giveCredit'>) => void = () => {};
    fake.script(
      'giveCredit',
      () =>
        new Promise((resolve) => {
          late = resolve;
        }),
    );
    const giving = flow().give(request);
    stores.leave(null);
    late(ok({ outcome: 'accepted', item: heldItem }));
    await giving;
    expect(flow().screen.name).toBe('sign-in');
  });

  it('goes to the sign-in screen when the session ends on the other side', async () => {
    const { fake, flow, stores } = await atForm();
    fake.push('signedOut', null);
    expect(flow().screen.name).toBe('sign-in');
    expect(stores.kiosk.getState().undo).toEqual([]);
    expect(fake.requests('signOut')).toEqual([]);
  });

  it.each([
    ['a guest is opened', (all) => all.flow().openGuest(anaMatch)],
    ['somebody signs out', (all) => all.stores.leave(null)],
    ['nobody is there any more', (all) => all.clock.pass(80_000)],
    ['the session ends on the other side', (all) => all.fake.push('signedOut', null)],
    [
      'the kiosk restarts',
      (all) => all.fake.push('restarted', { why: 'settings', failed: false, sameSession: false }),
    ],
    ['a manager goes to their screens', (all) => all.flow().toManager()],
  ] satisfies readonly (readonly [string, (all: Awaited<ReturnType<typeof signedIn>>) => void])[])(
    'forgets who was looked for, and stops asking for them, when %s',
    async (_, happens) => {
      const all = await signedIn();
      const { fake, stores } = all;
      let late: (answer: Answer<'lookUp'>) => void = () => {};
      fake.script(
        'lookUp',
        () =>
          new Promise((resolve) => {
            late = resolve;
          }),
      );
      for (const digit of '4155550142') stores.lookUp.getState().press(digit as '4');
      await arrive();
      expect(stores.lookUp.getState()).toMatchObject({ typed: '4155550142', toast: { step: 'asking' } });
      happens(all);
      expect(fake.requests('stopLookUp')).toHaveLength(1);
      late(ok({ matches: [anaMatch], total: 1, near: [], from: 'toast' }));
      await arrive();
      expect(JSON.stringify(stores.lookUp.getState())).not.toMatch(/Ana|0142/);
    },
  );

  it('finds the look-up empty on the way back from a guest', async () => {
    const { stores, flow } = await signedIn();
    stores.lookUp.getState().choose('name');
    stores.lookUp.getState().write('Ana');
    flow().openGuest(anaMatch);
    flow().toLookUp();
    expect(stores.lookUp.getState()).toMatchObject({ by: 'phone', typed: '', answer: null });
  });
});

describe('another person who takes over the screen', () => {
  const priya = {
    staff: { id: 's2', shortName: 'Priya N.', role: 'manager' },
    limits: { alone: cents(25_000), most: cents(25_000) },
  } as const;
  const takeOver = async (at: Awaited<ReturnType<typeof atForm>>): Promise<void> => {
    at.fake.script('signIn', async () => ok(priya));
    await at.stores.kiosk.getState().signIn('975310', true);
    await arrive();
  };

  it('gets the form as it is filled in, under a number of their own, with their own limits', async () => {
    const at = await atForm();
    at.flow().edit((draft) => (longWait ? chooseReason(draft, longWait) : draft));
    const form = { creditId: 'c2', guestId: anaMatch.id };
    at.fake.script('openCreditForm', async () => ok({ outcome: 'form', form, today: fakeToday }));
    await takeOver(at);
    expect(at.flow().screen).toMatchObject({
      name: 'give-credit',
      who: { id: anaMatch.id },
      form,
      draft: { reasonId: 'long-wait', amount: 1500 },
      saving: false,
    });
    expect(at.stores.kiosk.getState().status?.session).toEqual(priya);
    // Their look at the guest is asked for before the form: it is on record.
    expect(at.fake.asked.slice(-4).map(({ name }) => name)).toEqual([
      'signIn',
      'glanceAtGuest',
      'openCreditForm',
      'guestToday',
    ]);
  });

  it('gives nothing while the form is not theirs yet', async () => {
    const at = await atForm();
    at.fake.script('openCreditForm', () => new Promise(() => {}));
    await takeOver(at);
    await at.flow().give(request);
    expect(at.fake.requests('giveCredit')).toEqual([]);
  });

  it('gets the guest from the start, and where they may not look, no form', async () => {
    const at = await atForm();
    at.fake.script('glanceAtGuest', async () => err({ code: 'too-fast', leftMs: 1000 }));
    await takeOver(at);
    expect(at.flow().screen).toMatchObject({ name: 'guest', who: { id: anaMatch.id } });
    expect(at.fake.requests('openCreditForm')).toHaveLength(1);
  });

  it('finds an empty look-up after a sign-out, also the same person', async () => {
    const at = await atForm();
    await takeOver(at);
    at.stores.leave(null);
    await at.stores.kiosk.getState().signIn('975310');
    expect(at.flow().screen).toEqual({ name: 'look-up' });
  });

  it('keeps the guest, and cannot undo what another person gave', async () => {
    const at = await signedIn();
    at.flow().openGuest(anaMatch);
    await arrive();
    at.fake.push('credit', heldItem);
    expect(at.stores.kiosk.getState().undo).toHaveLength(1);
    await takeOver(at);
    expect(at.flow().screen).toMatchObject({ name: 'guest', view: anaView });
    expect(at.stores.kiosk.getState().undo).toEqual([]);
  });

  it('changes nothing with a wrong PIN', async () => {
    const at = await atForm();
    const { screen } = at.flow();
    at.fake.script('signIn', async () => err({ code: 'wrong-pin', triesLeft: 4 }));
    await at.stores.kiosk.getState().signIn('000001', true);
    expect(at.flow().screen).toBe(screen);
    expect(at.stores.kiosk.getState().status?.session).toEqual(marco);
  });
});
