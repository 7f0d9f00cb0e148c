/**
 * `npm run verify:installed -- PROGRAM`: tries a Hoststand that is installed on this PC, as the account that runs this.
 * On Linux it needs a display. Exits with 1 where a trial failed. For a PC on which no one gives credit: it starts and
 * kills the program.
 */
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { tryInstalled } from './installed-trials.ts';
import { lifeOnLinux } from './product-trials.ts';

const [program = ''] = process.argv.slice(2);
if (!existsSync(program)) {
  process.stderr.write('Usage: npm run verify:installed -- PROGRAM, such as /usr/bin/hoststand\n');
  process.exit(2);
}
const own = realpathSync(program);
const findings = [...(await tryInstalled(own)), ...(await lifeOnLinux(dirname(own), basename(own)))];
for (const { id, state, detail } of findings) process.stdout.write(`${state.padEnd(9)} ${id}: ${detail}\n`);
process.exit(findings.some(({ state }) => state === 'failed') ? 1 : 0);
