import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundledPackages } from './bundled.ts';
import { notices } from './notices.ts';
import { manifest, repository } from './product.ts';
import { sbom } from './sbom.ts';
import { PRODUCT, scratch, write } from './testing/tiny-build.ts';

const packages = bundledPackages();
const names = packages.map(({ name }) => name);

test('what the product is made of: our dependencies and theirs, and no tool of the build', () => {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(repository, 'package.json'), 'utf8'),
  );
  for (const name of Object.keys(dependencies)) expect(names).toContain(name);
  // What a dependency needs as well is in the product, even if a tool uses it.
  const needed = new Set(['ajv', 'ajv-formats', 'conf', '@tufjs/models']);
  const tools = Object.keys(devDependencies).filter((name) => !needed.has(name));
  expect(names.filter((name) => tools.includes(name))).toEqual([]);
  expect(names.filter((name) => /typescript|rolldown|node-bin|node-linux/.test(name))).toEqual([]);
  // Two steps down: electron-store needs conf, which needs this.
  expect(names).toContain('stubborn-fs');
  expect(
    packages.filter(({ version, license, sha512 }) => !version || !license || sha512.length !== 128),
  ).toEqual([]);
});

test('two versions of one package are both counted, each where Node finds it', () => {
  const root = write(scratch(), {
    'package-lock.json': JSON.stringify({
      packages: {
        '': { dependencies: { a: '1', b: '1' } },
        'node_modules/a': { version: '1.0.0', dependencies: { b: '2' } },
        'node_modules/a/node_modules/b': { version: '2.0.0' },
        'node_modules/b': { version: '1.0.0' },
        'node_modules/tool': { version: '1.0.0', dev: true },
      },
    }),
    'node_modules/a/LICENSE': 'A',
    'node_modules/a/node_modules/b/LICENSE': 'B2',
    'node_modules/b/license.md': 'B1\r\n',
  });
  expect(bundledPackages(root).map(({ name, version, text }) => `${name} ${version} ${text}`)).toEqual([
    'a 1.0.0 A',
    'b 1.0.0 B1',
    'b 2.0.0 B2',
  ]);
});

test('the notices name each package with its license, the fonts, and where Electron’s are', () => {
  const text = notices(packages);
  for (const { name, version } of packages) expect(text).toContain(`\n${name} ${version} (`);
  for (const words of ['SIL Open Font License', 'LICENSES.chromium.html', 'Meta Platforms']) {
    expect(text).toContain(words);
  }
});

test('a package without a license text may not ship', () => {
  const bare = { name: 'bare', version: '1.0.0', license: 'MIT', sha512: '', text: '' };
  expect(() => notices([...packages, bare])).toThrow('No license text: bare');
});

test('the bill of materials has Electron, what is inside it, the fonts and each package, and is the same each time', () => {
  const inside = { chrome: '156.0.1', node: '24.1.0', sqlite: '3.53.4' };
  const text = sbom(PRODUCT, packages, '45.4.1', inside);
  expect(sbom(PRODUCT, packages, '45.4.1', inside)).toBe(text);
  const bill = JSON.parse(text);
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
  expect(bill.serialNumber).toMatch(
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(bill.metadata.component).toMatchObject({ name: manifest().name, version: '1.2.3' });
  expect(JSON.stringify(bill.metadata)).toContain('standin');
  const parts = bill.components.map(
    ({ name, version }: { name: string; version?: string }) => `${name} ${version}`,
  );
  expect(parts).toEqual(
    expect.arrayContaining([
      'electron 45.4.1',
      'chromium 156.0.1',
      'node 24.1.0',
      'sqlite 3.53.4',
      'undici 8.13.1',
    ]),
  );
  const references = bill.components.map((each: { 'bom-ref': string }) => each['bom-ref']);
  expect(new Set(references).size).toBe(references.length);
  expect(bill.dependencies[0].dependsOn).toEqual(references);
  const react = bill.components.find(({ name }: { name: string }) => name === '@date-fns/tz');
  expect(react).toMatchObject({
    purl: 'pkg:npm/%40date-fns/tz@1.5.0',
    licenses: [{ license: { id: 'MIT' } }],
  });
  expect(react.hashes[0].content).toHaveLength(128);
});

test('where Electron could not be asked, no version is made up', () => {
  const { components } = JSON.parse(sbom(PRODUCT, packages, '45.4.1', null));
  const chromium = components.find(({ name }: { name: string }) => name === 'chromium');
  expect(chromium).not.toHaveProperty('version');
});
