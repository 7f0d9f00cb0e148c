import type { AppError } from '../../src-preload/contract/errors.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import {
  leastDigits,
  MAX_NAME,
  type Role,
  STAFF_NAME,
  type StaffMember,
  type StaffName,
} from '../../src-preload/contract/staff.ts';
import type { StaffChange, WriteLedger } from '../domain/ledger-event.ts';
import { seenName, wellFormed } from '../lib/text.ts';
import type { Database } from '../ports.ts';
import type { Lockout } from './pins/lockout.ts';
import { GENERATED_DIGITS, generatePin, isPin, isTrivialPin } from './pins/pin-rules.ts';
import type { NewPerson, Roster } from './roster.ts';

export type StaffError = Extract<
  AppError,
  {
    code:
      | 'pin-unfit'
      | 'pin-short'
      | 'pin-length'
      | 'pin-locked'
      | 'name-unfit'
      | 'name-taken'
      | 'employee-guid-unfit'
      | 'last-manager'
      | 'own-record'
      | 'not-found';
  }
>;

/** A generated PIN, shown this once; null if a person chose it. */
interface WithPin {
  readonly member: StaffMember;
  readonly pin: string | null;
}

/** What a manager does with the roster. Every change and its ledger line are one transaction. */
export interface StaffAdmin {
  readonly list: () => readonly StaffMember[];
  /** @param pin the chosen one, or null to have one made. */
  readonly add: (
    by: StaffName | null,
    person: NewPerson,
    pin: string | null,
    how?: 'typed' | 'imported' | 'set-up',
  ) => Promise<Result<WithPin, StaffError>>;
  readonly newPin: (
    by: StaffName | null,
    id: string,
    pin: string | null,
  ) => Promise<Result<WithPin, StaffError>>;
  readonly change: (
    by: StaffName,
    id: string,
    to: Partial<NewPerson & { readonly active: boolean }>,
  ) => Result<StaffMember, StaffError>;
  readonly remove: (by: StaffName, id: string) => Result<null, StaffError>;
  /** Takes someone's authenticator away. */
  readonly dropCode: (by: StaffName, id: string) => Result<StaffMember, StaffError>;
}

export interface StaffAdminPorts {
  readonly db: Database;
  readonly roster: Roster;
  readonly record: WriteLedger;
  /** The keypad's: a chosen PIN that is taken tells as much as a right guess, and counts as a wrong one. */
  readonly lockout: Lockout;
  /** How many digits each PIN has; null where lengths differ. */
  readonly pinDigits: number | null;
  /** UTC ms. */
  readonly now: () => number;
}

export function createStaffAdmin(ports: StaffAdminPorts): StaffAdmin {
  const { db, roster, record } = ports;
  const gone = (): { ok: false; error: StaffError } => err({ code: 'not-found' });

  /** The last manager who can sign in must stay one, or no one could ever change anything again. */
  const isLastManager = (id: string): boolean =>
    !roster.list().some((other) => other.id !== id && other.active && other.role === 'manager');

  const changed = (by: StaffName | null, whom: StaffMember, change: StaffChange): void => {
    const { id, shortName, role } = whom;
    record({ kind: 'staff-changed', by, whom: { id, shortName, role }, change });
  };

  /** Does it, unless someone got this PIN while it was being hashed. */
  const ifFree = <T>(pin: string, work: () => T): Result<T, StaffError> =>
    db.transaction(
      (): Result<T, StaffError> => (roster.isTaken(pin) ? err({ code: 'pin-unfit' }) : ok(work())),
    );

  return {
    list: roster.list,
    add: async (by, person, pin, how = 'typed') => {
      const tidy = tidied(person);
      const wrong = unfit(roster, tidy, null);
      if (wrong) return err(wrong);
      const chosen = choose(ports, by, pin, tidy.role);
      if (!chosen.ok) return chosen;
      const stored = await roster.preparePin(chosen.value);
      // Names are looked at again: two people may have been added side by side.
      const stillWrong = unfit(roster, tidy, null);
      if (stillWrong) return err(stillWrong);
      return ifFree(chosen.value, () => {
        const member = roster.add(tidy, stored);
        changed(by, member, { what: 'added', how });
        return { member, pin: pin === null ? chosen.value : null };
      });
    },
    newPin: async (by, id, pin) => {
      const before = roster.get(id);
      if (!before) return gone();
      const chosen = choose(ports, by, pin, before.role);
      if (!chosen.ok) return chosen;
      const stored = await roster.preparePin(chosen.value);
      const member = roster.get(id);
      if (!member) return gone();
      return ifFree(chosen.value, () => {
        roster.setPin(id, stored);
        changed(by, member, { what: 'new-pin' });
        return { member, pin: pin === null ? chosen.value : null };
      });
    },
    change: (by, id, to) => {
      const before = roster.get(id);
      if (!before) return gone();
      const tidy = { ...to, ...tidied({ ...before, ...to }) };
      const wrong = unfit(roster, tidy, id);
      if (wrong) return err(wrong);
      const loses =
        (to.active === false && before.active) || (before.role === 'manager' && tidy.role !== 'manager');
      if (loses && id === by.id) return err({ code: 'own-record' });
      if (loses && before.role === 'manager' && before.active && isLastManager(id)) {
        return err({ code: 'last-manager' });
      }
      return ok(
        db.transaction(() => {
          roster.change(id, tidy);
          // Only managers approve: a code that outlives the role would wait for it to come back.
          if (before.codeSince !== null && tidy.role !== 'manager') roster.setCode(id, null);
          const after = roster.get(id) ?? before;
          for (const change of differences(before, after)) changed(by, after, change);
          return after;
        }),
      );
    },
    remove: (by, id) => {
      const before = roster.get(id);
      if (!before) return gone();
      if (id === by.id) return err({ code: 'own-record' });
      if (before.role === 'manager' && before.active && isLastManager(id))
        return err({ code: 'last-manager' });
      db.transaction(() => {
        roster.remove(id);
        changed(by, before, { what: 'removed' });
      });
      return ok(null);
    },
    dropCode: (by, id) => {
      const before = roster.get(id);
      if (!before) return gone();
      return ok(
        db.transaction(() => {
          if (before.codeSince !== null) {
            roster.setCode(id, null);
            changed(by, before, { what: 'code-dropped' });
          }
          return roster.get(id) ?? before;
        }),
      );
    },
  };
}

