import type { KioskApi } from '../../src-preload/contract/api.ts';
import {
  type Answer,
  type EventName,
  type Events,
  type RequestName,
  type Requests,
  requestNames,
} from '../../src-preload/contract/channels.ts';
import type { GuestMatch, GuestToday, GuestView } from '../../src-preload/contract/guest.ts';
import type { LookUpAnswer } from '../../src-preload/contract/look-up.ts';
import { cents } from '../../src-preload/contract/money.ts';
import type { CreditItem } from '../../src-preload/contract/outbox.ts';
import { ok } from '../../src-preload/contract/result.ts';
import type { StaffMember } from '../../src-preload/contract/staff.ts';
import type { KioskStatus } from '../../src-preload/contract/status.ts';
import type { PageClock } from '../core/clock.ts';
import { quietManagerAnswers } from './fake-manager-answers.ts';

export type Ask<N extends RequestName> = (request: Requests[N]['request']) => Promise<Answer<N>>;
type Answers = { [N in RequestName]: Ask<N> };

/** One question the page asked, in order. */
interface Asked {
  readonly name: RequestName;
  readonly request: unknown;
}

/** A bridge in memory: every answer can be scripted, every question is noted, every event can be pushed. */
export interface FakeApi {
  readonly api: KioskApi;
  readonly asked: readonly Asked[];
  /** What was asked under this name, in order. */
  readonly requests: <N extends RequestName>(name: N) => readonly Requests[N]['request'][];
  /** Answers this question so from now on. */
  readonly script: <N extends RequestName>(name: N, answer: Ask<N>) => void;
  readonly push: <N extends EventName>(name: N, payload: Events[N]) => void;
}

export const anaMatch: GuestMatch = {
  id: 'a1a1a1a1-0000-4000-8000-000000000001',
  name: 'Ana Petrescu',
  shortName: 'Ana P.',
  phone: { area: null, lastFour: '0142' },
  email: null,
  seenAt: Date.UTC(2026, 10, 14, 23),
  balance: null,
  lastCredit: null,
  onlyHere: false,
};

export const anaView: GuestView = {
  guest: anaMatch,
  balance: {
    amount: cents(4250),
    earliestExpiry: Date.UTC(2026, 11, 4, 17),
    asOf: Date.UTC(2026, 10, 22, 0, 18),
  },
  history: { lines: [], next: null, asOf: Date.UTC(2026, 10, 22, 0, 18) },
  from: 'toast',
  historyFrom: 'toast',
  trouble: { balance: null, history: null },
  waiting: cents(0),
};

export const heldItem: CreditItem = {
  kind: 'add-credit',
  creditId: 'c1c1c1c1-0000-4000-8000-000000000001',
  guestId: anaMatch.id,
  guestName: 'Ana Petrescu',
  amount: cents(1500),
  reasonId: 'long-wait',
  state: 'held',
  givenAt: Date.UTC(2026, 10, 22, 0, 20),
  givenBy: 'Marco D.',
  approvedBy: null,
  undoUntil: Date.UTC(2026, 10, 22, 0, 20, 30),
  undoLeftMs: 30_000,
  nextTryAt: null,
  since: Date.UTC(2026, 10, 22, 0, 20),
  refusal: null,
  stuck: null,
  undone: false,
  waitsForGuest: false,
  guestNeedsPerson: false,
};

export const marco = {
  staff: { id: 'e1', shortName: 'Marco D.', role: 'server' },
  limits: { alone: cents(1000), most: cents(25_000) },
} as const;

export const priyaMember: StaffMember = {
  id: 'e2',
  shortName: 'Priya N.',
  role: 'manager',
  active: true,
  employeeGuid: null,
  codeSince: null,
};

