import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { SystemCertificates } from '../ports.ts';

/** Where Linux keeps what it trusts, should OpenSSL's own idea of the place be wrong: Debian, then Red Hat. */
const FILES = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt'];

const READ = `
  const { parentPort } = require('node:worker_threads');
  parentPort.postMessage(require('node:tls').getCACertificates('system'));
`;

/**
 * What the operating system trusts, as PEM, read on a thread of its own: Node reads it synchronously, which takes seconds
 * on some PCs.
 */
export function createSystemCertificates(): SystemCertificates {
  return {
    read: async () => {
      const found = await readOnThread();
      return found.length > 0 ? found : readFiles();
    },
  };
}

function readOnThread(): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(READ, { eval: true });
    // A kiosk that ends does not wait for it.
    worker.unref();
    worker.once('message', (found: unknown) => {
      resolve(Array.isArray(found) ? found.filter((each) => typeof each === 'string') : []);
    });
    worker.once('error', reject);
    worker.once('exit', () => resolve([]));
  });
}

async function readFiles(): Promise<readonly string[]> {
  for (const file of FILES) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
    if (found !== null) return found;
  }
  return [];
}
