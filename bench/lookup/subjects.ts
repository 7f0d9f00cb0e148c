import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import flexsearch from 'flexsearch';
import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import { writeCard } from '../../src-main/guests/card.ts';
import { createDirectory } from '../../src-main/guests/directory.ts';
import type { CrmGuest, GuestGateway } from '../../src-main/guests/gateway.ts';
import { createLookUp } from '../../src-main/guests/look-up.ts';
import { toMatch } from '../../src-main/guests/present.ts';
import { createSeal } from '../../src-main/guests/seal.ts';
import { createVault, type KeptCard, pageOf } from '../../src-main/guests/vault.ts';
import { loadVaultKey } from '../../src-main/guests/vault-key.ts';
import { realClock as clock, realScheduler as scheduler } from '../../src-main/lib/real-time.ts';
import { createMeta, openBooks } from '../../src-main/storage/open-books.ts';
import { createFakeLogger, createFakeSecretBox } from '../../src-main/testing/fakes.ts';
import type { GuestMatch } from '../../src-preload/contract/guest.ts';

type Person = CrmGuest & { readonly digits: string };
type Answer = readonly GuestMatch[];

/** One way of finding guests: each answers with what the page shows of them. */
export interface Subject {
  /** What it took to be ready, ms: for ours the reading and opening of the sealed rows, for the peers indexing alone. */
  readonly readyMs: number;
  /** The longest the process was held up meanwhile, ms. */
  readonly longestMs: number;
  readonly startingWith: (digits: string) => Answer | Promise<Answer>;
  readonly endingWith: (digits: string) => Answer | Promise<Answer>;
  readonly close: () => void;
}

/** As many as ours answers with. */
const SO_FAR = 12;
const LAST_FOUR = 20;
const reverse = (text: string): string => [...text].reverse().join('');

/** Ours, whole: rows sealed in a real database, read and opened; every answer as the page gets it. */
async function hoststand(next: () => Person, count: number): Promise<Subject> {
  const folder = mkdtempSync(join(tmpdir(), 'hoststand-bench-'));
  const opened = openBooks(join(folder, 'kiosk.db'), 'training');
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const key = Buffer.alloc(32, 7);
  const keys = createMeta(db);
  const secretBox = createFakeSecretBox();
  keys.set('guestKey', `sealed:${await secretBox.seal(key.toString('hex'))}`);
  const vault = createVault({ db, seal: createSeal(key), scheduler, monotonic: clock.monotonic });
  const now = Date.now();
  for (let from = 0; from < count; from += 9_984) {
    const pages = new Map<number, KeptCard[]>();
    for (let slot = from; slot < Math.min(from + 9_984, count); slot += 1) {
      const { digits, ...guest } = next();
      const seenAt = now - (slot % 7_000_000) * 1_000;
      const balance = { amount: 4_250 as never, earliestExpiry: now, asOf: seenAt };
      const lastCredit = { amount: 1_500 as never, at: seenAt };
      const text = writeCard({ guest, digits, seenAt, balance, lastCredit, onlyHere: false });
      const page = pages.get(pageOf(slot)) ?? [];
      pages.set(pageOf(slot), page);
      page.push({ slot, metAt: seenAt, text });
    }
    vault.write({ pages, histories: new Map() });
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
    vaultKey: await loadVaultKey(keys, secretBox, false),
  });
  await directory.ready;
  const readyMs = performance.now() - since;
  await new Promise((done) => setTimeout(done, 5));
  clearInterval(beat);
  if (directory.size() !== count) throw new Error(`Only ${directory.size()} of ${count} guests were read`);
  // The CRM is not asked before the number is whole.
  const lookUp = createLookUp({ gateway: {} as GuestGateway, directory, country: 'US' });
  const answers = async (typed: string, by: 'phone' | 'last-four'): Promise<Answer> => {
    const answer = await lookUp.here(typed, by);
    return answer.ok ? answer.value.matches : [];
  };
  return {
    readyMs,
    longestMs,
    startingWith: (digits) => answers(digits, 'phone'),
    endingWith: (digits) => answers(digits, 'last-four'),
    close: () => {
      directory.stop();
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A peer's index over guests as plain objects, built in one go; what it finds is made fit to show as ours is. */
function peer(
  build: (people: readonly Person[]) => {
    readonly startingWith: (digits: string, limit: number) => readonly Person[];
    readonly endingWith: (digits: string, limit: number) => readonly Person[];
  },
): (next: () => Person, count: number) => Promise<Subject> {
  return async (next, count) => {
    const people = Array.from({ length: count }, next);
    const since = performance.now();
    const found = build(people);
    const readyMs = performance.now() - since;
    const shown = (matches: readonly Person[]): Answer =>
      matches.map(({ digits, ...guest }) =>
        toMatch({ guest, digits, seenAt: null, balance: null, lastCredit: null, onlyHere: false }, false),
      );
    return {
      readyMs,
      longestMs: readyMs,
      startingWith: (digits) => shown(found.startingWith(digits, SO_FAR)),
      endingWith: (digits) => shown(found.endingWith(digits, LAST_FOUR)),
      close: () => {},
    };
  };
}

/** Exact at the beginning or the end, by its extended search: its quickest way that gives right answers. */
const fuse = peer((people) => {
  const index = new Fuse(people, {
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

const minisearch = peer((people) => {
  const index = new MiniSearch<{ id: number; digits: string; reversed: string }>({
    fields: ['digits', 'reversed'],
    tokenize: (text) => [text],
    processTerm: (term) => term,
  });
  index.addAll(people.map(({ digits }, id) => ({ id, digits, reversed: reverse(digits) })));
  const find = (query: string, field: string, limit: number) =>
    index
      .search(query, { prefix: true, fields: [field] })
      .slice(0, limit)
      .flatMap(({ id }) => people[Number(id)] ?? []);
  return {
    startingWith: (digits, limit) => find(digits, 'digits', limit),
    endingWith: (digits, limit) => find(reverse(digits), 'reversed', limit),
  };
});

const flexsearchSubject = peer((people) => {
  const whole = { tokenize: 'forward', encode: (text: string) => [text] } as const;
  const digits = new flexsearch.Index(whole);
  const reversed = new flexsearch.Index(whole);
  people.forEach((person, at) => {
    digits.add(at, person.digits);
    reversed.add(at, reverse(person.digits));
  });
  const find = (index: typeof digits, query: string, limit: number) =>
    (index.search(query, limit) as readonly (number | string)[]).flatMap((at) => people[Number(at)] ?? []);
  return {
    startingWith: (query, limit) => find(digits, query, limit),
    endingWith: (query, limit) => find(reversed, reverse(query), limit),
  };
});

export const SUBJECTS = { hoststand, 'fuse.js': fuse, minisearch, flexsearch: flexsearchSubject };
export type SubjectName = keyof typeof SUBJECTS;
