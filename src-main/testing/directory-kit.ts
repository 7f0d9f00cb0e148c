import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDirectory, type Directory, type DirectoryOptions } from '../guests/directory/directory.ts';
import { loadGuestKey } from '../guests/directory/guest-key.ts';
import type { CrmGuest } from '../guests/gateway.ts';
import { createMeta, openDatabase } from '../storage/open-database.ts';
import {
  createFakeIds,
  createFakeLogger,
  createFakeSecretBox,
  createFakeTime,
  type FakeTime,
} from './fakes.ts';

export const guest = (
  id: string,
  firstName: string | null,
  lastName: string | null,
  phone: string | null,
  email: string | null = `${id}@example.com`,
): CrmGuest => ({ id, firstName, lastName, phone, email });

/** A directory over a real database in a folder of its own, which can be opened again as after a restart. */
export interface DirectoryKit {
  readonly folder: string;
  readonly time: FakeTime;
  readonly logger: ReturnType<typeof createFakeLogger>;
  readonly ids: ReturnType<typeof createFakeIds>;
  /** Opens the database and a directory over it, ready to be asked. */
  readonly open: (
    more?: Partial<DirectoryOptions> & { readonly allowUnsealed?: boolean },
  ) => Promise<Directory & { readonly options: DirectoryOptions }>;
  /** Ends the last one as a quit does. */
  readonly close: () => void;
  readonly remove: () => void;
}

export function createDirectoryKit(): DirectoryKit {
  const folder = mkdtempSync(join(tmpdir(), 'hoststand-guests-'));
  const time = createFakeTime();
  const logger = createFakeLogger();
  let last: (() => void) | null = null;
  const close = (): void => {
    last?.();
    last = null;
  };
  return {
    folder,
    time,
    logger,
    ids: createFakeIds(),
    open: async (more = {}) => {
      close();
      const opened = openDatabase(join(folder, 'kiosk.db'), 'training');
      if (!opened.ok) throw new Error(opened.error.code);
      const keys = createMeta(opened.value);
      const { secretBox = createFakeSecretBox() } = more;
      const options: DirectoryOptions = {
        db: opened.value,
        keys,
        secretBox,
        clock: time.clock,
        scheduler: time.scheduler,
        logger,
        keepMs: 90 * 86_400_000,
        most: 1_000,
        ...more,
        guestKey: await loadGuestKey(keys, secretBox, more.allowUnsealed ?? false),
      };
      const directory = createDirectory(options);
      last = () => {
        directory.stop();
        opened.value.close();
      };
      await untilReady(directory.ready, time);
      return Object.assign(directory, { options });
    },
    close,
    remove: () => {
      close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A long list is read in slices: the clock must move for the next to come. */
export async function untilReady(ready: Promise<void>, time: FakeTime): Promise<void> {
  let done = false;
  void ready.then(() => {
    done = true;
  });
  for (let turn = 0; !done && turn < 1_000; turn += 1) await time.pass(1);
}
