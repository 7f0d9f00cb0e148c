import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import flexsearch from 'flexsearch';
import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import { createDirectory, type Directory } from '../../src-main/guests/directory/directory.ts';
import {
  createEncryptedGuestStore,
  pageOf,
  type StoredRecord,
} from '../../src-main/guests/directory/encrypted-guest-store.ts';
import { loadGuestKey } from '../../src-main/guests/directory/guest-key.ts';
import { type GuestRecord, writeRecord } from '../../src-main/guests/directory/guest-record.ts';
import type { GuestGateway } from '../../src-main/guests/gateway.ts';
import { createLookUp } from '../../src-main/guests/look-up.ts';
import { toMatch } from '../../src-main/guests/present.ts';
import { realClock as clock, realScheduler as scheduler } from '../../src-main/lib/real-time.ts';
import { createSeal } from '../../src-main/lib/seal.ts';
import { createMeta, openDatabase } from '../../src-main/storage/open-database.ts';
import { createFakeLogger, createFakeSecretBox } from '../../src-main/testing/fakes.ts';
import type { GuestMatch } from '../../src-preload/contract/guest.ts';
import type { Person } from './people.ts';

type Answer = readonly GuestMatch[];

/**
 * One way of finding guests. Each stands where the directory stands, under the same look-up, and each answer is the whole
 * of what the page shows: names, masked numbers and addresses, last visit, balance, last credit.
 */
interface Subject {
  /** What it took to be ready, ms: for ours the reading and opening of the sealed rows, for the peers indexing alone. */
  readonly readyMs: number;
  /** The longest the process was held up meanwhile, ms. */
  readonly longestMs: number;
  readonly startingWith: (digits: string) => Promise<Answer>;
  readonly endingWith: (digits: string) => Promise<Answer>;
  readonly close: () => void;
}

const reverse = (text: string): string => [...text].reverse().join('');

/** A card that has a number: every one here. */
type Known = GuestRecord & { readonly digits: string };

/**
 * What is known of the n-th guest: those seen last come first. One in ten was only found here and never opened, and of one
 * balance in four nothing expires.
 */
function recordOf({ digits, ...guest }: Person, n: number, now: number): Known {
  const known = { guest, digits, onlyHere: false };
  if (n % 10 === 9) return { ...known, seenAt: null, balance: null, lastCredit: null };
  const seenAt = now - (n % 7_000_000) * 1_000;
  return {
    ...known,
    seenAt,
    balance: { amount: 4_250 as never, earliestExpiry: n % 4 === 0 ? null : now, asOf: seenAt },
    lastCredit: { amount: 1_500 as never, at: seenAt },
  };
}

/** The look-up of the application over what finds guests. The CRM is not asked: that is another promise's figure. */
function lookingUpIn(directory: Directory): Pick<Subject, 'startingWith' | 'endingWith'> {
  const lookUp = createLookUp({ gateway: {} as GuestGateway, directory });
  const answers = async (typed: string, by: 'phone' | 'last-four'): Promise<Answer> => {
    const answer = await lookUp.here(typed, by);
    return answer.ok ? answer.value.matches : [];
  };
  return {
    startingWith: (digits) => answers(digits, 'phone'),
    endingWith: (digits) => answers(digits, 'last-four'),
  };
}

