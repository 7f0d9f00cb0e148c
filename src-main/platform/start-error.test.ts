import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fillDisk } from '../../e2e/reliability/records/full-disk.ts';
import { openOrRecover } from '../storage/recover.ts';
import { startErrorWords } from './start-error.ts';

test('damage on a full disk is said in words, with the path, in both languages; nothing is touched', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hoststand-full-'));
  const path = join(dir, 'kiosk.db');
  const bytes = Buffer.alloc(40_960, 0x5a);
  writeFileSync(path, bytes);
  const empty = fillDisk();
  const opened = openOrRecover(path, 'training', Date.now());
  empty();
  if (opened.ok) throw new Error('It opened');
  for (const language of ['en', 'es'] as const)
    expect(startErrorWords(opened.error, language)).toContain(path);
  expect(opened.error).toMatchObject({ code: 'disk', path });
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(readdirSync(dir)).toEqual(['kiosk.db']);
  rmSync(dir, { recursive: true });
});

test('data that another program keeps locked: what may hold it and what to do, in both languages', () => {
  const error = { code: 'locked', path: '/data/kiosk.db' } as const;
  expect(startErrorWords(error, 'en')).toMatch(/Another program.*\/data\/kiosk\.db.*antivirus.*restart/);
  expect(startErrorWords(error, 'es')).toMatch(/Otro programa.*\/data\/kiosk\.db.*antivirus.*reinicie/);
});
