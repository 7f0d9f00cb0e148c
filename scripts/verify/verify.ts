/**
 * `npm run verify:electron [-- --report FILE]`: what Electron itself alone can show, tried on this PC, with a report. Needs Electron's files, and on
 * Linux a display. Exits with 1 where a trial failed, with 2 where there is no Electron.
 */
import { spawnSync } from 'node:child_process';
import { scryptSync } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { release, type } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { electronPath } from '../../e2e/fixtures/kiosk.ts';
import { SCHEMA_VERSION } from '../../src-main/storage/migrate.ts';
import { bundledPackages } from '../dist/bundled.ts';
import { electronRelease } from '../dist/electron-files.ts';
import { wrongFuses } from '../dist/fuses.ts';
import { notices } from '../dist/notices.ts';
import { pack, programName } from '../dist/pack.ts';
import { manifest, type Platform, repository, sourceDate } from '../dist/product.ts';
import { lifeOnLinux, refusals } from './product-trials.ts';
import { type Finding, readInside, writeReport } from './report.ts';

const INSIDE = ['versions', 'sealing', 'scrypt', 'sqlite', 'certificates', 'proxy', 'pac'];
/** Egress, the keys and the window of the kiosk, printing and other doors, files of others: the same specs as on the stand-in. */
const SPECS = ['closed', 'egress', 'kiosk-stays', 'paper', 'private-files'];

const { values } = parseArgs({
  options: { report: { type: 'string', default: 'out/verify-electron.json' } },
});
const report = resolve(repository, values.report);
const electron = electronPath();
const { platform } = process;
if (electron === null || (platform !== 'linux' && platform !== 'win32')) {
  process.stderr.write(
    'Electron’s own files are not here. On a PC that reaches GitHub, run `npx install-electron` and then this again.\n',
  );
  process.exit(2);
}

function inside(program: string): readonly Finding[] {
  const cost = { N: 131_072, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
  const env = {
    ...process.env,
    HOSTSTAND_VERIFY_SCRYPT: scryptSync('975310', 'salt', 32, cost).toString('hex'),
  };
  const done = spawnSync(program, [join(import.meta.dirname, 'inside')], {
    env,
    encoding: 'utf8',
    timeout: 120_000,
  });
  return readInside(done.stdout, INSIDE);
}

async function product(program: string, system: Platform): Promise<readonly Finding[]> {
  const to = join(repository, 'out', 'verify', 'product');
  const facts = {
    version: manifest().version,
    dataVersion: SCHEMA_VERSION,
    standin: false,
    epoch: sourceDate(),
  };
  const text = notices(bundledPackages());
  await pack({ platform: system, electron: dirname(program), notices: text, product: facts, to });
  const wrong = await wrongFuses(join(to, programName(system)), system);
  const fuses: Finding = {
    id: 'fuses',
    state: wrong.length === 0 ? 'passed' : 'failed',
    detail: wrong.length === 0 ? 'all nine as they must be' : wrong.join(', '),
  };
  const found = [
    fuses,
    ...refusals(to, programName(system)),
    ...(await lifeOnLinux(to, programName(system))),
  ];
  rmSync(to, { recursive: true, force: true });
  return found;
}

const specs = (): readonly Finding[] =>
  SPECS.map((name) => {
    const cli = join(repository, 'node_modules/@playwright/test/cli.js');
    const args = [cli, 'test', `e2e/${name}.spec.ts`, '--project', 'electron', '--workers', '1'];
    const done = spawnSync(process.execPath, args, { cwd: repository, encoding: 'utf8', timeout: 600_000 });
    const last = done.stdout.trim().split('\n').at(-1) ?? '';
    return { id: `e2e ${name}`, state: done.status === 0 ? 'passed' : 'failed', detail: last };
  });

const findings = [...inside(electron), ...(await product(electron, platform)), ...specs()];
for (const { id, state, detail } of findings) process.stdout.write(`${state.padEnd(9)} ${id}: ${detail}\n`);
const about = {
  version: manifest().version,
  electron: electronRelease().version,
  system: `${type()} ${release()}`,
  desktop: process.env['XDG_CURRENT_DESKTOP'] ?? '',
};
mkdirSync(dirname(report), { recursive: true });
writeFileSync(report, writeReport(findings, about));
process.stdout.write(`Report: ${report}. It ends with what only a person can see.\n`);
process.exit(findings.some(({ state }) => state === 'failed') ? 1 : 0);
