import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundled } from './bundled.ts';
import { repository } from './product.ts';

/** Its name in every place it goes to: beside the build in out/, in the packed application, among the packages. */
export const NOTICES_FILE = 'THIRD-PARTY-NOTICES.txt';

/** Short enough for the smallest screen with the largest letters. */
const LINE = '='.repeat(32);

/**
 * THIRD-PARTY-NOTICES.txt: the license of each package built into the product and of its fonts, and where those of Electron and Chromium are.
 * Packages with the same text are named over it together. Throws where a package has none, since then it may not ship.
 */
export function notices(packages: readonly Bundled[]): string {
  const bare = packages.filter(({ text }) => text === '');
  if (bare.length > 0) throw new Error(`No license text: ${bare.map(({ name }) => name).join(', ')}`);
  const fonts = readFileSync(join(repository, 'src-renderer', 'fonts', 'OFL.txt'), 'utf8').trim();
  const parts = [
    'Hoststand is made with the work of others. Their notices and licenses:',
    ...[...Map.groupBy(packages, ({ text }) => text)].map(
      ([text, same]) => `${same.map(nameOf).join('\n')}\n\n${text}`,
    ),
    `Atkinson Hyperlegible Next, and Hoststand Open Zero, a Modified Version of it (OFL-1.1)\n\n${fonts}`,
    'Electron, Chromium, Node.js and SQLite\n\nTheir licenses are the files LICENSE.electron.txt and LICENSES.chromium.html beside the program.',
  ];
  return `${parts.join(`\n\n${LINE}\n`)}\n`;
}

const nameOf = ({ name, version, license }: Bundled): string => `${name} ${version} (${license})`;
