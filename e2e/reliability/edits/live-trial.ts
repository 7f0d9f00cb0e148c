import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHost } from '../../../src-main/app/lifecycle.ts';
import type { Rng } from '../../../src-main/sandbox/data/rng.ts';
import { startTrainingCrm } from '../../../src-main/sandbox/transport/crm-server.ts';
import { TRAINING_STAFF } from '../../../src-main/staff/training-staff.ts';
import { MANAGER_PIN, readTestConfig } from '../../../src-main/testing/app-kit.ts';
import { recordingFetch } from '../../../src-main/testing/crm/recording-fetch.ts';
import { createFakeLogger } from '../../../src-main/testing/fakes.ts';
import { type Asking, asking, createKioskPorts, QUICK } from '../../../src-main/testing/kiosk-ports.ts';
import { openFileSettings } from '../records/file-settings.ts';
import { pick } from './edits.ts';

/** A live kiosk's folder before anyone edits it, and what its settings and heads were earlier. */
export interface LiveBase {
  readonly dir: string;
  readonly older: string;
}

/**
 * What a live kiosk that was switched on may do, where it goes, and whether it tells anyone that something is wrong.
 */
interface LiveFacts {
  readonly mode: string;
  /** The limits, as anyone may know them. */
  readonly limits: string;
  /** Each PIN that opens it, with name and role. */
  readonly rights: readonly string[];
  /** Hosts that were asked anything: each request has the token or the secret with it. */
  readonly told: readonly string[];
  /** Amount and guest of each credit that waits. */
  readonly waiting: string;
  readonly alarmed: boolean;
}

/** How one edit ended: the start was refused in words, someone is told, nothing changed, or it passed unseen. */
export type Verdict = 'refused' | 'alarmed' | 'harmless' | 'passed';

const CONFIG = { undoSeconds: 60, training: { guests: 20 } } as const;
/** A live limit above the default, one below it, and what Training's own are loosened to. */
const EARLIER = { 'rules.most': 250_000, 'rules.alone.server': 9_000 };
const LATER = { 'rules.most': 20_000, 'rules.alone.server': 500 };

type Started = Asking & { readonly stop: () => Promise<void>; readonly compared: () => boolean };

async function start(
  dir: string,
  fetch?: ReturnType<typeof recordingFetch>['fetch'],
): Promise<Started | null> {
  const logger = createFakeLogger();
  let restarted = 0;
  const host = createHost({
    ports: createKioskPorts(dir, {
      logger,
      settings: openFileSettings(dir),
      ...(fetch && { fetch }),
      announce: (name) => {
        if (name === 'restarted') restarted += 1;
      },
    }),
    readConfig: readTestConfig(CONFIG),
    fixed: { dataFolder: dir, ...QUICK, allowLoopback: true },
    onHopeless: ({ code }) => {
      throw new Error(code);
    },
  });
  const opened = await host.open();
  if (!opened.ok) return null;
  const { ask, must } = asking(host.router);
  return {
    ask,
    must: async (name, request) => {
      const before = restarted;
      const answer = await must(name, request);
      if (['finishSetUp', 'changeSettings'].includes(name)) await until(() => restarted > before);
      return answer;
    },
    stop: host.stop,
    compared: () => logger.lines.some(({ event }) => /^records-(not-)?compared$/.test(event)),
  };
}

/** Generous: nothing here is about how long it takes. */
const PATIENCE_MS = 60_000;

async function until(done: () => boolean): Promise<void> {
  const last = Date.now() + PATIENCE_MS;
  while (!done()) {
    if (Date.now() > last) throw new Error('What was waited for did not come');
    await new Promise((resume) => setImmediate(resume));
  }
}

