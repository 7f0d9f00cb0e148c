/** Who may make which request, tried from outside: the whole main process, asked through its router. */
import { expect, test } from 'vitest';
import { type RequestName, type Requests, requestNames } from '../../src-preload/contract/channels.ts';
import { cents } from '../../src-preload/contract/money.ts';
import { goLive, MANAGER_PIN, openHostPlace } from '../testing/app-kit.ts';
import { openPlace, pinOf } from '../testing/compose-kit.ts';
import type { Asking } from '../testing/kiosk-ports.ts';
import { accessTable } from '../testing/requests-doc.ts';
import type { Access } from './route.ts';
import { routes } from './routes.ts';

const id = '00000000-0000-4000-8000-000000000001';
const pin = '730194';
const guest = { guestId: id, firstName: 'A', lastName: 'B', phone: null, email: null };

/** One request of each name, in the right shape. */
const requests: { readonly [N in RequestName]: Requests[N]['request'] } = {
  status: {},
  signIn: { pin },
  signOut: {},
  setLanguage: { language: 'en' },
  seenHowTo: {},
  lookUp: { digits: '4155', by: 'phone' },
  lookUpHere: { typed: '4155', by: 'phone' },
  searchGuests: { text: 'ana', by: 'name' },
  stopLookUp: {},
  openGuest: { guestId: id },
  glanceAtGuest: { guestId: id },
  historyPage: { guestId: id, from: 'x' },
  forgetGuest: { guestId: id },
  forgetAllGuests: {},
  openGuestForm: {},
  lookalikesHere: guest,
  lookalikes: guest,
  createGuest: guest,
  revealPhone: { guestId: id },
  openCreditForm: { guestId: id },
  guestToday: { guestId: id },
  giveCredit: { creditId: id, amount: cents(1), reasonId: 'x', note: '' },
  approve: { approvalId: id, pin },
  approveByCode: { approvalId: id, managerId: id, code: '123456' },
  declineApproval: { approvalId: id, why: null },
  approvalList: {},
  approvalsSeen: {},
  replacePin: { pin, newPin: '918273' },
  openKeypad: { pin },
  creditShown: { creditId: id },
  undoCredit: { creditId: id },
  waitingList: {},
  resolveEntry: { id, resolution: { do: 'recheck' }, pin },
  sendNow: {},
  staffList: {},
  staffAdd: { shortName: 'Lee W.', role: 'server', employeeGuid: null, pin: null },
  staffNewPin: { staffId: id, pin: null },
  staffChange: { staffId: id },
  staffRemove: { staffId: id },
  staffImport: {},
  enrolCode: {},
  confirmCode: { enrolId: id, code: '123456' },
  dropCode: { staffId: id },
  liftLock: {},
  verifyLedger: {},
  exportLedger: {},
  reportProblem: { message: 'x' },
  enterManager: { pin },
  leaveManager: {},
  managerHome: {},
  kioskReport: { day: null },
  restaurantReport: { day: '2026-11-21' },
  stopReport: {},
  exportReport: { day: '2026-11-21' },
  readSettings: {},
  secondManager: { pin },
  changeSettings: { changes: {} },
  deviceFacts: {},
  noticesPage: { page: 1 },
  auditPage: { before: null, filter: 'all' },
  setTheme: { theme: 'system' },
  setComfort: {},
  switchMode: { to: 'training' },
  doubtedLimits: {},
  decideLimits: { keep: true },
  saveWaiting: {},
  supportBundle: {},
  exitKiosk: {},
  confirmMoved: { as: 'copy' },
  readSetUp: {},
  changeSetUp: { houseName: 'Bellwether' },
  testSetUp: {},
  finishSetUp: { pin },
  dropSetUp: {},
  setUpFiles: {},
  importSetUp: { name: 'x.hoststand', passphrase: 'x' },
  exportSetUp: { passphrase: 'x', pin },
};

/** Asks each request of these levels, and expects that refusal; what is refused changes nothing, so the order is free. */
async function expectRefused(kiosk: Asking, levels: readonly Access[], code: string): Promise<void> {
  const names = requestNames.filter((name) => levels.includes(routes[name].access));
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    // One of exactly this request, which the union of all of them cannot say.
    const answer = await kiosk.ask(name, requests[name] as never);
    expect(answer, name).toEqual({ ok: false, error: { code } });
  }
}

