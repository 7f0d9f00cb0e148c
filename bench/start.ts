import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { repository } from '../e2e/fixtures/kiosk.ts';
import { fillDirectory } from '../e2e/measure/large-restaurant.ts';
import { measureStart, SLOW_DOWN, slowDown } from '../e2e/measure/walk.ts';
import { percentile } from './lib/percentile.ts';
import type { Suite } from './lib/suite.ts';
import { withKiosk } from './ui/measure.ts';

const DIRECTORY = 100_000;
const STARTS = 12;

/** Scripts and styles of the page, gzipped: all of them, or those it needs before its first screen. */
function bundleBytes(which: 'all' | 'first'): number {
  const folder = join(repository, 'out', 'renderer', 'assets');
  const page = readFileSync(join(folder, '..', 'index.html'), 'utf8');
  return readdirSync(folder)
    .filter((name) => /\.(js|css)$/.test(name) && (which === 'all' || page.includes(name)))
    .reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name)), { level: 9 }).length, 0);
}

export const suite: Suite = {
  about: 'from the start of the navigation to the first usable screen, with 100,000 guests in the directory',
  run: async (tell) => {
    const say = (metric: string, value: number, unit: string): void =>
      tell({ subject: 'hoststand', n: DIRECTORY, metric, value, unit });
    say('bundle_gzip', bundleBytes('first'), 'bytes');
    say('bundle_gzip_all', bundleBytes('all'), 'bytes');
    await withKiosk({ guests: 60, fill: (profile) => fillDirectory(profile, DIRECTORY) }, async (to) => {
      await to.kiosk.on('sign-in');
      for (const [rate, name] of [
        [1, 'usable'],
        [SLOW_DOWN, 'usable_4x'],
      ] as const) {
        await slowDown(to, rate);
        const took: number[] = [];
        for (let start = 0; start < STARTS; start += 1) took.push(await measureStart(to));
        say(`${name}_p50`, percentile(took, 0.5), 'ms');
        say(`${name}_p95`, percentile(took, 0.95), 'ms');
      }
    });
  },
};