/** A person's own details; null where they are fit. `except`: the one who is being changed. */
function unfit(roster: Roster, person: Partial<NewPerson>, except: string | null): StaffError | null {
  const { shortName, employeeGuid } = person;
  if (shortName !== undefined) {
    if (!isName(shortName)) return { code: 'name-unfit', most: MAX_NAME };
    const same = roster
      .list()
      .some((other) => other.id !== except && seenName(other.shortName) === seenName(shortName));
    // The note to Toast tells people apart by their names alone.
    if (same) return { code: 'name-taken' };
  }
  if (employeeGuid !== undefined && employeeGuid !== null && !GUID.test(employeeGuid)) {
    return { code: 'employee-guid-unfit' };
  }
  return null;
}

/** The chosen PIN, or one by chance. One answer for too easy and for taken: it says nothing of whose it is. */
function choose(
  { roster, lockout, record, pinDigits, now }: StaffAdminPorts,
  by: StaffName | null,
  pin: string | null,
  role: Role,
): Result<string, StaffError> {
  if (pin === null) return ok(generatePin(roster.isTaken, pinDigits ?? GENERATED_DIGITS));
  if (!isPin(pin) || isTrivialPin(pin)) return err({ code: 'pin-unfit' });
  if (pinDigits !== null && pin.length !== pinDigits) return err({ code: 'pin-length', digits: pinDigits });
  const least = leastDigits(role);
  if (pin.length < least) return err({ code: 'pin-short', least });
  const attempt = lockout.begin();
  if (!attempt) {
    const leftMs = lockout.leftMs();
    return err({ code: 'pin-locked', untilMs: now() + leftMs, leftMs });
  }
  if (!roster.isTaken(pin)) {
    attempt.wasRight();
    return ok(pin);
  }
  record({ kind: 'pin-failed', where: 'new-pin', by });
  const locked = lockout.leftMs();
  if (locked > 0) record({ kind: 'locked-out', where: 'new-pin', forMs: locked });
  return err({ code: 'pin-unfit' });
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const isName = (name: string): boolean => name.length <= MAX_NAME && STAFF_NAME.test(name);
function tidied({ shortName, role, employeeGuid }: NewPerson): NewPerson {
  return {
    shortName: wellFormed(shortName).replace(/\s+/g, ' ').trim(),
    role,
    employeeGuid:
      employeeGuid === null || employeeGuid.trim() === '' ? null : employeeGuid.trim().toLowerCase(),
  };
}

function differences(before: StaffMember, after: StaffMember): StaffChange[] {
  const found: StaffChange[] = [];
  if (before.shortName !== after.shortName) {
    found.push({ what: 'renamed', from: before.shortName, to: after.shortName });
  }
  if (before.role !== after.role) found.push({ what: 'role', from: before.role, to: after.role });
  if (before.employeeGuid !== after.employeeGuid) {
    found.push({ what: 'employee-guid', to: after.employeeGuid });
  }
  if (before.active !== after.active) found.push({ what: after.active ? 'activated' : 'deactivated' });
  if (before.codeSince !== null && after.codeSince === null) found.push({ what: 'code-dropped' });
  return found;
}
