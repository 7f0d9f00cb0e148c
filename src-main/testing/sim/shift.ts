import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { itemId } from '../../../src-preload/contract/outbox.ts';
import { assertNever } from '../../../src-preload/contract/result.ts';
import { DEFAULT_RULES, type HouseRules } from '../../credits/rules.ts';
import { guidOf } from '../../training/chance.ts';
import { audit, type Tally, type Violation, type ViolationKind } from './audit.ts';
import { createSimulatedCrm } from './crm.ts';
import type { FaultKind } from './fault-model.ts';
import { createFaultLedger } from './faults-seen.ts';
import { createKiosk, type Kiosk } from './kiosk.ts';
import { createKioskFile } from './kiosk-file.ts';
import { aboutOf, createLine, isAboutCredit } from './line.ts';
import { type Event, type Plan, planShift } from './plan.ts';
import { type Program, type Sabotage, TIMING } from './program.ts';
import { createRolls } from './rolls.ts';
import { createStaff } from './staff.ts';
import { createTrace, type TraceLine } from './trace.ts';
import { createVirtualTime } from './virtual-time.ts';
import { createWatch } from './watch.ts';
import { createWeather } from './weather.ts';
import { createWitness } from './witness.ts';

export interface ShiftOptions {
  readonly seed: number;
  /** Where the kiosks' databases go while the shift lasts. */
  readonly folder: string;
  /** A database as a new kiosk has it (see makeTemplate). */
  readonly template: string;
  readonly sabotage?: Sabotage | null;
  /** What may happen, for those who look for the few things that matter; everything where left out. */
  readonly only?: { readonly events: ReadonlySet<number>; readonly faults: ReadonlySet<string> | null };
  /** Kinds of mishap that are left out altogether. */
  readonly without?: ReadonlySet<FaultKind>;
  readonly keepTrace?: boolean;
  /** Turns of the event loop between two moments (see virtual-time.ts). */
  readonly turns?: number;
}

export interface ShiftReport {
  readonly seed: number;
  readonly tally: Tally;
  readonly turnedAway: number;
  readonly violations: readonly Violation[];
  readonly faults: number;
  readonly faultsByKind: Readonly<Partial<Record<FaultKind, number>>>;
  readonly crashes: number;
  /** How much virtual time passed, ms. */
  readonly lasted: number;
  /** Of everything that happened, in order. */
  readonly hash: string;
  readonly trace: readonly TraceLine[];
  readonly plan: Plan;
  /** Names of the faults that happened, for `only`. */
  readonly faultNames: readonly string[];
  /** Credits by what people call them: "credit 7". */
  readonly names: ReadonlyMap<string, string>;
  /** What the CRM made of repeated GUIDs. */
  readonly duplicates: string;
}

/** 2026-11-24 17:00 in San Francisco: a Tuesday before dinner. */
const STARTS_AT = Date.UTC(2026, 10, 25, 1, 0, 0);
const KIOSKS = 2;
/** How long after the last mishap everything must have come to its end. The longest waits (a useless login) are 30 min. */
const QUIET_MS = 3 * 3_600_000;
const STEP_MS = 5_000;

const PEOPLE = ['Marco D.', 'Priya N.', 'Sam T.', 'Luz O.'].map((shortName, i) => ({
  id: `staff-${i}`,
  shortName,
  role: 'server' as const,
}));

const RULES: HouseRules = {
  ...DEFAULT_RULES,
  alone: { ...DEFAULT_RULES.alone, server: DEFAULT_RULES.most },
};

