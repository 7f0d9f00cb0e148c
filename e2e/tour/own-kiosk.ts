import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry } from '../../src-main/sandbox/data/model.ts';
import { settingsFor } from '../fixtures/crm.ts';
import { startCrmWith } from '../fixtures/crm-records.ts';
import { type Kiosk, launchKiosk } from '../fixtures/kiosk.ts';
import { createKioskPage, type KioskPage } from '../pages/kiosk-page.ts';
import type { Size } from '../pages/views.ts';
import type { ControlledCrm } from '../sandbox-control/controlled-crm.ts';

/** Takes a picture of what a desk shows. */
export type Picture = (name: string, screen: KioskPage) => Promise<void>;

/** How a part of the tour begins. */
export interface Beginning {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What the admin's file says, where there is one. */
  readonly file?: string;
  /** What is in Toast beside its guests. */
  readonly records?: readonly Entry[];
}

/** A kiosk with a CRM of its own, for as long as `walk` takes. */
export async function withKiosk(
  size: Size,
  { settings = {}, file, records = [] }: Beginning,
  walk: (at: {
    readonly screen: KioskPage;
    readonly kiosk: Kiosk;
    readonly crm: ControlledCrm;
  }) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hoststand-tour-'));
  const config = join(folder, 'config.json');
  if (file !== undefined) writeFileSync(config, file);
  const crm = await startCrmWith(folder, records);
  const kiosk = await launchKiosk({
    profile: join(folder, 'profile'),
    env: {
      ...settingsFor(crm, { undoSeconds: 60, ...settings }),
      ...(file === undefined ? {} : { HOSTSTAND_CONFIG_FILE: config }),
    },
    size,
  });
  try {
    await kiosk.page.setViewportSize(size);
    await kiosk.page.emulateMedia({ reducedMotion: 'reduce' });
    await walk({ screen: createKioskPage(kiosk.page), kiosk, crm });
  } finally {
    await kiosk.close();
    await crm.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
