/** Tells which imports the table of walls does not have; ends with 1 where there are any. */
import { resolve } from 'node:path';
import { readSources, trespasses } from './walls.ts';

const found = readSources(resolve(import.meta.dirname, '../..')).flatMap(({ path, text }) =>
  trespasses(path, text),
);
for (const each of found) console.error(each);
process.exitCode = found.length === 0 ? 0 : 1;
