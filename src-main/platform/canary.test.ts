/**
 * A guest with a name, a number and words that no one else has goes through every field and every error of a CRM that
 * lies. Afterwards no byte of them is in the log, the activity log, an export, the support file or, unsealed, on the
 * disk.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EventName } from '../../src-preload/contract/channels.ts';
import { cents } from '../../src-preload/contract/money.ts';
import { compose } from '../compose.ts';
import { configSchema } from '../settings/schema.ts';
import { pinOf } from '../testing/compose-kit.ts';
import { type Liar, type Lie, startLiar } from '../testing/crm/liar.ts';
import { type Bench, startBench } from '../testing/crm/sandbox-client.ts';
import { createFakeDevice } from '../testing/fakes.ts';
import { asking, createKioskPorts, QUICK } from '../testing/kiosk-ports.ts';
import { createLogger } from './logger.ts';

const MARK = 'Zyxmarkwv';
const GUEST = {
  firstName: 'Ánaqcanary',
  lastName: 'Petreskuvq',
  phone: '4157739173',
  email: 'anaqcanary@käfiqx.example',
};
const OTHER = {
  firstName: 'Newqbird',
  lastName: 'Ortizqx',
  phone: '4157739184',
  email: 'newqbird@ortizqx.example',
};
const TYPED = 'wordqtyped';
const NOTED = 'wordqnoted';
const REASON = 'wordqreason';
const SAID = 'wordqsaid';
/** Each as it may be written; compared without case and accents, as the disk has it and as UTF-16. */
const CANARIES = [
  MARK,
  'naqcanary',
  GUEST.lastName,
  'fiqx',
  'newqbird',
  'ortizqx',
  TYPED,
  NOTED,
  REASON,
  SAID,
  ...['7739173', '773-9173', '773 9173', '773.9173', '7739184'],
];

/** An error in the service's own shape, with the guest in every field of it. */
const errorWith = (status: number, code: unknown, requestId: unknown): string =>
  JSON.stringify({
    status,
    code,
    requestId,
    message: `${SAID}: ${GUEST.firstName} ${GUEST.lastName}, ${GUEST.phone}, ${GUEST.email}`,
    messageKey: MARK,
    fieldName: GUEST.email,
    link: `https://x.example/${GUEST.phone}`,
    developerMessage: `${MARK} +1${GUEST.phone}`,
    errors: [{ code: MARK, message: SAID }],
    [MARK]: GUEST,
  });

const HEADERS = {
  'x-mark': MARK,
  'retry-after': MARK,
  date: MARK,
  link: `<https://x.example/${MARK}>; rel="next"`,
};
const lie = (status: number, body: string, headers: Record<string, string> = HEADERS): Lie => ({
  status,
  body,
  headers,
});
const STATUSES = [400, 404, 409, 410, 425, 500, 503];
const BODIES: readonly ((status: number) => string)[] = [
  (status) => errorWith(status, `${GUEST.firstName} ${MARK}`, `${MARK} of ${GUEST.phone}`),
  (status) => errorWith(status, Number(GUEST.phone), `+1${GUEST.phone}`),
  (status) => errorWith(status, GUEST.email, `1${GUEST.phone}`),
  () => `<html><title>${MARK} ${GUEST.lastName}</title>${SAID}</html>`,
  () => `${SAID} ${GUEST.phone} no JSON`,
];
const ANSWERS: readonly Lie[] = [
  lie(200, `${SAID} ${GUEST.lastName}`),
  lie(200, `<html>${MARK}</html>`, { ...HEADERS, 'content-type': 'text/html' }),
  lie(200, JSON.stringify({ guid: MARK, firstName: { [MARK]: SAID }, amount: GUEST.phone })),
  lie(200, JSON.stringify([{ guid: GUEST.email, transactionType: MARK, amount: SAID }])),
  lie(302, SAID, { ...HEADERS, location: `https://x.example/${GUEST.lastName}` }),
  ...STATUSES.flatMap((status) => BODIES.map((body) => lie(status, body(status)))),
];

let dir = '';
let bench: Bench;
let liar: Liar;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-canary-'));
  bench = await startBench({ now: Date.now });
  liar = await startLiar(bench.crm.url, MARK);
});
afterEach(async () => {
  await liar.close();
  await bench.crm.close();
  rmSync(dir, { recursive: true, force: true });
});

async function open() {
  const pushed: { readonly name: EventName; readonly payload: unknown }[] = [];
  const logs = join(dir, 'logs');
  const settings = new Map<string, unknown>();
  const { clientId, clientSecret, restaurantGuid } = bench.crm;
  const composed = await compose(
    createKioskPorts(join(dir, 'data'), {
      logger: createLogger(logs),
      settings: {
        get: (key) => settings.get(key),
        set: (key, value) => {
          settings.set(key, value);
          return true;
        },
      },
      device: createFakeDevice({
        logs: async () =>
          readdirSync(logs).map((name) => ({ name, text: readFileSync(join(logs, name), 'utf8') })),
      }),
      announce: (name, payload) => pushed.push({ name, payload }),
    }),
    {
      config: configSchema.parse({
        undoSeconds: 1,
        training: { crm: { url: liar.url, clientId, clientSecret, restaurantGuid } },
      }),
      configProblems: [],
      dataFolder: join(dir, 'data'),
      ...QUICK,
      loginsPerHour: 1_000,
    },
  );
  if (!composed.ok) throw new Error(composed.error.code);
  composed.value.start();
  return { ...asking(composed.value.router), stop: composed.value.stop, pushed, settings };
}

