import { execFileSync } from 'node:child_process';
import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { dirname, join, parse, resolve } from 'node:path';

/** Whether no one but an administrator of this PC can have written a file. Throws where there is no such file. */
export type OnlyAdminsWrite = (path: string) => boolean;

/** The folders that lead to a path, and the path. */
function chain(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [path] : [...chain(above), path];
}

/**
 * Linux and macOS: file, folders above it and links on the way belong to root, and neither group nor others may write
 * them. What a POSIX access list grants shows in the group's bits, too.
 */
export function onlyRootWrites(path: string, look: (path: string) => Stats = lstatSync): boolean {
  const named = resolve(path);
  const all = new Set([...chain(named), ...chain(realpathSync(named))]);
  return [...all].every((each) => {
    const found = look(each);
    // A link's own mode says nothing; what it leads to is among the others.
    return found.uid === 0 && (found.isSymbolicLink() || (found.mode & 0o022) === 0);
  });
}

/** SYSTEM, Administrators, the local administrator, administrators of domain and forest, TrustedInstaller. */
const ADMINS: ReadonlySet<string> = new Set([
  ...['SY', 'BA', 'LA', 'DA', 'EA', 'S-1-5-18', 'S-1-5-32-544'],
  'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464',
]);
/** Rights to change, in words of the Security Descriptor Definition Language. */
const WRITES = /FA|FW|GA|GW|WD|WO|SD|DC|DT|CC|LC|RP|WP/;
/** The same as bits: data, more data, extended attributes, what is inside, deletion, rights, owner, everything. */
const WRITE_BITS = 0x2 | 0x4 | 0x10 | 0x40 | 0x10000 | 0x40000 | 0x80000 | 0x10000000 | 0x40000000;

/**
 * Whether only administrators own and can change what this descriptor (SDDL, with owner and access list) belongs to. An owner can
 * always write another list.
 */
export function sddlOnlyAdmins(sddl: string): boolean {
  const owner = /^O:(S-1-[\d-]+|[A-Z]{2})/.exec(sddl.trim())?.[1];
  const list = /D:[A-Z]*((?:\([^)]*\))+)/.exec(sddl)?.[1];
  if (owner === undefined || !ADMINS.has(owner) || list === undefined) return false;
  return [...list.matchAll(/\(([^)]*)\)/g)].every(([, entry = '']) => {
    const [kind = '', flags = '', rights = '', , , who = ''] = entry.split(';');
    if (!kind.includes('A') || kind === 'AU' || flags.includes('IO') || ADMINS.has(who)) return true;
    return rights.startsWith('0x') ? (Number(rights) & WRITE_BITS) === 0 : !WRITES.test(rights);
  });
}

/** Prints the descriptors of a file and of its folder, a line each. Without any module: those are found by the environment. */
const DESCRIBE = `$ErrorActionPreference = 'Stop'; $of = 'Owner,Access'
[Console]::Out.WriteLine([IO.File]::GetAccessControl($env:HOSTSTAND_FILE, $of).GetSecurityDescriptorSddlForm($of))
[Console]::Out.WriteLine([IO.Directory]::GetAccessControl($env:HOSTSTAND_FOLDER, $of).GetSecurityDescriptorSddlForm($of))`;

/**
 * Windows: owner and access list of the file and its folder, as PowerShell has them (icacls saves no owner). Nothing of this
 * program's environment goes along. False also where PowerShell may not be used.
 */
function onlyAdminsOnWindows(path: string): boolean {
  const windows = join(parse(process.execPath).root, 'Windows');
  const powershell = join(windows, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  try {
    const said = execFileSync(powershell, ['-NoProfile', '-NonInteractive', '-Command', DESCRIBE], {
      env: { SystemRoot: windows, HOSTSTAND_FILE: path, HOSTSTAND_FOLDER: dirname(path) },
      windowsHide: true,
      timeout: 20_000,
      encoding: 'latin1',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const lines = said.split(/\r?\n/).filter((line) => line !== '');
    return lines.length === 2 && lines.every(sddlOnlyAdmins);
  } catch {
    return false;
  }
}

/** This PC's way. */
export const onlyAdminsWrite: OnlyAdminsWrite = (path) => {
  lstatSync(path);
  return process.platform === 'win32' ? onlyAdminsOnWindows(path) : onlyRootWrites(path);
};
