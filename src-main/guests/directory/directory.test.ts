import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents, signedCents } from '../../../src-preload/contract/money.ts';
import { createDirectoryKit, type DirectoryKit, guest } from '../../testing/directory-kit.ts';
import { createFakeSecretBox } from '../../testing/fakes.ts';

let kit: DirectoryKit;
beforeEach(() => {
  kit = createDirectoryKit();
});
afterEach(() => kit.remove());

const ana = guest('ana', 'Ana', 'Petrescu', '4155550142', 'ana.petrescu@example.com');
const history = {
  lines: [
    {
      id: 't1',
      kind: 'added' as const,
      amount: cents(2_000),
      at: 5,
      reasonId: 'long-wait',
      words: 'birthday cake was late',
      by: 'Marco D.',
      approvedBy: null,
    },
  ],
  next: 'n50',
  asOf: 77,
};
const balance = { amount: signedCents(4_250), earliestExpiry: 99, asOf: 77 };

/** Every byte of every file of the profile, the write-ahead log included. */
const onDisk = (): string =>
  readdirSync(kit.folder)
    .map((name) => readFileSync(join(kit.folder, name), 'latin1'))
    .join('\n');

/** What may not be in any file: as text, in UTF-16, in base64 at any of its three shifts. */
function traces(secret: string): readonly string[] {
  const utf16 = Buffer.from(secret, 'utf16le').toString('latin1');
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(`${'x'.repeat(shift)}${secret}`)
      .toString('base64')
      .slice(4, -4),
  );
  return [Buffer.from(secret).toString('latin1'), utf16, Buffer.from(secret).toString('hex'), ...base64];
}
const SECRETS = ['Petrescu', '4155550142', 'ana.petrescu@example.com', 'birthday cake was late', '555-0142'];

test('a guest, their balance and the head of their history are there again after a restart, and in no file in the clear', async () => {
  const first = await kit.open();
  expect(first.memory).toBe('sealed');
  first.upsert(ana, '4155550142');
  first.update('ana', { seenAt: 70, balance, lastCredit: { amount: cents(2_000), at: 5 } }, history);
  await kit.time.pass(1_000);
  for (const secret of SECRETS) for (const trace of traces(secret)) expect(onDisk()).not.toContain(trace);
  kit.close();
  for (const secret of SECRETS) for (const trace of traces(secret)) expect(onDisk()).not.toContain(trace);

  const second = await kit.open();
  expect(second.get('ana')).toEqual({
    guest: ana,
    digits: '4155550142',
    seenAt: 70,
    balance,
    lastCredit: { amount: 2_000, at: 5 },
    onlyHere: false,
  });
  expect(second.history('ana')).toEqual(history);
  expect(second.startingWith('4155', 5).matches.map(({ id }) => id)).toEqual(['ana']);
  expect(second.endingWith('0142', 5).total).toBe(1);
  expect(second.named('petr', 5).total).toBe(1);
});

test('the search for traces itself finds what is in a file in the clear', async () => {
  const { options } = await kit.open();
  options.keys.set('leak', ana.lastName ?? '');
  expect(onDisk()).toContain(traces('Petrescu')[0]);
});

test('met again, what else is known stays; a changed number is found under the new one alone', async () => {
  const directory = await kit.open();
  directory.upsert(ana, '4155550142');
  directory.update('ana', { balance });
  directory.upsert({ ...ana, phone: '4155550199' }, '4155550199');
  expect(directory.get('ana')?.balance).toEqual(balance);
  expect(directory.having('4155550142', 5).total).toBe(0);
  expect(directory.having('4155550199', 5).total).toBe(1);
});

test('who was seen here last comes first', async () => {
  const directory = await kit.open();
  for (const [id, seenAt] of [
    ['a', 1_000_000],
    ['b', 3_000_000],
    ['c', 2_000_000],
  ] as const) {
    directory.upsert(guest(id, 'Maria', id, '4155550100'), '4155550100');
    directory.update(id, { seenAt });
  }
  const order = ['b', 'c', 'a'];
  expect(directory.startingWith('4155', 5).matches.map(({ id }) => id)).toEqual(order);
  expect(directory.named('maria', 5).matches.map(({ id }) => id)).toEqual(order);
});

