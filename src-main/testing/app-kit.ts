import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ControlledCrm, startControlledCrm } from '../../e2e/sandbox-control/controlled-crm.ts';
import type { EventName } from '../../src-preload/contract/channels.ts';
import { createHost, type Host, type HostOptions } from '../app/lifecycle.ts';
import type { Clock, Fetch, SecretBox, Settings } from '../ports.ts';
import { loadConfig } from '../settings/load.ts';
import type { ConfigInput } from '../settings/schema.ts';
import { TRAINING_STAFF } from '../staff/training-staff.ts';
import { pinOf } from './compose-kit.ts';
import { createFakeDevice, createFakeSettings } from './fakes.ts';
import { type Asking, asking, createKioskPorts, QUICK } from './kiosk-ports.ts';

export const MANAGER_PIN = '730194';

/** A whole kiosk over a folder and settings that last, beside a training CRM that plays the live one. */
export interface HostedKiosk extends Asking {
  readonly events: (name: EventName) => readonly unknown[];
  /** Opens a manager's visit with Training's manager, or with this PIN. */
  readonly enter: (pin?: string) => Promise<void>;
  /** Resolves once the kiosk has restarted so often. */
  readonly untilRestarted: (times: number) => Promise<void>;
  /** The page ended, or is loaded again. */
  readonly pageGone: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface HostPlace {
  readonly dir: string;
  /** The one that plays the live restaurant. */
  readonly crm: ControlledCrm;
  readonly settings: Settings;
  readonly run: (options?: {
    readonly admin?: ConfigInput;
    readonly secretBox?: SecretBox;
    readonly allowLoopback?: boolean;
    readonly fetch?: Fetch;
    readonly clock?: Clock;
    readonly logs?: readonly { readonly name: string; readonly text: string }[];
  }) => Promise<HostedKiosk>;
  readonly close: () => Promise<void>;
}

/** How a host in a test reads its configuration: an administrator's file, the test's own layer, and what was chosen on the kiosk. */
export function readTestConfig(test: ConfigInput, admin: ConfigInput = {}): HostOptions['readConfig'] {
  const path = '/etc/hoststand/config.json';
  return (own) => ({
    ...loadConfig(
      { path, text: JSON.stringify(admin) },
      undefined,
      { path: 'TEST', text: JSON.stringify(test) },
      own,
    ),
    file: path,
  });
}

export async function openHostPlace(): Promise<HostPlace> {
  const dir = mkdtempSync(join(tmpdir(), 'hoststand-hosted-'));
  const started = await startControlledCrm({
    seed: 7,
    guests: 60,
    now: Date.now,
    journal: join(dir, 'live-books.jsonl'),
  });
  if (!started.ok) throw new Error(started.error.code);
  const crm = started.value;
  const settings = createFakeSettings();
  const hosts: Host[] = [];

  const run: HostPlace['run'] = async (options = {}) => {
    const pushed: { name: EventName; payload: unknown }[] = [];
    const waiting: { readonly times: number; readonly done: () => void }[] = [];
    const host = createHost({
      ports: createKioskPorts(dir, {
        settings,
        ...(options.secretBox && { secretBox: options.secretBox }),
        ...(options.fetch && { fetch: options.fetch }),
        ...(options.clock && { clock: options.clock }),
        device: createFakeDevice({ logs: async () => options.logs ?? [] }),
        announce: (name, payload) => {
          pushed.push({ name, payload });
          const times = pushed.filter((each) => each.name === 'restarted').length;
          for (const each of waiting) if (times >= each.times) each.done();
        },
      }),
      readConfig: readTestConfig({ undoSeconds: 1, training: { guests: 40 } }, options.admin),
      fixed: {
        dataFolder: dir,
        ...QUICK,
        allowLoopback: options.allowLoopback ?? true,
      },
      onHopeless: (error) => {
        throw new Error(error.code);
      },
    });
    const opened = await host.open();
    if (!opened.ok) throw new Error(opened.error.code);
    hosts.push(host);
    const { ask, must } = asking(host.router);
    return {
      ask,
      must,
      events: (name) => pushed.filter((each) => each.name === name).map(({ payload }) => payload),
      enter: async (pin = pinOf(TRAINING_STAFF.find(({ role }) => role === 'manager')?.shortName ?? '')) => {
        await must('enterManager', { pin });
      },
      untilRestarted: (times) =>
        new Promise((done) => {
          if (pushed.filter(({ name }) => name === 'restarted').length >= times) done();
          else waiting.push({ times, done });
        }),
      pageGone: host.pageGone,
      stop: async () => {
        hosts.splice(hosts.indexOf(host), 1);
        await host.stop();
      },
    };
  };

  return {
    dir,
    crm,
    settings,
    run,
    close: async () => {
      for (const host of hosts.splice(0)) await host.stop();
      await crm.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Fills in the connection to the CRM that plays the live one. */
export async function fillIn(kiosk: HostedKiosk, { crm }: HostPlace): Promise<void> {
  await kiosk.must('changeSetUp', {
    url: crm.url,
    client: crm.clientId,
    secret: crm.clientSecret,
    restaurant: crm.restaurantGuid.toUpperCase(),
    houseName: 'Bellwether',
    managerName: 'Olga R.',
  });
}

/** Goes live from Training, as a person would: filled in, tested, finished. */
export async function goLive(kiosk: HostedKiosk, place: HostPlace): Promise<void> {
  await fillIn(kiosk, place);
  await kiosk.must('testSetUp', {});
  await kiosk.must('finishSetUp', { pin: MANAGER_PIN });
  await kiosk.untilRestarted(1);
}