export const fakeStatus: KioskStatus = {
  mode: 'live',
  houseName: 'Bellwether',
  language: 'en',
  theme: 'system',
  comfort: { hand: 'right', textSize: 100, sounds: false },
  timeZone: 'America/Los_Angeles',
  currency: 'USD',
  country: 'US',
  guestMemory: 'sealed',
  connection: { state: 'online' },
  waiting: { count: 0, sum: cents(0), needPerson: 0, diskTrouble: false },
  approvals: { open: 0, answered: null },
  session: null,
  trainingPins: [],
  howToDue: false,
  lockedForMs: 0,
  keyLost: false,
  signOutAfterCredit: false,
  openOnlyMatch: false,
  pinDigits: null,
  reasons: [
    {
      id: 'long-wait',
      label: { en: 'Long wait', es: 'Mucha espera' },
      amount: cents(1500),
      noteRequired: false,
    },
    {
      id: 'wrong-dish',
      label: { en: 'Wrong dish', es: 'Plato equivocado' },
      amount: cents(1000),
      noteRequired: false,
    },
    {
      id: 'cold-food',
      label: { en: 'Cold food', es: 'Comida fría' },
      amount: cents(1000),
      noteRequired: false,
    },
    { id: 'slow', label: { en: 'Slow service', es: 'Servicio lento' }, amount: null, noteRequired: false },
    { id: 'celebration', label: { en: 'Celebration', es: 'Celebración' }, amount: null, noteRequired: false },
    { id: 'other', label: { en: 'Something else', es: 'Otra cosa' }, amount: null, noteRequired: true },
  ],
  policy: {
    alone: { host: cents(0), server: cents(1_000), manager: cents(25_000) },
    most: cents(25_000),
    employeeDay: { host: cents(0), server: cents(5_000), manager: cents(50_000) },
    offline: { alone: cents(5_000), most: cents(25_000), hours: 24 },
  },
  idle: { warnAfterMs: 60_000, clearAfterMs: 20_000 },
  undoMs: 30_000,
  diagonalInches: null,
  configProblems: [],
  recovered: null,
  moved: false,
  version: '0.0.0',
};

/** No one has helped the guest yet. */
export const fakeToday: GuestToday = {
  credits: [],
  sum: cents(0),
  isWhole: true,
  left: { alone: cents(1_000), rule: 'alone', most: cents(25_000) },
};

const found: LookUpAnswer = { matches: [anaMatch], total: 1, near: [], from: 'toast' };

/** Answers of a quiet evening: one guest, everything accepted. */
function quietEvening(status: KioskStatus): Answers {
  const nothing = async () => ok(null);
  return {
    ...quietManagerAnswers(),
    status: async () => ok(status),
    signIn: async () => ok(marco),
    signOut: nothing,
    setLanguage: nothing,
    seenHowTo: nothing,
    lookUp: async () => ok(found),
    lookUpHere: async () => ok({ ...found, from: 'kiosk' }),
    searchGuests: async () => ok(found),
    stopLookUp: nothing,
    glanceAtGuest: async () => ok(anaView),
    historyPage: async () => ok({ lines: [], next: null }),
    forgetGuest: nothing,
    forgetAllGuests: async () => ok({ forgotten: 0 }),
    openGuestForm: async () => ok({ guestId: anaMatch.id }),
    lookalikesHere: async () => ok({ found: [], from: 'kiosk' }),
    lookalikes: async () => ok({ found: [], from: 'toast' }),
    createGuest: async () => ok(anaMatch),
    openGuest: async () => ok(anaView),
    revealPhone: async () => ok({ digits: '4155550142' }),
    openCreditForm: async ({ guestId }) =>
      ok({ outcome: 'form', form: { creditId: heldItem.creditId, guestId }, today: fakeToday }),
    guestToday: async () => ok(fakeToday),
    giveCredit: async ({ amount, reasonId }) =>
      ok({ outcome: 'accepted', item: { ...heldItem, amount, reasonId } }),
    approve: async () => ok({ ...heldItem, approvedBy: 'Priya N.' }),
    approveByCode: async () => ok({ ...heldItem, approvedBy: 'Priya N.' }),
    declineApproval: nothing,
    approvalList: async () => ok({ open: [], ended: [] }),
    approvalsSeen: nothing,
    openKeypad: nothing,
    replacePin: nothing,
    staffList: async () =>
      ok({
        members: [priyaMember],
        lockedForMs: 0,
        byCodeMost: cents(10_000),
        importPath: '/etc/hoststand/staff.csv',
      }),
    staffAdd: async ({ shortName, role, pin }) =>
      ok({
        member: { ...priyaMember, id: 'e3', shortName, role },
        pin: pin === null ? '730194' : null,
      }),
    staffNewPin: async ({ pin }) => ok({ member: priyaMember, pin: pin === null ? '730194' : null }),
    staffChange: async () => ok(priyaMember),
    staffRemove: nothing,
    staffImport: async () => ok({ added: [], refused: [] }),
    enrolCode: async () => ok({ enrolId: 'n1', modules: ['101', '010', '101'], key: 'ABCD EFGH' }),
    confirmCode: async () => ok({ ...priyaMember, codeSince: Date.UTC(2026, 10, 22) }),
    dropCode: async () => ok(priyaMember),
    liftLock: nothing,
    verifyLedger: async () =>
      ok({ state: 'whole', lines: 12, seal: '0123456789', unproven: 0, unwatched: 0 }),
    exportLedger: async () => ok({ path: '/exports/ledger.csv', lines: 12 }),
    creditShown: nothing,
    undoCredit: async () => ok({ ...heldItem, state: 'cancelled', undoUntil: null, undoLeftMs: 0 }),
    waitingList: async () => ok({ items: [], summary: status.waiting }),
    resolveEntry: async () => ok({ items: [], summary: status.waiting }),
    sendNow: nothing,
    reportProblem: async () => ok({ reference: 'K7-0O4B' }),
  };
}

