/** Runs the benchmarks by name: every `bench/NAME.ts` is one. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Row, Suite } from '../bench/lib/suite.ts';

const folder = resolve(import.meta.dirname, '../bench');
const known = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => entry.name.slice(0, -3))
  .sort();
const USAGE = `Usage: npm run bench -- [suite ...] [--json FILE]. Suites: ${known.join(', ')}. Without a name, all of them.`;

/** Ends with a plain sentence: what, why, what to do. */
function stop(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}

function readArguments() {
  try {
    return parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : String(error)}. ${USAGE}`);
  }
}

const { values, positionals } = readArguments();
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) stop(`There is no suite ${unknown.join(', ')}. ${USAGE}`);

const figure = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toFixed(4);
const rows: Row[] = [];
let failed = false;
for (const name of positionals.length > 0 ? positionals : known) {
  const { suite } = (await import(join(folder, `${name}.ts`))) as { readonly suite: Suite };
  console.log(`\n${name}: ${suite.about}`);
  try {
    await suite.run((row) => {
      if (!Number.isFinite(row.value)) throw new Error(`${row.metric} is no number`);
      rows.push({ suite: name, ...row });
      const { subject, n, metric, value, unit } = row;
      console.log(
        `  ${subject.padEnd(12)} ${String(n).padStart(9)}  ${metric.padEnd(26)} ${figure(value)} ${unit}`,
      );
    });
  } catch (error) {
    failed = true;
    console.error(`  ${name} failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
// What was measured is kept, also where a suite failed.
if (values.json !== undefined) writeFileSync(resolve(values.json), `${JSON.stringify(rows, null, 2)}\n`);
process.exit(failed ? 1 : 0);