/** Goes live as a person would, loosens limits, tightens them later, and leaves a credit of $7 waiting. */
export async function makeLive(root: string): Promise<LiveBase & { readonly close: () => Promise<void> }> {
  const served = await startTrainingCrm({ seed: 7, guests: 20, now: Date.now });
  if (!served.ok) throw new Error(served.error.code);
  const crm = served.value;
  const [dir, older] = [join(root, 'live'), join(root, 'live-older')];
  const begun = async (): Promise<Started> => {
    const kiosk = await start(dir);
    if (kiosk === null) throw new Error('The live kiosk does not open');
    return kiosk;
  };
  const first = await begun();
  await first.must('changeSetUp', {
    ...{ url: crm.url, client: crm.clientId, secret: crm.clientSecret, restaurant: crm.restaurantGuid },
    ...{ houseName: 'Bellwether', managerName: 'Olga R.' },
  });
  await first.must('testSetUp', {});
  await first.must('finishSetUp', { pin: MANAGER_PIN });
  await first.must('enterManager', { pin: MANAGER_PIN });
  await first.must('changeSettings', { changes: EARLIER });
  await first.stop();
  cpSync(dir, older, { recursive: true });
  const second = await begun();
  await second.must('enterManager', { pin: MANAGER_PIN });
  await second.must('changeSettings', { changes: LATER });
  await second.must('signIn', { pin: MANAGER_PIN });
  const { matches } = await second.must('lookUp', { digits: '4155550142', by: 'phone' });
  const form = await second.must('openCreditForm', { guestId: matches[0]?.id ?? '' });
  if (form.outcome !== 'form') throw new Error(form.outcome);
  const { creditId } = form.form;
  await second.must('giveCredit', { creditId, amount: 700 as never, reasonId: 'cold-food', note: '' });
  await second.stop();
  return { dir, older, close: crm.close };
}

/** One edit of a copy of the folder, a start, and a comparison with the start of the folder as it was. */
export async function tryLiveEdit(
  base: LiveBase,
  before: LiveFacts,
  dir: string,
  rng: Rng,
): Promise<{ readonly verdict: Verdict; readonly said: string; readonly after: LiveFacts | null }> {
  cpSync(base.dir, dir, { recursive: true });
  const said = editFile(dir, base.older, rng);
  const after = await liveFacts(dir);
  return { said, after, verdict: after === null ? 'refused' : judge(before, after) };
}

function judge(before: LiveFacts, after: LiveFacts): Verdict {
  // Never, with or without an alert: the secret goes elsewhere, or someone has a right that no one gave.
  const worse =
    after.told.some((host) => !before.told.includes(host)) ||
    after.rights.some((right) => !before.rights.includes(right)) ||
    looser(before.limits, after.limits);
  if (worse) return 'passed';
  if (after.alarmed) return 'alarmed';
  const same = (['mode', 'limits', 'waiting'] as const).every((key) => before[key] === after[key]);
  return same && after.rights.length === before.rights.length ? 'harmless' : 'passed';
}

/** The limits of the version as it ships: what applies where none are believed. */
const STANDARD = readTestConfig(CONFIG)({}).config.rules;

function looser(before: string, after: string): boolean {
  const [was, is] = [JSON.parse(before), JSON.parse(after)] as { most: number; alone: { server: number } }[];
  if (!was || !is) return true;
  return (
    is.most > Math.max(was.most, STANDARD.most) ||
    is.alone.server > Math.max(was.alone.server, STANDARD.alone.server)
  );
}

/** Alerts that every such start has: the service of the trial knows no one and nothing. */
const USUAL = new Set(['no-access', 'disk-low', 'clock', 'weak-sealing', 'waits-long']);

export async function liveFacts(dir: string): Promise<LiveFacts | null> {
  const { fetch, sent } = recordingFetch();
  const kiosk = await start(dir, fetch);
  if (kiosk === null) return null;
  try {
    await until(kiosk.compared);
    const rights: string[] = [];
    for (const pin of [MANAGER_PIN, ...TRAINING_STAFF.map((each) => each.pin).slice(0, 1)]) {
      const signed = await kiosk.ask('signIn', { pin });
      if (!signed.ok) continue;
      const { shortName, role } = signed.value.staff;
      rights.push(JSON.stringify({ pin, shortName, role }));
      // Toast is asked for someone that this kiosk does not know.
      await kiosk.ask('lookUp', { digits: '4155559999', by: 'phone' });
    }
    const { mode, policy, moved, recovered, configProblems, keyLost } = await kiosk.must('status', {});
    const list = await kiosk.ask('waitingList', {});
    const home = await kiosk.ask('enterManager', { pin: MANAGER_PIN });
    const needs = home.ok ? home.value.needs.filter(({ what }) => !USUAL.has(what)) : [];
    return {
      mode,
      limits: JSON.stringify(policy),
      rights,
      told: [...new Set(sent().map(({ host }) => host))],
      waiting: JSON.stringify(
        list.ok
          ? list.value.items.map((item) =>
              item.kind === 'add-credit' ? [item.guestId, item.amount] : item.guestId,
            )
          : null,
      ),
      alarmed:
        needs.length > 0 || moved || recovered !== null || configProblems.length > 0 || keyLost || !home.ok,
    };
  } finally {
    await kiosk.stop();
  }
}