/** One shift from its seed: staff, mishaps, a quiet at the end, and the audit. The same seed gives the same shift. */
export async function runShift(options: ShiftOptions): Promise<ShiftReport> {
  const { seed, only } = options;
  const folder = mkdtempSync(join(options.folder, 'shift-'));
  try {
    return await play(options, folder, only?.faults ?? null);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }

  async function play(
    { sabotage = null, template, keepTrace = false, without = new Set(), turns = 1 }: ShiftOptions,
    shiftFolder: string,
    onlyFaults: ReadonlySet<string> | null,
  ): Promise<ShiftReport> {
    const rolls = createRolls(seed);
    const time = createVirtualTime(turns);
    const trace = createTrace(time.now, keepTrace);
    const ledger = createFaultLedger(onlyFaults, without);
    const violations: Violation[] = [];
    const wrong = (kind: ViolationKind, id: string | null, words: string): void => {
      trace.add('Audit', `${kind}: ${words} ${id ?? ''}`);
      violations.push({ kind, id, words });
    };
    const guestCount = rolls('guests').between(2, 6);
    const plan = planShift(rolls, { kiosks: KIOSKS, staff: PEOPLE.length, guests: guestCount });
    const weather = createWeather(rolls, KIOSKS, plan.healsAt);
    const crm = createSimulatedCrm({
      seed,
      rolls,
      time,
      weather,
      ledger,
      startsAt: STARTS_AT,
      tell: (what) => trace.add('CRM', what),
    });
    const { core } = crm;
    const guestIds = [
      guidOf('a guest nobody knows', seed),
      ...core.control.books().guests.map(({ guid }) => guid),
    ].slice(0, guestCount);
    const witness = createWitness();
    const watch = createWatch(TIMING.absencesNeeded);
    let onTheWay = 0;
    let crashes = 0;
    let turnedAway = 0;
    let expected = -1;
    const forms = new Map<number, number>();
    const names = new Map<string, string>();

    const kiosks = Array.from({ length: KIOSKS }, (_, index): Kiosk => {
      const name = `Kiosk ${index + 1}`;
      const tell = (what: string): void => trace.add(name, what);
      let [disks, diskAt] = [0, 0];
      const kiosk: Kiosk = createKiosk({
        name,
        time,
        file: createKioskFile(shiftFolder, `kiosk-${index}`, template),
        connection: {
          baseUrl: 'https://crm.invalid',
          clientId: core.clientId,
          clientSecret: core.clientSecret,
          restaurantGuid: core.restaurantGuid,
          deviceGuid: null,
        },
        rules: RULES,
        sabotage,
        wallStart: STARTS_AT,
        isAboutCredit: ({ method, url }) => isAboutCredit(aboutOf({ method, url: new URL(url) }).operation),
        line: createLine({
          kiosk: index,
          time,
          rolls,
          ledger,
          weather,
          watch,
          service: core.service,
          crmNow: core.now,
          veryLate: crm.veryLate,
          alive: () => kiosk.alive(),
          requestLeft: () => kiosk.requestLeft(),
          tell,
          onBreach: (guid, words) => wrong('posted-in-doubt', guid, words),
          onTheWay: (change) => {
            onTheWay += change;
          },
        }),
        diskFate: (what) => {
          const share = weather.disk(index, time.now());
          if (share === 0) return 'works';
          // Named by its moment, so that leaving one out renames no other.
          disks = time.now() === diskAt ? disks + 1 : 0;
          diskAt = time.now();
          const fault = `disk ${index} ${diskAt}/${disks}`;
          const chance = rolls(fault);
          if (what === 'read') {
            if (chance.next() >= share / 8 || !ledger.happens(fault, 'disk-read-error')) return 'works';
            tell('its disk does not read');
            return 'read-error';
          }
          const isFull = chance.oneIn(2);
          if (chance.next() >= share) return 'works';
          if (!ledger.happens(fault, isFull ? 'disk-full-before' : 'disk-error-at-commit')) return 'works';
          tell(`its disk ${isFull ? 'is full' : 'fails at a commit'}`);
          return isFull ? 'full-before' : 'error-at-commit';
        },
        guid: () => {
          const nth = (forms.get(expected) ?? 0) + 1;
          forms.set(expected, nth);
          const guid = guidOf('credit', seed, expected, nth);
          names.set(guid, nth === 1 ? `credit ${expected}` : `credit ${expected} (form ${nth})`);
          return guid;
        },
        jitterSeed: (run) => rolls(`jitter ${index} ${run}`).between(0, 0xffff_ffff),
        logger: {
          info: (event, data) => {
            if (event === 'outbox')
              tell(`${data?.['id']} ${data?.['from']} -> ${data?.['to']} (${data?.['event']})`);
          },
          warn: () => {},
          error: (event, data) => tell(`${event} ${String(data?.['error'])}`),
        },
        tell,
        onMishap: (kind) => {
          ledger.count(kind);
          if (kind === 'crash') crashes += 1;
        },
        onStarted: (program) => checkKept(index, program),
      });
      return kiosk;
    });

    /** Everything that a screen of this kiosk called saved is there at every start. */
    function checkKept(kiosk: number, { outbox }: Program): void {
      for (const credit of witness.all()) {
        if (credit.kiosk !== kiosk || credit.accepted !== 'said') continue;
        let found: unknown;
        try {
          found = outbox.find(credit.id);
        } catch {
          continue; // a disk that does not read now: asked again at the end
        }
        if (found === null) wrong('forgotten', credit.id, 'Not there after a start');
      }
    }

    const staff = createStaff({
      time,
      witness,
      rules: RULES,
      people: PEOPLE,
      guestIds,
      tell: trace.add,
      wrong,
      onTurnedAway: () => {
        turnedAway += 1;
      },
      expectForm: (intent) => {
        expected = intent;
      },
    });

    const happen = (event: Event): void => {
      const kiosk = kiosks[event.kiosk];
      if (kiosk === undefined) throw new RangeError(`No kiosk ${event.kiosk}`);
      switch (event.kind) {
        case 'give':
          staff.give(event, kiosk, rolls(`staff ${event.id}`));
          break;
        case 'wake':
          kiosk.wake();
          break;
        case 'crash':
          kiosk.crash(event.point, event.downMs);
          break;
        case 'quit':
          kiosk.quit(event.downMs);
          break;
        case 'clock-jump':
          kiosk.setClock(event.byMs);
          break;
        case 'sleep':
          kiosk.sleep(event.forMs);
          break;
        default:
          assertNever(event, 'event');
      }
    };

    for (const kiosk of kiosks) kiosk.start();
    for (const event of plan.events) {
      if (without.has(event.kind as FaultKind) || (only && !only.events.has(event.id))) continue;
      time.after(event.at, () => happen(event));
    }
    await time.runUntil(plan.healsAt);
    trace.add('World', 'is well again');
    for (const kiosk of kiosks) kiosk.wake();
    const deadline = plan.healsAt + QUIET_MS;
    do await time.runUntil(time.now() + STEP_MS);
    while (time.now() < deadline && !isOver());

    for (const each of kiosks) checkAtEnd(each);
    const now = STARTS_AT + time.now();
    const lines = core.control
      .books()
      .transactions.filter(
        ({ guid, type, at }) => !crm.past.has(guid) && !(type === 'EXPIRATION' && at <= now),
      );
    const audited = audit({
      witnessed: witness.all(),
      lines,
      itemOf: ({ id, kiosk }) => kiosks[kiosk]?.program()?.outbox.find(id) ?? null,
    });
    violations.push(...audited.violations);
    for (const { kind, id, words } of audited.violations) trace.add('Audit', `${kind}: ${words} ${id}`);
    const report: ShiftReport = {
      seed,
      tally: audited.tally,
      turnedAway,
      violations,
      faults: ledger.total(),
      faultsByKind: ledger.byKind(),
      crashes,
      lasted: time.now(),
      hash: trace.hash(),
      trace: trace.lines(),
      plan,
      faultNames: ledger.names(),
      names,
      duplicates: crm.modes.duplicates,
    };
    for (const kiosk of kiosks) kiosk.end();
    return report;

    function isOver(): boolean {
      if (onTheWay > 0 || staff.busy() > 0) return false;
      return kiosks.every((kiosk) => {
        const items = kiosk.program()?.outbox.list().items;
        return items?.every(({ state }) => state === 'refused' || state === 'stuck') ?? false;
      });
    }

    function checkAtEnd(kiosk: Kiosk): void {
      const outbox = kiosk.program()?.outbox;
      if (!outbox) {
        wrong('bug', null, `${kiosk.name} does not run`);
        return;
      }
      const { items, summary } = outbox.list();
      let sum = 0;
      for (const item of items) {
        if (item.kind === 'add-credit') sum += item.amount;
        const id = itemId(item);
        if (witness.get(id) === null) wrong('untrue', id, 'On the waiting list, and nobody gave it');
      }
      if (summary.count !== items.length || summary.sum !== sum) {
        wrong('untrue', null, `${kiosk.name} sums its waiting list up wrongly`);
      }
    }
  }
}
