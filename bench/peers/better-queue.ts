import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AcceptedCredit } from '../../src-main/domain/accepted-credit.ts';
import { createPost } from './post.ts';
import type { OpenSubject } from './subject.ts';

type Done = (error: unknown, result?: unknown) => void;
interface Ticket {
  readonly on: (event: 'queued' | 'failed', listener: (what?: unknown) => void) => Ticket;
}
/** What is used of better-queue 3.8.12. */
interface Queue {
  readonly push: (task: AcceptedCredit) => Ticket;
  readonly on: (event: string, listener: (id: string) => void) => void;
  readonly cancel: (id: string, done: Done) => void;
  readonly destroy: (done: Done) => void;
  readonly pause: () => void;
}
interface Store {
  readonly getTask: (id: string, done: Done) => void;
  readonly getLock: (lock: string, done: (error: unknown, tasks?: Record<string, unknown>) => void) => void;
  readonly getRunningTasks: (
    done: (error: unknown, locks?: Record<string, Record<string, unknown>>) => void,
  ) => void;
}

/**
 * better-queue with its SQLite store, with the retries of its README (`maxRetries: 10, retryDelay: 1000`). `queued` is
 * the event of a task that is "queued (and saved into the store)".
 */
export const openBetterQueue: OpenSubject = async ({ folder, crm, parallel, answerMs, tries, onSent }) => {
  const names = ['better-queue', 'better-queue-sqlite'];
  const [{ default: Queue }, { default: SqliteStore }] = (await Promise.all(
    names.map((name) => import(name)),
  )) as [
    { readonly default: new (work: (task: AcceptedCredit, done: Done) => void, options: object) => Queue },
    { readonly default: new (options: object) => Store },
  ];
  const post = createPost(crm, answerMs);
  const store = new SqliteStore({ path: join(folder, 'better-queue.db') });
  /** Failed a try and not given up: its row is gone until it is put back. */
  const between = new Set<string>();
  const queue = new Queue(
    (credit, done) => {
      post(credit).then(
        () => done(null),
        (error: unknown) => {
          between.add(credit.id);
          done(error);
        },
      );
    },
    {
      store,
      concurrent: parallel,
      maxRetries: tries.most,
      retryDelay: tries.everyMs,
      autoResume: crm !== null,
    },
  );
  if (crm === null) queue.pause();
  queue.on('task_finish', onSent);
  queue.on('task_failed', (id) => between.delete(id));
  queue.on('task_started', (id) => between.delete(id));
  const accept = (credit: AcceptedCredit): Promise<void> =>
    new Promise((resolve, reject) => {
      queue
        .push(credit)
        .on('queued', () => resolve())
        .on('failed', reject);
    });
  return {
    accept,
    acceptAll: async (credits) => {
      await Promise.all(credits.map(accept));
    },
    forget: async (id) => {
      await promisify(queue.cancel.bind(queue))(id);
    },
    standing: async () => {
      const waiting = await promisify(store.getLock.bind(store))('');
      const running = await promisify(store.getRunningTasks.bind(store))();
      const shown = [waiting ?? {}, ...Object.values(running ?? {})].flatMap(Object.keys);
      return { waiting: new Set([...shown, ...between]).size, shown };
    },
    close: async () => {
      // Tasks are "queued" before they are written: a question waits for that. The file is closed by the process's end.
      await promisify(store.getTask.bind(store))('');
      await promisify(queue.destroy.bind(queue))();
    },
  };
};
