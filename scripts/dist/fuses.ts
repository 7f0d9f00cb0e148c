import {
  FuseV1Options as Fuse,
  FuseState,
  FuseVersion,
  flipFuses,
  getCurrentFuseWire,
} from '@electron/fuses';
import type { Platform } from './product.ts';

/**
 * What the program itself refuses, set in its own bytes: it runs no other script, heeds no variable of Node, opens no debugger,
 * loads nothing but the archive, and on Windows only one with the right hash (Linux has no such check).
 */
export const wantedFuses = (platform: Platform): Readonly<Record<Fuse, boolean>> => ({
  [Fuse.RunAsNode]: false,
  [Fuse.EnableCookieEncryption]: false,
  [Fuse.EnableNodeOptionsEnvironmentVariable]: false,
  [Fuse.EnableNodeCliInspectArguments]: false,
  [Fuse.EnableEmbeddedAsarIntegrityValidation]: platform === 'win32',
  [Fuse.OnlyLoadAppFromAsar]: true,
  [Fuse.LoadBrowserProcessSpecificV8Snapshot]: false,
  [Fuse.GrantFileProtocolExtraPrivileges]: false,
  [Fuse.WasmTrapHandlers]: true,
});

/** Sets all nine. Throws where the program has one more, or one less: then Electron has changed. */
export async function setFuses(program: string, platform: Platform): Promise<void> {
  const version = FuseVersion.V1;
  await flipFuses(program, { version, strictlyRequireAllFuses: true, ...wantedFuses(platform) });
  const wrong = await wrongFuses(program, platform);
  if (wrong.length > 0) throw new Error(`The fuses of ${program} did not take: ${wrong.join(', ')}`);
}

/** The fuses of a program that are not as they must be, read from its bytes. */
export async function wrongFuses(program: string, platform: Platform): Promise<readonly string[]> {
  const wire = new Map(Object.entries(await getCurrentFuseWire(program)));
  return Object.entries(wantedFuses(platform))
    .filter(([at, on]) => wire.get(at) !== (on ? FuseState.ENABLE : FuseState.DISABLE))
    .map(([at]) => Fuse[Number(at)] ?? at);
}