/** Ours, whole: rows sealed in a real database, read and opened; every answer as the page gets it. */
async function hoststand(next: () => Person, count: number): Promise<Subject> {
  const folder = mkdtempSync(join(tmpdir(), 'hoststand-bench-'));
  const opened = openDatabase(join(folder, 'kiosk.db'), 'training');
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const key = Buffer.alloc(32, 7);
  const keys = createMeta(db);
  const secretBox = createFakeSecretBox();
  keys.set('guestKey', `sealed:${await secretBox.seal(key.toString('hex'))}`);
  const guestStore = createEncryptedGuestStore({
    db,
    seal: createSeal(key),
    scheduler,
    monotonic: clock.monotonic,
  });
  const now = Date.now();
  for (let from = 0; from < count; from += 9_984) {
    const pages = new Map<number, StoredRecord[]>();
    for (let slot = from; slot < Math.min(from + 9_984, count); slot += 1) {
      const record = recordOf(next(), slot, now);
      const page = pages.get(pageOf(slot)) ?? [];
      pages.set(pageOf(slot), page);
      page.push({ slot, seenAt: record.seenAt ?? now, text: writeRecord(record) });
    }
    guestStore.write({ pages, histories: new Map() });
  }
  globalThis.gc?.();
  let longestMs = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    const at = performance.now();
    longestMs = Math.max(longestMs, at - last - 1);
    last = at;
  }, 1);
  const since = performance.now();
  const directory = createDirectory({
    db,
    keys,
    secretBox,
    clock,
    scheduler,
    logger: createFakeLogger(),
    keepMs: 90 * 86_400_000,
    most: 2_000_000,
    guestKey: await loadGuestKey(keys, secretBox, false),
  });
  await directory.ready;
  const readyMs = performance.now() - since;
  await new Promise((done) => setTimeout(done, 5));
  clearInterval(beat);
  if (directory.size() !== count) throw new Error(`Only ${directory.size()} of ${count} guests were read`);
  return {
    readyMs,
    longestMs,
    ...lookingUpIn(directory),
    close: () => {
      directory.stop();
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A peer's index, built in one go over cards as plain objects, which it hands out as they are: nothing has to be read to
 * show them. It answers how many it found, not how many there are: only ours counts those that are not shown.
 */
function peer(
  build: (records: readonly Known[]) => {
    readonly startingWith: (digits: string, limit: number) => readonly GuestRecord[];
    readonly endingWith: (digits: string, limit: number) => readonly GuestRecord[];
  },
): (next: () => Person, count: number) => Promise<Subject> {
  return async (next, count) => {
    const now = Date.now();
    const records = Array.from({ length: count }, (_, n) => recordOf(next(), n, now));
    const since = performance.now();
    const found = build(records);
    const readyMs = performance.now() - since;
    const shown = (some: readonly GuestRecord[], withArea: boolean) => ({
      matches: some.map((record) => toMatch(record, withArea)),
      total: some.length,
    });
    const directory: Pick<Directory, 'isReady' | 'startingWith' | 'endingWith'> = {
      isReady: () => true,
      startingWith: (digits, limit) => shown(found.startingWith(digits, limit), false),
      endingWith: (digits, limit) => shown(found.endingWith(digits, limit), true),
    };
    return {
      readyMs,
      longestMs: readyMs,
      ...lookingUpIn(directory as Directory),
      close: () => {},
    };
  };
}

/** Exact at the beginning or the end, by its extended search: its quickest way that gives right answers. */
const fuse = peer((records) => {
  const index = new Fuse(records, {
    keys: ['digits'],
    useExtendedSearch: true,
    threshold: 0,
    ignoreLocation: true,
  });
  const find = (query: string, limit: number) => index.search(query, { limit }).map(({ item }) => item);
  return {
    startingWith: (digits, limit) => find(`^${digits}`, limit),
    endingWith: (digits, limit) => find(`${digits}$`, limit),
  };
});

const minisearch = peer((records) => {
  const index = new MiniSearch<{ id: number; digits: string; reversed: string }>({
    fields: ['digits', 'reversed'],
    tokenize: (text) => [text],
    processTerm: (term) => term,
  });
  index.addAll(records.map(({ digits }, id) => ({ id, digits, reversed: reverse(digits) })));
  const find = (query: string, field: string, limit: number) =>
    index
      .search(query, { prefix: true, fields: [field] })
      .slice(0, limit)
      .flatMap(({ id }) => records[Number(id)] ?? []);
  return {
    startingWith: (digits, limit) => find(digits, 'digits', limit),
    endingWith: (digits, limit) => find(reverse(digits), 'reversed', limit),
  };
});

const flexsearchSubject = peer((records) => {
  const whole = { tokenize: 'forward', encode: (text: string) => [text] } as const;
  const digits = new flexsearch.Index(whole);
  const reversed = new flexsearch.Index(whole);
  records.forEach((record, at) => {
    digits.add(at, record.digits);
    reversed.add(at, reverse(record.digits));
  });
  const find = (index: typeof digits, query: string, limit: number) =>
    (index.search(query, limit) as readonly (number | string)[]).flatMap((at) => records[Number(at)] ?? []);
  return {
    startingWith: (query, limit) => find(digits, query, limit),
    endingWith: (query, limit) => find(reversed, reverse(query), limit),
  };
});

export const SUBJECTS = { hoststand, 'fuse.js': fuse, minisearch, flexsearch: flexsearchSubject };
export type SubjectName = keyof typeof SUBJECTS;
