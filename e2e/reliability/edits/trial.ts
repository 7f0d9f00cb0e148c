import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { compose } from '../../../src-main/compose.ts';
import { createRng } from '../../../src-main/sandbox/data/rng.ts';
import { configSchema } from '../../../src-main/settings/schema.ts';
import { TRAINING_STAFF } from '../../../src-main/staff/training-staff.ts';
import { createFakeLogger } from '../../../src-main/testing/fakes.ts';
import { asking, createKioskPorts, QUICK } from '../../../src-main/testing/kiosk-ports.ts';
import { cents } from '../../../src-preload/contract/money.ts';
import { startControlledCrm } from '../../sandbox-control/controlled-crm.ts';
import { editOnce, OLDER } from './edits.ts';
import { liveFacts, makeLive, tryLiveEdit } from './live-trial.ts';

/** What a kiosk that was switched on would do and says, as far as money and rights go. */
interface Facts {
  /** Each entry that goes to the CRM by itself, with all that would be sent. */
  readonly sends: readonly string[];
  /** Whom each of Training's PINs opens it for. */
  readonly rights: readonly string[];
  /** What today's report and limits count. */
  readonly report: string;
  /** Whether the keypad is locked. */
  readonly locked: boolean;
  /** Whether a manager is told, or no one gets in at all. */
  readonly alarmed: boolean;
}

export interface EditFigures {
  readonly edits: number;
  /** Edits after which everything was as before and no one was told: caches, and what is proven anyway. */
  readonly harmless: number;
  readonly alarmed: number;
  /** The start was refused in words. */
  readonly refused: number;
  /** The program broke on it. */
  readonly broke: readonly string[];
  /** Edits that changed a credit, a right or a report without a refusal or an alert. */
  readonly passed: readonly string[];
}

/** One edit in so many is one of a live kiosk's settings, heads and copies. */
const LIVE_EVERY = 3;

const OFFLINE = async (): Promise<Response> => {
  throw new TypeError('Nobody is reached in this trial');
};

/**
 * Makes database with credits in several states, counts a few wrong PINs, and then, `edits` times: one edit of a copy
 * of the folder, a start, and a comparison with the same start of the folder as it was.
 */
