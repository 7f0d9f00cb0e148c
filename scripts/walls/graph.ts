import { dirname, posix } from 'node:path';

/** One import as a source has it. `to`: a path of the repository for a relative one, else the package's name. */
export interface Import {
  readonly from: string;
  readonly to: string;
  readonly isRelative: boolean;
  /** Whether it is gone once the types are: `import type`, `export type`, or a type's `import('...')`. */
  readonly isType: boolean;
}

/** `import ... from`, `export ... from` and `import '...'`, wherever a statement begins. */
const STATEMENT =
  /(?:^|[;}])\s*(import|export)\b(\s+type\b(?!\s*from))?(?:[^;'"`]*?\bfrom)?\s*(['"])([^'"\n]+)\3/gm;
/** `import('...')`, `require('...')`, `vi.mock('...')`, and what a type asks of a module. */
const CALL = /(\btypeof\s+)?\b(import|require|vi\.mock)\(\s*(['"`])([^'"`\n]+)\3\s*,?\s*\)?(\.[A-Z]\w*)?/g;
const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|[\s;{}()])\/\/.*$/gm;

/** All imports of a source. What a comment says does not count. */
export function importsOf(from: string, source: string): readonly Import[] {
  const code = source.replace(COMMENT, '');
  const found: Import[] = [];
  const add = (spec: string, isType: boolean): void => {
    const isRelative = spec.startsWith('.');
    const to = isRelative ? posix.normalize(posix.join(dirname(from), spec)) : spec.replace(/[?#].*$/, '');
    found.push({ from, to, isRelative, isType });
  };
  for (const [, , type, , spec = ''] of code.matchAll(STATEMENT)) add(spec, type !== undefined);
  for (const [, typeOf, call, , spec = '', member] of code.matchAll(CALL)) {
    // Put together as the program runs: no one can say from what.
    if (spec.includes('${')) continue;
    add(spec, call === 'import' && (typeOf !== undefined || member !== undefined));
  }
  return found;
}
