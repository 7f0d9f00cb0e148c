import type { SqlValue } from '../ports.ts';

/** A row found on a page of its own, without the table it belonged to. */
export interface CarvedRow {
  readonly rowId: number;
  readonly values: readonly SqlValue[];
}

/** A leaf of a table's tree. https://sqlite.org/fileformat2.html#b_tree_pages */
const TABLE_LEAF = 0x0d;
const LEAF_HEADER = 8;

/**
 * The rows on a page of a SQLite database, where it is a leaf of a table. Rows that spill over to other pages, and what is
 * not a row, are left out. Numbers beyond 53 bits and blobs make a row unreadable: Hoststand writes neither.
 */
export function carveRows(page: Buffer): readonly CarvedRow[] {
  if (page[0] !== TABLE_LEAF) return [];
  const cells = page.readUInt16BE(3);
  if (LEAF_HEADER + cells * 2 > page.length) return [];
  const rows: CarvedRow[] = [];
  for (let n = 0; n < cells; n += 1) {
    try {
      const row = carveCell(page, page.readUInt16BE(LEAF_HEADER + n * 2));
      if (row) rows.push(row);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return rows;
}

function carveCell(page: Buffer, at: number): CarvedRow | null {
  const size = varint(page, at);
  const rowId = varint(page, size.next);
  // More than fits on a leaf is continued elsewhere. https://sqlite.org/fileformat2.html#cell_payload
  if (size.value > page.length - 35 || rowId.next + size.value > page.length) return null;
  const payload = page.subarray(rowId.next, rowId.next + size.value);
  const header = varint(payload, 0);
  let body = header.value;
  const values: SqlValue[] = [];
  for (let seen = header.next; seen < header.value; ) {
    const type = varint(payload, seen);
    seen = type.next;
    const read = valueAt(payload, body, type.value);
    if (!read) return null;
    values.push(read.value);
    body += read.length;
  }
  return { rowId: rowId.value, values };
}

const INTEGER_LENGTHS = [0, 1, 2, 3, 4, 6, 8];

function valueAt(
  payload: Buffer,
  at: number,
  type: number,
): { readonly value: SqlValue; readonly length: number } | null {
  if (type === 0) return { value: null, length: 0 };
  if (type === 8 || type === 9) return { value: type - 8, length: 0 };
  if (type === 6) return { value: Number(payload.readBigInt64BE(at)), length: 8 };
  const length = INTEGER_LENGTHS[type];
  if (length !== undefined) return { value: payload.readIntBE(at, length), length };
  if (type < 13 || type % 2 === 0) return null;
  const chars = (type - 13) / 2;
  if (at + chars > payload.length) return null;
  return { value: payload.toString('utf8', at, at + chars), length: chars };
}

/** SQLite's integers of one to nine bytes; those of nine do not occur in what is read here. */
function varint(bytes: Buffer, at: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let n = 0; n < 7; n += 1) {
    const byte = bytes.readUInt8(at + n);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: at + n + 1 };
  }
  throw new RangeError('A number too long for a row of ours');
}
