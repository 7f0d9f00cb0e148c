import { KNOWN_GUESTS, KNOWN_PHONES } from './known-guests.ts';
import type { Entry, Guest } from './model.ts';
import {
  FAR_AREAS,
  FREE_WORDS,
  LOCAL_AREAS,
  LONG_NAMES,
  MAIL_HOSTS,
  MANAGER,
  NAME_GROUPS,
  NEARBY_AREAS,
  REASONS,
  SERVERS,
} from './names.ts';
import { createRng, type Rng, seedOf } from './rng.ts';
import { type Happening, type Setting, tell } from './seed-history.ts';

/** How far back the invented histories go. */
const HISTORY_DAYS = 182;

/**
 * Generates the data: the guests that always exist, then others up to `count` in total (never fewer than the first).
 * The same seed, count and setting always give the same entries, in the same order.
 */
export function inventGuests(seed: number, count: number, setting: Setting): Entry[] {
  const entries: Entry[] = [];
  const add = (guest: Guest, story: readonly Happening[], expiryDays: number): void => {
    entries.push({ kind: 'guest', guest });
    const lines = tell(guest.guid, story, { ...setting, expiryDays });
    for (const line of lines) entries.push({ kind: 'line', line });
  };
  for (const { guest, story, expiryDays } of KNOWN_GUESTS) add(guest, story, expiryDays);

  const rng = createRng(seedOf('guests', seed));
  const dealPhone = createPhones(rng);
  const households: Guest[] = [];
  for (let n = KNOWN_GUESTS.length; n < count; n += 1) {
    // One in twelve lives with another guest, and gives the same number.
    const home = rng.oneIn(12) ? households.at(rng.between(0, households.length - 1)) : undefined;
    const guest = inventGuest(rng, n, home, dealPhone);
    if (guest.phone !== null) households.push(guest);
    add(guest, inventHistory(rng, setting.expiryDays), setting.expiryDays);
  }
  return entries;
}

function inventGuest(rng: Rng, n: number, home: Guest | undefined, dealPhone: () => string): Guest {
  const group = rng.pick(NAME_GROUPS);
  const lastGroup = rng.oneIn(9) ? rng.pick(NAME_GROUPS) : group;
  const [firstName, ownName] = rng.oneIn(50)
    ? rng.pick(LONG_NAMES)
    : [rng.pick(group.first), rng.pick(lastGroup.last)];
  const name = home !== undefined && !rng.oneIn(3) ? home.lastName : ownName;
  const lastName = rng.oneIn(40) ? null : name;
  const mail = rng.oneIn(10) ? null : mailOf(rng, firstName, ownName, n);
  // A few are known by their e-mail alone, as someone who ordered online may be.
  const phone = mail !== null && rng.oneIn(60) ? null : (home?.phone ?? dealPhone());
  return { guid: rng.guid(), firstName, lastName, phone, email: mail };
}

/**
 * Deals out numbers that are reserved for fiction: 555-0100 to 555-0199 of real area codes. Often the next guest's
 * number is one digit off the last one's. When all are dealt out (beyond some 10,000 guests), numbers repeat.
 */
function createPhones(rng: Rng): () => string {
  const dealt = new Set<string>(KNOWN_PHONES);
  let last: string | null = null;
  let maxTries = 60;
  const draw = (areas: readonly [string, ...string[]]): string =>
    `${rng.pick(areas)}55501${String(rng.between(0, 99)).padStart(2, '0')}`;
  return () => {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const where = rng.next();
      // Nearer codes fill up: each further try looks further away.
      const spread = where + tries * 0.02;
      let phone = spread < 0.6 ? draw(LOCAL_AREAS) : spread < 0.85 ? draw(NEARBY_AREAS) : draw(FAR_AREAS);
      if (last !== null && tries === 0 && rng.oneIn(6)) phone = last.slice(0, 9) + rng.between(0, 9);
      if (dealt.has(phone)) continue;
      dealt.add(phone);
      last = phone;
      return phone;
    }
    // Hardly any are left: looking long for one of them, for each of 100,000 guests, would take seconds.
    maxTries = 2;
    let phone = draw(FAR_AREAS);
    while (KNOWN_PHONES.has(phone)) phone = draw(FAR_AREAS);
    return phone;
  };
}

