import { z } from 'zod';
import type { EntryState } from './state.ts';

const count = z.int().min(0);
const delayMs = z.number().min(0);
const refusal = z.object({
  status: z.int(),
  code: z.string().nullable(),
  message: z.string().nullable(),
  requestId: z.string().nullable(),
});

/** The stored form of each state. Retired fields and states stay readable as long as a file may contain them. */
const stored = z.discriminatedUnion('state', [
  z.object({ state: z.literal('held'), delayMs, earlier: z.literal(true).optional() }),
  z.object({ state: z.literal('queued'), delayMs, attempts: count, doubt: z.boolean() }),
  z.object({ state: z.literal('sending'), attempts: count, doubt: z.boolean() }),
  z.object({
    state: z.literal('verifying'),
    delayMs,
    attempts: count,
    checks: count,
    absences: count,
    refusal: refusal.nullable(),
    first: z.literal(true).optional(),
  }),
  z.object({ state: z.literal('settled'), how: z.enum(['answered', 'found']) }),
  z.object({ state: z.literal('refused'), refusal }),
  z.discriminatedUnion('why', [
    z.object({ state: z.literal('stuck'), why: z.literal('different-content') }),
    z.object({ state: z.literal('stuck'), why: z.literal('contradicted'), refusal }),
    z.object({ state: z.literal('stuck'), why: z.literal('unreadable-record') }),
    z.object({ state: z.literal('stuck'), why: z.literal('altered') }),
    z.object({ state: z.literal('stuck'), why: z.literal('too-old') }),
    z.object({ state: z.literal('stuck'), why: z.literal('singled-out') }),
    z.object({
      state: z.literal('stuck'),
      why: z.literal('guest-exists'),
      guestIds: z.array(z.string()),
    }),
    z.object({ state: z.literal('stuck'), why: z.literal('guest-merged'), into: z.string() }),
  ]),
  z.discriminatedUnion('how', [
    z.object({ state: z.literal('cancelled'), how: z.literal('undone') }),
    z.object({
      state: z.literal('cancelled'),
      how: z.literal('discarded'),
      by: z.string(),
      reason: z.string(),
    }),
    z.object({
      state: z.literal('cancelled'),
      how: z.literal('replaced'),
      by: z.string(),
      replacement: z.string().nullable(),
    }),
  ]),
]) satisfies z.ZodType<EntryState>;

/** The state's own fields as JSON, keys in the order given: the same state is always the same text. */
export function encodeState(state: EntryState): string {
  return JSON.stringify(stored.parse(state));
}

/** Reads a stored state. An unreadable state needs a person; it is never dropped or guessed. */
export function readState(name: string, detail: string): EntryState {
  try {
    const state = stored.parse(JSON.parse(detail));
    if (state.state === name) return state;
  } catch {
    // falls through: unreadable is a state, not an exception
  }
  return { state: 'stuck', why: 'unreadable-record' };
}
