/**
 * The canonical story of a kiosk's disk, in a process small enough to be traced: database opened (made, or brought up
 * to date), three credits accepted, one taken back, closed and opened again, two sent (one of them in doubt for a
 * while), settled, forgotten after their time, closed. Only the disk is real. What is said to people is told on
 * standard output, before the next step; a failing disk is met as the kiosk meets it.
 */
import { writeSync } from 'node:fs';
import { createOutbox, type Outbox } from '../../../src-main/outbox/outbox.ts';
import { DEFAULT_TIMING } from '../../../src-main/outbox/timing/default-timing.ts';
import type { Database } from '../../../src-main/ports.ts';
import { openDatabase } from '../../../src-main/storage/open-database.ts';
import { createScriptedCrm, errors } from '../../../src-main/testing/crm/scripted-crm.ts';
import {
  createFakeIds,
  createFakeLogger,
  createFakeRowSeals,
  createFakeSealer,
  createFakeTime,
  sealOldCredit,
} from '../../../src-main/testing/fakes.ts';
import { cents } from '../../../src-preload/contract/money.ts';
import { STORY_CREDITS, type Told } from './told.ts';

const path = process.argv[2] ?? '';
const tell = (told: Told): void => {
  writeSync(1, `${JSON.stringify(told)}\n`);
};

const time = createFakeTime();
const crm = createScriptedCrm();
const ids = createFakeIds();

interface Run {
  readonly outbox: Outbox;
  readonly end: () => Promise<void>;
}

/** One run of the program; null where the database could not be opened, which is then what the screen says. */
function start(): Run | null {
  let opened: ReturnType<typeof openDatabase>;
  try {
    opened = openDatabase(path, 'training');
  } catch (error) {
    tell({ say: 'threw', where: 'opening', words: String(error) });
    return null;
  }
  if (!opened.ok) {
    tell({ say: 'refused', code: opened.error.code });
    return null;
  }
  const db: Database = opened.value;
  try {
    sealOldCredit(db);
  } catch {
    tell({ say: 'refused', code: 'disk' });
    db.close();
    return null;
  }
  const outbox = createOutbox({
    ...{ db, ids, clock: time.clock, scheduler: time.scheduler, logger: createFakeLogger() },
    gateway: {
      ...crm,
      addCredit: async (credit) => {
        const before = crm.recorded.length;
        const answer = await crm.addCredit(credit);
        if (crm.recorded.length > before) tell({ say: 'crm-has', id: credit.creditId });
        return answer;
      },
    },
    timing: DEFAULT_TIMING,
    limits: { count: 100, sum: cents(50_000), ageMs: 24 * 3_600_000 },
    sealer: createFakeSealer(),
    seals: createFakeRowSeals(db),
    crmNow: time.clock.now,
    guestName: () => null,
    onChange: (item) => {
      if (item.kind === 'add-credit' && item.state === 'settled') tell({ say: 'settled', id: item.creditId });
    },
  });
  // As compose does: what cannot be taken over at the start is an error the admin sees, and the next start tries again.
  try {
    outbox.start();
  } catch (error) {
    tell({ say: 'threw', where: 'starting', words: String(error) });
    db.close();
    return null;
  }
  return {
    outbox,
    end: async () => {
      await outbox.stop(0);
      db.close();
    },
  };
}

/** What a person does whose "saved" does not come: taps again, once. */
function persist(what: 'accept' | 'undo', id: string, act: () => boolean): void {
  for (let tap = 0; tap < 2; tap += 1) {
    try {
      if (act()) tell({ say: what === 'accept' ? 'accepted' : 'undone', id });
      return;
    } catch {
      tell({ say: 'not-saved', id });
    }
  }
}

async function scenario(): Promise<void> {
  const first = start();
  if (!first) return;
  for (const credit of STORY_CREDITS) {
    tell({ say: 'accepting', id: credit.id });
    persist('accept', credit.id, () => first.outbox.accept(credit).ok);
  }
  const last = STORY_CREDITS.at(-1);
  if (last) {
    tell({ say: 'undoing', id: last.id });
    persist('undo', last.id, () => first.outbox.undo(last.id).ok);
  }
  await first.end();

  const second = start();
  if (!second) return;
  // The first is answered; the second is carried out, and no one hears of it; one question is not answered either.
  crm.script({ do: 'answer' }, { do: 'fail-after', error: errors.timeout });
  crm.scriptGet(errors.server);
  await time.pass(DEFAULT_TIMING.undoMs + 20 * 60_000);
  // A disk that will not take what is waiting would be tried again every minute of three months.
  if (second.outbox.waiting().count > 0) return;
  await time.pass(DEFAULT_TIMING.keepMs + 2 * 24 * 3_600_000);
  await second.end();
  tell({ say: 'end' });
}

await scenario();
