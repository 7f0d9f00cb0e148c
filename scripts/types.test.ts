import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, resolve } from 'node:path';
import { expect, it } from 'vitest';

/** Every source is checked under the options of its area: `tsc -b` at the top goes through all of them. */
const root = resolve(import.meta.dirname, '..');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** Files of the repository, those not committed yet too, with `/` on every system. */
function listSources(pattern: RegExp): readonly string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard'];
  const { stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return stdout.split('\n').filter((file) => pattern.test(file) && existsSync(join(root, file)));
}
const projects = listSources(/^.+\/tsconfig(\.test)?\.json$/);

/** What `tsc` says in a folder. */
function compile(cwd: string, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, ...args], { cwd, encoding: 'utf8' });
  return `${stdout}${stderr}`;
}

it('has every TypeScript file in a project', () => {
  expect(projects.length).toBeGreaterThan(8);
  const covered = new Set(
    projects.flatMap((project) => {
      const { files } = JSON.parse(compile(root, '-p', project, '--showConfig')) as { files: string[] };
      return files.map((file) => posix.join(dirname(project), file));
    }),
  );
  const missing = listSources(/\.tsx?$/).filter((file) => !covered.has(file));
  expect(missing).toEqual([]);
});

it('finds an error in every area, in tests too, and an option of another area', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hoststand-types-'));
  try {
    for (const project of ['tsconfig.json', ...projects]) {
      mkdirSync(join(dir, dirname(project)), { recursive: true });
      copyFileSync(join(root, project), join(dir, project));
    }
    symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'), 'junction');
    const planted: readonly string[] = [
      ...projects.flatMap((project) => {
        const folder = dirname(project);
        return [`${folder}/planted.ts`, `${folder}/deep/er/planted.test.ts`];
      }),
      'src-renderer/features/planted.tsx',
    ];
    for (const file of planted) {
      mkdirSync(dirname(join(dir, file)), { recursive: true });
      writeFileSync(join(dir, file), "export const planted: number = 'text';\n");
    }
    // The contract knows neither Node nor the DOM; main knows no DOM; the page knows no Node.
    const foreign: readonly (readonly [string, string])[] = [
      ['src-preload/contract/node.ts', 'export const foreign = process.pid;\n'],
      ['src-preload/contract/dom.ts', 'export const foreign = document.title;\n'],
      ['src-main/dom.ts', 'export const foreign = document.title;\n'],
      ['src-renderer/node.ts', 'export const foreign = process.pid;\n'],
    ];
    for (const [file, text] of foreign) writeFileSync(join(dir, file), text);
    const said = compile(dir, '-b', '--pretty', 'false');
    const found = new Set([...said.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, file]) => file));
    const expected = [...planted, ...foreign.map(([file]) => file)];
    expect(expected.filter((file) => !found.has(file))).toEqual([]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
