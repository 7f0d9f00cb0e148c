import type { GuestMatch, GuestMemory } from '../../../src-preload/contract/guest.ts';
import type { Clock, Database, KeyStore, Logger, Scheduler, SecretBox } from '../../ports.ts';
import type { CrmGuest } from '../gateway.ts';
import { type KeptCard, slotsOf } from './encrypted-guest-store.ts';
import type { VaultKey } from './guest-key.ts';
import { type Card, readCard, writeCard } from './guest-record.ts';
import type { HistoryHead } from './history-head.ts';
import { typedName } from './name-match.ts';
import { createNumberIndex } from './phone-index.ts';
import { createCardShelf, mailText } from './record-store.ts';
import { Best } from './top-k.ts';
import { createKeeper } from './write-behind.ts';

/** Guests found, as a list shows them, who was seen here last first, and how many there are in all. */
export interface Found {
  readonly matches: readonly GuestMatch[];
  readonly total: number;
}

export interface DirectoryOptions {
  readonly db: Database;
  readonly keys: KeyStore;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  /** Guests not met for so long are forgotten, ms. */
  readonly keepMs: number;
  /** The most guests remembered; beyond it those not met for longest leave. */
  readonly most: number;
  /** The key of this start: see `loadVaultKey`. */
  readonly vaultKey: VaultKey;
}

/**
 * The guests this kiosk has met, so that it answers from the fourth digit and when the line is down: an index and packed
 * cards in memory, sealed rows on disk. A rebuildable cache, never the place where anything is kept that must not be
 * lost. Everything but `ready`, `memory` and `stop` waits for `ready`.
 */
export interface Directory {
  /** Resolves when what is on disk has been read. Never rejects: what cannot be read is asked for again. */
  readonly ready: Promise<void>;
  readonly isReady: () => boolean;
  /** How guests are kept. */
  readonly memory: GuestMemory;
  readonly size: () => number;
  readonly get: (id: string) => Card | null;
  /** Everybody, one after the other. */
  readonly all: () => Iterable<Card>;
  readonly history: (id: string) => HistoryHead | null;
  /** Remembers a guest as the CRM just gave them, keeping what else is known. */
  readonly met: (guest: CrmGuest, digits: string | null, more?: Partial<Pick<Card, 'onlyHere'>>) => Card;
  readonly update: (
    id: string,
    more: Partial<Pick<Card, 'seenAt' | 'balance' | 'lastCredit' | 'onlyHere'>>,
    history?: HistoryHead,
  ) => void;
  readonly startingWith: (digits: string, limit: number) => Found;
  /** With their area codes: their last digits are what is known already. */
  readonly endingWith: (digits: string, limit: number) => Found;
  readonly having: (digits: string, limit: number) => Found;
  /** Guests with words of their name beginning with the words of `text`; accents, case, punctuation and spaces aside. */
  readonly named: (text: string, limit: number) => Found;
  /** Guests whose e-mail begins with `text`. */
  readonly mailed: (text: string, limit: number) => Found;
  /** Forgets one: gone from memory and disk when this returns. False where nothing was known. */
  readonly forget: (id: string) => boolean;
  /** Forgets all but those not in the CRM yet, and throws the key away. Returns how many. */
  readonly forgetAll: () => Promise<number>;
  /** Bytes of index and cards, for the benchmark. */
  readonly bytes: () => number;
  /** Writes what is still to be written, and stops. */
  readonly stop: () => void;
}

const HOUR_MS = 3_600_000;
/** So many are forgotten at once, and the rest a moment later: a kiosk that was off for months must not stand still. */
const EXPIRE_AT_ONCE = 500;
const EXPIRE_MORE_MS = 50;
/** A card that only was met again is not written anew more often than this. */
const STALE_MET_MS = HOUR_MS;
/** A search by words looks at no more guests than this: enough to find, not enough to hold anything up. */
const MOST_EXAMINED = 5_000;