test('names are found by any word, in any order, without accents; e-mails by how they begin', async () => {
  const directory = await kit.open();
  directory.upsert(guest('x', 'María José', 'Núñez-Ortega', null, 'mj@example.com'), null);
  directory.upsert(guest('y', 'Marco', 'Ortega', null, 'marco@example.com'), null);
  const named = (text: string) => directory.named(text, 5).matches.map(({ id }) => id);
  expect(named('nunez')).toEqual(['x']);
  expect(named('ortega mar').sort()).toEqual(['x', 'y']);
  expect(named('ORTEGA jose')).toEqual(['x']);
  expect(named('rtega')).toEqual([]);
  expect(named('  ')).toEqual([]);
  expect(directory.mailed('MJ@', 5).matches.map(({ id }) => id)).toEqual(['x']);
  expect(directory.mailed('m', 5).total).toBe(2);
});

test('after ninety days without being met a guest is gone, also from the disk; met again the days restart', async () => {
  const directory = await kit.open();
  directory.upsert(ana, '4155550142');
  directory.upsert(guest('tom', 'Tom', 'Okafor', '4155550118'), '4155550118');
  await kit.time.pass(60 * 86_400_000);
  directory.update('tom', { seenAt: kit.time.clock.now() });
  await kit.time.pass(31 * 86_400_000);
  expect(directory.get('ana')).toBeNull();
  expect(directory.get('tom')).not.toBeNull();
  const again = await kit.open();
  expect([again.get('ana'), again.get('tom')?.guest.id]).toEqual([null, 'tom']);
});

test('what expired while the kiosk was off is gone at the next start, however much it is', async () => {
  const directory = await kit.open({ most: 5_000 });
  for (let n = 0; n < 1_300; n += 1) directory.upsert(guest(`g${n}`, null, null, null), null);
  kit.close();
  kit.time.jump(91 * 86_400_000);
  const again = await kit.open();
  await kit.time.pass(1_000);
  expect(again.size()).toBe(0);
  expect(again.options.db.get('SELECT count(*) AS n FROM guest_page')).toEqual({ n: 0 });
});

test('a clock set back, or forward and back, loses no one and keeps no one for ever', async () => {
  const directory = await kit.open();
  kit.time.jump(400 * 86_400_000);
  directory.upsert(ana, '4155550142');
  await kit.time.pass(1_000);
  kit.time.jump(-400 * 86_400_000);
  const again = await kit.open();
  expect(again.get('ana')).not.toBeNull();
  await kit.time.pass(91 * 86_400_000);
  expect(again.get('ana')).toBeNull();
});

test('the memory is bounded: who was not met for longest leaves first, but never who is still to be sent', async () => {
  const directory = await kit.open({ most: 3 });
  directory.upsert(guest('new', 'N', 'N', null), null, { onlyHere: true });
  for (const id of ['a', 'b']) {
    await kit.time.pass(10);
    directory.upsert(guest(id, id, null, '4155550100'), '4155550100');
  }
  await kit.time.pass(10);
  directory.update('a', { seenAt: 1 });
  await kit.time.pass(10);
  directory.upsert(guest('c', 'c', null, '4155550100'), '4155550100');
  const there = (from: typeof directory) => ['new', 'a', 'b', 'c'].filter((id) => from.get(id));
  expect(there(directory)).toEqual(['new', 'a', 'c']);
  await kit.time.pass(1_000);
  expect(there(await kit.open({ most: 3 }))).toEqual(['new', 'a', 'c']);
});

test('one guest is forgotten: in memory, in the index, on the disk, at once', async () => {
  const directory = await kit.open();
  directory.upsert(ana, '4155550142');
  directory.upsert(guest('tom', 'Tom', 'Okafor', '4155550118'), '4155550118');
  await kit.time.pass(1_000);
  const { db } = directory.options;
  const page = () => String(db.get('SELECT cards FROM guest_page')?.['cards']);
  // Every version of the page that was ever written holds Ana, until she is forgotten.
  const versions = [page()];
  for (const seenAt of [1, 2, 3]) {
    directory.update('tom', { seenAt, balance }, history);
    await kit.time.pass(1_000);
    versions.push(page());
  }
  expect(onDisk()).toContain(versions.at(-1));
  expect(directory.forget('ana')).toBe(true);
  expect(directory.forget('ana')).toBe(false);
  for (const version of versions) expect(onDisk()).not.toContain(version.slice(40, 120));
  expect(directory.startingWith('4155', 5).matches.map(({ id }) => id)).toEqual(['tom']);
  expect(directory.named('ana', 5).total).toBe(0);
  expect((await kit.open()).get('ana')).toBeNull();
});