/** What the router says where a request is above the access level of the person asking. */
const REFUSALS = ['not-signed-in', 'managers-only', 'visit-over'];

/** In Training the set-up is open to all, except for a second manager where none is waited for. */
const expectSetUpOpen = async (kiosk: Asking): Promise<void> => {
  for (const name of ['readSetUp', 'changeSetUp', 'testSetUp', 'dropSetUp'] as const) {
    const answer = await kiosk.ask(name, requests[name] as never);
    expect(REFUSALS, name).not.toContain(answer.ok ? null : answer.error.code);
  }
};

test('each request is refused below its access level in Training', async () => {
  const place = await openPlace();
  try {
    const kiosk = await place.run({ signOutAfterCredit: true });
    await expectRefused(kiosk, ['present', 'staff', 'manager'], 'not-signed-in');
    expect(await kiosk.ask('secondManager', { pin })).toMatchObject({ error: { code: 'not-signed-in' } });
    await expectSetUpOpen(kiosk);
    // Someone is signed in.
    const creditId = await kiosk.form('Marco D.');
    await expectRefused(kiosk, ['manager'], 'managers-only');
    const known = await kiosk.ask('waitingList', {});
    expect(known.ok).toBe(true);
    // Their one credit is given: they are present, and not signed in.
    const given = { creditId, amount: cents(100), reasonId: 'cold-food', note: '' };
    expect(await kiosk.must('giveCredit', given)).toMatchObject({ outcome: 'accepted' });
    await expectRefused(kiosk, ['staff', 'manager'], 'not-signed-in');
    await kiosk.must('creditShown', { creditId });
    // A manager who is signed in has no manager session by that.
    await kiosk.must('signIn', { pin: pinOf('Priya N.') });
    await expectRefused(kiosk, ['manager'], 'visit-over');
    // A manager session signs no one in.
    await kiosk.must('enterManager', { pin: pinOf('Priya N.') });
    await kiosk.must('managerHome', {});
    await kiosk.must('signOut', {});
    await kiosk.must('enterManager', { pin: pinOf('Priya N.') });
    await expectRefused(kiosk, ['present', 'staff'], 'not-signed-in');
    await kiosk.must('leaveManager', {});
    await expectRefused(kiosk, ['manager'], 'not-signed-in');
  } finally {
    await place.close();
  }
}, 60_000);

test('a request of a manager that staff make is on record', async () => {
  const place = await openPlace();
  try {
    const kiosk = await place.run();
    await kiosk.must('signIn', { pin: pinOf('Marco D.') });
    await expectRefused(kiosk, ['manager'], 'managers-only');
    const lines = (await kiosk.ledger()).filter(({ what }) => what === 'impossible-request');
    expect(lines.length).toBeGreaterThan(10);
    expect(new Set(lines.map(({ by }) => by))).toEqual(new Set(['Marco D.']));
  } finally {
    await place.close();
  }
}, 60_000);

test('the set-up of a live kiosk is a manager’s', async () => {
  const place = await openHostPlace();
  try {
    const kiosk = await place.run();
    await goLive(kiosk, place);
    await expectRefused(kiosk, ['present', 'staff', 'manager', 'set-up'], 'not-signed-in');
    await kiosk.must('enterManager', { pin: MANAGER_PIN });
    const { member } = await kiosk.must('staffAdd', {
      shortName: 'Lee W.',
      role: 'server',
      employeeGuid: null,
      pin: null,
    });
    const { pin: pinOfLee } = await kiosk.must('staffNewPin', { staffId: member.id, pin: null });
    await kiosk.must('leaveManager', {});
    await kiosk.must('signIn', { pin: pinOfLee ?? '' });
    await expectRefused(kiosk, ['manager', 'set-up'], 'managers-only');
    await kiosk.must('signIn', { pin: MANAGER_PIN });
    await expectRefused(kiosk, ['manager', 'set-up'], 'visit-over');
    await kiosk.must('enterManager', { pin: MANAGER_PIN });
    await kiosk.must('readSetUp', {});
  } finally {
    await place.close();
  }
}, 60_000);

test('the documents say who may make each request', async () => {
  await expect(accessTable()).toMatchFileSnapshot('../../docs/REQUESTS.md');
});
