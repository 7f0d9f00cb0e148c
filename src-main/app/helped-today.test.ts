import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { ANA, openPlace, type Place, type PlayedKiosk } from '../testing/compose-kit.ts';

/** What a guest was given today, over the whole main process and the CRM on the line. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const SOON = { timeout: 30_000, interval: 20 };

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

const idOf = async ({ must }: PlayedKiosk): Promise<string> =>
  (await must('lookUp', { digits: ANA, by: 'phone' })).matches[0]?.id ?? '';
const ask = (kiosk: PlayedKiosk, creditId: string, amount: number) =>
  kiosk.ask('giveCredit', { creditId, amount: cents(amount), reasonId: 'cold-food', note: '' });

test('what another till gave is shown, counts for the guest’s day, and is left over for no one', async () => {
  const kiosk = await place.run();
  await kiosk.signIn('Marco D.');
  const guestId = await idOf(kiosk);
  place.crm.control.pos({ kind: 'give-elsewhere', guestGuid: guestId, amount: 4_500 });
  const creditId = await kiosk.form('Marco D.');
  expect(await kiosk.must('guestToday', { guestId })).toMatchObject({
    credits: [{ amount: 4_500, here: false, by: null, reasonId: null }],
    sum: 4_500,
    isWhole: true,
    left: { alone: 500, rule: 'guest-day', most: 20_500 },
  });
  expect(await ask(kiosk, creditId, 1_000)).toMatchObject({
    value: { outcome: 'needs-approval', approval: { rule: 'guest-day', guestToday: { sum: 4_500 } } },
  });
});

test('a credit of this kiosk counts once, before and after Toast has it; taken back on the POS it counts for nothing', async () => {
  const kiosk = await place.run({ undoSeconds: 1 });
  const creditId = await kiosk.form('Marco D.');
  const guestId = await idOf(kiosk);
  expect(await ask(kiosk, creditId, 700)).toMatchObject({ value: { outcome: 'accepted' } });
  await kiosk.must('creditShown', { creditId });
  const today = () => kiosk.must('guestToday', { guestId });
  const mine = { credits: [{ creditId, reasonId: 'cold-food', by: 'Marco D.', here: true }], sum: 700 };
  expect(await today()).toMatchObject(mine);
  await vi.waitFor(async () => {
    expect((await kiosk.must('status', {})).waiting.count).toBe(0);
    expect(await today()).toMatchObject(mine);
  }, SOON);
  expect(place.crm.control.pos({ kind: 'void', transactionGuid: creditId }).ok).toBe(true);
  expect(await today()).toMatchObject({ credits: [], sum: 0, isWhole: true });
});

test('where the history cannot be read the limits of offline apply, and it is said', async () => {
  const kiosk = await place.run({ rules: { offline: { alone: 400, most: 2_000 } } });
  place.crm.control.fault({
    operation: 'guest-transactions',
    times: 'all',
    effect: { kind: 'status', status: 500, body: 'error-message' },
  });
  const creditId = await kiosk.form('Marco D.');
  const guestId = await idOf(kiosk);
  expect(await kiosk.must('guestToday', { guestId })).toMatchObject({
    credits: [],
    isWhole: false,
    left: { alone: 400, rule: 'offline-amount', most: 2_000 },
  });
  expect(await ask(kiosk, creditId, 500)).toMatchObject({
    value: {
      outcome: 'needs-approval',
      approval: { rule: 'offline-amount', guestToday: { isWhole: false } },
    },
  });
  expect(await ask(kiosk, creditId, 2_001)).toMatchObject({ error: { code: 'over-offline-most' } });
  expect(await ask(kiosk, creditId, 400)).toMatchObject({ value: { outcome: 'accepted' } });
});

test('what another till gave while a request waited counts when it is approved', async () => {
  const kiosk = await place.run({ rules: { guestDay: { most: 5_000 } } });
  const creditId = await kiosk.form('Marco D.');
  const asked = await ask(kiosk, creditId, 2_000);
  if (!asked.ok || asked.value.outcome !== 'needs-approval') throw new Error(JSON.stringify(asked));
  place.crm.control.pos({ kind: 'give-elsewhere', guestGuid: await idOf(kiosk), amount: 4_000 });
  const { approvalId } = asked.value.approval;
  expect(await kiosk.ask('approve', { approvalId, pin: '975310' })).toMatchObject({
    error: { code: 'over-guest-day', given: 4_000 },
  });
  expect((await kiosk.must('status', {})).waiting.count).toBe(0);
});