const plain = (bytes: Buffer, as: 'utf8' | 'utf16le' | 'latin1'): string =>
  bytes.toString(as).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Which canaries are in which file of the kiosk's, or in its settings. */
function found(settings: ReadonlyMap<string, unknown>): readonly string[] {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({
      name: relative(dir, join(parentPath, name)),
      bytes: readFileSync(join(parentPath, name)),
    }));
  expect(files.length).toBeGreaterThan(4);
  const all = [...files, { name: 'settings', bytes: Buffer.from(JSON.stringify([...settings])) }];
  return all.flatMap(({ name, bytes }) =>
    (['utf8', 'utf16le', 'latin1'] as const).flatMap((as) => {
      const text = `${name} ${plain(bytes, as)}`;
      return CANARIES.filter((canary) => text.includes(plain(Buffer.from(canary), 'utf8'))).map(
        (canary) => `${canary} in ${name}`,
      );
    }),
  );
}

test('a shift with a guest no one else is like leaves no byte of them unsealed', async () => {
  const { json } = await bench
    .logIn()
    .then(() => bench.call('POST', '/crm/v1/customers', { guid: crypto.randomUUID(), ...GUEST }));
  const guestId = String((json as { guid: string }).guid);
  await bench.credit(guestId, { note: NOTED });
  const kiosk = await open();
  const { ask, must } = kiosk;
  const settled = (creditId: string) =>
    vi.waitFor(
      () =>
        expect(kiosk.pushed.map(({ payload }) => payload)).toContainEqual(
          expect.objectContaining({ creditId, state: 'settled' }),
        ),
      30_000,
    );
  const give = async (): Promise<string> => {
    const opened = await must('openCreditForm', { guestId });
    if (opened.outcome !== 'form') throw new Error(opened.outcome);
    const { creditId } = opened.form;
    await must('giveCredit', { creditId, amount: cents(500), reasonId: 'cold-food', note: TYPED });
    await must('creditShown', { creditId });
    return creditId;
  };

  // Everything as it should be, through every field.
  await must('signIn', { pin: pinOf('Marco D.') });
  expect((await must('lookUp', { digits: GUEST.phone, by: 'phone' })).matches).toMatchObject([
    { id: guestId },
  ]);
  await must('searchGuests', { text: `${GUEST.firstName} ${GUEST.lastName}`, by: 'name' });
  await must('searchGuests', { text: GUEST.email, by: 'email' });
  await must('glanceAtGuest', { guestId });
  const view = await must('openGuest', { guestId });
  expect(view.history?.lines.map(({ words }) => words)).toContain(NOTED);
  await must('revealPhone', { guestId });
  await settled(await give());
  const form = await must('openGuestForm', {});
  await must('lookalikes', { ...form, ...OTHER });
  await must('createGuest', { ...form, ...OTHER });

  // A credit that Toast refuses with words about the guest, and a manager gives up.
  const refuse = lie(400, errorWith(400, '10025', crypto.randomUUID()));
  liar.lie = (method, path) => (method === 'POST' && path.endsWith('/creditTransactions') ? refuse : null);
  const refused = await give();
  await vi.waitFor(
    () =>
      expect(kiosk.pushed.map(({ payload }) => payload)).toContainEqual(
        expect.objectContaining({
          creditId: refused,
          state: 'refused',
          refusal: expect.objectContaining({ message: expect.stringContaining(SAID) }),
        }),
      ),
    30_000,
  );
  expect(found(kiosk.settings)).toEqual([]);
  await must('resolveEntry', {
    id: refused,
    resolution: { do: 'discard', reason: `${REASON} ${GUEST.lastName}` },
    pin: pinOf('Priya N.'),
  });

  // Every error, wherever the kiosk reads.
  for (const answer of ANSWERS) {
    liar.lie = (_, path) => (path.includes('/login') ? null : answer);
    await Promise.all([
      ask('lookUp', { digits: GUEST.phone, by: 'phone' }),
      ask('openGuest', { guestId }),
      ask('historyPage', { guestId, from: `${MARK} ${GUEST.phone}` }),
    ]);
    await ask('searchGuests', { text: GUEST.lastName, by: 'name' });
  }
  // Bad requests and problems of the page quote what they were about.
  await ask('lookUp', { digits: GUEST.lastName, by: 'phone' });
  await ask('changeSettings', { changes: { [`${GUEST.lastName} ${GUEST.phone}`]: 1 } } as never);
  await ask(`${GUEST.lastName} ${GUEST.phone}` as never, {} as never);
  await ask('reportProblem', { message: `of +1 ${GUEST.phone}, ${GUEST.email}` });

  // A manager writes down all there is to write down.
  liar.lie = () => null;
  await must('signIn', { pin: pinOf('Priya N.') });
  await must('enterManager', { pin: pinOf('Priya N.') });
  const { shift } = await must('managerHome', {});
  await ask('restaurantReport', { day: shift.day.day });
  await must('exportReport', { day: shift.day.day });
  await must('exportLedger', {});
  const { path } = await must('supportBundle', {});
  expect(readFileSync(path, 'utf8')).toContain('crm.exchange');
  for (const answer of [
    lie(401, errorWith(401, GUEST.email, `${MARK} `)),
    lie(403, errorWith(403, `${SAID} `, GUEST.phone)),
    lie(429, SAID),
  ]) {
    liar.lie = () => answer;
    await ask('lookUp', { digits: GUEST.phone, by: 'phone' });
  }
  expect(found(kiosk.settings)).toEqual([]);
  await kiosk.stop();
  expect(found(kiosk.settings)).toEqual([]);
  expect(readFileSync(join(dir, 'logs', 'hoststand.log'), 'utf8')).toContain('crm.exchange');
}, 120_000);
