import { randomUUID } from 'node:crypto';
import {
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface SecondInstance {
  readonly argv: string[];
  readonly cwd: string;
  readonly data: unknown;
}

/**
 * The lock of one user-data folder. Held by an exclusive lock on a small SQLite file, because that is synchronous,
 * works everywhere, and ends with the process however it ends.
 */
export class SingleInstance {
  readonly #folder: () => string;
  readonly #onSecond: (second: SecondInstance) => void;
  #held: DatabaseSync | null = null;
  #watcher: FSWatcher | null = null;

  constructor(userData: () => string, onSecond: (second: SecondInstance) => void) {
    this.#folder = () => join(userData(), 'standin-instance');
    this.#onSecond = onSecond;
  }

  get held(): boolean {
    return this.#held !== null;
  }

  /** True when this process has the folder; else the holder is told of this one. */
  request(data: unknown): boolean {
    if (this.#held !== null) return true;
    const folder = this.#folder();
    mkdirSync(folder, { recursive: true });
    const database = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 });
    try {
      database.exec('BEGIN EXCLUSIVE');
    } catch {
      database.close();
      const second: SecondInstance = { argv: process.argv, cwd: process.cwd(), data: data ?? null };
      const file = join(folder, `${randomUUID()}.part`);
      writeFileSync(file, JSON.stringify(second));
      renameSync(file, file.replace(/part$/, 'json'));
      return false;
    }
    this.#held = database;
    this.#watcher = watch(folder, () => this.#collect(folder));
    this.#watcher.unref();
    return true;
  }

  #collect(folder: string): void {
    for (const name of readdirSync(folder)) {
      if (!name.endsWith('.json')) continue;
      const second = JSON.parse(readFileSync(join(folder, name), 'utf8')) as SecondInstance;
      rmSync(join(folder, name), { force: true });
      this.#onSecond(second);
    }
  }

  release(): void {
    this.#watcher?.close();
    this.#held?.close();
    this.#held = null;
  }
}
