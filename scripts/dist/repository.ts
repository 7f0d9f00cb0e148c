import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * A repository of Debian packages, signed: `apt` takes nothing from it that was changed afterwards. Needs apt-ftparchive (apt-utils) and GnuPG.
 * `home` is GnuPG's folder; the user's own where left out.
 */
export function makeRepository(options: {
  readonly debs: readonly string[];
  readonly folder: string;
  readonly key: string;
  readonly epoch: number;
  readonly home?: string;
}): void {
  const { debs, folder, key, epoch, home } = options;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const deb of debs) copyFileSync(deb, join(folder, basename(deb)));
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(epoch) };
  const run = (command: string, args: readonly string[]): Buffer =>
    execFileSync(command, [...args], {
      cwd: folder,
      env,
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const packages = run('apt-ftparchive', ['packages', '.']);
  writeFileSync(join(folder, 'Packages'), packages);
  writeFileSync(join(folder, 'Packages.gz'), gzipSync(packages, { level: 9 }));
  const about = [
    '-o',
    'APT::FTPArchive::Release::Origin=Hoststand',
    '-o',
    'APT::FTPArchive::Release::Suite=stable',
  ];
  writeFileSync(join(folder, 'Release'), run('apt-ftparchive', [...about, 'release', '.']));
  sign(join(folder, 'Release'), join(folder, 'InRelease'), '--clearsign', key, home);
  writeFileSync(join(folder, 'hoststand.gpg'), run('gpg', [...homeOf(home), '--export', key]));
}

/** Signs a file beside it, so that a person can check it: `file.asc`. */
export const signFile = (file: string, key: string, home?: string): void =>
  sign(file, `${file}.asc`, '--detach-sign', key, home);

const homeOf = (home: string | undefined): readonly string[] =>
  home === undefined ? [] : ['--homedir', home];

function sign(file: string, to: string, how: string, key: string, home: string | undefined): void {
  const args = [
    ...homeOf(home),
    '--batch',
    '--yes',
    '--armor',
    '--local-user',
    key,
    '--output',
    to,
    how,
    file,
  ];
  execFileSync('gpg', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
