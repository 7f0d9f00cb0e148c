import { safeStorage } from 'electron';
import type { SecretBox } from '../ports.ts';

/**
 * Sealing by the operating system through the asynchronous safeStorage calls. On Linux without a keyring Electron
 * "seals" with a password that is in its source (`basic_text`): that is weak, and says so. Each call waits as long as
 * the keyring does: it may be asking someone, and no answer is no sign of weakness. `host.ts` says so on the screen.
 */
export function createSecretBox(): SecretBox {
  return {
    strength: async () => {
      const backend: string | undefined = safeStorage.getSelectedStorageBackend?.();
      if (backend === 'basic_text' || backend === 'unknown') return 'weak';
      return (await safeStorage.isAsyncEncryptionAvailable()) ? 'strong' : 'weak';
    },
    seal,
    open: async (sealed, renew) => {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'));
      // Where that fails, the old form is still there, and the next opening tries again.
      if (shouldReEncrypt && renew !== undefined)
        await seal(result)
          .then(renew)
          .catch(() => undefined);
      return result;
    },
  };
}

const seal = async (plain: string): Promise<string> =>
  (await safeStorage.encryptStringAsync(plain)).toString('base64');