function mailOf(rng: Rng, firstName: string, lastName: string, n: number): string {
  const plain = (text: string): string =>
    text
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z]/g, '');
  const [first, last] = [plain(firstName), plain(lastName)];
  const local = rng.pick([`${first}.${last}`, `${first.charAt(0)}${last}`, `${last}${first.charAt(0)}`]);
  return `${local}${n}@${rng.pick(MAIL_HOSTS)}`;
}

/** A history in order of time. One guest in five never had credit; some have spent it all. */
function inventHistory(rng: Rng, expiryDays: number): readonly Happening[] {
  if (rng.oneIn(5)) return [];
  const story: Happening[] = [];
  const lots: { daysAgo: number; left: number }[] = [];
  const visits = Array.from({ length: rng.between(1, 12) }, () => rng.between(1, HISTORY_DAYS));
  for (const daysAgo of [...new Set(visits)].sort((a, b) => b - a)) {
    // A day's grace at the end keeps a redemption clear of the hour at which its credit runs out.
    const usable = lots.filter((lot) => lot.daysAgo - daysAgo < expiryDays);
    const balance = usable.reduce((sum, lot) => sum + lot.left, 0);
    if (balance > 0 && rng.oneIn(2)) {
      story.push(...spend(rng, daysAgo, balance, usable, story.length));
      continue;
    }
    const amount = giveAmount(rng);
    story.push({
      daysAgo,
      minute: serviceMinute(rng),
      type: 'ADD_VALUE',
      amount,
      note: noteOf(rng, amount),
    });
    if (rng.oneIn(18)) {
      const of = story.length - 1;
      story.push({ daysAgo, minute: 23 * 60, type: 'VOID_ADD_VALUE', amount, note: null, of });
    } else {
      lots.push({ daysAgo, left: amount });
    }
  }
  return story;
}

function spend(
  rng: Rng,
  daysAgo: number,
  balance: number,
  usable: readonly { left: number }[],
  place: number,
): Happening[] {
  // Half spend all there is; the rest part of it, to the cent, as checks come out.
  const amount = balance <= 200 || rng.oneIn(2) ? balance : rng.between(100, balance - 1);
  const redeemed: Happening = {
    daysAgo,
    minute: serviceMinute(rng),
    type: 'REDEMPTION',
    amount,
    note: null,
  };
  if (rng.oneIn(20)) {
    return [redeemed, { ...redeemed, minute: 23 * 60, type: 'VOID_REDEMPTION', of: place }];
  }
  let wanted = amount;
  for (const lot of usable) {
    const used = Math.min(lot.left, wanted);
    lot.left -= used;
    wanted -= used;
  }
  return [redeemed];
}

/** Lunch or dinner, restaurant time. */
const serviceMinute = (rng: Rng): number =>
  rng.oneIn(3) ? rng.between(11 * 60 + 30, 14 * 60 + 30) : rng.between(17 * 60 + 30, 22 * 60 + 15);

const giveAmount = (rng: Rng): number =>
  rng.oneIn(12) ? rng.between(5500, 15_000) : rng.pick([500, 1000, 1000, 1500, 1500, 2000, 2500, 3250, 4000]);

/** What the kiosk writes: the reason, who gave it, who approved it, and free words where there were any. */
function noteOf(rng: Rng, amount: number): string {
  const ok = amount > 1500 || rng.oneIn(6) ? `; ok ${MANAGER}` : '';
  const words = rng.oneIn(5) ? `; ${rng.pick(FREE_WORDS)}` : '';
  return `${rng.pick(REASONS)}; by ${rng.pick(SERVERS)}${ok}${words}`;
}
