/**
 * What the kiosk and the updater tell each other, each in a file of its own. The kiosk runs as an ordinary user, the updater as the
 * system: what the kiosk writes is a wish and a sign of life, never a reason to trust anything.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { UPDATE_REFUSALS } from '../../src-preload/contract/update.ts';
import { writeWhole } from '../lib/write-whole.ts';
import { VERSION } from './versions.ts';
import { readJson } from './whole-file.ts';

const version = z.string().regex(VERSION);

/** The kiosk's sign of life, written each minute. */
const beaconShape = z.strictObject({
  /** The version that runs. */
  version: z.string().max(40),
  /** UTC ms. */
  at: z.number(),
  /** Its records are open, and its page was answered. */
  healthy: z.boolean(),
  /** The version that may be installed now: no one uses the kiosk, nothing waits, and it is the hour for it. */
  may: version.nullable(),
  /** It ended itself, so that this version can be installed. */
  leavingFor: version.nullable(),
});
export type Beacon = z.output<typeof beaconShape>;

/** A beacon that was not renewed for this long is no sign of life, ms. */
const FRESH_MS = 3 * 60_000;
const MOST_BYTES = 20_000;

const beaconPath = (folder: string): string => join(folder, 'kiosk.json');

/** Throws where the disk refuses. */
export const writeBeacon = (folder: string, beacon: Beacon): void =>
  writeWhole(beaconPath(folder), JSON.stringify(beacon));

/** The kiosk's last sign of life; null where there is none. */
export function readBeacon(folder: string): Beacon | null {
  const read = beaconShape.safeParse(readJson(beaconPath(folder), MOST_BYTES));
  return read.success ? read.data : null;
}

/** Whether it was written just now, by the same PC's clock. */
export const isFresh = (beacon: Beacon, now: number): boolean => Math.abs(now - beacon.at) < FRESH_MS;

/** A version that is being installed, and what the way back needs. */
const moveShape = z.strictObject({
  version,
  /** Path of its installer, verified, where only administrators can write. */
  installer: z.string(),
  /** The version before it. `installer`: null where there is none to go back with. `sameFormat`: it can read the data of the newer one. */
  before: z.strictObject({ version: z.string(), installer: z.string().nullable(), sameFormat: z.boolean() }),
});
export type Move = z.output<typeof moveShape>;

/** What the updater has done, and is doing: it goes on from here after a kill. */
const journalShape = z.strictObject({
  doing: z.discriminatedUnion('step', [
    z.strictObject({ step: z.literal('nothing') }),
    /** Ready to install; the kiosk is asked to end itself. */
    z.strictObject({ step: z.literal('ask'), move: moveShape }),
    z.strictObject({ step: z.literal('install'), move: moveShape }),
    /** Installed; the new version has to start well. `looks`: how often the updater found that it has not. */
    z.strictObject({ step: z.literal('watch'), move: moveShape, looks: z.int().min(0) }),
    z.strictObject({ step: z.literal('return'), move: moveShape }),
  ]),
  /** What the installers last installed; null where the updater installed nothing yet. */
  installed: z.string().nullable(),
  /** Versions that did not start well, or whose installer failed: never installed again. */
  failed: z.array(version),
  last: z
    .strictObject({
      version,
      outcome: z.enum(['installed', 'went-back', 'cannot-go-back', 'not-installed']),
      at: z.number(),
    })
    .nullable(),
  /** Why the updater refused what the kiosk brought, and when (UTC ms); null once it did not. */
  refused: z.strictObject({ code: z.enum(UPDATE_REFUSALS), at: z.number() }).nullable(),
});
export type Journal = z.output<typeof journalShape>;

const EMPTY: Journal = { doing: { step: 'nothing' }, installed: null, failed: [], last: null, refused: null };

const journalPath = (folder: string): string => join(folder, 'journal.json');

/** The updater's journal; an empty one where there is none. */
export function readJournal(folder: string): Journal {
  const read = journalShape.safeParse(readJson(journalPath(folder), MOST_BYTES));
  return read.success ? read.data : EMPTY;
}

/** Throws where the disk refuses. */
export const writeJournal = (folder: string, journal: Journal): void =>
  writeWhole(journalPath(folder), JSON.stringify(journal));
