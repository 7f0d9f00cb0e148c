import { type Card, readCard, writeCard } from './card.ts';
import { fold, foldedWords } from './fold.ts';

/** Cards in memory, each in a numbered slot: packed bytes, which cost a fifth of objects and nothing to collect. */
export interface CardShelf {
  /** `json` is the card as {@link writeCard} has it, where it is at hand. */
  readonly put: (slot: number, card: Card, json?: string) => void;
  readonly get: (slot: number) => Card | null;
  /** The card as {@link writeCard} has it; null where there is none. */
  readonly text: (slot: number) => string | null;
  /** Takes a card away and overwrites its bytes. */
  readonly drop: (slot: number) => void;
  readonly clear: () => void;
  /** Calls `take` with each slot of whose name a word begins with `word` (folded), until it answers false. */
  readonly eachNamed: (word: string, take: (slot: number) => boolean) => void;
  /** The same for e-mail addresses that begin with `text`. */
  readonly eachMailed: (text: string, take: (slot: number) => boolean) => void;
  readonly bytes: () => number;
}

const CHUNK = 2 ** 20;
/** Before a card's bytes: its slot, how many bytes follow, and after how many of those its JSON begins. */
const HEAD = 12;
const SIZE_AT = 4;
const JSON_AT = 8;
const NO_SLOT = 0xffff_ffff;
/** Marks in front of each word of the name, and of the e-mail; neither occurs in folded words or in JSON. */
const WORD = '\u0002';
const MAIL = '\u0003';
const CONTROLS = /\p{Cc}+/gu;
/** Rearranged once this many bytes are dead, and more are dead than alive. */
const DEAD_BYTES = 4 * CHUNK;

interface Chunk {
  readonly bytes: Buffer;
  used: number;
}

export function createCardShelf(): CardShelf {
  let chunks: Chunk[] = [];
  /** Where each slot's card is: chunk times CHUNK plus place; -1 where there is none. */
  let places = new Float64Array(1024).fill(-1);
  let live = 0;
  let dead = 0;

  const room = (size: number): Chunk => {
    const last = chunks.at(-1);
    if (last && last.bytes.length - last.used >= size) return last;
    const chunk = { bytes: Buffer.alloc(Math.max(CHUNK, size)), used: 0 };
    chunks.push(chunk);
    return chunk;
  };
  const locate = (slot: number): { readonly chunk: Chunk; readonly at: number } | null => {
    const place = places[slot] ?? -1;
    const chunk = place < 0 ? undefined : chunks[Math.floor(place / CHUNK)];
    return chunk ? { chunk, at: place % CHUNK } : null;
  };
  const text = (slot: number): string | null => {
    const found = locate(slot);
    if (!found) return null;
    const { chunk, at } = found;
    const from = at + HEAD;
    const json = from + chunk.bytes.readUInt32LE(at + JSON_AT);
    return chunk.bytes.toString('utf8', json, from + chunk.bytes.readUInt32LE(at + SIZE_AT));
  };
  const append = (slot: number, body: Buffer, json: number): void => {
    const chunk = room(HEAD + body.length);
    const at = chunk.used;
    chunk.bytes.writeUInt32LE(slot, at);
    chunk.bytes.writeUInt32LE(body.length, at + SIZE_AT);
    chunk.bytes.writeUInt32LE(json, at + JSON_AT);
    body.copy(chunk.bytes, at + HEAD);
    chunk.used += HEAD + body.length;
    if (slot >= places.length) {
      const wider = new Float64Array(Math.max(slot + 1, places.length * 2)).fill(-1);
      wider.set(places);
      places = wider;
    }
    places[slot] = (chunks.length - 1) * CHUNK + at;
    live += HEAD + body.length;
  };
  const erase = (slot: number): void => {
    const found = locate(slot);
    if (!found) return;
    const { chunk, at } = found;
    const size = chunk.bytes.readUInt32LE(at + SIZE_AT);
    chunk.bytes.writeUInt32LE(NO_SLOT, at);
    chunk.bytes.fill(0, at + HEAD, at + HEAD + size);
    places[slot] = -1;
    live -= HEAD + size;
    dead += HEAD + size;
  };
  const rearrange = (): void => {
    const before = chunks;
    chunks = [];
    live = 0;
    dead = 0;
    for (const { bytes, used } of before) {
      for (let at = 0; at < used; ) {
        const slot = bytes.readUInt32LE(at);
        const size = bytes.readUInt32LE(at + SIZE_AT);
        const json = bytes.readUInt32LE(at + JSON_AT);
        if (slot !== NO_SLOT) append(slot, bytes.subarray(at + HEAD, at + HEAD + size), json);
        at += HEAD + size;
      }
    }
  };
  const each = (needle: Buffer, take: (slot: number) => boolean): void => {
    for (const { bytes, used } of chunks) {
      let at = 0;
      for (let hit = bytes.indexOf(needle); hit !== -1 && hit < used; hit = bytes.indexOf(needle, at)) {
        // The card it stands in: cards are walked from the last one known to begin before it.
        while (at + HEAD + bytes.readUInt32LE(at + SIZE_AT) <= hit)
          at += HEAD + bytes.readUInt32LE(at + SIZE_AT);
        const slot = bytes.readUInt32LE(at);
        at += HEAD + bytes.readUInt32LE(at + SIZE_AT);
        if (slot !== NO_SLOT && !take(slot)) return;
        if (at >= used) break;
      }
    }
  };
  return {
    put: (slot, card, json = writeCard(card)) => {
      erase(slot);
      const { firstName, lastName, email } = card.guest;
      const named = foldedWords(`${firstName ?? ''} ${lastName ?? ''}`).map((word) => `${WORD}${word}`);
      const mailed = email === null ? '' : `${MAIL}${mailText(email)}`;
      const words = `${named.join('')}${mailed}`;
      append(slot, Buffer.from(`${words}${json}`), Buffer.byteLength(words));
      if (dead > DEAD_BYTES && dead > live) rearrange();
    },
    get: (slot) => {
      const json = text(slot);
      return json === null ? null : readCard(json);
    },
    text,
    drop: erase,
    clear: () => {
      for (const { bytes } of chunks) bytes.fill(0);
      chunks = [];
      places.fill(-1);
      live = 0;
      dead = 0;
    },
    eachNamed: (word, take) => each(Buffer.from(`${WORD}${word}`), take),
    eachMailed: (text, take) => each(Buffer.from(`${MAIL}${mailText(text)}`), take),
    bytes: () => chunks.reduce((sum, { bytes }) => sum + bytes.length, places.byteLength),
  };
}

/** An address as it is compared: case does not tell addresses apart in practice. */
export function mailText(email: string): string {
  return fold(email.trim()).replace(CONTROLS, '');
}
