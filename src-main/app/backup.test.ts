/** A backup of the whole folder, made while the kiosk is off and restored later: nothing is sent before Toast was asked. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { goLive, type HostedKiosk, type HostPlace, MANAGER_PIN, openHostPlace } from '../testing/app-kit.ts';

let place: HostPlace;
let backup: string;
let guestId: string;
beforeEach(async () => {
  place = await openHostPlace();
  backup = mkdtempSync(join(tmpdir(), 'hoststand-backup-'));
  const kiosk = await place.run();
  await goLive(kiosk, place);
  await kiosk.must('signIn', { pin: MANAGER_PIN });
  const found = await kiosk.must('lookUp', { digits: '4155550142', by: 'phone' });
  guestId = found.matches[0]?.id ?? '';
  await kiosk.stop();
});
afterEach(async () => {
  await place.close();
  rmSync(backup, { recursive: true, force: true });
});

const liveFolder = (): string => `live-${place.crm.restaurantGuid}`;
/** Copies parts of the data folder, as a backup program does. The records of the service that plays Toast are no part of it. */
const copy = (from: string, to: string, parts: readonly string[]): void => {
  for (const part of parts) {
    rmSync(join(to, part), { recursive: true, force: true });
    cpSync(join(from, part), join(to, part), { recursive: true });
  }
};
const WHOLE = (): readonly string[] => [liveFolder(), 'ledger-heads', 'training'];

async function give(kiosk: HostedKiosk, amount: number): Promise<string> {
  await kiosk.must('signIn', { pin: MANAGER_PIN });
  const form = await kiosk.must('openCreditForm', { guestId });
  if (form.outcome !== 'form') throw new Error(form.outcome);
  const { creditId } = form.form;
  await kiosk.must('giveCredit', { creditId, amount: cents(amount), reasonId: 'cold-food', note: '' });
  await kiosk.must('creditShown', { creditId });
  return creditId;
}

/** A kiosk that gives one credit without a line and is turned off, so that the credit is in the backup. */
async function giveAndBackUp(): Promise<string> {
  const offline = await place.run({ fetch: () => Promise.reject(new TypeError('fetch failed')) });
  const creditId = await give(offline, 700);
  const state = async () => (await offline.must('waitingList', {})).items[0]?.state;
  // Not while it can be undone: whether it was is not known afterwards, so a manager decides.
  await expect.poll(state, { timeout: 30_000 }).toBe('queued');
  await offline.stop();
  copy(place.dir, backup, WHOLE());
  return creditId;
}

const atToast = (creditId: string): number =>
  place.crm.control.store().transactions.filter(({ guid }) => guid === creditId).length;
const sent = (creditId: string) => expect.poll(() => atToast(creditId), { timeout: 30_000 }).toBe(1);
const nothingWaits = (kiosk: HostedKiosk) =>
  expect.poll(async () => (await kiosk.must('status', {})).waiting.count, { timeout: 30_000 }).toBe(0);

test.each([
  ['the whole folder', WHOLE],
  ['the restaurant’s folder alone, beside a newer head of the activity log', () => [liveFolder()]],
])(
  '%s restored: what Toast has already is found there, and not sent again',
  async (_, parts) => {
    const creditId = await giveAndBackUp();
    const kiosk = await place.run();
    await sent(creditId);
    await nothingWaits(kiosk);
    const later = await give(kiosk, 300);
    await sent(later);
    await nothingWaits(kiosk);
    await kiosk.stop();

    copy(backup, place.dir, parts());
    const restored = await place.run();
    await nothingWaits(restored);
    expect(atToast(creditId)).toBe(1);
    expect(atToast(later)).toBe(1);
    // It goes on working, and a credit from here is sent once.
    const next = await give(restored, 200);
    await sent(next);
    expect(atToast(creditId)).toBe(1);
  },
  120_000,
);

test('restored before it was sent anywhere, it is sent once, after Toast was asked', async () => {
  const creditId = await giveAndBackUp();
  copy(backup, place.dir, WHOLE());
  const kiosk = await place.run();
  await sent(creditId);
  await nothingWaits(kiosk);
  expect(atToast(creditId)).toBe(1);
}, 120_000);

test('records that are older than their head are a manager’s alert', async () => {
  await giveAndBackUp();
  const kiosk = await place.run();
  await give(kiosk, 300);
  await kiosk.stop();
  copy(backup, place.dir, [liveFolder()]);
  const restored = await place.run();
  await restored.must('enterManager', { pin: MANAGER_PIN });
  const { needs } = await restored.must('managerHome', {});
  expect(needs.map(({ what }) => what)).toContain('record-cut');
}, 120_000);
