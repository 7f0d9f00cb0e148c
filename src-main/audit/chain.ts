import { createHmac, timingSafeEqual } from 'node:crypto';

/** A line as it is in the table. */
export interface LedgerLine {
  /** 1, 2, 3 and so on, without a gap. */
  readonly seq: number;
  /** Which key sealed it. */
  readonly epoch: number;
  /** UTC ms. */
  readonly at: number;
  readonly kind: string;
  /** The event as JSON, byte for byte as it was sealed. */
  readonly event: string;
  readonly seal: string;
}

/** The seal before the first line. */
export const NO_SEAL = '';

/**
 * Seals a line: HMAC-SHA256 over the seal before it and everything it says, in hex. Anyone who has no key can neither
 * change a line nor put one in, take one out or change their order without a seal that no longer fits.
 */
export function sealLine(key: Buffer, before: string, line: Omit<LedgerLine, 'seal'>): string {
  // JSON of an array of strings and numbers is one text for one line, and no two lines share a text.
  const text = JSON.stringify([before, line.epoch, line.seq, line.at, line.kind, line.event]);
  return createHmac('sha256', key).update(text).digest('hex');
}

/** Whether the seal is the one this line has after that one. */
export function sealFits(key: Buffer, before: string, line: LedgerLine): boolean {
  return sameSeal(sealLine(key, before, line), line.seal);
}

/** Constant time for seals of one length. */
export function sameSeal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Where the ledger ends: enough to notice later that it ended further on. */
export interface LedgerEnd {
  readonly seq: number;
  readonly epoch: number;
  readonly seal: string;
}

/** The same as it is kept apart. */
export interface LedgerHead extends LedgerEnd {
  /** Whether the rows of this database were sealed: a row without a seal is from then on one that was put there. */
  readonly rowsSealed: boolean;
}

/** The head as it is kept beside the ledger, sealed in its own right. */
export function writeHead(key: Buffer, head: LedgerHead): string {
  const { rowsSealed, ...said } = head;
  return `${JSON.stringify({ ...said, ...(rowsSealed && { rows: 'sealed' }), check: headCheck(key, head) })}\n`;
}

/** Reads a kept head. `forged`: it is one, but its own seal is not by this key. Null: not readable at all. */
export function readHead(key: Buffer, text: string): { head: LedgerHead; forged: boolean } | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { seq, epoch, seal, check, rows } = value as Record<string, unknown>;
    if (!Number.isSafeInteger(seq) || !Number.isSafeInteger(epoch)) return null;
    if (typeof seal !== 'string' || typeof check !== 'string') return null;
    const head = { seq: seq as number, epoch: epoch as number, seal, rowsSealed: rows === 'sealed' };
    return { head, forged: !sameSeal(check, headCheck(key, head)) };
  } catch {
    return null;
  }
}

function headCheck(key: Buffer, { seq, epoch, seal, rowsSealed }: LedgerHead): string {
  return createHmac('sha256', key)
    .update(JSON.stringify(['head', seq, epoch, seal, ...(rowsSealed ? ['rows sealed'] : [])]))
    .digest('hex');
}
