import { createHash } from 'node:crypto';
import type { Bundled } from './bundled.ts';
import { manifest, type Product } from './product.ts';

/** Versions of what is inside Electron, as the program itself says them; null where it could not be asked. */
export type Inside = Readonly<Record<string, string>> | null;

interface Component {
  readonly type: 'application' | 'framework' | 'library' | 'data';
  readonly name: string;
  readonly version?: string;
  readonly license: string;
  readonly purl?: string;
  readonly sha512?: string;
}

/**
 * The software bill of materials, CycloneDX 1.6: what is in the product, and none of what it was made with. The same input makes the same
 * bytes: its time is the product's, its number a hash of the rest.
 */
export function sbom(
  product: Product,
  packages: readonly Bundled[],
  electron: string,
  inside: Inside,
): string {
  const { name, license } = manifest();
  const main: Component = { type: 'application', name, version: product.version, license };
  const parts: readonly Component[] = [
    {
      type: 'framework',
      name: 'electron',
      version: electron,
      license: 'MIT',
      purl: `pkg:npm/electron@${electron}`,
    },
    part('framework', 'chromium', 'BSD-3-Clause', inside?.['chrome']),
    part('framework', 'node', 'MIT', inside?.['node']),
    part('library', 'sqlite', 'blessing', inside?.['sqlite']),
    part('data', 'atkinson-hyperlegible-next', 'OFL-1.1', undefined),
    part('data', 'hoststand-open-zero', 'OFL-1.1', undefined),
    ...packages.map(
      (each): Component => ({
        type: 'library',
        name: each.name,
        version: each.version,
        license: each.license,
        purl: `pkg:npm/${each.name.replace('@', '%40')}@${each.version}`,
        sha512: each.sha512,
      }),
    ),
  ];
  const body = {
    metadata: {
      timestamp: new Date(product.epoch * 1000).toISOString(),
      component: write(main),
      ...(product.standin && {
        properties: [{ name: 'hoststand:standin', value: 'made for tests, without the files of Electron' }],
      }),
    },
    components: parts.map(write),
    dependencies: [{ ref: reference(main), dependsOn: parts.map(reference) }],
  };
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  const uuid = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  const head = { bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: `urn:uuid:${uuid}`, version: 1 };
  return `${JSON.stringify({ ...head, ...body }, null, 2)}\n`;
}

/** Chromium, Node and SQLite have no version of their own where Electron could not be asked: that of Electron says it. */
const part = (
  type: Component['type'],
  name: string,
  license: string,
  version: string | undefined,
): Component => ({ type, name, license, ...(version !== undefined && { version }) });

const reference = ({ name, version }: Component): string =>
  version === undefined ? name : `${name}@${version}`;

function write(component: Component): object {
  const { type, name, version, license, purl, sha512 } = component;
  return {
    type,
    'bom-ref': reference(component),
    name,
    ...(version !== undefined && { version }),
    licenses: [/[ (]/.test(license) ? { expression: license } : { license: { id: license } }],
    ...(purl !== undefined && { purl }),
    ...(sha512 !== undefined && { hashes: [{ alg: 'SHA-512', content: sha512 }] }),
  };
}
