import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOutboxStore } from '../src-main/outbox/store.ts';
import type { Database } from '../src-main/ports.ts';
import { openDatabase } from '../src-main/storage/open-database.ts';
import { watchPresence } from '../src-main/storage/presence.ts';
import { cents, MAX_CENTS } from '../src-preload/contract/money.ts';
import { runApart } from './lib/child.ts';
import { percentile } from './lib/percentile.ts';
import { benchSeals } from './lib/seals.ts';
import type { Suite } from './lib/suite.ts';
import { present } from './peers/subjects.ts';

/** Credits at each size, and how many wait already. */
const COUNT = 2_000;
const WAITING = [0, 100, 1_000] as const;

const RUN = join(import.meta.dirname, 'peers', 'accept-run.ts');
/** Whether what they call accepted is synced by then; the last one rewrites its whole file for each, so it is asked less. */
const PEERS = [
  { subject: 'plainjob', synced: false, count: COUNT },
  { subject: 'plainjob-full', synced: true, count: COUNT },
  { subject: 'better-queue', synced: false, count: COUNT },
  { subject: 'conf-array', synced: true, count: 300 },
] as const;

const UNLIMITED = { count: 1e9, sum: cents(MAX_CENTS), ageMs: Number.MAX_SAFE_INTEGER };
const NOBODY = { seal: () => null, open: () => null };

function withDatabase<T>(name: string, work: (db: Database, path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'hoststand-enqueue-'));
  const path = join(folder, `${name}.db`);
  const opened = openDatabase(path, 'training');
  if (!opened.ok) throw new Error(opened.error.code);
  try {
    return work(opened.value, path);
  } finally {
    opened.value.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How long each of `COUNT` runs of `step` took, ms. */
function timed(step: (at: number) => void): readonly number[] {
  return Array.from({ length: COUNT }, (_, at) => {
    const began = performance.now();
    step(at);
    return performance.now() - began;
  });
}

/** Accepting a credit as the screen waits for it: limits, entry, history, committed and synced. */
function accepting(waiting: number): readonly number[] {
  return withDatabase('ours', (db) => {
    const store = createOutboxStore(db, NOBODY, benchSeals(db));
    const accept = (): string => {
      const id = randomUUID();
      const now = Date.now();
      const taken = store.accept(
        {
          ...{ kind: 'add-credit', id, guestId: randomUUID(), amount: cents(1_500), reasonId: 'long-wait' },
          ...{
            note: 'Long wait; by Marco D.',
            givenAt: now,
            givenBy: { id: 'marco', shortName: 'Marco D.' },
          },
          approvedBy: null,
        },
        { undoMs: 30_000, limits: UNLIMITED, now, acceptedAt: now, ageOf: () => 0 },
      );
      if (!taken.ok) throw new Error(taken.error.code);
      return id;
    };
    for (let at = 0; at < waiting; at += 1) accept();
    let last = '';
    return Array.from({ length: COUNT }, () => {
      const began = performance.now();
      last = accept();
      const took = performance.now() - began;
      // The line is up: what was given is on its way again before the next is given.
      db.run("UPDATE outbox SET state = 'settled' WHERE id = ?", [last]);
      return took;
    });
  });
}

/** One row of the same length in one commit, with the same pragmas on the same disk: the least a durable write costs. */
function bare(): readonly number[] {
  return withDatabase('bare', (db) => {
    db.exec('CREATE TABLE bare (id TEXT NOT NULL, text TEXT NOT NULL) STRICT');
    const text = 'x'.repeat(300);
    return timed(() =>
      db.transaction(() => db.run('INSERT INTO bare (id, text) VALUES (?, ?)', [randomUUID(), text])),
    );
  });
}

/** Of each commit, what it takes to see that the files are still there: asked before it and after it, then noted. */
function looking(): readonly number[] {
  return withDatabase('looked', (db, path) => {
    db.run('CREATE TABLE looked (text TEXT) STRICT');
    const presence = watchPresence(path);
    return timed(() => {
      if (!presence.isThere() || !presence.isThere()) throw new Error('The file is gone');
      presence.note();
    });
  });
}

export const suite: Suite = {
  about: 'accepting a credit, beside one bare SQLite commit on the same disk and what one would pick instead',
  run: async (tell) => {
    const report = (subject: string, n: number, samples: readonly number[]): void => {
      for (const [metric, share] of [
        ['durable enqueue p50', 0.5],
        ['durable enqueue p99', 0.99],
      ] as const) {
        tell({ subject, n, metric, value: percentile(samples, share), unit: 'ms' });
      }
    };
    report('bare commit', 0, bare());
    const looks = looking();
    for (const [metric, share] of [
      ['of a commit, looking at its files p50', 0.5],
      ['of a commit, looking at its files p99', 0.99],
    ] as const) {
      tell({ subject: 'hoststand', n: 0, metric, value: percentile(looks, share), unit: 'ms' });
    }
    for (const waiting of WAITING) report('hoststand', waiting, accepting(waiting));
    const here = await present(PEERS.map(({ subject }) => subject));
    for (const { subject, synced, count } of PEERS.filter((peer) => here.includes(peer.subject))) {
      const metric = synced ? 'durable enqueue' : 'enqueue, not synced';
      for (const n of WAITING) {
        await runApart<{ p50: number; p99: number }>(RUN, [subject, String(n), String(count)], (took) => {
          tell({ subject, n, metric: `${metric} p50`, value: took.p50, unit: 'ms' });
          tell({ subject, n, metric: `${metric} p99`, value: took.p99, unit: 'ms' });
        });
      }
    }
  },
};
