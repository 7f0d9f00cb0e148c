import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Reads a write-ahead log as https://sqlite.org/fileformat2.html#walformat describes it, without SQLite: which deletes the
 * log of a database file that is empty or gone.
 */
export interface WalPages {
  readonly pageSize: number;
  /** Pages in the database as of the last commit in the log. */
  readonly pages: number;
  /** The last committed content of each page in the log, by page number (from 1). */
  readonly content: ReadonlyMap<number, Buffer>;
}

const WAL_HEADER = 32;
const FRAME_HEADER = 24;
/** Big-endian checksums have the last bit set. */
const MAGIC = 0x377f0682;

/** The committed pages of a write-ahead log; null where there is none, or nothing in it was committed. */
export function readWal(path: string): WalPages | null {
  if (!existsSync(path)) return null;
  const log = readFileSync(path);
  if (log.length < WAL_HEADER || (log.readUInt32BE(0) & ~1) >>> 0 !== MAGIC) return null;
  const big = (log.readUInt32BE(0) & 1) === 1;
  const pageSize = log.readUInt32BE(8);
  if (pageSize < 512 || pageSize > 65_536) return null;
  let sum = checksum(log.subarray(0, 24), [0, 0], big);
  if (!fits(sum, log, 24)) return null;

  const content = new Map<number, Buffer>();
  let pages = 0;
  let pending = new Map<number, Buffer>();
  for (let at = WAL_HEADER; at + FRAME_HEADER + pageSize <= log.length; at += FRAME_HEADER + pageSize) {
    const page = log.subarray(at + FRAME_HEADER, at + FRAME_HEADER + pageSize);
    // A frame of an earlier round through the log has other salts: the log ends before it.
    if (log.compare(log, 16, 24, at + 8, at + 16) !== 0) break;
    sum = checksum(page, checksum(log.subarray(at, at + 8), sum, big), big);
    if (!fits(sum, log, at + 16)) break;
    pending.set(log.readUInt32BE(at), page);
    const size = log.readUInt32BE(at + 4);
    if (size === 0) continue;
    for (const [number, bytes] of pending) content.set(number, bytes);
    pending = new Map();
    pages = size;
  }
  return pages === 0 ? null : { pageSize, pages, content };
}

type Sum = readonly [number, number];

function checksum(bytes: Buffer, from: Sum, big: boolean): Sum {
  let [a, b] = from;
  for (let at = 0; at < bytes.length; at += 8) {
    const x = big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    const y = big ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4);
    a = (a + x + b) >>> 0;
    b = (b + y + a) >>> 0;
  }
  return [a, b];
}

function fits([a, b]: Sum, log: Buffer, at: number): boolean {
  return log.readUInt32BE(at) === a && log.readUInt32BE(at + 4) === b;
}

/**
 * Writes to `to` what the database file was as of the last commit in its log: the file's pages, with those of the log laid
 * over them. Pages that neither has stay zero.
 */
export function buildImage(path: string, { pageSize, pages, content }: WalPages, to: string): true {
  const file = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const image = Buffer.alloc(Math.max(pages * pageSize, file.length - (file.length % pageSize)));
  file.copy(image);
  for (const [number, bytes] of content) bytes.copy(image, (number - 1) * pageSize);
  writeFileSync(to, image, { mode: 0o600 });
  return true;
}
