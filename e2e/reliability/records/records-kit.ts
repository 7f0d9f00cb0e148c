import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PcIdentity } from '../../../src-main/ports.ts';
import { pinOf } from '../../../src-main/testing/compose-kit.ts';
import type { Answer, RequestName, Requests } from '../../../src-preload/contract/channels.ts';
import { cents } from '../../../src-preload/contract/money.ts';
import type { WaitingItem } from '../../../src-preload/contract/outbox.ts';
import { startControlledCrm } from '../../sandbox-control/controlled-crm.ts';
import type { KioskOrder } from './kiosk-process.ts';

/** A kiosk that runs in another process. */
export interface FarKiosk {
  readonly pid: number;
  readonly ask: <N extends RequestName>(name: N, request: Requests[N]['request']) => Promise<Answer<N>>;
  readonly must: <N extends RequestName>(
    name: N,
    request: Requests[N]['request'],
  ) => Promise<Requests[N]['response']>;
  /** Marco gives a guest an amount; the answer to the last tap. */
  readonly give: (guestId: string, amount: number) => Promise<Answer<'giveCredit'>>;
  /** What is waiting, as Marco sees it. */
  readonly waiting: () => Promise<readonly WaitingItem[]>;
  /** Resolves once nothing waits but what needs a person. */
  readonly drained: () => Promise<void>;
  readonly log: () => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
  readonly kill: () => Promise<void>;
}

export interface RecordsPlace {
  readonly dir: string;
  /** The database file. */
  readonly db: string;
  readonly guests: readonly string[];
  /** Amounts of the credits that reached the CRM, in the order of their arrival. */
  readonly atCrm: () => readonly number[];
  readonly run: (options?: {
    readonly undoSeconds?: number;
    /** Without a line to the CRM: what is given waits in the queue. */
    readonly offline?: boolean;
    readonly identity?: PcIdentity;
    readonly dir?: string;
    /** A program that runs the kiosk's (strace), with its arguments. */
    readonly under?: readonly string[];
  }) => Promise<FarKiosk>;
  readonly close: () => Promise<void>;
}

/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:1';
const PROCESS = join(import.meta.dirname, 'kiosk-process.ts');

export async function openRecordsPlace(): Promise<RecordsPlace> {
  const dir = mkdtempSync(join(tmpdir(), 'hoststand-records-'));
  // Records a repeated GUID twice: what is sent twice is seen.
  const started = await startControlledCrm({
    seed: 7,
    guests: 60,
    now: Date.now,
    modes: { duplicates: 'double', limits: null },
  });
  if (!started.ok) throw new Error(started.error.code);
  const crm = started.value;
  const { url, clientId, clientSecret, restaurantGuid } = crm;
  const before = new Set(crm.control.store().transactions.map(({ guid }) => guid));
  const children = new Set<ChildProcess>();

  const run: RecordsPlace['run'] = async (options = {}) => {
    const order: KioskOrder = {
      folder: options.dir ?? dir,
      config: {
        undoSeconds: options.undoSeconds ?? 60,
        training: { crm: { url: options.offline ? NOWHERE : url, clientId, clientSecret, restaurantGuid } },
      },
      ...(options.identity && { identity: options.identity }),
    };
    const command = [...(options.under ?? []), process.execPath, PROCESS, JSON.stringify(order)];
    const child = spawn(command[0] ?? '', command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
    children.add(child);
    const ended = once(child, 'exit').then(() => {
      children.delete(child);
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    let turn: Promise<unknown> = Promise.resolve();
    const say = (name: string, request: unknown): Promise<unknown> => {
      const answered = turn.then(async () => {
        child.stdin.write(`${JSON.stringify({ name, request })}\n`);
        const line = await lines.next();
        if (line.done) throw new Error('The kiosk is gone');
        return JSON.parse(line.value) as unknown;
      });
      turn = answered.catch(() => undefined);
      return answered;
    };
    const ask = async <N extends RequestName>(name: N, request: Requests[N]['request']) =>
      (await say(name, request)) as Answer<N>;
    const must: FarKiosk['must'] = async (name, request) => {
      const answer = await ask(name, request);
      if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
      return answer.value;
    };
    const marco = () => must('signIn', { pin: pinOf('Marco D.') });
    return {
      pid: child.pid ?? 0,
      ask,
      must,
      give: async (guestId, amount) => {
        await marco();
        const opened = await must('openCreditForm', { guestId });
        if (opened.outcome !== 'form') throw new Error(opened.outcome);
        const { creditId } = opened.form;
        const answer = await ask('giveCredit', {
          creditId,
          amount: cents(amount),
          reasonId: 'long-wait',
          note: '',
        });
        if (answer.ok) await must('creditShown', { creditId });
        return answer;
      },
      waiting: async () => {
        await marco();
        return (await must('waitingList', {})).items;
      },
      drained: async () => {
        for (;;) {
          const { waiting } = await must('status', {});
          if (waiting.count === waiting.needPerson) return;
        }
      },
      log: async () => (await say('log', {})) as readonly string[],
      stop: async () => {
        child.stdin.write(`${JSON.stringify({ name: 'stop' })}\n`);
        await ended;
      },
      kill: async () => {
        child.kill('SIGKILL');
        await ended;
      },
    };
  };

  return {
    dir,
    db: join(dir, 'training', 'kiosk.db'),
    guests: crm.control
      .store()
      .guests.filter(({ phone }) => phone !== null)
      .map(({ guid }) => guid),
    atCrm: () =>
      crm.control
        .store()
        .transactions.filter(({ guid, type }) => type === 'ADD_VALUE' && !before.has(guid))
        .map(({ amount }) => amount),
    run,
    close: async () => {
      for (const child of children) child.kill('SIGKILL');
      await Promise.all([...children].map((child) => once(child, 'exit')));
      await crm.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
