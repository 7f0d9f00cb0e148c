/** The hook that signs for Authenticode, with a certificate made for this trial and thrown away. `npm run dist` never signs a stand-in. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { buildSetup, findMakensis, signProgram } from '../../scripts/dist/windows/setup.ts';
import { FIRST, productOf, UNINSTALLER } from './made.ts';
import { noWindowsPc, openWindowsPc, PROGRAMS } from './windows-pc.ts';

const signer = spawnSync('sh', ['-c', 'command -v osslsigncode openssl']).status === 0;
const why = noWindowsPc() ?? (signer ? null : 'osslsigncode or openssl is not installed');
test.skip(why !== null, why ?? '');

let scratch = '';
test.beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'hoststand-signing-'));
});
test.afterEach(() => rmSync(scratch, { recursive: true, force: true }));

/** A command that signs in place, as `--sign-command` takes one, and what tells whether a file has its signature. */
function throwAwaySigner() {
  const [key, certificate, script] = ['key.pem', 'cert.pem', 'sign.sh'].map((name) =>
    join(scratch, name),
  ) as [string, string, string];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=Throw-away'];
  const use = ['-addext', 'extendedKeyUsage=codeSigning', '-keyout', key, '-out', certificate];
  execFileSync('openssl', [...request, ...use], { stdio: 'ignore' });
  writeFileSync(
    script,
    `set -e\nosslsigncode sign -h sha256 -certs '${certificate}' -key '${key}' -in "$1" -out "$1.signed"\nmv "$1.signed" "$1"\n`,
  );
  const isSigned = (path: string): boolean =>
    spawnSync('osslsigncode', ['verify', '-CAfile', certificate, '-in', path]).status === 0;
  return { command: `sh ${script}`, isSigned };
}

test('program, uninstaller and Setup are signed, also once they are installed; a changed one is not', async () => {
  const { command, isSigned } = throwAwaySigner();
  const app = join(scratch, 'an app');
  cpSync(FIRST.app, app, { recursive: true, preserveTimestamps: true });
  expect(isSigned(join(app, 'Hoststand.exe'))).toBe(false);
  signProgram(command, join(app, 'Hoststand.exe'));
  const product = productOf('0.1.0');
  const setup = buildSetup({
    ...{ makensis: findMakensis(product), app, product, folder: scratch, signCommand: command },
  });
  expect(isSigned(setup)).toBe(true);

  const pc = openWindowsPc();
  try {
    expect(await pc.run(setup, ['/S'])).toBe(0);
    for (const name of ['Hoststand.exe', UNINSTALLER]) {
      const installed = join(pc.drive, PROGRAMS, 'app-0.1.0', name);
      expect(isSigned(installed), name).toBe(true);
      const bytes = readFileSync(installed);
      bytes[0x200] = (bytes[0x200] ?? 0) ^ 1;
      const changed = join(scratch, 'changed.exe');
      writeFileSync(changed, bytes);
      expect(isSigned(changed), `${name}, changed`).toBe(false);
    }
  } finally {
    await pc.end();
  }
});

test('where the command fails, there is no Setup', () => {
  const product = productOf('0.1.0');
  const options = { makensis: findMakensis(product), app: FIRST.app, product, folder: scratch };
  expect(() => buildSetup({ ...options, signCommand: 'false' })).toThrow('makensis ended with');
});
