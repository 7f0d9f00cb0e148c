import fs, { closeSync, openSync, readSync } from 'node:fs';
import { registerHooks, syncBuiltinESMExports } from 'node:module';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A place in the header: a folder has `files`, a file a size and where it begins. */
interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly size?: number;
  readonly offset?: string;
}

/** One archive, read as Electron reads it: the header once, each file by its place. */
class Archive {
  readonly #path: string;
  readonly #root: Entry;
  readonly #start: number;

  constructor(path: string) {
    this.#path = path;
    const head = this.#bytes(0, 16);
    this.#root = JSON.parse(this.#bytes(16, head.readUInt32LE(12)).toString('utf8')) as Entry;
    this.#start = 8 + head.readUInt32LE(4);
  }

  #bytes(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    const file = openSync(this.#path, 'r');
    readSync(file, bytes, 0, length, at);
    closeSync(file);
    return bytes;
  }

  find(inside: string): Entry | undefined {
    let entry: Entry | undefined = this.#root;
    for (const part of inside.split(sep).filter((name) => name !== '')) entry = entry?.files?.[part];
    return entry;
  }

  /** Undefined where there is no such file. */
  read(inside: string): Buffer | undefined {
    const entry = this.find(inside);
    if (entry?.size === undefined || entry.offset === undefined) return undefined;
    return this.#bytes(this.#start + Number(entry.offset), entry.size);
  }
}

const missing = (path: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`ENOENT, ${path} not found in the archive`), { code: 'ENOENT' });

/**
 * Makes what is in an archive readable by the calls that the product and the stand-in make: readFile, readFileSync, existsSync, readdirSync and import.
 * Every other call meets a path through a file and fails with ENOTDIR, so that nothing is read by luck.
 */
export function mountArchive(path: string): void {
  const archive = new Archive(path);
  const inside = (name: unknown): string | null => {
    const text = name instanceof URL ? fileURLToPath(name) : name;
    return typeof text === 'string' && text.startsWith(path + sep) ? text.slice(path.length) : null;
  };
  const read = (name: unknown, options: unknown): Buffer | string | null => {
    const own = inside(name);
    if (own === null) return null;
    const bytes = archive.read(own);
    if (bytes === undefined) throw missing(String(name));
    const encoding: unknown =
      typeof options === 'object' && options !== null ? Reflect.get(options, 'encoding') : options;
    return typeof encoding === 'string' ? bytes.toString(encoding as BufferEncoding) : bytes;
  };
  const { readFileSync, existsSync, readdirSync } = fs;
  const { readFile } = fs.promises;
  Object.assign(fs, {
    readFileSync: (name: unknown, options?: unknown) =>
      read(name, options) ?? Reflect.apply(readFileSync, fs, [name, options]),
    existsSync: (name: unknown) => {
      const own = inside(name);
      return own === null ? Reflect.apply(existsSync, fs, [name]) : archive.find(own) !== undefined;
    },
    readdirSync: (name: unknown, options?: unknown) => {
      const own = inside(name);
      if (own === null) return Reflect.apply(readdirSync, fs, [name, options]);
      const files = archive.find(own)?.files;
      if (files === undefined) throw missing(String(name));
      return Object.keys(files);
    },
  });
  Object.assign(fs.promises, {
    readFile: async (name: unknown, options?: unknown) =>
      read(name, options) ?? (await Reflect.apply(readFile, fs.promises, [name, options])),
  });
  syncBuiltinESMExports();
  registerHooks({
    resolve: (specifier, context, next) => {
      const url = URL.parse(specifier, context.parentURL);
      const isPath = /^(?:file:|\.{1,2}\/)/.test(specifier);
      if (!isPath || url?.protocol !== 'file:' || inside(url) === null) return next(specifier, context);
      return { url: url.href, format: 'module', shortCircuit: true };
    },
    load: (url, context, next) => {
      const own = url.startsWith('file:') ? inside(new URL(url)) : null;
      if (own === null) return next(url, context);
      const source = archive.read(own);
      if (source === undefined) throw missing(url);
      return { format: 'module', source, shortCircuit: true };
    },
  });
}
