import { join } from 'node:path';
import type { AcceptedCredit } from '../../src-main/domain/accepted-credit.ts';
import { createPost } from './post.ts';
import type { OpenSubject } from './subject.ts';

/** What is used of plainjob 0.0.14. Its own types name packages that are here only once the bench has run. */
interface Plainjob {
  readonly better: (database: unknown) => Connection;
  readonly defineQueue: (options: object) => Queue;
  readonly defineWorker: (
    type: string,
    work: (job: Pick<Job, 'data'>) => Promise<void>,
    options: object,
  ) => { readonly start: () => Promise<void>; readonly stop: () => Promise<void> };
}
interface Connection {
  readonly pragma: (text: string) => void;
}
interface Job {
  readonly id: number;
  readonly data: string;
  readonly status: number;
}
interface Queue {
  readonly add: (
    type: string,
    data: unknown,
    options?: { readonly delay: number },
  ) => { readonly id: number };
  readonly addMany: (type: string, data: readonly unknown[]) => { readonly ids: readonly number[] };
  readonly countJobs: (which?: { readonly status: number }) => number;
  readonly getJobById: (id: number) => Job | undefined;
  readonly markJobAsDone: (id: number) => void;
  readonly close: () => void;
}
interface Tried extends AcceptedCredit {
  readonly tries: number;
}

const [PENDING, PROCESSING, DONE] = [0, 1, 2];
const QUIET = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

/**
 * plainjob over better-sqlite3, as its README shows it. It has no retries: a job that throws has failed for good. So
 * the worker adds the job again with `delay`, the README's own option, and lets the last try fail, which keeps the row.
 * `synced`: with `synchronous = FULL` put back, which plainjob sets to NORMAL.
 */
const opener =
  (synced: boolean): OpenSubject =>
  async ({ folder, crm, parallel, answerMs, tries, orphanMs, onSent }) => {
    const names = ['plainjob', 'better-sqlite3'];
    const [lib, { default: Sqlite }] = (await Promise.all(names.map((name) => import(name)))) as [
      Plainjob,
      { readonly default: new (path: string) => unknown },
    ];
    const connection = lib.better(new Sqlite(join(folder, 'plainjob.db')));
    const queue = lib.defineQueue({
      connection,
      logger: QUIET,
      timeout: orphanMs,
      maintenanceInterval: Math.min(60_000, orphanMs),
    });
    if (synced) connection.pragma('synchronous = FULL');
    const post = createPost(crm, answerMs);
    const idOf = new Map<string, number>();
    const work = async (job: Pick<Job, 'data'>): Promise<void> => {
      const { tries: before, ...credit } = JSON.parse(job.data) as Tried;
      try {
        await post(credit);
      } catch (error) {
        if (before + 1 >= tries.most) throw error;
        queue.add('credit', { ...credit, tries: before + 1 }, { delay: tries.everyMs });
        return;
      }
      onSent(credit.id);
    };
    const workers = Array.from({ length: crm ? parallel : 0 }, () =>
      lib.defineWorker('credit', work, { queue, logger: QUIET }),
    );
    for (const worker of workers) void worker.start();
    return {
      accept: async (credit) => {
        idOf.set(credit.id, queue.add('credit', { ...credit, tries: 0 }).id);
      },
      acceptAll: async (credits) => {
        queue.addMany(
          'credit',
          credits.map((credit) => ({ ...credit, tries: 0 })),
        );
      },
      forget: async (id) => queue.markJobAsDone(idOf.get(id) ?? 0),
      standing: async () => {
        const shown: string[] = [];
        const all = queue.countJobs();
        for (let id = 1, met = 0; met < all; id += 1) {
          const job = queue.getJobById(id);
          if (!job) continue;
          met += 1;
          if (job.status !== DONE) shown.push((JSON.parse(job.data) as Tried).id);
        }
        const waiting = [PENDING, PROCESSING].map((status) => queue.countJobs({ status: status ?? 0 }));
        return { waiting: waiting.reduce((sum, count) => sum + count, 0), shown };
      },
      close: async () => {
        for (const worker of workers) await worker.stop();
        queue.close();
      },
    };
  };

export const openPlainjob = opener(false);
export const openPlainjobSynced = opener(true);
