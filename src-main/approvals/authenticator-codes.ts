import { Secret, TOTP } from 'otpauth';
import { encode } from 'uqr';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { CodeEnrolment, StaffName } from '../../src-preload/contract/staff.ts';
import type { WriteLedger } from '../domain/ledger-event.ts';
import { openSecret, sealSecret } from '../lib/sealed-key.ts';
import type { Clock, Database, Ids, SecretBox } from '../ports.ts';
import type { Lockout } from '../staff/pins/lockout.ts';
import type { Roster } from '../staff/roster.ts';

/** What every authenticator app understands without asking (RFC 6238's own values; some apps ignore any others). */
const PERIOD_S = 30;
const DIGITS = 6;
const SECRET_BYTES = 20;
/** One step before and one after: clocks differ, and a code takes its time over a radio (RFC 6238, 5.2). */
const WINDOW = 1;
/** How long an enrolment stays open, ms. */
const ENROLMENT_MS = 10 * 60_000;

export type CodeError = Extract<AppError, { code: 'wrong-code' | 'code-locked' | 'code-used' }>;

/**
 * Codes of an ordinary authenticator app, by which a manager approves from elsewhere. Needs no network. Each code counts
 * once: the step it belongs to is used up on disk before anything is granted.
 */
export interface Codes {
  /** Makes a secret for this manager and shows it once. An enrolment begun before ends. */
  readonly begin: (manager: StaffName, restaurantName: string) => CodeEnrolment;
  /** A first code proves that the authenticator has it; only then is the secret kept. */
  readonly confirm: (
    enrolId: string,
    code: string,
    manager: StaffName,
  ) => Promise<Result<null, CodeError | { code: 'enrolment-gone' }>>;
  /** Whether this is the manager's code of now. Uses it up. Tries are counted as those of PINs are. */
  readonly check: (manager: StaffName, code: string) => Promise<Result<null, CodeError>>;
}

export interface CodePorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secretBox: SecretBox;
  readonly roster: Roster;
  readonly lockout: Lockout;
  readonly record: WriteLedger;
  readonly signedIn: () => StaffName | null;
  /** Whether a secret may be kept in the open where the system cannot seal (Training only). */
  readonly allowUnsealed: boolean;
}

export function createCodes(ports: CodePorts): Codes {
  const { db, clock, ids, secretBox, roster, lockout, record, signedIn, allowUnsealed } = ports;
  let enrolment: {
    readonly id: string;
    readonly secret: Secret;
    readonly of: string;
    readonly until: number;
  } | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const answer = queue.then(work);
    queue = answer.catch(() => undefined);
    return answer;
  };

  /** The step the code belongs to; null where it is not a code of about now. */
  const stepOf = (secret: Secret, code: string): number | null => {
    const totp = totpOf(secret);
    const timestamp = clock.now();
    const delta = totp.validate({ token: code, timestamp, window: WINDOW });
    return delta === null ? null : totp.counter({ timestamp }) + delta;
  };

  /** Counts the try before it is looked at, and locks as the keypad does. */
  const counted = async (
    where: 'approval-by-code' | 'enrolment',
    by: StaffName | null,
    look: () => Promise<Result<null, 'wrong' | 'used'>>,
  ): Promise<Result<null, CodeError>> => {
    const attempt = lockout.begin();
    if (!attempt) return err({ code: 'code-locked', leftMs: lockout.leftMs() });
    const looked = await look();
    if (looked.ok) {
      attempt.wasRight();
      return looked;
    }
    const lockedFor = lockout.leftMs();
    record({ kind: 'pin-failed', where, by });
    if (lockedFor > 0) {
      record({ kind: 'locked-out', where, forMs: lockedFor });
      return err({ code: 'code-locked', leftMs: lockedFor });
    }
    return looked.error === 'used'
      ? err({ code: 'code-used' })
      : err({ code: 'wrong-code', triesLeft: attempt.left });
  };

  return {
    begin: (manager, restaurantName) => {
      const secret = new Secret({ size: SECRET_BYTES });
      const id = ids.guid();
      enrolment = { id, secret, of: manager.id, until: clock.monotonic() + ENROLMENT_MS };
      const uri = totpOf(secret, restaurantName, manager.shortName).toString();
      const { data } = encode(uri, { ecc: 'M', border: 0 });
      return {
        enrolId: id,
        modules: data.map((line) => line.map((dark) => (dark ? '1' : '0')).join('')),
        key: secret.base32.replace(/.{4}(?=.)/g, '$& '),
      };
    },
    confirm: (enrolId, code, manager) =>
      inTurn(async () => {
        const begun = enrolment;
        if (begun?.id !== enrolId || begun.of !== manager.id || clock.monotonic() >= begun.until) {
          return err({ code: 'enrolment-gone' });
        }
        return await counted('enrolment', manager, async () => {
          const step = stepOf(begun.secret, code);
          if (step === null) return err('wrong');
          const secret = await sealSecret(secretBox, begun.secret.base32, allowUnsealed);
          db.transaction(() => {
            // This code is used up as well: it was read out, or seen, on the way here.
            roster.setCode(manager.id, { secret, since: clock.now(), lastStep: step });
            record({ kind: 'staff-changed', by: manager, whom: manager, change: { what: 'code-enrolled' } });
          });
          enrolment = null;
          return ok(null);
        });
      }),
    check: (manager, code) =>
      inTurn(() =>
        counted('approval-by-code', signedIn(), async () => {
          const kept = roster.code(manager.id);
          let renewed: string | null = null;
          const secret =
            kept &&
            (await openSecret(secretBox, kept.secret, allowUnsealed, (again) => {
              renewed = again;
            }));
          if (!secret) return err('wrong');
          const step = stepOf(Secret.fromBase32(secret), code);
          if (step === null) return err('wrong');
          // On disk before anything is granted: a crash in between costs a code, never gives one twice.
          // With its line, so that no row of before fits any more.
          return db.transaction(() => {
            if (!roster.takeStep(manager.id, step, renewed)) return err('used');
            const change = { what: 'code-taken' } as const;
            record({ kind: 'staff-changed', by: signedIn(), whom: manager, change });
            return ok(null);
          });
        }),
      ),
  };
}

function totpOf(secret: Secret, issuer = '', label = ''): TOTP {
  return new TOTP({ issuer, label, algorithm: 'SHA1', digits: DIGITS, period: PERIOD_S, secret });
}
