import type { Answer, RequestName } from '../../src-preload/contract/channels.ts';
import { err } from '../../src-preload/contract/result.ts';

/**
 * Turns a broken bridge into an answer. The other side answers expected failures as values; a rejection means that
 * it is gone or broke, and no one may conclude from it what became of the request.
 */
export async function ask<N extends RequestName>(question: Promise<Answer<N>>): Promise<Answer<N>> {
  try {
    return await question;
  } catch {
    return err({ code: 'internal', reference: '–' });
  }
}
