import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type ControlledCrm, startControlledCrm } from '../../e2e/sandbox-control/controlled-crm.ts';
import type { EventName } from '../../src-preload/contract/channels.ts';
import { compose } from '../compose.ts';
import type { Router } from '../ipc/router.ts';
import { type ConfigInput, configSchema } from '../settings/schema.ts';
import { TRAINING_STAFF } from '../staff/training-staff.ts';
import type { ComposePorts, Kiosk } from '../wiring/kiosk.ts';
import { createFakeLogger, type RecordedLine } from './fakes.ts';
import { type Asking, asking, createKioskPorts, QUICK } from './kiosk-ports.ts';

export const pinOf = (name: string) => TRAINING_STAFF.find(({ shortName }) => shortName === name)?.pin ?? '';

/** One line of the exported ledger. */
export interface ExportedLine {
  readonly what: string;
  readonly by: string;
  readonly [column: string]: string;
}

/** A kiosk whose page the test plays, over a folder and a training CRM of its own. */
export interface PlayedKiosk extends Asking {
  readonly events: (name: EventName) => unknown[];
  /** What the log was given. */
  readonly log: () => readonly RecordedLine[];
  /** Asks as another page would: any sender, any payload. */
  readonly raw: Router['ask'];
  /** Whether this line was logged. */
  readonly logged: (event: string) => boolean;
  /** A manager goes on to the screens that are theirs alone. */
  readonly signIn: (name: string) => Promise<void>;
  /** Signs in, looks the guest up and opens a form. Returns its GUID. */
  readonly form: (name: string, phone?: string) => Promise<string>;
  /** The ledger as a manager exports it. Signs that manager in. */
  readonly ledger: () => Promise<readonly ExportedLine[]>;
  readonly stop: () => Promise<void>;
}

export interface Place {
  readonly dir: string;
  readonly crm: ControlledCrm;
  readonly run: (
    config?: ConfigInput,
    staffCsv?: string | null,
    more?: Partial<ComposePorts>,
  ) => Promise<PlayedKiosk>;
  readonly close: () => Promise<void>;
}

export const ANA = '4155550142';

export async function openPlace(): Promise<Place> {
  const dir = mkdtempSync(join(tmpdir(), 'hoststand-played-'));
  const started = await startControlledCrm({
    seed: 7,
    guests: 60,
    now: Date.now,
    journal: join(dir, 'books.jsonl'),
  });
  if (!started.ok) throw new Error(started.error.code);
  const crm = started.value;
  const kiosks: Kiosk[] = [];

  const run: Place['run'] = async (config = {}, staffCsv = null, more = {}) => {
    const logger = createFakeLogger();
    const pushed: { name: EventName; payload: unknown }[] = [];
    const { url, clientId, clientSecret, restaurantGuid } = crm;
    const composed = await compose(
      createKioskPorts(dir, {
        logger,
        staffFile: { path: join(dir, 'staff.csv'), read: () => staffCsv },
        announce: (name, payload) => pushed.push({ name, payload }),
        ...more,
      }),
      {
        config: configSchema.parse({
          undoSeconds: 60,
          training: { crm: { url, clientId, clientSecret, restaurantGuid } },
          ...config,
        }),
        configProblems: [],
        dataFolder: dir,
        ...QUICK,
      },
    );
    if (!composed.ok) throw new Error(composed.error.code);
    const kiosk = composed.value;
    kiosks.push(kiosk);
    kiosk.start();

    const { ask, must } = asking(kiosk.router);
    const signIn = async (name: string): Promise<void> => {
      const pin = pinOf(name);
      await must('signIn', { pin });
      if (TRAINING_STAFF.some((each) => each.shortName === name && each.role === 'manager')) {
        await must('enterManager', { pin });
      }
    };
    return {
      ask,
      must,
      log: () => logger.lines,
      raw: kiosk.router.ask,
      events: (name) => pushed.filter((each) => each.name === name).map(({ payload }) => payload),
      logged: (event) => logger.lines.some((line) => line.event === event),
      signIn,
      form: async (name, phone = ANA) => {
        await signIn(name);
        const { matches } = await must('lookUp', { digits: phone, by: 'phone' });
        const guestId = matches[0]?.id ?? '';
        await must('openGuest', { guestId });
        const opened = await must('openCreditForm', { guestId });
        if (opened.outcome !== 'form') throw new Error(opened.outcome);
        return opened.form.creditId;
      },
      ledger: async () => {
        await signIn('Priya N.');
        const { path } = await must('exportLedger', {});
        return parse(readFileSync(path, 'utf8'), { bom: true, columns: true }) as ExportedLine[];
      },
      stop: async () => {
        kiosks.splice(kiosks.indexOf(kiosk), 1);
        await kiosk.stop();
      },
    };
  };

  return {
    dir,
    crm,
    run,
    close: async () => {
      for (const kiosk of kiosks.splice(0)) await kiosk.stop();
      await crm.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
