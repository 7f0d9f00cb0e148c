/**
 * What may go wrong in a simulated shift, and how badly. This is the promise's small print in code: the outbox is held to
 * "kept and once" under everything below, and to nothing beyond it.
 */

/** Bounds in ms. */
export const BOUNDS = {
  /** A request that has left its PC is carried out within this, or never: 30 s on the line, 10 s in the service. */
  lineMs: 30_000,
  serviceMs: 10_000,
  /** Reads show a credit within this after it was carried out. */
  lagMs: 12_000,
  /**
   * Beyond the bound: only while the CRM recognizes a GUID it has seen (every mode but `double`). With a CRM that
   * credits a repeated GUID twice, a request carried out later than the outbox waits cannot be told from one that never
   * will be: no client can be right then, and the model leaves it out.
   */
  veryLateMs: 3_600_000,
  /**
   * A kiosk last heard the CRM's time so long before the shift. Together with the shift it is less than the hours that credit
   * may wait: so what was accepted before the CRM spoke again, under a clock that was wrong, is never called too old.
   */
  crmSilentMs: 48 * 3_600_000,
  /** `Retry-After` of a 503. */
  retryAfterMs: 600_000,
  /** A step back of the clock right after a tap. */
  slipMs: 30_000,
  sleepMs: 80 * 3_600_000,
} as const;

/**
 * How late a credit may come into sight after its request left. The outbox takes "nothing here" for proof after
 * `settleMs` (60 s); the answer that proves it may itself have been on its way for as long as a read may take (8 s).
 */
export const IN_SIGHT_WITHIN_MS = BOUNDS.lineMs + BOUNDS.serviceMs + BOUNDS.lagMs;

/** Mishaps on the line between a PC and the CRM. */
export const LINE_FAULTS = [
  /** Nothing leaves: refused, no name, no route, a certificate that does not hold. */
  'refused',
  'no-name',
  'no-route',
  'bad-certificate',
  /** Cut before the CRM had it. */
  'cut-before',
  /** Cut after the CRM had it, in place of the answer. */
  'cut-after',
  /** The client sees a cut; the CRM carries it out later. */
  'cut-then-carried-out',
  /** The CRM carries it out after the client stopped waiting. */
  'late',
  /** Later than the outbox waits for (see BOUNDS.veryLateMs). */
  'very-late',
  /** Slow, but in time. */
  'slow',
  /** Never arrives, and no one is told. */
  'swallowed',
  /** Carried out; the answer never arrives, and no one is told. */
  'answer-lost',
] as const;
export type LineFault = (typeof LINE_FAULTS)[number];

/** Mishaps of the service. `-before`: nothing was carried out. `-after`: it was. */
export const SERVICE_FAULTS = [
  'token-expired',
  'unauthorised',
  'forbidden-page',
  'busy',
  'busy-silent',
  /** A 429 page of something in front of the service. */
  'busy-page',
  /** 503 with `Retry-After`. */
  'unavailable',
  'server-error-before',
  'server-error-after',
  'page-before',
  'page-after',
  'not-found-page',
  'gone',
  'refusal',
  /** The service, or something in front of it, declines what was carried out. */
  'refusal-after',
  'barred-after',
  'dropped-before',
  'dropped-after',
  'hung-before',
  'hung-after',
  'half-answer',
  'delayed',
  'answer-delayed',
  'lag',
  /** One guest, or one GUID, is declined for minutes or for good, while others pass (see bars.ts). */
  'one-declined',
] as const;
export type ServiceFault = (typeof SERVICE_FAULTS)[number];

/** Mishaps of the PC itself. */
export const PC_FAULTS = [
  /** A write fails before anything was done. */
  'disk-full',
  /** A write fails at its commit, and is rolled back. */
  'disk-error-at-commit',
  'disk-read-error',
  /** The process dies between two steps, or at the very byte (see CRASH_POINTS in plan.ts). */
  'crash',
  /** The wall clock is set by up to an hour, as time servers and people do. */
  'clock-jump',
  /** The wall clock is set by days, or a year: an empty battery, a wrong date typed in. */
  'clock-leap',
  /** The wall clock steps back by seconds, right after a tap. */
  'clock-slip',
  /** Without power for longer than a form that was left is kept. */
  'power-out',
  'sleep',
  /** Asleep for hours, up to 80. */
  'long-sleep',
  /** A commit fails, the disk with it, and the commit is there after the next start. */
  'commit-unsynced',
  /** An older copy of the database file is put back. */
  'records-old',
  /** The write-ahead log is removed after a crash. */
  'log-lost',
  /** The database file is deleted, or cut to nothing; its log and the copies stay. */
  'records-vanished',
  'records-emptied',
  /** The data folder is copied to a second PC while the first is off; later both are on. The kiosk sees that it is another PC. */
  'cloned',
  /** The same, and the second PC's marks are the first one's, or a manager says that it replaces the first. */
  'twin',
] as const;
export type PcFault = (typeof PC_FAULTS)[number];

export type FaultKind = LineFault | ServiceFault | PcFault;
