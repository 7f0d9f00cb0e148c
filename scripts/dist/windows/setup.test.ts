/** What can be said of Windows' Setup without NSIS and Windows; e2e/windows runs it. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesUnder } from '../file-list.ts';
import { repository } from '../product.ts';
import { PRODUCT, scratch, write } from '../testing/tiny-build.ts';
import { buildSetup, findMakensis, NoSetup, signProgram } from './setup.ts';

const read = (...parts: readonly string[]): string => readFileSync(join(repository, ...parts), 'utf8');
const script = read('resources', 'installer', 'hoststand.nsi');

/** The strings of a language by name. */
function strings(language: 'en' | 'es'): Readonly<Record<string, string>> {
  const text = read('resources', 'installer', `strings-${language}.nsh`);
  const constant = language === 'en' ? 'LANG_ENGLISH' : 'LANG_SPANISH';
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith(';'));
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', words = ''] =
        new RegExp(`^LangString (\\w+) \\$\\{${constant}\\} "([^"]+)"$`).exec(line) ?? [];
      expect(name, line).not.toBe('');
      return [name, words];
    }),
  );
}

describe('what Setup says', () => {
  const english = strings('en');
  const spanish = strings('es');

  test('is there in both languages, and different in each', () => {
    expect(Object.keys(spanish)).toEqual(Object.keys(english));
    for (const [name, words] of Object.entries(english)) {
      expect(spanish[name], name).not.toBe(words);
      expect(/[:.]$/.test(spanish[name] ?? ''), name).toBe(/[:.]$/.test(words));
    }
  });

  test('is used by the script, all of it and nothing else', () => {
    const used = new Set([...script.matchAll(/\$\((\w+)\)/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(english).sort());
  });
});

test('the script calls no plugin, and includes nothing that does in a silent run', () => {
  const code = script.replaceAll(/^\s*;.*$/gm, '');
  expect(code).not.toMatch(/\w::\w/);
  expect([...code.matchAll(/^!include ([\w.-]+\.nsh)$/gm)].map(([, name]) => name)).toEqual([
    ...['MUI2.nsh', 'FileFunc.nsh', 'LogicLib.nsh', 'Sections.nsh'],
    ...['strings-en.nsh', 'strings-es.nsh'],
  ]);
  // Of FileFunc, whose other parts call a plugin.
  expect(code.match(/!insertmacro Get\w+/g)).toEqual(['!insertmacro GetParameters']);
});

test('each step of the script is one at which the trials kill it', () => {
  const steps = [...script.matchAll(/!insertmacro STEP "(\w+)"/g)].map(([, name]) => name);
  const trial = read('e2e', 'windows', 'kills.trial.ts');
  expect(steps.length).toBeGreaterThan(10);
  for (const step of steps) expect(trial).toContain(`'${step}'`);
});

test('the manual has each option and each exit code, and no others', () => {
  const manual = read('docs', 'INSTALL.md');
  const codes = (text: string, pattern: RegExp): readonly number[] =>
    [...new Set([...text.matchAll(pattern)].map(([, code]) => Number(code)))].sort((a, b) => a - b);
  const [, table = ''] = manual.split('| Exit code of Setup |');
  const written = codes(table.split('\n\n')[0] ?? '', /^\| (\d+) \|/gm);
  // 0 and 1 are NSIS' own: done, and cancelled on a page.
  const used = codes(script, /(?:!insertmacro END|SetErrorLevel) (\d+)/g);
  expect(written).toEqual([0, 1, ...used]);
  for (const option of ['/S', '/AUTOSTART=', '/DESKTOP=', '/FORCE=', '/LOG=', '/D=', '/PURGE'])
    expect(manual).toContain(option);
});

/** A compiler that only says its version, and keeps what it was given. */
function compiler(version: string): { readonly program: string; readonly folder: string } {
  const folder = scratch();
  const program = join(folder, 'makensis');
  writeFileSync(
    program,
    `#!/bin/sh
if [ "$1" = -VERSION ]; then echo '${version}'; exit 0; fi
echo "epoch=$SOURCE_DATE_EPOCH" >'${folder}/given'
for each; do
  echo "$each" >>'${folder}/given'
  case "$each" in
    -DFILES=*) cp "\${each#-DFILES=}" '${folder}/files' ;;
    -DOUT=*) : >"\${each#-DOUT=}" ;;
  esac
done
`,
  );
  chmodSync(program, 0o755);
  return { program, folder };
}

describe.skipIf(process.platform === 'win32')('the compiler', () => {
  const find = (version: string, standin: boolean) => () =>
    findMakensis({ standin }, { ...process.env, MAKENSIS: compiler(version).program });

  test.each(['v3.08-3+deb12u1', 'v3.10', 'v3.11', 'v2.51', '3.06.1'])(
    '%s makes stand-ins, and nothing to be published',
    (version) => {
      expect(find(version, false)).toThrow(NoSetup);
      expect(find(version, false)).toThrow('3.12');
      expect(find(version, true)).not.toThrow();
    },
  );

  test.each(['v3.12', 'v3.12.1', 'v3.20', 'v4.0'])('%s makes what is published', (version) => {
    expect(find(version, false)).not.toThrow();
  });

  test('where there is none, it says what to install', () => {
    const none = () => findMakensis(PRODUCT, { ...process.env, MAKENSIS: join(scratch(), 'none') });
    expect(none).toThrow(NoSetup);
    expect(none).toThrow(/apt-get install nsis.*MAKENSIS/);
  });

  /** What the compiler is given for a product. */
  function given(standin: boolean) {
    const { program, folder } = compiler('v3.12');
    const app = write(scratch(), {
      'b.dll': '',
      'Hoststand.exe': '',
      'resources/app.asar': '',
      'locales/es.pak': '',
    });
    mkdirSync(join(folder, 'out'));
    const product = { ...PRODUCT, standin };
    const to = buildSetup({
      ...{ makensis: program, app, product, folder: join(folder, 'out'), signCommand: null },
    });
    const files = readFileSync(join(folder, 'files'), 'utf8');
    return { app, to, lines: readFileSync(join(folder, 'given'), 'utf8').split('\n'), files };
  }

  test('is given the version, the format of the data, the time of the product, and no warning is let through', () => {
    const { to, lines } = given(false);
    expect(existsSync(to)).toBe(true);
    expect(to).toMatch(/\/Hoststand-Setup-1\.2\.3\.exe$/);
    expect(lines).toEqual(
      expect.arrayContaining(['epoch=1700000000', '-WX', '-DVERSION=1.2.3', '-DDATA=7', '-DARCH=x86']),
    );
    expect(lines).not.toContain('-DTRIAL=1');
  });

  test('a stand-in is named so, and it alone can be stopped at a step', () => {
    const { to, lines } = given(true);
    expect(to).toMatch(/\/Hoststand-standin-Setup-1\.2\.3\.exe$/);
    expect(lines).toEqual(expect.arrayContaining(['-DARCH=amd64', '-DTRIAL=1']));
  });

  test('unpacks each file of the product, in the order of their names, into its folder', () => {
    const { app, files } = given(false);
    const wanted = filesUnder(app).map((file) => `File "${join(app, file)}"`);
    expect(files.split('\n').filter((line) => line.startsWith('File '))).toEqual(wanted);
    expect(files).toContain(`SetOutPath "$New\\resources"\nFile "${join(app, 'resources/app.asar')}"`);
    expect(files).toContain('!insertmacro STEP "unpacking"');
    expect(files).not.toContain('uninstfinalize');
  });
});

describe.skipIf(process.platform === 'win32')('a program is signed', () => {
  test('by the words of the command and its path, which may have spaces and marks of the shell', () => {
    const folder = scratch();
    const program = join(folder, 'a $(touch b) program.exe');
    writeFileSync(program, '');
    writeFileSync(join(folder, 'sign.sh'), `printf '%s|' "$@" >'${folder}/given'\n`);
    signProgram(`sh ${join(folder, 'sign.sh')} --key 7`, program);
    expect(readFileSync(join(folder, 'given'), 'utf8')).toBe(`--key|7|${program}|`);
  });

  test('or it is an error', () => {
    expect(() => signProgram('false', '/nowhere')).toThrow();
  });
});
