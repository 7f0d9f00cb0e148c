import { readFileSync, writeFileSync } from 'node:fs';
import { Data, NtExecutable, NtExecutableResource, Resource } from 'resedit';

/** What Electron compares the archive with: the SHA-256 of its header, which holds the hash of each file. */
export interface Integrity {
  readonly file: string;
  readonly alg: string;
  readonly value: string;
}

/** Unicode, as resources of Windows have it. */
const CODEPAGE = 1200;

/**
 * Gives the program its name, version and icon, and the hash of the archive that it may load. Throws unless it has exactly one version
 * block and one group of icons, as Electron's has: anything else is no Electron we know.
 */
export function dressProgram(
  program: string,
  facts: {
    readonly version: string;
    readonly description: string;
    readonly icon: string;
    readonly headerHash: string;
  },
): void {
  const executable = NtExecutable.from(readFileSync(program), { ignoreCert: true });
  const resources = NtExecutableResource.from(executable);
  const versions = Resource.VersionInfo.fromEntries(resources.entries);
  const groups = Resource.IconGroupEntry.fromEntries(resources.entries);
  const [info] = versions;
  const [group] = groups;
  if (info === undefined || group === undefined || versions.length > 1 || groups.length > 1) {
    throw new Error(
      `${program} has ${versions.length} version blocks and ${groups.length} icon groups, not one of each`,
    );
  }
  const lang = Number(info.lang);
  const four = `${facts.version}.0`;
  info.setFileVersion(four, lang);
  info.setProductVersion(four, lang);
  info.setStringValues(
    { lang, codepage: CODEPAGE },
    {
      CompanyName: 'Hoststand',
      FileDescription: 'Hoststand',
      FileVersion: facts.version,
      InternalName: 'Hoststand',
      LegalCopyright: 'MIT License',
      OriginalFilename: 'Hoststand.exe',
      ProductName: 'Hoststand',
      ProductVersion: facts.version,
      Comments: facts.description,
    },
  );
  info.outputToResourceEntries(resources.entries);
  const icon = Data.IconFile.from(readFileSync(facts.icon));
  Resource.IconGroupEntry.replaceIconsForResource(
    resources.entries,
    group.id,
    group.lang,
    icon.icons.map(({ data }) => data),
  );
  const integrity: readonly Integrity[] = [
    { file: 'resources\\app.asar', alg: 'SHA256', value: facts.headerHash },
  ];
  const bin = Uint8Array.from(Buffer.from(JSON.stringify(integrity))).buffer;
  resources.entries = resources.entries.filter(({ type }) => type !== 'INTEGRITY');
  resources.entries.push({ type: 'INTEGRITY', id: 'ELECTRONASAR', lang, codepage: CODEPAGE, bin });
  resources.outputResource(executable);
  writeFileSync(program, Buffer.from(executable.generate()));
}

/** What a program says of itself: for tests, and for people who check a release. */
export function readProgram(program: string): {
  readonly strings: Readonly<Record<string, string>>;
  readonly iconSizes: readonly number[];
  readonly integrity: readonly Integrity[];
} {
  const resources = NtExecutableResource.from(NtExecutable.from(readFileSync(program), { ignoreCert: true }));
  const info = Resource.VersionInfo.fromEntries(resources.entries)[0];
  const language = info?.getAllLanguagesForStringValues()[0];
  const group = Resource.IconGroupEntry.fromEntries(resources.entries)[0];
  const found = resources.entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR');
  return {
    strings: language === undefined ? {} : (info?.getStringValues(language) ?? {}),
    // In the group's one byte, 0 is 256.
    iconSizes: group?.icons.map(({ width }) => width || 256) ?? [],
    integrity: found === undefined ? [] : JSON.parse(Buffer.from(found.bin).toString()),
  };
}
