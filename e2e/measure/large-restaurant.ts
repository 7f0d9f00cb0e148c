import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPeople } from '../../bench/lookup/people.ts';
import {
  createEncryptedGuestStore,
  pageOf,
  type StoredRecord,
} from '../../src-main/guests/directory/encrypted-guest-store.ts';
import { makeGuestKey } from '../../src-main/guests/directory/guest-key.ts';
import { writeRecord } from '../../src-main/guests/directory/guest-record.ts';
import { createSeal } from '../../src-main/lib/seal.ts';
import { createRng } from '../../src-main/sandbox/data/rng.ts';
import { createMeta, openDatabase } from '../../src-main/storage/open-database.ts';
import { settingsFor } from '../fixtures/crm.ts';
import type { LaunchOptions } from '../fixtures/test.ts';
import { type ControlledCrm, startControlledCrm } from '../sandbox-control/controlled-crm.ts';

/** Pages sealed in one transaction. */
const AT_ONCE = 9_984;
const DAY_MS = 86_400_000;

/**
 * Puts so many invented guests into the profile of a kiosk that has not started yet. Their key is beside them, since
 * only the application can have one sealed; {@link launchOptions} tells it to take such a key. Returns some of their
 * numbers.
 */
export async function fillDirectory(profile: string, count: number): Promise<readonly string[]> {
  const folder = join(profile, 'hoststand', 'training');
  mkdirSync(folder, { recursive: true });
  const opened = openDatabase(join(folder, 'kiosk.db'), 'training');
  if (!opened.ok) throw new Error(`The profile's books could not be opened: ${opened.error.code}`);
  const db = opened.value;
  const never = (): never => {
    throw new Error('The key is not sealed here');
  };
  const key = await makeGuestKey(
    createMeta(db),
    { strength: async () => 'weak', seal: never, open: never },
    false,
  );
  const scheduler = { after: never };
  const guestStore = createEncryptedGuestStore({
    db,
    seal: createSeal(key),
    scheduler,
    monotonic: () => performance.now(),
  });
  const next = createPeople();
  const { between } = createRng(11);
  const now = Date.now();
  const numbers: string[] = [];
  for (let from = 0; from < count; from += AT_ONCE) {
    const pages = new Map<number, StoredRecord[]>();
    for (let slot = from; slot < Math.min(from + AT_ONCE, count); slot += 1) {
      const { digits, ...guest } = next();
      if (slot % 500 === 0) numbers.push(digits);
      const seenAt = now - between(0, 29) * DAY_MS;
      const balance = {
        amount: (between(0, 89) * 100) as never,
        earliestExpiry: now + 9 * DAY_MS,
        asOf: seenAt,
      };
      const lastCredit = { amount: 1_500 as never, at: seenAt };
      const page = pages.get(pageOf(slot)) ?? [];
      pages.set(pageOf(slot), page);
      const text = writeRecord({ guest, digits, seenAt, balance, lastCredit, onlyHere: false });
      page.push({ slot, seenAt: seenAt, text });
    }
    guestStore.write({ pages, histories: new Map() });
  }
  db.close();
  return numbers;
}

/** A CRM with so many guests that it never says it is asked too often: what is measured is the kiosk. */
export async function startLargeCrm(guests: number): Promise<ControlledCrm> {
  const started = await startControlledCrm({
    seed: 7,
    guests,
    now: Date.now,
    timeZone: 'America/New_York',
    modes: { limits: null },
  });
  if (!started.ok) throw new Error(`The training CRM did not start: ${started.error.code}`);
  return started.value;
}

/** No sum stops a measurement. */
const PLENTY = 9_000_000;

/** A kiosk at that CRM, with a directory of its own in the profile, and rules that let one server give all evening. */
export function launchOptions(crm: ControlledCrm): LaunchOptions {
  return {
    env: {
      ...settingsFor(crm, {
        guests: { keepUnsealed: true },
        undoSeconds: 1,
        rules: {
          employeeDay: { alone: { host: PLENTY, server: PLENTY, manager: PLENTY }, most: PLENTY },
          guestDay: { alone: PLENTY, most: PLENTY },
        },
      }),
      STANDIN_SAFE_STORAGE: 'basic_text',
    },
    args: ['--password-store=basic'],
  };
}

/** Numbers of guests of that CRM who share theirs with no one. */
export function ownNumbers(crm: ControlledCrm): readonly string[] {
  const times = new Map<string, number>();
  for (const { phone } of crm.control.store().guests) {
    if (phone !== null && phone !== undefined) times.set(phone, (times.get(phone) ?? 0) + 1);
  }
  return [...times].flatMap(([phone, count]) => (count === 1 && /^\d{10}$/.test(phone) ? [phone] : []));
}
