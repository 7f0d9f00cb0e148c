import { z } from 'zod';
import { OPERATIONS, type Operation } from '../../src-main/sandbox/service/routes.ts';

/** What the body of a scripted answer is: the vendor's error, an edge's page, a gateway's JSON or text, or nothing at all. */
const bodyKind = z.enum(['error-message', 'html', 'gateway-json', 'text', 'empty']).default('error-message');
const status = z.literal([
  200, 400, 401, 403, 404, 405, 409, 410, 422, 426, 429, 431, 499, 500, 502, 503, 504, 511,
]);
const milliseconds = z.int().min(0).max(3_600_000);

/** How long a committed credit stays out of sight of reads: a number of reads that would have shown it, or a time. */
const lagSchema = z.union([z.strictObject({ reads: z.int().min(1) }), z.strictObject({ ms: milliseconds })]);
export type Lag = z.infer<typeof lagSchema>;

/** Everything that can be made to go wrong with one request. A closed list: the exchange handles each arm. */
const effectSchema = z.discriminatedUnion('kind', [
  /** The token stops being valid before this request is looked at; the next login hands out a new one. */
  z.strictObject({ kind: z.literal('expire-token') }),
  /** Waits, then carries out the request; it is carried out also when the client has gone. */
  z.strictObject({ kind: z.literal('delay'), ms: milliseconds }),
  /** Nothing is carried out; this is the answer. `retryAfterSeconds` only goes with 429 and 503; null leaves it out. */
  z.strictObject({
    kind: z.literal('status'),
    status,
    body: bodyKind,
    message: z.string().optional(),
    retryAfterSeconds: z.number().min(0).nullable().optional(),
  }),
  /** Nothing is carried out; the socket is cut. */
  z.strictObject({ kind: z.literal('drop-before') }),
  /** Nothing is carried out, and no answer ever comes. */
  z.strictObject({ kind: z.literal('hang-before') }),
  /** Carried out, but reads do not show it yet. */
  z.strictObject({ kind: z.literal('lag'), for: lagSchema }),
  /** Carried out at once, answered late. */
  z.strictObject({ kind: z.literal('delay-after'), ms: milliseconds }),
  /** Carried out; the socket is cut instead of an answer. */
  z.strictObject({ kind: z.literal('drop-after') }),
  /** Carried out; no answer ever comes. */
  z.strictObject({ kind: z.literal('hang-after') }),
  /** Carried out; this is the answer anyway (`500-after` is status 500). */
  z.strictObject({ kind: z.literal('status-after'), status, body: bodyKind }),
  /** Carried out; the answer breaks off half way through its body. */
  z.strictObject({ kind: z.literal('truncate') }),
]);
export type FaultEffect = z.infer<typeof effectSchema>;

/** A fault to script: which requests, how many of them, and what happens to them. */
export const faultSchema = z.strictObject({
  operation: z.enum([...OPERATIONS, 'any']),
  /** Only requests that name this guest or transaction (path or body). */
  guid: z.guid().toLowerCase().optional(),
  /** The next so many matching requests, or all until the script is cleared. */
  times: z.union([z.int().min(1), z.literal('all')]).default(1),
  effect: effectSchema,
});
/** As written in a script (defaults may be omitted). */
export type FaultOrder = z.input<typeof faultSchema>;
/** As kept, with how many times it is still to be applied. */
export type Fault = z.infer<typeof faultSchema>;

/**
 * When an effect takes hold. A request meets the first fitting fault of each moment in turn, so that faults combine
 * (a credit that lags and whose answer is cut); one that refuses it leaves the later ones for the next request.
 */
export type Moment = 'arrival' | 'wait' | 'refuse' | 'commit' | 'hold' | 'answer';

const MOMENTS = {
  'expire-token': 'arrival',
  delay: 'wait',
  status: 'refuse',
  'drop-before': 'refuse',
  'hang-before': 'refuse',
  lag: 'commit',
  'delay-after': 'hold',
  'drop-after': 'answer',
  'hang-after': 'answer',
  'status-after': 'answer',
  truncate: 'answer',
} as const satisfies Record<FaultEffect['kind'], Moment>;

/** The effects that can meet a request at moment `M`. */
export type EffectAt<M extends Moment> = Extract<
  FaultEffect,
  { kind: { [K in FaultEffect['kind']]: (typeof MOMENTS)[K] extends M ? K : never }[FaultEffect['kind']] }
>;

/** Whether an effect takes hold at this moment. */
export const isAt = <M extends Moment>(effect: FaultEffect, moment: M): effect is EffectAt<M> =>
  MOMENTS[effect.kind] === moment;

/** What a fault is matched against. */
export interface FaultTarget {
  readonly operation: Operation;
  /** GUIDs the request names, lower case. */
  readonly guids: readonly string[];
}

export interface FaultScript {
  /** Adds a fault behind those already scripted; returns it as kept. */
  readonly add: (order: FaultOrder) => Fault;
  readonly clear: () => void;
  readonly pending: () => readonly Fault[];
  /** Takes the first fault of this moment that fits, using up one of its times. */
  readonly take: <M extends Moment>(moment: M, target: FaultTarget) => EffectAt<M> | null;
}

/** An empty script. */
export function createFaultScript(): FaultScript {
  let faults: readonly Fault[] = [];
  return {
    add: (order) => {
      const fault = faultSchema.parse(order);
      faults = [...faults, fault];
      return fault;
    },
    clear: () => {
      faults = [];
    },
    pending: () => faults,
    take: (moment, target) => {
      for (const fault of faults) {
        const { effect } = fault;
        if (!isAt(effect, moment) || !fits(fault, target)) continue;
        faults = faults.flatMap((each) => (each === fault ? used(each) : [each]));
        return effect;
      }
      return null;
    },
  };
}

function fits(fault: Fault, target: FaultTarget): boolean {
  const named = fault.guid === undefined || target.guids.includes(fault.guid);
  return named && (fault.operation === 'any' || fault.operation === target.operation);
}

function used(fault: Fault): readonly Fault[] {
  if (fault.times === 'all') return [fault];
  return fault.times === 1 ? [] : [{ ...fault, times: fault.times - 1 }];
}
