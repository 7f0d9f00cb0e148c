import { join } from 'node:path';
import type { Next } from '../../../src-main/updates/updater.ts';
import type { UpdateStatus } from '../../../src-preload/contract/update.ts';

/** What a process of the simulated PC is started for. */
export interface Order {
  readonly role: 'kiosk' | 'updater' | 'setup';
  readonly pc: string;
  /** The PC's clock, UTC ms. */
  readonly now: number;
  /** The version whose program runs. */
  readonly version: string;
  readonly root: string;
  readonly url: string;
  /** A kiosk that never opens. */
  readonly broken: boolean;
  /** Setup's exit code, where it has just ended. */
  readonly ended: number | null;
  readonly installer: string;
  /** It dies before this change of the disk; 0: it lives. */
  readonly dieAt: number;
}

/** What it tells the test. `changes`: of the disk, so far. */
export type Report = { readonly changes: number } & (
  | { readonly kind: 'waits'; readonly now: number; readonly status: UpdateStatus }
  | { readonly kind: 'left' }
  | { readonly kind: 'asks' }
  | { readonly kind: 'next'; readonly next: Next }
  | { readonly kind: 'installed' }
);

export const foldersOf = (pc: string): { readonly handOver: string; readonly own: string } => ({
  handOver: join(pc, 'hand-over'),
  own: join(pc, 'own'),
});