test('all are forgotten, with the key: an older copy of the file tells nothing; who is still to be sent stays', async () => {
  const directory = await kit.open();
  const { db, keys } = directory.options;
  directory.upsert(ana, '4155550142');
  directory.upsert(guest('new', 'New', 'Guest', '4155550111'), '4155550111', { onlyHere: true });
  await kit.time.pass(1_000);
  const before = {
    key: keys.get('guestKey'),
    records: String(db.get('SELECT cards FROM guest_page')?.['cards']),
  };
  expect(await directory.forgetAll()).toBe(1);
  expect(keys.get('guestKey')).not.toBe(before.key);
  expect(onDisk()).not.toContain(before.records.slice(40, 120));
  const there = (from: typeof directory) => [from.get('ana'), from.get('new')?.guest.firstName, from.size()];
  expect(there(directory)).toEqual([null, 'New', 1]);
  expect(directory.having('4155550111', 5).total).toBe(1);
  expect(there(await kit.open())).toEqual([null, 'New', 1]);
});

test('where the system cannot seal, nothing of a guest reaches the disk, and what lay there goes', async () => {
  const before = await kit.open();
  before.upsert(ana, '4155550142');
  await kit.time.pass(1_000);
  const weak = await kit.open({ secretBox: createFakeSecretBox('weak') });
  expect(weak.memory).toBe('memory');
  expect(weak.size()).toBe(0);
  weak.upsert(ana, '4155550142');
  weak.update('ana', { balance }, history);
  await kit.time.pass(10_000);
  expect(weak.history('ana')).toEqual(history);
  expect(weak.options.db.get('SELECT count(*) AS n FROM guest_page')).toEqual({ n: 0 });
  expect((await kit.open({ secretBox: createFakeSecretBox('weak') })).size()).toBe(0);
});

test('where the administrator allows it, guests are kept under a key that is not sealed, and it says so', async () => {
  const options = { secretBox: createFakeSecretBox('weak'), allowUnsealed: true };
  const first = await kit.open(options);
  expect(first.memory).toBe('unsealed');
  first.upsert(ana, '4155550142');
  await kit.time.pass(1_000);
  for (const secret of SECRETS) for (const trace of traces(secret)) expect(onDisk()).not.toContain(trace);
  expect((await kit.open(options)).get('ana')?.guest).toEqual(ana);
  // Once the system seals, a key that lay in the open is not trusted any more.
  const sealed = await kit.open({ allowUnsealed: true });
  expect([sealed.memory, sealed.size()]).toEqual(['sealed', 0]);
});

test('a lost keyring, and rows that were damaged or moved, cost the memory of guests and nothing else', async () => {
  const first = await kit.open();
  // Three pages, each with the head of a history.
  for (let n = 0; n < 96; n += 1) first.upsert(guest(`g${n}`, 'G', String(n), null), null);
  for (const id of ['g0', 'g1', 'g2']) first.update(id, {}, history);
  await kit.time.pass(1_000);
  const { db } = first.options;
  const records = (page: number) =>
    String(db.get('SELECT cards FROM guest_page WHERE page = ?', [page])?.['cards']);
  const head = (slot: number) =>
    String(db.get('SELECT head FROM guest_history WHERE slot = ?', [slot])?.['head']);
  db.run('UPDATE guest_page SET cards = ? WHERE page = 1', [records(2)]);
  db.run('UPDATE guest_page SET cards = ? WHERE page = 2', [`AAAA${records(2).slice(4)}`]);
  db.run('UPDATE guest_history SET head = ? WHERE slot = 1', [head(0)]);
  db.run('UPDATE guest_history SET head = ? WHERE slot = 2', [`AAAA${head(2).slice(4)}`]);
  const second = await kit.open();
  expect(second.size()).toBe(32);
  expect(['g0', 'g31', 'g32', 'g95'].map((id) => second.get(id)?.guest.id)).toEqual([
    'g0',
    'g31',
    undefined,
    undefined,
  ]);
  expect(['g0', 'g1', 'g2'].map((id) => second.history(id))).toEqual([history, null, null]);
  expect(kit.logger.lines).toContainEqual({ level: 'warn', event: 'guests-unreadable', data: { count: 2 } });
  const otherBox = { ...createFakeSecretBox(), open: () => Promise.reject(new Error('another keyring')) };
  const third = await kit.open({ secretBox: otherBox });
  expect([third.size(), third.memory]).toEqual([0, 'sealed']);
  third.upsert(ana, '4155550142');
  expect(third.get('ana')).not.toBeNull();
});

