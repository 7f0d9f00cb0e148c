import { emailOf } from '../../../src-preload/contract/formats/email.ts';
import type { GuestMatch } from '../../../src-preload/contract/guest.ts';
import type { Card } from './guest-record.ts';
import { nameRuns } from './name-match.ts';
import { mostBytes, type Packed, packCard, packedIn, readMatch, readPacked } from './record-codec.ts';

/** Cards in memory, each in a numbered slot: packed bytes, which cost a fifth of objects and nothing to collect. */
export interface CardShelf {
  readonly put: (slot: number, card: Card) => void;
  readonly get: (slot: number) => Card | null;
  /** The card as a list shows it, which is read sooner than the whole of it; `withArea` as `maskPhone` has it. */
  readonly match: (slot: number, withArea: boolean) => GuestMatch | null;
  /** Takes a card away and overwrites its bytes. */
  readonly drop: (slot: number) => void;
  readonly clear: () => void;
  /** Calls `take` with each slot of whose name a run begins with `run` (see {@link nameRuns}), until it answers false. */
  readonly eachNamed: (run: string, take: (slot: number) => boolean) => void;
  /** The same for e-mail addresses that begin with `text`. */
  readonly eachMailed: (text: string, take: (slot: number) => boolean) => void;
  readonly bytes: () => number;
}

const CHUNK = 2 ** 20;
/** Before a card's bytes: its slot, and how many bytes follow: the packed card, then the words it is searched by. */
const HEAD = 8;
const SIZE_AT = 4;
const NO_SLOT = 0xffff_ffff;
/** Marks in front of each run of the name, and of the e-mail; neither occurs in folded words. */
const WORD = '\u0002';
const MAIL = '\u0003';
/** What nearly every address is, and a hundred thousand of them are read when the kiosk starts. */
const PLAIN_ADDRESS = /^[\w+-]+(?:\.[\w+-]+)*@[\w-]+(?:\.[\w-]+)*$/;
/** Bytes a character takes at most. */
const MOST_UTF8 = 3;
/** Rearranged once this many bytes are dead, and more are dead than alive. */
const DEAD_BYTES = 4 * CHUNK;

interface Chunk extends Packed {
  used: number;
}

export function createCardShelf(): CardShelf {
  let chunks: Chunk[] = [];
  /** Where each slot's card is: chunk times CHUNK plus place; -1 where there is none. */
  let places = new Float64Array(1024).fill(-1);
  /** Whose card it is: the text under which the directory knows them as well, so that handing it out costs nothing. */
  const ids: string[] = [];
  let live = 0;
  let dead = 0;

  /** A chunk with room for a card of this size. */
  const room = (size: number): Chunk => {
    const last = chunks.at(-1);
    // A chunk made for a card beyond measure is longer than CHUNK, and places do not reach that far.
    if (last && CHUNK - last.used >= HEAD + size) return last;
    const chunk = { ...packedIn(Buffer.alloc(Math.max(CHUNK, HEAD + size))), used: 0 };
    chunks.push(chunk);
    return chunk;
  };
  const chunkOf = (slot: number): Chunk | undefined => {
    const place = places[slot] ?? -1;
    return place < 0 ? undefined : chunks[Math.floor(place / CHUNK)];
  };
  /** Where in its chunk the card of a slot begins. */
  const placeOf = (slot: number): number => (places[slot] ?? 0) % CHUNK;
  /** Takes what was written into the room, `size` bytes after the head, as the card of this slot. */
  const settle = (chunk: Chunk, slot: number, size: number): void => {
    const at = chunk.used;
    chunk.view.setUint32(at, slot);
    chunk.view.setUint32(at + SIZE_AT, size);
    chunk.used += HEAD + size;
    if (slot >= places.length) {
      const wider = new Float64Array(Math.max(slot + 1, places.length * 2)).fill(-1);
      wider.set(places);
      places = wider;
    }
    places[slot] = (chunks.length - 1) * CHUNK + at;
    live += HEAD + size;
  };
  const erase = (slot: number): void => {
    const chunk = chunkOf(slot);
    if (!chunk) return;
    const at = placeOf(slot);
    const size = chunk.view.getUint32(at + SIZE_AT);
    chunk.view.setUint32(at, NO_SLOT);
    chunk.bytes.fill(0, at + HEAD, at + HEAD + size);
    places[slot] = -1;
    ids[slot] = '';
    live -= HEAD + size;
    dead += HEAD + size;
  };
  const rearrange = (): void => {
    const before = chunks;
    chunks = [];
    live = 0;
    dead = 0;
    for (const { bytes, view, used } of before) {
      for (let at = 0; at < used; ) {
        const slot = view.getUint32(at);
        const size = view.getUint32(at + SIZE_AT);
        if (slot !== NO_SLOT) {
          const chunk = room(size);
          chunk.bytes.set(bytes.subarray(at + HEAD, at + HEAD + size), chunk.used + HEAD);
          settle(chunk, slot, size);
        }
        at += HEAD + size;
      }
    }
  };
  /** A hit may by chance stand in other bytes of a card than its words: whoever takes slots looks at the card. */
  const each = (needle: Buffer, take: (slot: number) => boolean): void => {
    for (const { bytes, view, used } of chunks) {
      let at = 0;
      for (let hit = bytes.indexOf(needle); hit !== -1 && hit < used; hit = bytes.indexOf(needle, at)) {
        // The card it stands in: cards are walked from the last one known to begin before it.
        while (at + HEAD + view.getUint32(at + SIZE_AT) <= hit) at += HEAD + view.getUint32(at + SIZE_AT);
        const slot = view.getUint32(at);
        at += HEAD + view.getUint32(at + SIZE_AT);
        if (slot !== NO_SLOT && !take(slot)) return;
        if (at >= used) break;
      }
    }
  };
  return {
    put: (slot, card) => {
      erase(slot);
      const { id, firstName, lastName, email } = card.guest;
      let words = email === null ? '' : `${MAIL}${mailText(email)}`;
      for (const run of nameRuns(`${firstName ?? ''} ${lastName ?? ''}`)) words += `${WORD}${run}`;
      const chunk = room(mostBytes(card) + MOST_UTF8 * words.length);
      const at = chunk.used + HEAD;
      const size = packCard(card, chunk, at);
      settle(chunk, slot, size + chunk.bytes.write(words, at + size));
      ids[slot] = id;
      if (dead > DEAD_BYTES && dead > live) rearrange();
    },
    get: (slot) => {
      const chunk = chunkOf(slot);
      return chunk ? readPacked(chunk, placeOf(slot) + HEAD, ids[slot] ?? '') : null;
    },
    match: (slot, withArea) => {
      const chunk = chunkOf(slot);
      return chunk ? readMatch(chunk, placeOf(slot) + HEAD, ids[slot] ?? '', withArea) : null;
    },
    drop: erase,
    clear: () => {
      for (const { bytes } of chunks) bytes.fill(0);
      chunks = [];
      places.fill(-1);
      ids.length = 0;
      live = 0;
      dead = 0;
    },
    eachNamed: (run, take) => each(Buffer.from(`${WORD}${run}`), take),
    eachMailed: (text, take) => each(Buffer.from(`${MAIL}${mailText(text)}`), take),
    bytes: () => chunks.reduce((sum, { bytes }) => sum + bytes.length, places.byteLength + 8 * ids.length),
  };
}

/** An address as it is compared: as {@link emailOf} reads it; case does not tell addresses apart in practice. */
export function mailText(email: string): string {
  return PLAIN_ADDRESS.test(email) ? email.toLowerCase() : emailOf(email).toLowerCase();
}
