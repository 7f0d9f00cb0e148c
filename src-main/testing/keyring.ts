import type { SecretBox } from '../ports.ts';

/** A keyring with these keys, the newest last: it seals with that one, and opens with each. `renewed`: what it has sealed again so far. */
export function keyring(...keys: readonly string[]): SecretBox & { readonly renewed: () => number } {
  const newest = keys.at(-1) ?? '';
  const seal = async (plain: string): Promise<string> =>
    Buffer.from(JSON.stringify([newest, plain])).toString('base64');
  let renewed = 0;
  return {
    renewed: () => renewed,
    strength: async () => 'strong',
    seal,
    open: async (sealed, renew) => {
      const [key, plain] = JSON.parse(Buffer.from(sealed, 'base64').toString());
      if (!keys.includes(key)) throw new Error('lost');
      if (key !== newest && renew !== undefined) {
        renewed += 1;
        renew(await seal(plain));
      }
      return plain;
    },
  };
}