test('a guest who takes the place of one who left has nothing of theirs', async () => {
  const directory = await kit.open();
  directory.upsert(ana, '4155550142');
  directory.update('ana', {}, history);
  await kit.time.pass(1_000);
  expect(directory.forget('ana')).toBe(true);
  directory.upsert(guest('tom', 'Tom', 'Okafor', null), null);
  expect(directory.history('tom')).toBeNull();
  await kit.time.pass(1_000);
  const again = await kit.open();
  expect([again.size(), again.history('tom')]).toEqual([1, null]);
});

test('a disk that takes nothing in keeps no one from looking guests up', async () => {
  const directory = await kit.open();
  directory.options.db.exec('PRAGMA query_only = ON');
  directory.upsert(ana, '4155550142');
  directory.update('ana', { balance }, history);
  await kit.time.pass(1_000);
  expect(directory.startingWith('4155', 5).total).toBe(1);
  expect(kit.logger.lines.some(({ event }) => event === 'guests-not-written')).toBe(true);
});

test('reading many guests lets other work in between', async () => {
  const first = await kit.open({ most: 10_000 });
  for (let n = 0; n < 5_000; n += 1) first.upsert(guest(`g${n}`, 'G', String(n), null), null);
  kit.close();
  let mono = 0;
  const hurried = { ...kit.time.clock, monotonic: () => (mono += 3) };
  let pauses = 0;
  const scheduler = {
    after: (ms: number, run: () => void) => {
      if (ms === 0) pauses += 1;
      return kit.time.scheduler.after(ms, run);
    },
  };
  const second = await kit.open({ most: 10_000, clock: hurried, scheduler });
  expect(second.size()).toBe(5_000);
  expect(pauses).toBeGreaterThan(5);
});

test('by name without punctuation and spaces, no matter who typed them; by address as people write it', async () => {
  const directory = await kit.open();
  const seen: readonly (readonly [string, string, string])[] = [
    ['sean', 'Seán', "O'Brien"],
    ['stan', 'Stan', 'OBrien'],
    ['cruz', 'Ana', 'de la Cruz'],
    ['delacruz', 'Juan', 'Delacruz'],
    ['jr', 'J.R.', 'Smith-Jones'],
    ['joerg', 'Jörg', 'Müller'],
  ];
  for (const [id, first, last] of seen)
    directory.upsert(guest(id, first, last, null, `<${id}@Example.com>.`), null);
  const named = (text: string) => new Set(directory.named(text, 10).matches.map(({ id }) => id));
  for (const [typed, ids] of [
    ['obrien', ['sean', 'stan']],
    ['O’Brien', ['sean', 'stan']],
    ['o brien', ['sean', 'stan']],
    ['o brien stan', ['stan']],
    ['delacruz', ['cruz', 'delacruz']],
    ['De La Cruz', ['cruz', 'delacruz']],
    ['de la cruz juan', ['delacruz']],
    ['jr smith', ['jr']],
    ['smithjones', ['jr']],
    ['mueller', ['joerg']],
    ['smith obrien', []],
    ['-', []],
  ] as const) {
    expect([typed, named(typed)]).toEqual([typed, new Set(ids)]);
    expect(directory.named(typed, 1).total).toBe(ids.length);
  }
  for (const typed of ['sean@', 'Sean@example.com.', 'mailto:sean@example.com', 'sean\u200b@example.com']) {
    expect(directory.mailed(typed, 10).matches.map(({ id }) => id)).toEqual(['sean']);
  }
});
