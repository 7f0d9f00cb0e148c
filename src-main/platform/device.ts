import { execFile } from 'node:child_process';
import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import { cpus, hostname, type NetworkInterfaceInfo, networkInterfaces, release, type } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Device } from '../ports.ts';

/** This PC: its name, its system, its display, the room on its disk, the log files in that folder, and the licenses in that file. */
export function createDevice(logFolder: string, noticesFile: string, keepAwake: Device['keepAwake']): Device {
  return {
    keepAwake,
    name: hostname(),
    system: `${type()} ${release()}`,
    freeBytes,
    identity: async () => ({
      addresses: permanentAddresses(networkInterfaces()),
      processor: cpus()[0]?.model.trim() || null,
      machine: await machineId(),
    }),
    logs: async () => {
      const names = (await readdir(logFolder).catch(() => [])).filter((name) => name.endsWith('.log'));
      const found = await Promise.all(
        names.map(async (name) => {
          const path = join(logFolder, name);
          return { name, text: await readFile(path, 'utf8'), changed: (await stat(path)).mtimeMs };
        }),
      );
      return found.sort((a, b) => b.changed - a.changed).map(({ name, text }) => ({ name, text }));
    },
    notices: () => readFile(noticesFile, 'utf8').catch(() => null),
  };
}

/** What the disk under that folder can still take, bytes; null where the system does not say. */
export const freeBytes: Device['freeBytes'] = async (folder) => {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
};

/**
 * Addresses burned into hardware: none that a system, a VPN or a phone makes up (bit 1 of the first octet says so), and
 * none of adapters without one.
 */
export function permanentAddresses(
  found: Readonly<Record<string, readonly Pick<NetworkInterfaceInfo, 'mac' | 'internal'>[] | undefined>>,
): readonly string[] {
  const all = Object.values(found).flatMap((each) => each ?? []);
  const burned = all.filter(({ mac, internal }) => {
    const first = Number.parseInt(mac.slice(0, 2), 16);
    return !internal && mac !== '00:00:00:00:00:00' && (first & 0b11) === 0;
  });
  return [...new Set(burned.map(({ mac }) => mac.toLowerCase()))].sort();
}

/** How long Windows and macOS are waited for, ms. */
const ASK_SYSTEM_MS = 5_000;

/**
 * The installation's own number: systemd's `machine-id`, Windows' `MachineGuid`, the platform UUID of macOS. Null where it
 * cannot be had.
 */
async function machineId(): Promise<string | null> {
  const run = promisify(execFile);
  try {
    switch (process.platform) {
      case 'win32': {
        const key = 'HKLM\\SOFTWARE\\Microsoft\\Cryptography';
        const reg = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'reg.exe');
        const asked = await run(reg, ['query', key, '/v', 'MachineGuid', '/reg:64'], {
          timeout: ASK_SYSTEM_MS,
          windowsHide: true,
        });
        return /MachineGuid\s+REG_SZ\s+(\S+)/.exec(asked.stdout)?.[1] ?? null;
      }
      case 'darwin': {
        const asked = await run('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'], {
          timeout: ASK_SYSTEM_MS,
        });
        return /"IOPlatformUUID" = "([^"]+)"/.exec(asked.stdout)?.[1] ?? null;
      }
      default:
        return (await readFile('/etc/machine-id', 'utf8')).trim() || null;
    }
  } catch {
    return null;
  }
}
