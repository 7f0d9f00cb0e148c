import { safeStorage } from 'electron';
import type { SecretBox } from '../ports.ts';

/** How long the system may take to open its keyring (it may be asking somebody), ms. */
const PATIENCE_MS = 5_000;

/**
 * Sealing by the operating system through the asynchronous safeStorage calls. On Linux without a keyring Electron "seals"
 * with a password that is in its source (`basic_text`): that is weak, and says so.
 */
export function createSecretBox(): SecretBox {
  return {
    strength: async () => {
      const backend: string | undefined = safeStorage.getSelectedStorageBackend?.();
      if (backend === 'basic_text' || backend === 'unknown') return 'weak';
      return (await inTime(safeStorage.isAsyncEncryptionAvailable(), false)) ? 'strong' : 'weak';
    },
    seal: async (plain) => (await safeStorage.encryptStringAsync(plain)).toString('base64'),
    open: async (sealed) => (await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))).result,
  };
}

function inTime<T>(work: Promise<T>, otherwise: T): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(otherwise), PATIENCE_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