export function createDirectory(options: DirectoryOptions): Directory {
  const { clock, scheduler, logger, keepMs, most } = options;
  const shelf = createCardShelf();
  const slots = new Map<string, number>();
  const waiting = new Set<number>();
  const best = new Best();
  const free: number[] = [];
  let ranks = new Uint32Array(1024).fill(1);
  let metAt = new Float64Array(1024);
  let nextSlot = 0;
  let stopExpiry = (): void => {};
  let stopped = false;
  let isReady = false;

  const keeper = createKeeper(options, (page) =>
    slotsOf(page).flatMap((slot): readonly KeptCard[] => {
      const card = shelf.get(slot);
      return card === null ? [] : [{ slot, metAt: metAt[slot] ?? 0, text: writeCard(card) }];
    }),
  );
  const emptyIndex = () => createNumberIndex((slot) => ranks[slot] ?? 1);
  let index = emptyIndex();

  const grow = (slot: number): void => {
    if (slot < ranks.length) return;
    const size = Math.max(slot + 1, ranks.length * 2);
    const widerRanks = new Uint32Array(size).fill(1);
    widerRanks.set(ranks);
    ranks = widerRanks;
    const widerMet = new Float64Array(size);
    widerMet.set(metAt);
    metAt = widerMet;
  };
  const place = (slot: number, card: Card, met: number, before: Card | null): void => {
    grow(slot);
    // Clocks may be set back: nobody was met later than now.
    metAt[slot] = Math.min(met, clock.now());
    ranks[slot] = card.seenAt === null ? 1 : Math.max(2, Math.floor(card.seenAt / 1000));
    shelf.put(slot, card);
    slots.set(card.guest.id, slot);
    if (card.onlyHere) waiting.add(slot);
    else waiting.delete(slot);
    if (before && before.digits !== card.digits) index.remove(before.digits ?? '', slot);
    if (before?.digits === card.digits) index.touch(card.digits ?? '', slot);
    else index.add(card.digits ?? '', slot);
  };
  const take = (slot: number): void => {
    const card = shelf.get(slot);
    if (!card) return;
    index.remove(card.digits ?? '', slot);
    shelf.drop(slot);
    slots.delete(card.guest.id);
    waiting.delete(slot);
    keeper.dropped(slot);
    free.push(slot);
  };
  const put = (card: Card, before: Card | null, history?: HistoryHead): void => {
    const now = clock.now();
    const slot = slots.get(card.guest.id) ?? free.pop() ?? nextSlot++;
    place(slot, card, now, before);
    keeper.changed(slot, history);
    if (slots.size > most) for (const gone of oldest(slots.size - most)) take(gone);
  };
  /** The slots not met for longest: those that must go, and some more, so that this is not done at every newcomer. */
  const oldest = (must: number): readonly number[] => {
    const candidates = [...slots.values()].filter((slot) => !waiting.has(slot));
    const count = Math.min(candidates.length, Math.max(must, Math.floor(most / 100)));
    const limit = Float64Array.from(candidates, (slot) => metAt[slot] ?? 0).sort()[count - 1] ?? 0;
    return candidates.filter((slot) => (metAt[slot] ?? 0) <= limit).slice(0, count);
  };
  const expire = (): void => {
    const before = clock.now() - keepMs;
    const gone = [...slots.values()].filter((slot) => (metAt[slot] ?? 0) < before && !waiting.has(slot));
    for (const slot of gone.slice(0, EXPIRE_AT_ONCE)) take(slot);
    if (gone.length > 0) logger.info('guests-expired', { count: Math.min(gone.length, EXPIRE_AT_ONCE) });
    stopExpiry = scheduler.after(gone.length > EXPIRE_AT_ONCE ? EXPIRE_MORE_MS : HOUR_MS, expire);
  };

  /** Whom `best` holds, of so many in all. */
  const found = (total: number, withArea = false): Found => {
    const matches = new Array<GuestMatch>(best.count);
    let count = 0;
    for (let at = 0; at < best.count; at += 1) {
      const match = shelf.match(best.slot(at), withArea);
      if (match) matches[count++] = match;
    }
    matches.length = count;
    return { matches, total };
  };
  /** Searches the shelf by one word, and keeps whom `fits` accepts. */
  const byWords = (
    each: (take: (slot: number) => boolean) => void,
    fits: (card: Card) => boolean,
    limit: number,
  ): Found => {
    best.begin(limit);
    let examined = 0;
    let total = 0;
    each((slot) => {
      examined += 1;
      const card = shelf.get(slot);
      if (card && fits(card)) {
        total += 1;
        best.offer(slot, ranks[slot] ?? 1);
      }
      return examined < MOST_EXAMINED;
    });
    return found(total);
  };

  const open = async (): Promise<void> => {
    index.beginLoading();
    try {
      await keeper.open(({ slot, metAt: met, text }) => {
        const card = readCard(text);
        if (!card) return false;
        // Two cards of one guest cannot be; should they, the second is the newer.
        const twin = slots.get(card.guest.id);
        if (twin !== undefined) take(twin);
        place(slot, card, met, null);
        nextSlot = Math.max(nextSlot, slot + 1);
        return true;
      });
      const taken = new Set(slots.values());
      for (let slot = 0; slot < nextSlot; slot += 1) if (!taken.has(slot)) free.push(slot);
    } catch (error) {
      logger.error('guests-not-read', { error: error instanceof Error ? error.message : String(error) });
    } finally {
      for (const step of index.endLoading()) {
        step();
        await new Promise<void>((resolve) => scheduler.after(0, resolve));
      }
    }
    isReady = true;
    if (!stopped) expire();
  };

  return {
    ready: open(),
    isReady: () => isReady,
    memory: keeper.memory,
    size: () => slots.size,
    get: (id) => {
      const slot = slots.get(id);
      return slot === undefined ? null : shelf.get(slot);
    },
    all: function* () {
      for (const slot of slots.values()) {
        const card = shelf.get(slot);
        if (card) yield card;
      }
    },
    history: (id) => {
      const slot = slots.get(id);
      return slot === undefined ? null : keeper.history(slot);
    },
    met: (guest, digits, more = {}) => {
      const slot = slots.get(guest.id);
      const before = slot === undefined ? null : shelf.get(slot);
      const card: Card = {
        seenAt: null,
        balance: null,
        lastCredit: null,
        ...before,
        onlyHere: more.onlyHere ?? false,
        guest,
        digits,
      };
      const fresh = slot !== undefined && clock.now() - (metAt[slot] ?? 0) < STALE_MET_MS;
      if (!fresh || !before || writeCard(card) !== writeCard(before)) put(card, before);
      return card;
    },
    update: (id, more, history) => {
      const slot = slots.get(id);
      const before = slot === undefined ? null : shelf.get(slot);
      if (before) put({ ...before, ...more }, before, history);
    },
    startingWith: (digits, limit) => found(index.startingWith(digits, best.begin(limit))),
    endingWith: (digits, limit) => found(index.endingWith(digits, best.begin(limit)), true),
    having: (digits, limit) => found(index.having(digits, best.begin(limit))),
    named: (text, limit) => {
      const { needles, fits } = typedName(text);
      const seen = new Set<number>();
      return byWords(
        (each) => {
          let on = true;
          for (const needle of needles) {
            if (!on) return;
            shelf.eachNamed(needle, (slot) => {
              if (needles.length > 1 && seen.size === seen.add(slot).size) return true;
              on = each(slot);
              return on;
            });
          }
        },
        ({ guest }) => fits(`${guest.firstName ?? ''} ${guest.lastName ?? ''}`),
        limit,
      );
    },
    mailed: (text, limit) => {
      const wanted = mailText(text);
      if (wanted === '') return { matches: [], total: 0 };
      return byWords(
        (each) => shelf.eachMailed(wanted, each),
        ({ guest }) => guest.email !== null && mailText(guest.email).startsWith(wanted),
        limit,
      );
    },
    forget: (id) => {
      const slot = slots.get(id);
      if (slot === undefined) return false;
      take(slot);
      keeper.shred([slot]);
      return true;
    },
    forgetAll: async () => {
      const kept = [...waiting].flatMap((slot) => shelf.get(slot) ?? []);
      const forgotten = slots.size - kept.length;
      slots.clear();
      waiting.clear();
      free.length = 0;
      nextSlot = 0;
      index = emptyIndex();
      shelf.clear();
      await keeper.shredAll();
      for (const card of kept) put(card, null);
      keeper.flush();
      return forgotten;
    },
    bytes: () => index.bytes() + shelf.bytes() + ranks.byteLength + metAt.byteLength,
    stop: () => {
      stopped = true;
      stopExpiry();
      keeper.stop();
    },
  };
}
