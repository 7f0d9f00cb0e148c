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
import { type Chance, createChance, seedOf } from './rng.ts';
import { type Happening, type Setting, tell } from './seed-history.ts';

/** How far back the invented histories go. */
const HISTORY_DAYS = 182;

/**
 * Invents the books: the guests who are always there, then others up to `count` in all (never fewer than the first).
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

  const chance = createChance(seedOf('guests', seed));
  const dealPhone = createPhones(chance);
  const households: Guest[] = [];
  for (let n = KNOWN_GUESTS.length; n < count; n += 1) {
    // One in twelve lives with another guest, and gives the same number.
    const home = chance.oneIn(12) ? households.at(chance.between(0, households.length - 1)) : undefined;
    const guest = inventGuest(chance, n, home, dealPhone);
    if (guest.phone !== null) households.push(guest);
    add(guest, inventStory(chance, setting.expiryDays), setting.expiryDays);
  }
  return entries;
}

function inventGuest(chance: Chance, n: number, home: Guest | undefined, dealPhone: () => string): Guest {
  const group = chance.pick(NAME_GROUPS);
  const lastGroup = chance.oneIn(9) ? chance.pick(NAME_GROUPS) : group;
  const [firstName, ownName] = chance.oneIn(50)
    ? chance.pick(LONG_NAMES)
    : [chance.pick(group.first), chance.pick(lastGroup.last)];
  const name = home !== undefined && !chance.oneIn(3) ? home.lastName : ownName;
  const lastName = chance.oneIn(40) ? null : name;
  const mail = chance.oneIn(10) ? null : mailOf(chance, firstName, ownName, n);
  // A few are known by their e-mail alone, as someone who ordered online may be.
  const phone = mail !== null && chance.oneIn(60) ? null : (home?.phone ?? dealPhone());
  return { guid: chance.guid(), firstName, lastName, phone, email: mail };
}

/**
 * Deals out numbers that are reserved for fiction: 555-0100 to 555-0199 of real area codes. Often the next guest's
 * number is one digit off the last one's. When all are dealt out (beyond some 10,000 guests), numbers repeat.
 */
function createPhones(chance: Chance): () => string {
  const dealt = new Set<string>(KNOWN_PHONES);
  let last: string | null = null;
  let mostTries = 60;
  const draw = (areas: readonly [string, ...string[]]): string =>
    `${chance.pick(areas)}55501${String(chance.between(0, 99)).padStart(2, '0')}`;
  return () => {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const where = chance.next();
      // Nearer codes fill up: each further try looks further away.
      const spread = where + tries * 0.02;
      let phone = spread < 0.6 ? draw(LOCAL_AREAS) : spread < 0.85 ? draw(NEARBY_AREAS) : draw(FAR_AREAS);
      if (last !== null && tries === 0 && chance.oneIn(6)) phone = last.slice(0, 9) + chance.between(0, 9);
      if (dealt.has(phone)) continue;
      dealt.add(phone);
      last = phone;
      return phone;
    }
    // Hardly any are left: looking long for one of them, for each of 100,000 guests, would take seconds.
    mostTries = 2;
    let phone = draw(FAR_AREAS);
    while (KNOWN_PHONES.has(phone)) phone = draw(FAR_AREAS);
    return phone;
  };
}

function mailOf(chance: Chance, firstName: string, lastName: string, n: number): string {
  const plain = (text: string): string =>
    text
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z]/g, '');
  const [first, last] = [plain(firstName), plain(lastName)];
  const local = chance.pick([`${first}.${last}`, `${first.charAt(0)}${last}`, `${last}${first.charAt(0)}`]);
  return `${local}${n}@${chance.pick(MAIL_HOSTS)}`;
}

/** A history in order of time. One guest in five never had credit; some have spent it all. */
function inventStory(chance: Chance, expiryDays: number): readonly Happening[] {
  if (chance.oneIn(5)) return [];
  const story: Happening[] = [];
  const lots: { daysAgo: number; left: number }[] = [];
  const visits = Array.from({ length: chance.between(1, 12) }, () => chance.between(1, HISTORY_DAYS));
  for (const daysAgo of [...new Set(visits)].sort((a, b) => b - a)) {
    // A day's grace at the end keeps a redemption clear of the hour at which its credit runs out.
    const usable = lots.filter((lot) => lot.daysAgo - daysAgo < expiryDays);
    const balance = usable.reduce((sum, lot) => sum + lot.left, 0);
    if (balance > 0 && chance.oneIn(2)) {
      story.push(...spend(chance, daysAgo, balance, usable, story.length));
      continue;
    }
    const amount = giveAmount(chance);
    story.push({
      daysAgo,
      minute: serviceMinute(chance),
      type: 'ADD_VALUE',
      amount,
      note: noteOf(chance, amount),
    });
    if (chance.oneIn(18)) {
      const of = story.length - 1;
      story.push({ daysAgo, minute: 23 * 60, type: 'VOID_ADD_VALUE', amount, note: null, of });
    } else {
      lots.push({ daysAgo, left: amount });
    }
  }
  return story;
}

function spend(
  chance: Chance,
  daysAgo: number,
  balance: number,
  usable: readonly { left: number }[],
  place: number,
): Happening[] {
  // Half spend all there is; the rest part of it, to the cent, as checks come out.
  const amount = balance <= 200 || chance.oneIn(2) ? balance : chance.between(100, balance - 1);
  const redeemed: Happening = {
    daysAgo,
    minute: serviceMinute(chance),
    type: 'REDEMPTION',
    amount,
    note: null,
  };
  if (chance.oneIn(20)) {
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
const serviceMinute = (chance: Chance): number =>
  chance.oneIn(3) ? chance.between(11 * 60 + 30, 14 * 60 + 30) : chance.between(17 * 60 + 30, 22 * 60 + 15);

const giveAmount = (chance: Chance): number =>
  chance.oneIn(12)
    ? chance.between(5500, 15_000)
    : chance.pick([500, 1000, 1000, 1500, 1500, 2000, 2500, 3250, 4000]);

/** What the kiosk writes: the reason, who gave it, who approved it, and free words where there were any. */
function noteOf(chance: Chance, amount: number): string {
  const ok = amount > 1500 || chance.oneIn(6) ? `; ok ${MANAGER}` : '';
  const words = chance.oneIn(5) ? `; ${chance.pick(FREE_WORDS)}` : '';
  return `${chance.pick(REASONS)}; by ${chance.pick(SERVERS)}${ok}${words}`;
}
