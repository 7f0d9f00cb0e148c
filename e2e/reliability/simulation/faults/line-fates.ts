import type { Rng } from '../../../../src-main/sandbox/data/rng.ts';
import type { Passage } from '../../../../src-main/testing/crm/memory-fetch.ts';
import { assertNever } from '../../../../src-preload/contract/result.ts';
import { BOUNDS, type LineFault } from './fault-model.ts';

/** A line without mishap still takes its time. */
export function smooth(rng: Rng): Passage {
  return { arrivesMs: rng.between(2, 80), answerMs: rng.between(2, 80) };
}

/** What a mishap of the line does to one request. Every time is within BOUNDS. */
export function passageOf(fault: LineFault, rng: Rng): Passage {
  const arrivesMs = rng.between(2, 80);
  switch (fault) {
    case 'refused':
      return { refused: { code: 'ECONNREFUSED', syscall: 'connect' } };
    case 'no-name':
      return { refused: { code: rng.pick(['ENOTFOUND', 'EAI_AGAIN']), syscall: 'getaddrinfo' } };
    case 'no-route':
      return {
        refused: { code: rng.pick(['ENETUNREACH', 'EHOSTUNREACH', 'ETIMEDOUT']), syscall: 'connect' },
      };
    case 'bad-certificate':
      return {
        refused: { code: rng.pick(['CERT_HAS_EXPIRED', 'SELF_SIGNED_CERT_IN_CHAIN']), syscall: '' },
      };
    case 'cut-before':
      return { arrivesMs: null, cutMs: rng.between(0, 3_000) };
    case 'cut-after':
      return { arrivesMs, cutMs: arrivesMs + rng.between(0, 2_000), answerMs: null };
    case 'cut-then-carried-out': {
      const cutMs = rng.between(0, 3_000);
      return { cutMs, arrivesMs: cutMs + rng.between(1, BOUNDS.lineMs - 3_000), answerMs: null };
    }
    case 'late':
      return { arrivesMs: rng.between(14_900, BOUNDS.lineMs), answerMs: rng.between(2, 200) };
    case 'very-late':
      return { arrivesMs: rng.between(BOUNDS.lineMs, BOUNDS.veryLateMs), answerMs: null };
    case 'slow':
      return { arrivesMs: rng.between(500, 6_000), answerMs: rng.between(500, 6_000) };
    case 'swallowed':
      return { arrivesMs: null };
    case 'answer-lost':
      return { arrivesMs, answerMs: null };
    default:
      return assertNever(fault, 'mishap of the line');
  }
}
