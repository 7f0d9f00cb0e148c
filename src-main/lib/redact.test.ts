import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { redact, redactDeep } from './redact.ts';

test.each([
  ['asked for 4155550142', 'asked for [number]'],
  ['(415) 555-0142 and 415.555.0142', '[number] and [number]'],
  ['mail ana.petrescu+x@example.com today', 'mail [e-mail] today'],
  ['id 7d9c1f0e-0000-4000-8000-000000000001 stays', 'id 7d9c1f0e-0000-4000-8000-000000000001 stays'],
  ['id 41555501-4255-4000-8000-415555014200', 'id 41555501-4255-4000-8000-415555014200'],
  ['card 4111111111111111 or 3782 822463 10005', 'card [number] or [number]'],
  ['took 120 ms, status 503', 'took 120 ms, status 503'],
  ['at 2026-11-22T00:10:00.123Z, on 2026-11-22', 'at 2026-11-22T00:10:00.123Z, on 2026-11-22'],
  ['kiosk.db.20261122T001000Z.copy', 'kiosk.db.20261122T001000Z.copy'],
  ['Windows_NT 10.0.26100 and Electron 142.0.7444.59', 'Windows_NT 10.0.26100 and Electron 142.0.7444.59'],
  ['connect ECONNREFUSED 127.0.0.1:443', 'connect ECONNREFUSED 127.0.0.1:443'],
])('%s', (line, safe) => {
  expect(redact(line)).toBe(safe);
});

test.each([
  '+14155550142',
  '14155550142',
  '+1 (415) 555-0142',
  '1-415-555-0142',
  '4 1 5 5 5 5 0 1 4 2',
  '415 - 555 - 0142',
  '415\u00a0555\u00a00142',
  '415\u2011555\u20110142',
  '+44 20 7946 0958',
  '+44 (0)20 7946 0958',
  '0171/1234567',
  '+49 171 1234567',
  '01.42.68.53.00',
  '+33 1 42 68 53 00',
  '+52 1 55 1234 5678',
  '0052 55 1234 5678',
  '+91 98765 43210',
  '+45 32 12 34 56',
  '32123456',
  '555-0142',
  '+86-138-0013-8000',
  '٤١٥٥٥٥٠١٤٢',
  '＋１４１５５５５０１４２',
  'tel:+1-415-555-0142;ext=7',
  '%2B14155550142',
  '415%20555%200142',
  'x4155550142y',
  'b4155550142c',
  '415_555_0142',
  '2026-11-22-4155550142',
])('no digit of the number %s is left, alone, in a sentence or in JSON', (number) => {
  const digits = (text: string) => (text.match(/\p{Nd}/gu) ?? []).length;
  for (const text of [number, `to ${number}.`, `[${number}]`, JSON.stringify({ n: number })]) {
    expect(digits(redact(text)), text).toBeLessThan(2);
    expect(redact(text)).toContain('[number]');
  }
});

test.each([
  'ana@example.com',
  'ana.petrescu@münchen.example',
  'анна@пример.рф',
  '用户@例子.公司',
  '用户@例子。公司',
  'ana@xn--mnchen-3ya.example',
  "o'brien!x#y@example.co.uk",
  'ana＠example.com',
  'ana%40example.com',
  'ana@localhost',
  `${'a'.repeat(64)}@example.com`,
])('nothing of the address %s is left', (address) => {
  for (const text of [address, `mailto:${address}?x=1`, `"${address}"`, `<${address}>`]) {
    const safe = redact(text);
    expect(safe).toContain('[e-mail]');
    for (const part of address.split(/[@＠]|%40/)) expect(safe).not.toContain(part);
  }
});

test('every GUID and every hash stays, regardless of its digits', () => {
  for (let n = 0; n < 2_000; n += 1) {
    const [guid, hash] = [randomUUID(), randomBytes(32).toString('hex')];
    expect(redact(`of ${guid}, seal ${hash}`)).toBe(`of ${guid}, seal ${hash}`);
  }
});

test('a text without end is gone over once', () => {
  const [letters, digits] = ['a'.repeat(300_000), '1-'.repeat(150_000)];
  expect(redact(letters)).toBe(letters);
  expect(redact(digits)).toBe('[number]-');
  expect(redact('+('.repeat(100_000))).toHaveLength(200_000);
});

test('an object is redacted in its texts and keys, and keeps its numbers', () => {
  expect(
    redactDeep({ ms: 1_795_305_600_000, why: ['of +14155550142', null], 'ana@example.com': { deep: true } }),
  ).toEqual({ ms: 1_795_305_600_000, why: ['of [number]', null], '[e-mail]': { deep: true } });
});
