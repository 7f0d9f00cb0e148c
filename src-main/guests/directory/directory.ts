import type { GuestMatch, GuestMemory } from '../../../src-preload/contract/guest.ts';
import { errorText } from '../../lib/error-words.ts';
import type { Clock, Database, KeyStore, Logger, Scheduler, SecretBox } from '../../ports.ts';
import type { CrmGuest } from '../gateway.ts';
import { toMatch } from '../present.ts';
import { type StoredRecord, slotsOf } from './encrypted-guest-store.ts';
import type { GuestKey } from './guest-key.ts';
import { type GuestRecord, readRecord, writeRecord } from './guest-record.ts';
import type { HistoryHead } from './history-head.ts';
import { typedName } from './name-match.ts';
import { createPhoneIndex, type FoundSlots } from './phone-index.ts';
import { mailNeedle, mailText, nameNeedle, searchText } from './search-text.ts';
import { createWriteBehind } from './write-behind.ts';

/** Guests not seen on this kiosk for so many days are forgotten, unless the admin's file says another number. */
export const KEEP_DAYS = 90;

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
  /** The key of this start: see `loadGuestKey`. */
  readonly guestKey: GuestKey;
}

/**
 * The guests this kiosk has met, so that it answers from the fourth digit and when the connection is down: cards and an
 * index in memory, sealed rows on disk. A rebuildable cache, never the place where anything is kept that must not be
 * lost. Everything but `ready`, `memory` and `stop` waits for `ready`.
 */
export interface Directory {
  /** Resolves when what is on disk has been read. Never rejects: what cannot be read is asked for again. */
  readonly ready: Promise<void>;
  readonly isReady: () => boolean;
  /** How guests are kept. */
  readonly memory: GuestMemory;
  readonly size: () => number;
  readonly get: (id: string) => GuestRecord | null;
  /** Everyone, one after the other. */
  readonly all: () => Iterable<GuestRecord>;
  readonly history: (id: string) => HistoryHead | null;
  /** Remembers a guest as the CRM just gave them, keeping what else is known. */
  readonly upsert: (
    guest: CrmGuest,
    digits: string | null,
    more?: Partial<Pick<GuestRecord, 'onlyHere'>>,
  ) => GuestRecord;
  readonly update: (
    id: string,
    more: Partial<Pick<GuestRecord, 'seenAt' | 'balance' | 'lastCredit' | 'onlyHere'>>,
    history?: HistoryHead,
  ) => void;
  readonly startingWith: (digits: string, limit: number) => Found;
  /** With their area codes: their last digits are what is known already. */
  readonly endingWith: (digits: string, limit: number) => Found;
  /** As the next two: those of `except` (GUIDs) are neither listed nor counted. */
  readonly having: (digits: string, limit: number, except?: ReadonlySet<string>) => Found;
  /** Guests with words of their name beginning with the words of `text`; accents, case, punctuation and spaces aside. */
  readonly named: (text: string, limit: number, except?: ReadonlySet<string>) => Found;
  /** Guests whose e-mail begins with `text`. */
  readonly mailed: (text: string, limit: number, except?: ReadonlySet<string>) => Found;
  /** Forgets one: gone from memory and disk when this returns. False where nothing was known. */
  readonly forget: (id: string) => boolean;
  /** Forgets all but those not in the CRM yet, and throws the key away. Returns how many. */
  readonly forgetAll: () => Promise<number>;
  /** Writes what is still to be written, and stops. */
  readonly stop: () => void;
}

const HOUR_MS = 3_600_000;
/** So many are forgotten at once, and the rest a moment later: a kiosk that was off for months must not stand still. */
const EXPIRE_AT_ONCE = 500;
const EXPIRE_MORE_MS = 50;
/** A card that only was met again is not rewritten more often than this. */
const STALE_SEEN_MS = HOUR_MS;
/** A search by words looks at no more guests than this: enough to find, not enough to hold anything up. */
const MAX_EXAMINED = 5_000;
const NO_ONE: ReadonlySet<string> = new Set();

