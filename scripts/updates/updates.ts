/**
 * Makes and signs update metadata (docs/PACKAGING.md, Updates).
 *
 *   npm run updates -- keys --keys DIR
 *   npm run updates -- root --keys DIR --to DIR [--before DIR]
 *   npm run updates -- release --keys DIR --to DIR --file FILE --facts FILE
 *   npm run updates -- renew --keys DIR --to DIR
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addRelease, readKeys, renew, writeRoot } from './repository.ts';
import { newPrivateKey, ROLES } from './signing.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    keys: { type: 'string' },
    before: { type: 'string' },
    to: { type: 'string' },
    file: { type: 'string' },
    facts: { type: 'string' },
  },
});

function given(name: 'keys' | 'to' | 'file' | 'facts'): string {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
}

function run(command: string | undefined): string {
  const keys = given('keys');
  const now = Date.now();
  switch (command) {
    case 'keys':
      mkdirSync(keys, { recursive: true, mode: 0o700 });
      for (const role of ROLES) {
        const path = join(keys, `${role}.pem`);
        if (existsSync(path)) throw new Error(`${path} exists already`);
        writeFileSync(path, newPrivateKey(), { mode: 0o600, flag: 'wx' });
      }
      return `Four private keys are in ${keys}. Keep root.pem and targets.pem offline.`;
    case 'root': {
      const before = values.before === undefined ? undefined : readKeys(values.before);
      const text = writeRoot(given('to'), readKeys(keys), now, before);
      return `Wrote root metadata version ${JSON.parse(text).signed.version}. Build with it as resources/update-root.json.`;
    }
    case 'release':
      addRelease(
        given('to'),
        readKeys(keys),
        given('file'),
        JSON.parse(readFileSync(given('facts'), 'utf8')),
        now,
      );
      return `Signed ${given('file')}.`;
    case 'renew':
      renew(given('to'), readKeys(keys), now);
      return 'Signed with new dates.';
    default:
      throw new Error('Say keys, root, release or renew.');
  }
}

try {
  process.stdout.write(`${run(positionals[0])}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