/** Makes a bridge in memory. */
export function createFakeApi(status: KioskStatus = fakeStatus): FakeApi {
  const asked: Asked[] = [];
  const answers = quietEvening(status);
  const listeners = new Map<EventName, Set<(payload: never) => void>>();

  const question =
    <N extends RequestName>(name: N): Ask<N> =>
    (request) => {
      asked.push({ name, request });
      return answers[name](request);
    };
  // One of each name, as the list they are made from has them.
  const questions = Object.fromEntries(
    requestNames.map((name) => [name, question(name)]),
  ) as unknown as Answers;
  const on: KioskApi['on'] = (name, listener) => {
    const set = listeners.get(name) ?? new Set();
    listeners.set(name, set);
    set.add(listener);
    return () => set.delete(listener);
  };

  return {
    api: { ...questions, on },
    asked,
    requests: <N extends RequestName>(name: N) =>
      // Noted under the name it was typed for.
      asked.filter((each) => each.name === name).map((each) => each.request as Requests[N]['request']),
    script: (name, answer) => {
      Object.assign(answers, { [name]: answer });
    },
    push: (name, payload) => {
      for (const listener of listeners.get(name) ?? [])
        (listener as (given: typeof payload) => void)(payload);
    },
  };
}

/** A clock whose hands the test turns. */
export interface FakeClock extends PageClock {
  /** Turns both hands on and calls what has become due, in order. */
  readonly pass: (ms: number) => void;
  /** Turns only the wall clock, as a person or a time server does. */
  readonly jumpWall: (ms: number) => void;
}

export function createFakeClock(wall = Date.UTC(2026, 10, 22, 0, 20)): FakeClock {
  let now = wall;
  let steady = 0;
  let due: { readonly at: number; readonly call: () => void }[] = [];
  return {
    now: () => now,
    steady: () => steady,
    after: (ms, call) => {
      const timer = { at: steady + Math.max(0, ms), call };
      due.push(timer);
      return () => {
        due = due.filter((other) => other !== timer);
      };
    },
    pass: (ms) => {
      const end = steady + ms;
      for (;;) {
        const next = due.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        due = due.filter((timer) => timer !== next);
        now += next.at - steady;
        steady = next.at;
        next.call();
      }
      now += end - steady;
      steady = end;
    },
    jumpWall: (ms) => {
      now += ms;
    },
  };
}

/** Lets every answer that is ready arrive. */
export async function arrive(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
