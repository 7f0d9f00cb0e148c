import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Fetch, Scheduler } from '../ports.ts';

type SourceError = 'unreachable' | 'missing' | 'server-wrong';

/** Where the files of an update come from: a server, or a folder on this PC. Nothing it says is believed. */
export interface UpdateSource {
  /** The file's bytes as they come. The iteration throws where the line is cut. `path` has `/` and plain names only. */
  readonly open: (path: string) => Promise<Result<AsyncIterable<Uint8Array>, SourceError>>;
}

/** Longest a file of metadata may take, and the installer, ms. A server that trickles is cut. */
const METADATA_MS = 45_000;
const INSTALLER_MS = 2 * 3_600_000;

/**
 * The admin's update server. The request says which version asks, and nothing else: no cookies, no credentials, no
 * identity of the PC or the restaurant. A redirect is an error.
 */
export function webSource(options: {
  readonly fetch: Fetch;
  /** Address of the folder with `metadata/` and `targets/`. */
  readonly url: string;
  readonly version: string;
  readonly scheduler: Scheduler;
}): UpdateSource {
  const { url, version, scheduler } = options;
  const base = url.endsWith('/') ? url : `${url}/`;
  return {
    open: async (path) => {
      const controller = new AbortController();
      const limit = path.startsWith('targets/') ? INSTALLER_MS : METADATA_MS;
      const done = scheduler.after(limit, () => controller.abort());
      try {
        const answer = await options.fetch(new URL(path, base), {
          headers: {
            'user-agent': `Hoststand/${version}`,
            'accept-encoding': 'identity',
            'cache-control': 'no-cache',
          },
          signal: controller.signal,
        });
        if (answer.status === 200 && answer.body !== null) return ok(piecesOf(answer.body, done));
        controller.abort();
        done();
        return err([403, 404, 410].includes(answer.status) ? 'missing' : 'server-wrong');
      } catch {
        done();
        return err('unreachable');
      }
    },
  };
}

async function* piecesOf(body: AsyncIterable<Uint8Array>, done: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    done();
  }
}

/** A folder that others may write: plain files of it alone, no links. */
export function folderSource(folder: string): UpdateSource {
  return {
    open: async (path) => {
      const file = join(folder, ...path.split('/'));
      try {
        if (!(await lstat(file)).isFile()) return err('server-wrong');
      } catch {
        return err('missing');
      }
      return ok(createReadStream(file));
    },
  };
}

/** A file of at most `most` bytes, whole. */
export async function readAll(
  source: UpdateSource,
  path: string,
  most: number,
): Promise<Result<Buffer, SourceError | 'too-large'>> {
  const opened = await source.open(path);
  if (!opened.ok) return opened;
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of opened.value) {
      bytes += piece.length;
      if (bytes > most) return err('too-large');
      pieces.push(piece);
    }
  } catch {
    return err('unreachable');
  }
  return ok(Buffer.concat(pieces));
}
