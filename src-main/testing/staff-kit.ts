import { cents } from '../../src-preload/contract/money.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { ApprovalPorts, ApprovalRules, Approvals } from '../approvals/approvals.ts';
import type { ForApproval, OpenRequest } from '../domain/approval.ts';
import type { LedgerEvent } from '../domain/ledger-event.ts';
import type { SecretBox } from '../ports.ts';
import { createLockout } from '../staff/pins/lockout.ts';
import { createLockoutStore } from '../staff/pins/lockout-store.ts';
import { createRoster } from '../staff/roster.ts';
import { openStaffService } from '../staff/staff-service.ts';
import { createMeta, openDatabase } from '../storage/open-database.ts';
import {
  createFakeIds,
  createFakeLogger,
  createFakeRowSeals,
  createFakeSecretBox,
  createFakeTime,
  type FakeTime,
} from './fakes.ts';

/** Cheap on purpose: what is tested with it is not how long scrypt takes. */
export const CHEAP = { logN: 4 };

export const OPEN_RULES: ApprovalRules = {
  minutes: 15,
  own: false,
  byCode: { most: cents(10_000), managers: 'enrolled' },
};

/** The same, where asking must be answered. */
export const mustAsk = (approvals: Approvals) => ({
  ...approvals,
  ask: (what: ForApproval): OpenRequest => {
    const asked = approvals.ask(what);
    if (!asked.ok) throw new Error(asked.error.code);
    return asked.value;
  },
});

/** Training's staff desk over a file, with everything it wrote into the ledger. */
export async function openTestStaff(
  path: string,
  options: {
    time?: FakeTime;
    rules?: ApprovalRules;
    secretBox?: SecretBox;
    requests?: ApprovalPorts['carried'];
  } = {},
) {
  const opened = openDatabase(path, 'training');
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const time = options.time ?? createFakeTime();
  const lines: LedgerEvent[] = [];
  const recordSuspicious: string[] = [];
  let signedIn: StaffName | null = null;
  // Ids that go on where the run before left off.
  const ids = createFakeIds();
  for (let n = Number(db.get('SELECT count(*) AS n FROM staff')?.['n']); n > 0; n -= 1) ids.guid();
  const staffService = await openStaffService(
    {
      db,
      clock: time.clock,
      scheduler: time.scheduler,
      ids,
      logger: createFakeLogger(),
      secretBox: options.secretBox ?? createFakeSecretBox(),
      keys: createMeta(db),
      ledger: { append: (event) => lines.push(event), seals: createFakeRowSeals(db), keyLost: false },
      rules: options.rules ?? OPEN_RULES,
      requests: {
        carried: options.requests ?? [],
        earlier: [],
        seenStore: { read: () => [], write: () => {} },
        onChange: () => {},
      },
      signedIn: () => signedIn,
      recordSuspicious: (request, why) => recordSuspicious.push(`${request}: ${why}`),
      pinCost: CHEAP,
      pinDigits: null,
    },
    true,
  );
  const who = (name: string): StaffName => {
    const found = staffService.admin.list().find(({ shortName }) => shortName === name);
    if (!found) throw new Error(`${name} is not on the list`);
    const { id, shortName, role } = found;
    return { id, shortName, role };
  };
  return {
    db,
    time,
    staffService,
    lines,
    recordSuspicious,
    who,
    kinds: () => lines.map(({ kind }) => kind),
    signIn: (staff: StaffName | null) => {
      signedIn = staff;
    },
    lockout: () => createLockout(createLockoutStore(db, createFakeRowSeals(db)), time.clock),
    roster: (key: Buffer) => createRoster(db, ids, key, createFakeRowSeals(db), CHEAP),
  };
}