export function createDirectory(options: DirectoryOptions): Directory {
  const { clock, scheduler, logger, keepMs, most } = options;
  /** What is known of each guest, by the slot that holds them on disk. */
  const records: (GuestRecord | null)[] = [];
  const texts: string[] = [];
  const seenAt: number[] = [];
  const ranks: number[] = [];
  const slots = new Map<string, number>();
  const waiting = new Set<number>();
  const free: number[] = [];
  let nextSlot = 0;
  let stopExpiry = (): void => {};
  let stopped = false;
  let isReady = false;

  const writeBehind = createWriteBehind(options, (page) =>
    slotsOf(page).flatMap((slot): readonly StoredRecord[] => {
      const record = cardIn(slot);
      return record === null ? [] : [{ slot, seenAt: seenAt[slot] ?? 0, text: writeRecord(record) }];
    }),
  );
  const cardIn = (slot: number): GuestRecord | null => records[slot] ?? null;
  const recordOf = (id: string): GuestRecord | null => cardIn(slots.get(id) ?? -1);
  const rankOf = (slot: number): number => ranks[slot] ?? 0;
  const emptyIndex = () => createPhoneIndex((slot) => records[slot]?.digits ?? '', rankOf);
  let index = emptyIndex();

  const place = (slot: number, record: GuestRecord, seen: number, before: GuestRecord | null): void => {
    // Clocks may be set back: no one was met later than now.
    seenAt[slot] = Math.min(seen, clock.now());
    if (before) index.remove(before.digits ?? '', slot);
    ranks[slot] = record.seenAt ?? 0;
    records[slot] = record;
    texts[slot] = searchText(record.guest);
    index.add(record.digits ?? '', slot);
    slots.set(record.guest.id, slot);
    if (record.onlyHere) waiting.add(slot);
    else waiting.delete(slot);
  };
  const take = (slot: number): void => {
    const record = cardIn(slot);
    if (!record) return;
    index.remove(record.digits ?? '', slot);
    records[slot] = null;
    texts[slot] = '';
    slots.delete(record.guest.id);
    waiting.delete(slot);
    writeBehind.dropped(slot);
    free.push(slot);
  };
  const put = (record: GuestRecord, before: GuestRecord | null, history?: HistoryHead): void => {
    const now = clock.now();
    const slot = slots.get(record.guest.id) ?? free.pop() ?? nextSlot++;
    place(slot, record, now, before);
    writeBehind.changed(slot, history);
    if (slots.size > most) for (const gone of oldest(slots.size - most)) take(gone);
  };
  /** The slots not met for longest: those that must go, and some more, so that this is not done for each new guest. */
  const oldest = (must: number): readonly number[] => {
    const candidates = [...slots.values()].filter((slot) => !waiting.has(slot));
    const count = Math.min(candidates.length, Math.max(must, Math.floor(most / 100)));
    const limit = Float64Array.from(candidates, (slot) => seenAt[slot] ?? 0).sort()[count - 1] ?? 0;
    return candidates.filter((slot) => (seenAt[slot] ?? 0) <= limit).slice(0, count);
  };
  const expire = (): void => {
    const before = clock.now() - keepMs;
    const gone = [...slots.values()].filter((slot) => (seenAt[slot] ?? 0) < before && !waiting.has(slot));
    for (const slot of gone.slice(0, EXPIRE_AT_ONCE)) take(slot);
    if (gone.length > 0) logger.info('guests-expired', { count: Math.min(gone.length, EXPIRE_AT_ONCE) });
    stopExpiry = scheduler.after(gone.length > EXPIRE_AT_ONCE ? EXPIRE_MORE_MS : HOUR_MS, expire);
  };

  const found = ({ slots: those, total }: FoundSlots, withArea = false): Found => ({
    matches: those.flatMap((slot) => {
      const record = cardIn(slot);
      return record ? [toMatch(record, withArea)] : [];
    }),
    total,
  });
  /** Everyone whose text has one of `needles` in it, and whom `fits` accepts. */
  const byWords = (
    needles: readonly string[],
    fits: (record: GuestRecord) => boolean,
    limit: number,
    except: ReadonlySet<string>,
  ): Found => {
    const those: number[] = [];
    let examined = 0;
    for (let slot = 0; slot < texts.length && examined < MAX_EXAMINED; slot += 1) {
      if (!needles.some((needle) => texts[slot]?.includes(needle))) continue;
      examined += 1;
      const record = cardIn(slot);
      if (record && !except.has(record.guest.id) && fits(record)) those.push(slot);
    }
    those.sort((a, b) => rankOf(b) - rankOf(a));
    return found({ slots: those.slice(0, limit), total: those.length });
  };

  const open = async (): Promise<void> => {
    index.beginLoading();
    try {
      await writeBehind.open(({ slot, seenAt: seen, text }) => {
        const record = readRecord(text);
        if (!record) return false;
        // Two cards of one guest cannot be; should they, the second is the newer.
        const twin = slots.get(record.guest.id);
        if (twin !== undefined) take(twin);
        place(slot, record, seen, null);
        nextSlot = Math.max(nextSlot, slot + 1);
        return true;
      });
      const taken = new Set(slots.values());
      for (let slot = 0; slot < nextSlot; slot += 1) if (!taken.has(slot)) free.push(slot);
    } catch (error) {
      logger.error('guests-not-read', { error: errorText(error) });
    } finally {
      for (const _ of index.endLoading()) {
        await new Promise<void>((resolve) => scheduler.after(0, resolve));
      }
    }
    isReady = true;
    if (!stopped) expire();
  };

  return {
    ready: open(),
    isReady: () => isReady,
    memory: writeBehind.memory,
    size: () => slots.size,
    get: recordOf,
    all: () => records.filter((record) => record !== null),
    history: (id) => {
      const slot = slots.get(id);
      return slot === undefined ? null : writeBehind.history(slot);
    },
    upsert: (guest, digits, more = {}) => {
      const slot = slots.get(guest.id);
      const before = recordOf(guest.id);
      const record: GuestRecord = {
        seenAt: null,
        balance: null,
        lastCredit: null,
        ...before,
        onlyHere: more.onlyHere ?? false,
        guest,
        digits,
      };
      const fresh = slot !== undefined && clock.now() - (seenAt[slot] ?? 0) < STALE_SEEN_MS;
      if (!fresh || !before || writeRecord(record) !== writeRecord(before)) put(record, before);
      return record;
    },
    update: (id, more, history) => {
      const before = recordOf(id);
      if (before) put({ ...before, ...more }, before, history);
    },
    startingWith: (digits, limit) => found(index.startingWith(digits, limit)),
    endingWith: (digits, limit) => found(index.endingWith(digits, limit), true),
    having: (digits, limit, except = NO_ONE) => {
      // One number's guests are few: all are looked through.
      const those = index
        .having(digits, Number.POSITIVE_INFINITY)
        .slots.filter((slot) => !except.has(cardIn(slot)?.guest.id ?? ''));
      return found({ slots: those.slice(0, limit), total: those.length });
    },
    named: (text, limit, except = NO_ONE) => {
      const { needles, fits } = typedName(text);
      return byWords(
        needles.map(nameNeedle),
        ({ guest }) => fits(`${guest.firstName ?? ''} ${guest.lastName ?? ''}`),
        limit,
        except,
      );
    },
    mailed: (text, limit, except = NO_ONE) =>
      byWords(mailText(text) === '' ? [] : [mailNeedle(text)], () => true, limit, except),
    forget: (id) => {
      const slot = slots.get(id);
      if (slot === undefined) return false;
      take(slot);
      writeBehind.shred([slot]);
      return true;
    },
    forgetAll: async () => {
      const kept = [...waiting].flatMap((slot) => cardIn(slot) ?? []);
      const forgotten = slots.size - kept.length;
      slots.clear();
      waiting.clear();
      free.length = 0;
      nextSlot = 0;
      index = emptyIndex();
      for (const list of [records, texts, seenAt, ranks]) list.length = 0;
      await writeBehind.shredAll();
      for (const record of kept) put(record, null);
      writeBehind.flush();
      return forgotten;
    },
    stop: () => {
      stopped = true;
      stopExpiry();
      writeBehind.stop();
    },
  };
}