/** Changes a settings file, its last good copy, the head beside the records, or a daily copy; or puts an older one in its place. */
function editFile(dir: string, older: string, rng: Rng): string {
  const name = pick(rng, filesOf(dir));
  const path = join(dir, name);
  const way = pick(rng, ['byte', 'byte', 'cut', 'delete', 'older', 'value', 'value', 'value', 'empty']);
  const bytes = readFileSync(path);
  const at = Math.floor(rng.next() * bytes.length);
  switch (way) {
    case 'byte':
      bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(rng.next() * 8));
      writeFileSync(path, bytes);
      return `${name}: a bit at ${at}`;
    case 'cut':
      writeFileSync(path, bytes.subarray(0, at));
      return `${name}: cut at ${at}`;
    case 'empty':
      writeFileSync(path, pick(rng, ['', '{}', 'null', '[]', '{"profile":null}']));
      return `${name}: emptied`;
    case 'delete':
      rmSync(path);
      return `${name}: deleted`;
    case 'older':
      if (!existsSync(join(older, name))) return `${name}: there is no older one`;
      cpSync(join(older, name), path);
      return `${name}: put back as it was`;
    default:
      return `${name}: ${editValue(path, join(older, name), rng)}`;
  }
}

function filesOf(dir: string): readonly string[] {
  const heads = readdirSync(join(dir, 'ledger-heads')).map((name) => join('ledger-heads', name));
  const copies = readdirSync(dir)
    .map((name) => join(name, 'copies'))
    .filter((name) => existsSync(join(dir, name)))
    .flatMap((folder) => readdirSync(join(dir, folder)).map((name) => join(folder, name)));
  const settings = readdirSync(dir).filter((name) => name.endsWith('.json'));
  // The settings are edited most often: they hold the connection and the limits.
  return [...settings, ...settings, ...settings, ...heads, ...copies];
}

/** One value of a JSON file, anywhere in it: another one, that of an older file, or that of another place. */
function editValue(path: string, older: string, rng: Rng): string {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return 'no JSON';
  }
  const places = placesIn(content);
  if (places.length === 0) return 'nothing in it';
  const [place, other] = [pick(rng, places), pick(rng, places)];
  const parts = place.split('\n');
  const was = valueAt(content, parts);
  const before: unknown = existsSync(older) ? JSON.parse(readFileSync(older, 'utf8')) : undefined;
  const values: readonly unknown[] = [
    valueAt(before, parts),
    valueAt(before, parts),
    // A copy: nothing may be put within itself.
    structuredClone(valueAt(content, other.split('\n'))),
    ...(typeof was === 'number' ? [was + 1, was * 100, 0, -1, 1e300] : []),
    ...(typeof was === 'string' ? [flipped(was, rng), was.slice(1), `${was} `, ''] : []),
    ...['live', 'training', 'http://127.0.0.1:9', null, {}, [], true, { rules: { most: 9_999_900 } }],
    undefined,
  ];
  const value = pick(rng, values);
  const holder = Object(valueAt(content, parts.slice(0, -1))) as Record<string, unknown>;
  const last = parts.at(-1) ?? '';
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  writeFileSync(path, JSON.stringify(content));
  return `${parts.join('.')} is ${JSON.stringify(value)?.slice(0, 80)}`;
}

function flipped(text: string, rng: Rng): string {
  const at = Math.floor(rng.next() * text.length);
  return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
}

function placesIn(value: unknown, under = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const place = under === '' ? key : `${under}\n${key}`;
    return [place, ...placesIn(each, place)];
  });
}

const valueAt = (value: unknown, parts: readonly string[]): unknown =>
  parts.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined),
    value,
  );
