// Runs inside of Electron, for scripts/verify/verify.ts: what the main process relies on, tried. One line of JSON for each trial.
import { scryptSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';
import { app, safeStorage, session } from 'electron';

const TOAST = 'https://ws-api.toasttab.com/';
const PAC = 'function FindProxyForURL(url, host) { return "PROXY 10.1.2.3:3128; DIRECT"; }';

/** The hash that another Node has made of the same. */
const scrypt = (text) =>
  scryptSync(text, 'salt', 32, { N: 131_072, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }).toString('hex');

const trials = {
  versions: async () => {
    const { electron, chrome, node, sqlite } = process.versions;
    return [true, `Electron ${electron}, Chromium ${chrome}, Node ${node}, SQLite ${sqlite}`];
  },
  sealing: async () => {
    const backend = safeStorage.getSelectedStorageBackend?.() ?? process.platform;
    if (!(await safeStorage.isAsyncEncryptionAvailable()))
      return [false, `${backend}: sealing is not available`];
    const sealed = await safeStorage.encryptStringAsync('ñ secret');
    const { result } = await safeStorage.decryptStringAsync(sealed);
    const weak = backend === 'basic_text' || backend === 'unknown';
    const hides = !sealed.includes('secret');
    return [
      result === 'ñ secret' && hides && !weak,
      `${backend}${weak ? ': there is no keyring, so nothing is sealed' : ''}`,
    ];
  },
  scrypt: async () => {
    const began = performance.now();
    const hash = scrypt('975310');
    return [hash === process.env.HOSTSTAND_VERIFY_SCRYPT, `${Math.round(performance.now() - began)} ms`];
  },
  sqlite: async () => {
    const { DatabaseSync } = await import('node:sqlite');
    const folder = mkdtempSync(join(tmpdir(), 'hoststand-verify-'));
    try {
      const db = new DatabaseSync(join(folder, 'a.db'));
      const mode = db.prepare('PRAGMA journal_mode = WAL').get().journal_mode;
      db.exec(
        'PRAGMA synchronous = FULL; CREATE TABLE t (a TEXT); BEGIN IMMEDIATE; INSERT INTO t VALUES (1); COMMIT',
      );
      db.prepare('VACUUM INTO ?').run(join(folder, 'b.db'));
      db.close();
      const copy = new DatabaseSync(join(folder, 'b.db'));
      const whole = copy.prepare('PRAGMA integrity_check').get().integrity_check;
      const rows = copy.prepare('SELECT count(*) AS n FROM t').get().n;
      copy.close();
      return [mode === 'wal' && whole === 'ok' && rows === 1, `journal ${mode}, copy ${whole}`];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  certificates: async () => {
    const found = getCACertificates('system').length;
    return [found > 0, `${found} authorities of the system`];
  },
  proxy: async () => [
    true,
    `the system names ${await session.defaultSession.resolveProxy(TOAST)} for ${TOAST}`,
  ],
  pac: async () => {
    const own = session.fromPartition('verify-pac');
    const pacScript = `data:application/x-ns-proxy-autoconfig,${encodeURIComponent(PAC)}`;
    await own.setProxy({ mode: 'pac_script', pacScript });
    const said = await own.resolveProxy(TOAST);
    return [said.startsWith('PROXY 10.1.2.3:3128'), said];
  },
};

app.whenReady().then(async () => {
  for (const [id, trial] of Object.entries(trials)) {
    let outcome;
    try {
      outcome = await trial();
    } catch (error) {
      outcome = [false, String(error)];
    }
    process.stdout.write(`${JSON.stringify({ id, ok: outcome[0], detail: outcome[1] })}\n`);
  }
  app.exit(0);
});
