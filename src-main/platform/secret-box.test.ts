import { beforeEach, expect, test, vi } from 'vitest';

const system = vi.hoisted(() => ({ shouldReEncrypt: false, refuses: false, sealed: 0 }));
vi.mock('electron', () => ({
  safeStorage: {
    encryptStringAsync: async (text: string) => {
      if (system.refuses) throw new Error('no key');
      system.sealed += 1;
      return Buffer.from(`${system.sealed} ${text}`);
    },
    decryptStringAsync: async (sealed: Buffer) => ({
      result: sealed.toString().slice(2),
      shouldReEncrypt: system.shouldReEncrypt,
    }),
  },
}));
beforeEach(() => Object.assign(system, { shouldReEncrypt: false, refuses: false, sealed: 0 }));

async function opened(renew?: (sealed: string) => void): Promise<string> {
  const { createSecretBox } = await import('./secret-box.ts');
  return createSecretBox().open(Buffer.from('0 secret').toString('base64'), renew);
}

test('where the system has no newer key, nothing is sealed again', async () => {
  expect(await opened(() => expect.unreachable())).toBe('secret');
});

test('where it has one, the same text sealed with it is there before the text is', async () => {
  system.shouldReEncrypt = true;
  const kept: string[] = [];
  expect(await opened((sealed) => kept.push(sealed))).toBe('secret');
  expect(kept.map((sealed) => Buffer.from(sealed, 'base64').toString())).toEqual(['1 secret']);
});

test.each([
  ['cannot seal', true, () => {}],
  ['cannot be written down', false, () => expect.unreachable('the disk refuses')],
])('where the newly sealed text %s, the text opens nevertheless', async (_, refuses, renew) => {
  Object.assign(system, { shouldReEncrypt: true, refuses });
  expect(await opened(renew)).toBe('secret');
});

test('no one who keeps it: nothing is sealed', async () => {
  system.shouldReEncrypt = true;
  expect(await opened()).toBe('secret');
  expect(system.sealed).toBe(0);
});
