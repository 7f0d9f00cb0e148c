import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** The product's source, without tests and what they share. */
const root = join(import.meta.dirname, '../..');
const files = globSync('src-main/**/*.ts', { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !/\.test\.ts$|^src-main\/testing\//.test(file));

const read = (file: string) => readFileSync(join(root, file), 'utf8');
/** What could carry a request, in code (comments left out). */
const carriers = (file: string) =>
  read(file)
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    .match(
      /globalThis\.fetch|\bnet\.(fetch|request)\b|\bnet\b[^;]*from 'electron'|\bhttps?\.(request|get)\(|import\('undici'\)|(?<!\bimport type [^;]*)from 'undici'|(?<![.\w])fetch\(/g,
    ) ?? [];

it('only the network folder can make a request', () => {
  expect(files.length).toBeGreaterThan(150);
  const found = files.filter((file) => carriers(file).length > 0);
  expect(found).toEqual(['src-main/network/network.ts']);
});

it('Electron starts with the network’s fetch for everything', () => {
  const boot = read('src-main/platform/boot.ts');
  // The kiosk's, and that of its updates.
  expect(boot.match(/\bfetch\b[^,]*,/g)).toEqual(['fetch: network.fetch,', 'fetch: network.fetch,']);
  expect(boot).toContain('const network = createNetwork({');
});
