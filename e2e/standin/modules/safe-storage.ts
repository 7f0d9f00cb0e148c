import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SafeStorage } from 'electron';
import type { Lifecycle } from './lifecycle.ts';

export type Backend = 'gnome_libsecret' | 'basic_text' | 'unavailable';

/** Which keyring to play, from STANDIN_SAFE_STORAGE; a name that is none of them is an error. */
export function backendFrom(value: string | undefined): Backend {
  switch (value ?? 'gnome_libsecret') {
    case 'gnome_libsecret':
      return 'gnome_libsecret';
    case 'basic_text':
      return 'basic_text';
    case 'unavailable':
      return 'unavailable';
    default:
      throw new Error(`STANDIN_SAFE_STORAGE is ${value}; known: gnome_libsecret, basic_text, unavailable`);
  }
}

const notReady = 'safeStorage cannot be used before app is ready';
const iv = 12;
const tag = 16;

/** `safeStorage`: the asynchronous calls. The key is a file in the user-data folder, where Electron's is the OS's. */
export class StandInSafeStorage
  implements Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>
{
  static readonly standInOnly = ['backend'];
  readonly #lifecycle: Lifecycle;
  readonly #folder: () => string;
  readonly backend: Backend;
  readonly #reEncrypt: boolean;
  /** Linux only: elsewhere Electron has no such method. */
  readonly getSelectedStorageBackend?: () => string;

  constructor(options: {
    readonly lifecycle: Lifecycle;
    readonly userData: () => string;
    readonly backend: Backend;
    readonly platform: NodeJS.Platform;
    /** Answers every decryption with `shouldReEncrypt`, as after a change of key. */
    readonly reEncrypt: boolean;
  }) {
    this.#lifecycle = options.lifecycle;
    this.#folder = () => join(options.userData(), 'standin-keyring');
    this.backend = options.backend;
    this.#reEncrypt = options.reEncrypt;
    if (options.platform === 'linux') {
      this.getSelectedStorageBackend = () => {
        if (!this.#lifecycle.isReady) return 'unknown';
        return this.backend === 'unavailable' ? 'unknown' : this.backend;
      };
    }
  }

  /** After ready this never answers false: it answers true, or not at all while a keyring keeps its prompt open. */
  isAsyncEncryptionAvailable(): Promise<boolean> {
    if (!this.#lifecycle.isReady) return Promise.resolve(false);
    return this.backend === 'unavailable' ? new Promise(() => undefined) : Promise.resolve(true);
  }

  async encryptStringAsync(text: string): Promise<Buffer> {
    this.#lifecycle.requireReady(notReady);
    if (typeof text !== 'string')
      throw new TypeError('Error processing argument at index 0, conversion failure');
    if (this.backend === 'unavailable') {
      throw new Error(
        'Error while encrypting the text provided to safeStorage.encryptStringAsync. Encryption is not available.',
      );
    }
    const nonce = randomBytes(iv);
    const cipher = createCipheriv('aes-256-gcm', this.#key(), nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.from(this.#prefix()), nonce, cipher.getAuthTag(), sealed]);
  }

  async decryptStringAsync(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    this.#lifecycle.requireReady(notReady);
    if (!ArrayBuffer.isView(sealed)) {
      throw new TypeError('Expected the first argument of decryptStringAsync() to be a buffer');
    }
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (bytes.length === 0) return { result: '', shouldReEncrypt: false };
    if (this.backend === 'unavailable') {
      throw new Error(
        'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync. Encryption is temporarily unavailable. Please try again.',
      );
    }
    try {
      if (!/^v1[01]$/.test(bytes.toString('latin1', 0, 3))) throw new Error('no prefix');
      const at = 3 + iv;
      const decipher = createDecipheriv('aes-256-gcm', this.#key(), bytes.subarray(3, at));
      decipher.setAuthTag(bytes.subarray(at, at + tag));
      const result = decipher.update(bytes.subarray(at + tag), undefined, 'utf8') + decipher.final('utf8');
      return { result, shouldReEncrypt: this.#reEncrypt };
    } catch {
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.');
    }
  }

  setUsePlainTextEncryption(_use: boolean): void {
    this.#lifecycle.requireReady(notReady);
  }

  #prefix(): string {
    return this.backend === 'basic_text' ? 'v10' : 'v11';
  }

  #key(): Buffer {
    // basic_text is a password known to everyone.
    if (this.backend === 'basic_text') return Buffer.alloc(32, 'peanuts');
    const file = join(this.#folder(), 'key');
    if (!existsSync(file)) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, randomBytes(32), { mode: 0o600 });
    }
    return readFileSync(file);
  }
}
