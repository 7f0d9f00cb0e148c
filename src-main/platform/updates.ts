import { existsSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { app } from 'electron';
import { errorWords } from '../lib/error-words.ts';
import { realClock, realScheduler } from '../lib/real-time.ts';
import { isSupervised } from '../lib/supervision.ts';
import { writeWhole } from '../lib/write-whole.ts';
import type { Updates } from '../ports.ts';
import { createUpdates, type UpdatesOptions } from '../updates/kiosk-updates.ts';
import { lookOnce } from '../updates/updater.ts';
import { freeBytes } from './device.ts';
import { createLogger } from './logger.ts';

/** Starts the program as the updater: one look, without a window. Only `updater.cmd` does, as SYSTEM. */
const UPDATER = '--updater';
const SETUP_ENDED = '--setup-ended=';

export const isUpdater = (args: readonly string[]): boolean => args.includes(UPDATER);

/** What the exit code of a look says besides 0: run what `next.txt` names; it failed. */
const EXIT_RUN = 10;
const EXIT_FAILED = 1;

/** The root metadata that this copy was built with; a development run may name another. */
function readRoot(installed: boolean): string | null {
  const path =
    (installed ? undefined : process.env['HOSTSTAND_UPDATE_ROOT']) ??
    join(import.meta.dirname, '..', 'update-root.json');
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Both are made by Setup: the first for every account, the second for administrators alone. On the drive the program is on, as the admin's file. */
const updaterFolders = (): { readonly handOver: string; readonly own: string } => {
  const base = join(parse(process.execPath).root, 'ProgramData', 'Hoststand');
  return { handOver: join(base, 'hand-over'), own: join(base, 'updates') };
};

const platform = process.platform === 'win32' ? 'win-x64' : 'linux-x64';

/** Looks for updates as long as the program runs. A kiosk under a supervisor is started again by it, so that one never ends itself. */
export function openUpdates(
  ports: Pick<UpdatesOptions, 'fetch' | 'ids' | 'leave' | 'logger' | 'settings'>,
  place: { readonly folder: string; readonly installed: boolean },
): Updates {
  const folders = updaterFolders();
  const hasUpdater =
    process.platform === 'win32' &&
    place.installed &&
    !isSupervised(process.argv) &&
    existsSync(folders.handOver);
  const updates = createUpdates({
    ...ports,
    clock: realClock,
    scheduler: realScheduler,
    freeBytes,
    folder: join(place.folder, 'updates'),
    updater: hasUpdater ? folders : null,
    root: readRoot(place.installed),
    platform,
    version: app.getVersion(),
  });
  updates.start();
  return updates;
}

/** One look of the updater, and the end of the program with the exit code that `updater.cmd` goes by. */
export async function runUpdater(args: readonly string[]): Promise<void> {
  const folders = updaterFolders();
  const root = readRoot(true);
  if (process.platform !== 'win32' || root === null || !existsSync(folders.own)) {
    app.exit(EXIT_FAILED);
    return;
  }
  const logger = createLogger(folders.own);
  const ended = args.find((each) => each.startsWith(SETUP_ENDED))?.slice(SETUP_ENDED.length);
  const wait = (ms: number) => new Promise<void>((done) => void realScheduler.after(ms, done));
  try {
    const next = await lookOnce(
      { clock: realClock, logger, freeBytes, ...folders, root, platform, version: app.getVersion(), wait },
      ended === undefined ? null : Number(ended),
    );
    if (next.run === 'setup') {
      const force = next.force ? '1' : '0';
      writeWhole(join(folders.own, 'next.txt'), `${next.installer}\r\n/FORCE=${force}\r\n`);
    }
    app.exit(next.run === 'setup' ? EXIT_RUN : 0);
  } catch (error) {
    logger.error('updater-failed', { error: errorWords(error) });
    app.exit(EXIT_FAILED);
  }
}
