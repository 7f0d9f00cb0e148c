import type { IncomingMessage } from 'node:http';
import { err, ok, type Result } from '../../../src-preload/contract/result.ts';

/** The most bytes a request may carry. The service's own bodies are well under a kilobyte. */
export const BODY_LIMIT = 65_536;

/**
 * The whole body as text. `too-large`: more than {@link BODY_LIMIT}, the rest was not read. `cut`: the client went
 * away before its end.
 */
export function readBody(request: IncomingMessage): Promise<Result<string, 'too-large' | 'cut'>> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= BODY_LIMIT) parts.push(part);
      else resolve(err('too-large'));
    });
    request.on('end', () => resolve(ok(Buffer.concat(parts).toString('utf8'))));
    request.on('error', () => resolve(err('cut')));
    request.on('close', () => resolve(err('cut')));
  });
}

/** The parsed text; undefined where it is not JSON. (JSON itself has no undefined.) */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