export async function tryEdits(edits: number, seed: number): Promise<EditFigures> {
  const root = mkdtempSync(join(tmpdir(), 'hoststand-edits-'));
  try {
    const base = join(root, 'base');
    await makeDatabase(base);
    const before = await factsOf(join(root, 'untouched'), base);
    const live = await makeLive(root);
    cpSync(live.dir, join(root, 'live-untouched'), { recursive: true });
    const liveBefore = await liveFacts(join(root, 'live-untouched'));
    if (
      liveBefore === null ||
      liveBefore.alarmed ||
      liveBefore.rights.length !== 1 ||
      liveBefore.told.length !== 1
    )
      throw new Error(`The live folder that nobody edited: ${JSON.stringify(liveBefore)}`);
    const figures = { harmless: 0, alarmed: 0, refused: 0, broke: [] as string[], passed: [] as string[] };
    for (let n = 0; n < edits; n += 1) {
      const dir = join(root, `edit-${n}`);
      let said = '';
      const rng = createRng(seed * 100_003 + n);
      try {
        if (n % LIVE_EVERY === 0) {
          const tried = await tryLiveEdit(live, liveBefore, dir, rng);
          said = `${seed}/${n} live ${tried.said}`;
          if (tried.verdict === 'passed')
            figures.passed.push(`${said}: ${JSON.stringify({ before: liveBefore, after: tried.after })}`);
          else figures[tried.verdict] += 1;
          continue;
        }
        const after = await factsOf(dir, base, () => {
          said = `${seed}/${n} ${editOnce(dir, rng)}`;
        });
        if (after === null) figures.refused += 1;
        else judge(before, after, said, figures);
      } catch (error) {
        figures.broke.push(`${said}: ${error instanceof Error ? error.message : String(error)}`);
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    }
    await live.close();
    return { edits, ...figures };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function judge(
  before: Facts | null,
  after: Facts,
  said: string,
  figures: { harmless: number; alarmed: number; passed: string[] },
): void {
  if (before === null) throw new Error('The folder that nobody edited does not start');
  // Never, with or without an alert: something else is sent, or someone has another right.
  const worse =
    after.sends.some((each) => !before.sends.includes(each)) ||
    after.rights.some((each) => !before.rights.some((was) => sameRight(was, each)));
  const owners = new Map(
    before.rights.map((each) => [JSON.parse(each).pin_digest, JSON.parse(each).short_name]),
  );
  const moved = after.rights.some((each) => {
    const { pin_digest, short_name } = JSON.parse(each);
    return (owners.get(pin_digest) ?? short_name) !== short_name;
  });
  const same =
    after.sends.length === before.sends.length &&
    after.report === before.report &&
    after.locked === before.locked &&
    after.rights.length === before.rights.length;
  if (worse || moved || (!same && !after.alarmed))
    figures.passed.push(`${said}: ${JSON.stringify({ before, after })}`);
  else if (after.alarmed) figures.alarmed += 1;
  else figures.harmless += 1;
}

/**
 * The same person in the same role, by a PIN that was no one else's. Training prints its PINs: it may make its own
 * people again under another key.
 */
function sameRight(was: string, is: string): boolean {
  const [before, after] = [JSON.parse(was), JSON.parse(is)] as Record<string, string>[];
  return before?.['short_name'] === after?.['short_name'] && before?.['role'] === after?.['role'];
}

async function startKiosk(dir: string, crm: object, fetch?: typeof OFFLINE, undoSeconds = 60) {
  const logger = createFakeLogger();
  const composed = await compose(createKioskPorts(dir, { logger, ...(fetch && { fetch }) }), {
    config: configSchema.parse({ undoSeconds, training: { crm } }),
    configProblems: [],
    dataFolder: dir,
    ...QUICK,
  });
  if (!composed.ok) return null;
  composed.value.start();
  return { kiosk: composed.value, logger, ...asking(composed.value.router) };
}

const pinOf = (name: string): string => TRAINING_STAFF.find(({ shortName }) => shortName === name)?.pin ?? '';
const NOWHERE = {
  url: 'http://127.0.0.1:9',
  clientId: 'c',
  clientSecret: 's',
  restaurantGuid: '11111111-1111-4111-8111-111111111111',
};

async function makeDatabase(dir: string): Promise<void> {
  const started = await startControlledCrm({ seed: 7, guests: 20, now: Date.now });
  if (!started.ok) throw new Error(started.error.code);
  const { url, clientId, clientSecret, restaurantGuid, close } = started.value;
  const crm = { url, clientId, clientSecret, restaurantGuid };
  // Two credits that reach the CRM, one wrong PIN; then, with the records kept as they are then, three more of each.
  await playEvening(dir, crm, [400, 300], 1, 1);
  cpSync(join(dir, 'training', 'kiosk.db'), join(dir, OLDER));
  await playEvening(dir, crm, [500, 700, 900, 600], 3, 60);
  await close();
}

async function playEvening(
  dir: string,
  crm: object,
  amounts: readonly number[],
  wrongPins: number,
  undoSeconds: number,
): Promise<void> {
  const run = await startKiosk(dir, crm, undefined, undoSeconds);
  if (run === null) throw new Error('The books do not open');
  const { must, ask, kiosk } = run;
  for (const [at, amount] of amounts.entries()) {
    await must('signIn', { pin: pinOf(at % 2 === 0 ? 'Marco D.' : 'Sam T.') });
    const { matches } = await must('lookUp', { digits: '4155550142', by: 'phone' });
    const opened = await must('openCreditForm', { guestId: matches[0]?.id ?? '' });
    if (opened.outcome !== 'form') throw new Error(opened.outcome);
    const { creditId } = opened.form;
    await must('giveCredit', { creditId, amount: cents(amount), reasonId: 'cold-food', note: '' });
    await must('creditShown', { creditId });
    if (at === 3) await must('undoCredit', { creditId });
  }
  while (undoSeconds === 1 && (await must('waitingList', {})).summary.count > 0) {
    await new Promise((resume) => setImmediate(resume));
  }
  for (let n = 0; n < wrongPins; n += 1) await ask('signIn', { pin: '000111' });
  await kiosk.stop();
}

async function factsOf(dir: string, base: string, edit: () => void = () => {}): Promise<Facts | null> {
  cpSync(base, dir, { recursive: true });
  edit();
  const run = await startKiosk(dir, NOWHERE, OFFLINE);
  if (run === null) return null;
  const { kiosk, ask, logger } = run;
  while (
    !logger.lines.some(({ event }) => event === 'records-compared' || event === 'records-not-compared')
  ) {
    await new Promise((resume) => setImmediate(resume));
  }
  const status = await ask('signIn', { pin: pinOf('Marco D.') });
  const locked = !status.ok && status.error.code === 'pin-locked';
  await kiosk.stop();
  return { ...readFacts(join(dir, 'training', 'kiosk.db')), locked };
}

function readFacts(path: string): Omit<Facts, 'locked'> {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const all = (sql: string) => db.prepare(sql).all();
    return {
      sends: all(
        `SELECT id, kind, guest_id, amount, reason_id, note, given_at, given_by_id, given_by, approved_by_id, approved_by,
           local_created_date, device_guid FROM outbox WHERE state IN ('held', 'queued', 'sending', 'verifying') ORDER BY id`,
      ).map((row) => JSON.stringify(row)),
      rights: all(
        'SELECT short_name, role, pin_digest FROM staff WHERE active = 1 AND removed = 0 ORDER BY 1',
      ).map((row) => JSON.stringify(row)),
      report: JSON.stringify(
        all(
          `SELECT guest_id, given_by_id, sum(amount) AS sum FROM outbox
           WHERE state NOT IN ('cancelled', 'refused') AND detail NOT LIKE '%altered%' GROUP BY 1, 2 ORDER BY 1, 2`,
        ),
      ),
      alarmed:
        all(
          `SELECT 1 FROM ledger WHERE kind IN
             ('row-altered', 'record-broken', 'key-lost', 'lines-missing', 'head-missing', 'records-repaired') LIMIT 1`,
        ).length > 0,
    };
  } finally {
    db.close();
  }
}
