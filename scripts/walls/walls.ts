import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf } from './graph.ts';
import { AREAS, TESTS } from './table.ts';

const PLACES = Object.entries(AREAS)
  .flatMap(([name, { at }]) => at.map((place) => ({ name, place })))
  .sort((a, b) => b.place.length - a.place.length);

/**
 * The sources of the repository that belong to an area, those not committed yet too. Left out: the configurations of tools
 * at the top, and the stand-in's test, which holds other programs as text.
 */
export function readSources(root: string): readonly { readonly path: string; readonly text: string }[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard'];
  return spawnSync('git', args, { cwd: root, encoding: 'utf8' })
    .stdout.split('\n')
    .filter((path) => /\/.*\.(tsx?|mjs)$/.test(path) && path !== 'e2e/standin/strictness.test.ts')
    .filter((path) => existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** The area a path of the repository belongs to; null where none has it. */
export function areaOf(path: string): string | null {
  return PLACES.find(({ place }) => path === place || path.startsWith(`${place}/`))?.name ?? null;
}

const isListed = (packages: readonly string[], name: string): boolean =>
  packages.includes(name) || (name.startsWith('node:') && packages.includes('node:'));

/** What a source imports and may not, each as a sentence. @param path of the repository, with `/` */
export function trespasses(path: string, source: string): readonly string[] {
  const name = areaOf(path);
  const area = name === null ? undefined : AREAS[name];
  if (name === null || area === undefined) {
    return [`${path} belongs to no area: name its folder in scripts/walls/table.ts.`];
  }
  const test = /\.test\.tsx?$/.test(path) ? TESTS.find(({ at }) => path.startsWith(`${at}/`)) : undefined;
  return importsOf(path, source).flatMap(({ to, isRelative, isType }) => {
    if (!isRelative) {
      const may = isListed(area.packages ?? [], to) || isListed(test?.packages ?? [], to);
      return may || (isType && isListed(area.types ?? [], to))
        ? []
        : [`${path} imports the package ${to}: not for ${name} (${whoMay(to)}).`];
    }
    const other = areaOf(to);
    if (other === name) return [];
    if (other === null) return [`${path} imports ${to}, which belongs to no area.`];
    if (area.may.includes(other) || test?.may.includes(other)) return [];
    if (area.types?.includes(other)) {
      return isType ? [] : [`${path} imports ${to}: ${name} sees the types of ${other} only (import type).`];
    }
    return [
      `${path} imports ${to}: ${name} does not see ${other}, only ${[...area.may].join(', ') || 'itself'}.`,
    ];
  });
}

/** Where a package is at home, for the person who was refused it. */
function whoMay(name: string): string {
  const homes = Object.entries(AREAS)
    .filter(([, { packages }]) => isListed(packages ?? [], name))
    .map(([home]) => home);
  return homes.length === 0 ? 'no area has it' : `it is for ${homes.join(', ')}`;
}
