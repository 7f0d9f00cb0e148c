import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../../src-preload/contract/result.ts';
import { errorText } from '../../lib/error-words.ts';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../../lib/private-files.ts';
import { syncFolder } from '../../lib/sync-folder.ts';
import { type Entry, LINE_TYPES } from './model.ts';

/** How the generated data was made. Stored, so that a later start generates the same and added entries match. */
const originSchema = z.strictObject({
  seed: z.int(),
  guests: z.int(),
  anchorDay: z.int(),
  timeZone: z.string(),
  dayEndsAtHour: z.int(),
  expiryDays: z.int(),
});
export type Origin = z.infer<typeof originSchema>;

const text = z.string().nullable();
const entrySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('origin'), version: z.literal(1), origin: originSchema }),
  z.strictObject({
    kind: z.literal('guest'),
    guest: z.strictObject({ guid: z.string(), firstName: text, lastName: text, phone: text, email: text }),
  }),
  z.strictObject({ kind: z.literal('phone'), guestGuid: z.string(), phone: text }),
  z.strictObject({
    kind: z.literal('line'),
    line: z.strictObject({
      guid: z.string(),
      guestGuid: z.string(),
      type: z.enum(LINE_TYPES),
      amount: z.int().positive(),
      at: z.int(),
      localCreatedAt: z.int(),
      expiresAt: z.int().nullable(),
      note: text,
      serverGuid: text,
      approverGuid: text,
      deviceGuid: text,
      familyGuid: text,
      restaurantGuid: z.string().exactOptional(),
    }),
  }),
]);

export interface Journal {
  /** What the data was generated from: as found in the file, or as given if the file is new. */
  readonly origin: Origin;
  /** What was written before, in order. */
  readonly entries: readonly Entry[];
  /** Whether a last line that a crash had cut short was taken off. */
  readonly mended: boolean;
  /** Appends an entry: on the disk (fsync) when this returns. On failure nothing of it stays in the file. */
  readonly append: (entry: Entry) => Result<void, JournalFailure>;
  readonly close: () => void;
}

/** Writes `bytes` from `from` on to the end of a file; returns how many it wrote. Throws where the disk will not take them. */
export type WriteBytes = (file: number, bytes: Uint8Array, from: number) => number;

export interface JournalFailure {
  readonly code: 'journal-not-written';
  readonly detail: string;
}

export type JournalError =
  /** The folder or the file cannot be made, read or written. */
  | { readonly code: 'journal-unavailable'; readonly path: string; readonly detail: string }
  /** A line other than a torn last one is not an entry. Nothing was changed. */
  | { readonly code: 'journal-unreadable'; readonly path: string; readonly line: number };

/**
 * Opens a journal: one JSON entry a line, the first of them saying what the records were made from. A torn last line
 * (power lost while it was written, so never answered for) is taken off. `write` is how bytes reach the file.
 */
export function openJournal(
  path: string,
  fresh: Origin,
  write: WriteBytes = writeSync,
): Result<Journal, JournalError> {
  try {
    const isNew = !existsSync(path);
    // Reading a device or a pipe to its end may never end.
    if (!isNew && !statSync(path).isFile())
      return err({ code: 'journal-unavailable', path, detail: 'it is not a file' });
    mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER });
    const found = isNew ? Buffer.alloc(0) : readFileSync(path);
    const read = readEntries(found);
    if (!read.ok) return err({ code: 'journal-unreadable', path, line: read.error });
    const file = openSync(path, 'a', PRIVATE_FILE);
    const { origin, entries, goodBytes } = read.value;
    const mended = goodBytes < found.length;
    if (mended) ftruncateSync(file, goodBytes);
    const writer = createWriter(file, goodBytes, write);
    if (origin === null) {
      const written = writer({ kind: 'origin', version: 1, origin: fresh });
      if (!written.ok) return err({ code: 'journal-unavailable', path, detail: written.error.detail });
      syncFolder(dirname(path));
    }
    return ok({
      origin: origin ?? fresh,
      entries,
      mended,
      append: writer,
      close: () => closeSync(file),
    });
  } catch (error) {
    return err({ code: 'journal-unavailable', path, detail: wordsOf(error) });
  }
}

interface Read {
  readonly origin: Origin | null;
  readonly entries: readonly Entry[];
  readonly goodBytes: number;
}

/** The entries of whole lines. A last line without its line feed is torn; anything else unreadable is an error. */
function readEntries(found: Buffer): Result<Read, number> {
  const goodBytes = found.lastIndexOf(0x0a) + 1;
  const lines = found.subarray(0, goodBytes).toString('utf8').split('\n').slice(0, -1);
  const entries: Entry[] = [];
  let origin: Origin | null = null;
  for (const [index, line] of lines.entries()) {
    const parsed = entrySchema.safeParse(parseJson(line));
    const isFirst = index === 0;
    if (!parsed.success || (parsed.data.kind === 'origin') !== isFirst) return err(index + 1);
    if (parsed.data.kind === 'origin') origin = parsed.data.origin;
    else entries.push(parsed.data);
  }
  return ok({ origin, entries, goodBytes });
}

type Line = Entry | { readonly kind: 'origin'; readonly version: 1; readonly origin: Origin };

function createWriter(
  file: number,
  startBytes: number,
  write: WriteBytes,
): (line: Line) => Result<void, JournalFailure> {
  let goodBytes = startBytes;
  let broken: JournalFailure | null = null;
  return (line) => {
    if (broken !== null) return err(broken);
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    try {
      for (let done = 0; done < bytes.length; ) done += write(file, bytes, done);
      fsyncSync(file);
      goodBytes += bytes.length;
      return ok(undefined);
    } catch (error) {
      const failure: JournalFailure = { code: 'journal-not-written', detail: wordsOf(error) };
      // Half a line must not stay in front of the next one. Where it does, nothing more is written behind it.
      try {
        ftruncateSync(file, goodBytes);
      } catch {
        broken = failure;
      }
      return err(failure);
    }
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const wordsOf = (error: unknown): string => errorText(error);
