import { type CreditPolicy, DEFAULT_RULES } from '../../../src-main/credits/limits.ts';
import { guidOf } from '../../../src-main/sandbox/data/rng.ts';
import { itemId } from '../../../src-preload/contract/outbox.ts';
import { type AckLog, createAckLog } from './ack-log.ts';
import type { Violation, ViolationKind } from './audit.ts';
import { type Bars, createBars } from './bars.ts';
import { type Copies, createCopies } from './copies.ts';
import { createDiskFates } from './faults/disk-fates.ts';
import { BOUNDS, type FaultKind } from './faults/fault-model.ts';
import { createFaultLedger, type FaultLedger } from './faults/faults-seen.ts';
import { createWeather } from './faults/weather.ts';
import { createSimulatedCrm, type SimulatedCrm } from './kiosk/crm.ts';
import { createKiosk, type Kiosk } from './kiosk/kiosk.ts';
import { createKioskFile, type KioskFile, PC, STARTS_AT } from './kiosk/kiosk-file.ts';
import { aboutOf, createLine, isAboutCredit } from './kiosk/line.ts';
import { type Program, type Sabotage, TIMING } from './kiosk/program.ts';
import { createVirtualTime, type VirtualTime } from './kiosk/virtual-time.ts';
import { createManagers, type Managers, needsPerson } from './managers.ts';
import { createNewGuests, type NewGuests } from './new-guests.ts';
import { type Plan, planShift } from './plan.ts';
import { createRolls, type Rolls } from './rolls.ts';
import { createStaff, type Staff } from './staff.ts';
import { createTrace, type Trace } from './trace.ts';
import { createWatch, type Watch } from './watch.ts';

export interface SceneOptions {
  readonly seed: number;
  /** A database as a kiosk has it when the shift begins (see makeTemplate). */
  readonly template: string;
  readonly sabotage?: Sabotage | null;
  /** What may happen, for those who look for the few things that matter; everything where left out. */
  readonly only?: { readonly events: ReadonlySet<number>; readonly faults: ReadonlySet<string> };
  /** Kinds of mishap that are left out altogether. */
  readonly without?: ReadonlySet<FaultKind>;
  readonly keepTrace?: boolean;
  /** Turns of the event loop between two moments (see virtual-time.ts). */
  readonly turns?: number;
}

/** Everything a shift is played with. */
export interface Scene {
  readonly rolls: Rolls;
  readonly time: VirtualTime;
  readonly trace: Trace;
  readonly ledger: FaultLedger;
  readonly plan: Plan;
  readonly crm: SimulatedCrm;
  readonly kiosks: readonly Kiosk[];
  readonly copies: Copies;
  readonly staff: Staff;
  readonly managers: Managers;
  readonly bars: Bars;
  /** The guests that the CRM knows, by their number in the plan. */
  readonly cast: readonly { readonly guest: number; readonly guestId: string }[];
  /** How often requests about a GUID were declined in a way that says nothing of it (401, 403, 410, 429). */
  readonly declines: (guid: string) => number;
  /** How often requests about a GUID left. */
  readonly requests: (guid: string) => number;
  readonly ackLog: AckLog;
  readonly newGuests: NewGuests;
  readonly violations: Violation[];
  readonly wrong: (kind: ViolationKind, id: string | null, words: string) => void;
  /** What credits are called in the story, by GUID. */
  readonly names: ReadonlyMap<string, string>;
  readonly counted: { onTheWay: number; crashes: number; turnedAway: number };
}

const KIOSKS = 2;

const PEOPLE = ['Marco D.', 'Priya N.', 'Sam T.', 'Luz O.'].map((shortName, i) => ({
  id: `staff-${i}`,
  shortName,
  role: 'server' as const,
}));

/** Everyone may give alone, so that no manager is needed; how much may wait differs from shift to shift. */
function rulesOf(rolls: Rolls): CreditPolicy {
  const rng = rolls('house rules');
  const { waiting, most, alone, employeeDay, guestDay, offline } = DEFAULT_RULES;
  const count = rng.oneIn(4) ? rng.between(3, 8) : waiting.count;
  return {
    ...DEFAULT_RULES,
    alone: { ...alone, server: most },
    employeeDay: { ...employeeDay, alone: { ...employeeDay.alone, server: employeeDay.most } },
    guestDay: { ...guestDay, alone: guestDay.most },
    offline: { ...offline, alone: offline.most },
    waiting: { ...waiting, count },
  };
}

