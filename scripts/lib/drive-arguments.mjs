// What `npm run drive` is told. Plain JavaScript: it is read before anything is installed.
import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = 'Usage: npm run drive -- --data DIR [--config FILE] [--size WIDTHxHEIGHT]';
/** Pixels a side of the screen may have. */
const [SMALLEST_SIDE, LARGEST_SIDE] = [200, 8192];

/**
 * The data folder (created where it is missing), the configuration file or null, the size or null; else the problem in
 * words.
 */
export function readDriveArguments(args) {
  const refuse = (words) => ({ problem: `${words} ${USAGE}` });
  let values;
  try {
    const text = { type: 'string' };
    values = parseArgs({ args, options: { data: text, config: text, size: text } }).values;
  } catch (error) {
    return refuse(`${error.message.replace(/\.?$/, '.')}`);
  }
  const { data, config, size } = values;
  if (!data) return refuse('--data is missing: name the folder the application keeps its data in.');
  if (config === '') return refuse('--config names no file.');
  const sides = size === undefined ? null : /^(\d{1,5})x(\d{1,5})$/.exec(size)?.slice(1).map(Number);
  if (sides === undefined || sides?.some((side) => side < SMALLEST_SIDE || side > LARGEST_SIDE)) {
    return refuse(`--size must look like 1024x768, ${SMALLEST_SIDE} to ${LARGEST_SIDE} each, not "${size}".`);
  }
  const file = config === undefined ? null : resolve(config);
  try {
    if (file !== null) readFileSync(file);
  } catch (error) {
    return refuse(`The configuration file ${file} cannot be read (${error.code}).`);
  }
  const folder = resolve(data);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    return refuse(`The data folder ${folder} cannot be used (${error.code}).`);
  }
  return { data: folder, config: file, size: sides && { width: sides[0], height: sides[1] } };
}
