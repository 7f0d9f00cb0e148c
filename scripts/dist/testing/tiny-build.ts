/** For tests: a built application of a few bytes, and a product made of it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Product } from '../product.ts';

export const PRODUCT: Product = { version: '1.2.3', dataVersion: 7, standin: true, epoch: 1_700_000_000 };

/** A folder of the test's own, removed after it. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hoststand-dist-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files into a folder; returns the folder. */
export function write(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A checkout with out/ as a build leaves it, and these files besides. */
export const built = (more: Readonly<Record<string, string>> = {}): string =>
  write(scratch(), {
    'out/main/index.js': 'main',
    'out/main/tuf.js': 'updates',
    'out/main/undici.js': 'network',
    'out/preload/index.cjs': 'preload',
    'out/renderer/index.html': '<p>',
    'out/renderer/assets/index-Ab1_.js': 'page',
    ...more,
  });