/** @param folder where the kiosks' databases go. */
export function setScene(options: SceneOptions, folder: string): Scene {
  const { seed, sabotage = null, without = new Set(), only, template } = options;
  const rolls = createRolls(seed);
  const time = createVirtualTime(options.turns);
  const trace = createTrace(time.now, options.keepTrace ?? false);
  const ledger = createFaultLedger(only?.faults ?? null, without);
  const violations: Violation[] = [];
  const wrong: Scene['wrong'] = (kind, id, words) => {
    trace.add('Audit', `${kind}: ${words} ${id ?? ''}`);
    violations.push({ kind, id, words });
  };
  const guests = rolls('guests').between(2, 6);
  const plan = planShift(rolls, { kiosks: KIOSKS, staff: PEOPLE.length, guests }, without);
  const weather = createWeather(rolls, 2 * KIOSKS, plan.healsAt);
  const bars = createBars(rolls, plan.healsAt, !without.has('one-declined'));
  const declined = new Map<string, number>();
  const questions = new Map<string, number>();
  const requests = new Map<string, number>();
  const countOf = (of: ReadonlyMap<string, number>, guid: string): number => of.get(guid) ?? 0;
  const tellCrm = (what: string): void => trace.add('CRM', what);
  const crm = createSimulatedCrm({
    seed,
    rolls,
    time,
    weather,
    bars,
    ledger,
    startsAt: STARTS_AT,
    tell: tellCrm,
  });
  const { core } = crm;
  const guestIds = [
    guidOf('a guest nobody knows', seed),
    ...core.control.store().guests.map(({ guid }) => guid),
  ].slice(0, guests);
  const rules = rulesOf(rolls);
  const ackLog = createAckLog(time.now);
  const counted = { onTheWay: 0, crashes: 0, turnedAway: 0 };
  const names = new Map<string, string>(guestIds.map((guestId, nth) => [guestId, `guest ${nth}`]));
  const forms = new Map<number, number>();
  let intent = -1;
  let made: string[] = [];
  /** GUIDs by whose form it is, so that leaving out one event changes no other's. */
  const guid = (): string => {
    const nth = (forms.get(intent) ?? 0) + 1;
    forms.set(intent, nth);
    const next = guidOf('credit', seed, intent, nth);
    names.set(next, nth === 1 ? `credit ${intent}` : `credit ${intent} (form ${nth})`);
    made.push(next);
    return next;
  };

  /** A PC. `index`: its place among the lines and disks. */
  const makePc = (
    index: number,
    own: {
      readonly name: string;
      readonly pc: string;
      readonly file: KioskFile;
      readonly watch: Watch;
      readonly onStarted: (program: Program) => void;
    },
  ): Kiosk => {
    const { name, watch } = own;
    const tell = (what: string): void => trace.add(name, what);
    const kiosk: Kiosk = createKiosk({
      ...{ ...own, time, rules, sabotage, guid, tell },
      connection: {
        baseUrl: 'https://crm.invalid',
        clientId: core.clientId,
        clientSecret: core.clientSecret,
        restaurantGuid: core.restaurantGuid,
        deviceGuid: null,
      },
      wallStart: STARTS_AT,
      isAboutCredit: ({ method, url }) => isAboutCredit(aboutOf({ method, url: new URL(url) }).operation),
      line: createLine({
        ...{ kiosk: index, time, rolls, ledger, weather, watch, tell },
        service: core.service,
        crmNow: core.now,
        veryLate: crm.veryLate,
        alive: () => kiosk.alive(),
        requestLeft: () => kiosk.requestLeft(),
        onDeclined: (id) => {
          declined.set(id, countOf(declined, id) + 1);
        },
        onLeft: (id, isQuestion) => {
          requests.set(id, countOf(requests, id) + 1);
          if (isQuestion) questions.set(id, countOf(questions, id) + 1);
        },
        onBreach: (id, words) => wrong('posted-in-doubt', id, words),
        onTheWay: (change) => {
          counted.onTheWay += change;
        },
      }),
      diskFate: createDiskFates({ kiosk: index, time, rolls, ledger, weather, tell }),
      jitterSeed: (run) => rolls(`jitter ${index} ${run}`).between(0, 0xffff_ffff),
      logger: {
        info: (event, data) => {
          if (event !== 'outbox') return;
          tell(`${data?.['id']} ${data?.['from']} -> ${data?.['to']} (${data?.['event']})`);
        },
        warn: () => {},
        error: (event, data) => tell(`${event} ${String(data?.['error'] ?? '')}`),
      },
      onMishap: (kind) => {
        ledger.count(kind);
        if (kind === 'crash') counted.crashes += 1;
      },
      onWentBack: (since) => wentBack(index, since),
    });
    return kiosk;
  };
  const makeKiosk = (index: number): Kiosk => {
    const watch = createWatch(TIMING.absencesNeeded);
    const file = createKioskFile(folder, `kiosk-${index}`, template);
    return makePc(index, {
      ...{ name: `Kiosk ${index + 1}`, pc: PC, file, watch },
      onStarted: (program) => {
        takesOver(watch, program);
        checkKept(index, program);
      },
    });
  };

  const takesOver = (watch: Watch, { outbox }: Program): void => {
    try {
      for (const item of outbox.list().items) if (!needsPerson(item)) watch.takenOver(itemId(item));
    } catch {
      // A disk that does not read just now.
    }
  };
  /** Everything that a screen of this kiosk called saved is there at every start. */
  const checkKept = (kiosk: number, { outbox }: Program): void => {
    for (const credit of ackLog.all()) {
      if (credit.kiosk !== kiosk || credit.accepted !== 'said' || credit.unsure) continue;
      try {
        if (outbox.find(credit.id) === null) wrong('forgotten', credit.id, 'Not there after a start');
      } catch {
        // A disk that does not read just now: asked again at the next start, and at the end.
      }
    }
  };

  const wentBack = (kiosk: number, since: number): void => {
    ackLog.wentBack(kiosk, since);
    newGuestEntry.wentBack(kiosk, since);
  };
  const onTurnedAway = (): void => {
    counted.turnedAway += 1;
  };
  const newGuestEntry = createNewGuests({
    time,
    onTurnedAway,
    tell: trace.add,
    // Some have a number that the CRM knows as someone's.
    phone: (event) => {
      const rng = rolls(`number ${event}`);
      const [first, ...others] = core.control.store().guests;
      return first && rng.oneIn(4) ? rng.pick([first, ...others]).phone : null;
    },
    guid: (event) => {
      const made = guidOf('newcomer', seed, event);
      names.set(made, `guest of credit ${event}`);
      return made;
    },
  });
  const staff = createStaff({
    ...{ time, ackLog, newGuests: newGuestEntry, onTurnedAway, rules, guestIds, wrong },
    people: PEOPLE,
    slips: (event) => {
      const name = `slip ${event}`;
      const rng = rolls(name);
      const isDrawn = time.now() < plan.healsAt && rng.oneIn(6);
      return isDrawn && ledger.happens(name, 'clock-slip', false) ? rng.between(1_000, BOUNDS.slipMs) : 0;
    },
    tell: trace.add,
    expectForm: (next) => {
      intent = next;
    },
  });
  const managers = createManagers({
    ...{ time, ackLog, newGuests: newGuestEntry, wrong },
    tell: trace.add,
    guestIds: guestIds.slice(1),
    questions: (id) => countOf(questions, id),
    guidsOf: (next, work) => {
      intent = next;
      made = [];
      work();
      for (const [nth, id] of made.entries())
        names.set(id, `credit ${next} again (${(forms.get(next) ?? 0) - made.length + nth})`);
      return [...made];
    },
  });
  const kiosks = Array.from({ length: KIOSKS }, (_, index) => makeKiosk(index));
  const copies = createCopies({
    ...{ time, wrong, absencesNeeded: TIMING.absencesNeeded, doubles: crm.modes.duplicates === 'double' },
    make: (kiosk, file, watch, asItself) =>
      makePc(KIOSKS + kiosk, {
        ...{ name: `Copy ${kiosk + 1}`, pc: asItself ? PC : 'another pc', file, watch },
        onStarted: (program) => takesOver(watch, program),
      }),
    onMade: (kiosk, kind) => {
      ledger.count(kind);
      // Two PCs that are taken for one each go on with what they have: what either does of it the other does not know.
      if (kind === 'twin') wentBack(kiosk, 0);
    },
    onTheWay: (change) => {
      counted.onTheWay += change;
    },
  });
  return {
    rolls,
    time,
    trace,
    ledger,
    plan,
    crm,
    kiosks,
    copies,
    staff,
    managers,
    bars,
    cast: guestIds.map((guestId, guest) => ({ guest, guestId })).slice(1),
    declines: (guid) => countOf(declined, guid),
    requests: (guid) => countOf(requests, guid),
    ackLog,
    newGuests: newGuestEntry,
    violations,
    wrong,
    names,
    counted,
  };
}
