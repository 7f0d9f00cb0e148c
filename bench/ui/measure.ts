import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchKiosk } from '../../e2e/fixtures/kiosk.ts';
import { launchOptions, startLargeCrm } from '../../e2e/measure/large-restaurant.ts';
import { type Measured, measured } from '../../e2e/measure/walk.ts';
import type { ControlledCrm } from '../../e2e/sandbox-control/controlled-crm.ts';

/** Runs `work` on the built application with a profile and a CRM of its own; `fill` puts into the profile what is there before. */
export async function withKiosk<T>(
  { guests, fill }: { readonly guests: number; readonly fill?: (profile: string) => Promise<T> },
  work: (to: Measured, crm: ControlledCrm, filled: T | undefined) => Promise<void>,
): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'hoststand-bench-'));
  const crm = await startLargeCrm(guests);
  try {
    const filled = await fill?.(profile);
    const { expectProblems: _, ...options } = launchOptions(crm);
    const kiosk = await launchKiosk({ ...options, profile, timeout: 90_000 });
    try {
      await work(await measured(kiosk.page), crm, filled);
    } finally {
      await kiosk.close();
    }
  } finally {
    await crm.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
