import { expect, test } from 'vitest';
import type { KeyStore } from '../../ports.ts';
import { createFakeSecretBox } from '../../testing/fakes.ts';
import { createGuestSealer } from './guest-sealer.ts';

function createStore(): KeyStore & { readonly values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    get: (key) => values.get(key) ?? null,
    set: (key, value) => {
      values.set(key, value);
    },
  };
}

async function loaded(store: KeyStore, box = createFakeSecretBox(), allowUnsealed = false) {
  const sealer = createGuestSealer();
  await sealer.load(store, box, allowUnsealed);
  return sealer;
}

const locked = {
  ...createFakeSecretBox(),
  open: async () => {
    throw new Error('locked');
  },
};

test('what was sealed opens after a restart, and without the key it does not', async () => {
  const store = createStore();
  const sealed = (await loaded(store)).seal('Ana Petrescu') ?? '';
  expect(sealed).not.toContain('Ana');
  expect((await loaded(store)).open(sealed)).toBe('Ana Petrescu');
  expect((await loaded(createStore())).open(sealed)).toBeNull();
});

test('a keyring that is locked at one start costs nothing: its key is set aside and opens again', async () => {
  const store = createStore();
  const first = (await loaded(store)).seal('first') ?? '';
  const without = await loaded(store, locked);
  expect(without.open(first)).toBeNull();
  const second = without.seal('second') ?? '';
  await loaded(store, locked);
  const later = await loaded(store);
  expect([later.open(first), later.open(second)]).toEqual(['first', 'second']);
});

test('a key that was kept in the open seals nothing more once the system can seal, and still opens', async () => {
  const store = createStore();
  const weak = createFakeSecretBox('weak');
  const old = (await loaded(store, weak, true)).seal('old') ?? '';
  const strong = await loaded(store);
  const fresh = strong.seal('new') ?? '';
  expect(strong.open(old)).toBe('old');
  expect(store.values.get('newGuestKey')).toMatch(/^sealed:/);
  expect((await loaded(createStore(), weak, true)).open(fresh)).toBeNull();
});

test('where nothing may be kept, nothing is sealed, and what there is still opens', async () => {
  const store = createStore();
  const sealed = (await loaded(store)).seal('kept') ?? '';
  const none = await loaded(store, createFakeSecretBox('weak'));
  expect(none.seal('x')).toBeNull();
  expect(none.open(sealed)).toBe('kept');
});
