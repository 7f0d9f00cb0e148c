/**
 * A stand-in for Electron's files, for where the true ones cannot be had: the same names, a Linux program that runs the packed
 * application on e2e/standin, and a Windows program that has what Electron's has (fuses, version, icon) and runs nothing.
 */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Data, NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { PRODUCT } from './file-list.ts';
import { type Platform, repository } from './product.ts';

/** How Electron 45 marks its fuses: a text that is nowhere else, version 1, nine of them, as they come. */
const FUSES = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101100010'),
]);

/** Electron's names before the product's take their place, and what only Electron's folder holds. */
const RENAMED: Readonly<Record<string, string>> = {
  'LICENSE.electron.txt': 'LICENSE',
  'Hoststand.exe': 'electron.exe',
  hoststand: 'electron',
};
const OURS = new Set(['LICENSE.txt', 'resources/app.asar', 'resources/data-version']);

/** Makes the folder. `version` is Electron's. */
export function makeStandInFiles(platform: Platform, folder: string, version: string): void {
  rmSync(folder, { recursive: true, force: true });
  const names = PRODUCT[platform].filter((name) => !OURS.has(name)).map((name) => RENAMED[name] ?? name);
  for (const name of [...names, 'resources/default_app.asar', 'locales/de.pak', 'locales/fr.pak']) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), `Stand-in for ${name} of Electron\n`);
  }
  writeFileSync(join(folder, 'version'), version);
  if (platform === 'win32') writeFileSync(join(folder, 'electron.exe'), windowsProgram());
  else writeFileSync(join(folder, 'electron'), linuxProgram());
  if (platform === 'linux')
    for (const name of ['electron', 'chrome-sandbox']) chmodSync(join(folder, name), 0o755);
}

/**
 * A shell script: tools find the fuses in it, since they search for bytes. It runs from any folder, by the checkout
 * that HOSTSTAND_STANDIN_ROOT names, on the Node beside it where there is one.
 */
function linuxProgram(): Buffer {
  const script = `#!/bin/sh
# Stand-in for the Electron program, made for tests. It is no product.
here=$(dirname "$(readlink -f "$0")")
if [ -z "$HOSTSTAND_STANDIN_ROOT" ]; then
  echo "This Hoststand was made for tests, from a stand-in for Electron. It runs only with HOSTSTAND_STANDIN_ROOT." >&2
  exit 112
fi
node="$HOSTSTAND_STANDIN_ROOT/node_modules/node/bin/node"
[ -x "$here/standin-node" ] && node="$here/standin-node"
exec "$node" --disable-warning=ExperimentalWarning "$HOSTSTAND_STANDIN_ROOT/e2e/standin/run.ts" "$here/resources/app.asar" "$@"
# `;
  return Buffer.concat([Buffer.from(script), FUSES, Buffer.from('\n')]);
}

function windowsProgram(): Buffer {
  const executable = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(executable, true);
  const lang = 1033;
  const info = Resource.VersionInfo.create(lang, {}, []);
  info.setFileVersion('1.0.0.0', lang);
  info.setStringValues({ lang, codepage: 1200 }, { ProductName: 'Electron', FileDescription: 'Electron' });
  info.outputToResourceEntries(resources.entries);
  const icon = Data.IconFile.from(readFileSync(join(repository, 'resources', 'icon.ico')));
  const images = icon.icons.map(({ data }) => data);
  Resource.IconGroupEntry.replaceIconsForResource(resources.entries, 1, lang, images);
  resources.outputResource(executable);
  executable.setExtraData(FUSES);
  return Buffer.from(executable.generate());
}
