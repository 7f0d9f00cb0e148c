import type { RequestName } from '../../src-preload/contract/channels.ts';
import type { DeviceFacts, ManagerHome } from '../../src-preload/contract/manager.ts';
import { cents } from '../../src-preload/contract/money.ts';
import type { KioskReport, RestaurantReport } from '../../src-preload/contract/report.ts';
import { ok } from '../../src-preload/contract/result.ts';
import type { SetUp } from '../../src-preload/contract/set-up.ts';
import type { Ask } from './fake-api.ts';

const NOTHING = { count: 0, sum: 0 } as const;

export const quietReport: KioskReport = {
  day: {
    day: '2026-11-21',
    from: Date.UTC(2026, 10, 21, 12),
    to: Date.UTC(2026, 10, 22, 12),
    running: true,
  },
  given: { count: 2, sum: 4_000 },
  approved: { count: 1, sum: 2_500 },
  byReason: [{ reasonId: 'long-wait', words: null, count: 2, sum: 4_000 }],
  byEmployee: [{ name: 'Marco D.', count: 2, sum: 4_000 }],
  byHour: [{ at: Date.UTC(2026, 10, 22, 0), count: 2, sum: 4_000, running: true }],
  largest: [],
  settled: { count: 2, sum: 4_000 },
  onTheWay: NOTHING,
  undone: NOTHING,
  refused: NOTHING,
  givenUp: NOTHING,
};

export const quietRestaurant: RestaurantReport = {
  ...quietReport,
  readAt: Date.UTC(2026, 10, 22, 0, 20),
  lines: 2,
  voided: NOTHING,
  spent: NOTHING,
  givenBack: NOTHING,
  other: NOTHING,
  reconciliation: {
    checked: { count: 2, sum: 4_000 },
    agreed: { count: 2, sum: 4_000 },
    differences: [],
    elsewhere: NOTHING,
    onTheWay: NOTHING,
    voidedSince: NOTHING,
  },
};

export const quietHome: ManagerHome = {
  manager: { id: 'e2', shortName: 'Priya N.', role: 'manager' },
  needs: [],
  shift: quietReport,
};

const facts: DeviceFacts = {
  name: 'front-1',
  version: '0.0.0',
  system: 'Test 1.0',
  mode: 'live',
  toast: { host: 'toast.test', restaurantEnds: '0001' },
  canGoLive: true,
  dataFolder: '/data',
  configFile: '/etc/hoststand/config.json',
  sealing: 'strong',
  freeBytes: 50_000_000_000,
  clockAheadMs: 0,
  staff: 3,
  ledgerLines: 12,
  update: { off: 'no-address', ready: null, refused: null, checkedAt: null, last: null },
};

export const emptySetUp: SetUp = {
  language: 'en',
  url: '',
  clientIdEnds: null,
  hasSecret: false,
  restaurantEnds: null,
  deviceEnds: null,
  tested: null,
  timeZone: 'America/Los_Angeles',
  dayEndsAtHour: 4,
  houseName: 'Bellwether',
  managerName: '',
  sealing: 'strong',
  standing: null,
  suggested: [],
  records: 'none',
  moved: null,
  policy: {
    alone: { host: cents(0), server: cents(1_000), manager: cents(25_000) },
    most: cents(25_000),
    employeeDay: { host: cents(0), server: cents(5_000), manager: cents(50_000) },
    offline: { alone: cents(5_000), most: cents(25_000), hours: 24 },
  },
  limits: [],
};

/** Answers of a manager's quiet evening. */
export function quietManagerAnswers() {
  const nothing = async () => ok(null);
  return {
    enterManager: async () => ok(quietHome),
    leaveManager: nothing,
    managerHome: async () => ok(quietHome),
    kioskReport: async () => ok(quietReport),
    restaurantReport: async () => ok(quietRestaurant),
    stopReport: nothing,
    exportReport: async () => ok({ path: '/exports/shift.csv', rows: 4 }),
    readSettings: async () => ok([]),
    changeSettings: async () => ok([]),
    secondManager: async () => ok(null),
    deviceFacts: async () => ok(facts),
    noticesPage: async () => ok({ text: '', page: 0, pages: 0 }),
    auditPage: async () => ok({ lines: [], next: null, total: 0 }),
    setTheme: nothing,
    setComfort: nothing,
    switchMode: nothing,
    doubtedLimits: nothing,
    decideLimits: nothing,
    supportBundle: async () => ok({ path: '/exports/support.txt' }),
    saveWaiting: async () => ok({ path: '/exports/waiting.csv', rows: 3 }),
    exitKiosk: nothing,
    confirmMoved: nothing,
    readSetUp: async () => ok(emptySetUp),
    changeSetUp: async () => ok(emptySetUp),
    testSetUp: async () => ok({ ...emptySetUp, tested: { outcome: 'passed' } as const }),
    finishSetUp: nothing,
    dropSetUp: async () => ok(emptySetUp),
    setUpFiles: async () => ok({ folder: '/etc/hoststand', files: [] }),
    importSetUp: async () => ok(emptySetUp),
    exportSetUp: async () => ok({ path: '/exports/setup.hoststand' }),
  } satisfies { readonly [N in RequestName]?: Ask<N> };
}
