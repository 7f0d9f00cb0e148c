import type { AppError } from '../../src-preload/contract/errors.ts';
import type { ChangedLimit, Restarted } from '../../src-preload/contract/manager.ts';
import { err, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import { errorText } from '../lib/error-words.ts';
import type { Database, Logger, SecretBox, Settings } from '../ports.ts';
import { changedLimits, type Profile, sealProfile, withTraining } from './profile.ts';

/** Ends this kiosk and starts another with the page open. `by` changed the settings. */
type Restart = (why: Restarted['why'], by: StaffName | null) => void;

export interface ProfileChangesPorts {
  readonly profile: Profile;
  readonly settings: Settings;
  readonly secretBox: SecretBox;
  readonly allowWeakSealing: boolean;
  readonly db: Database;
  readonly logger: Logger;
  readonly restart: Restart;
}

/** What changes the profile. After the first change the kiosk starts again: the next one reads what that changed. */
export interface ProfileChanges {
  /** Runs one change after the other; what comes after the restart began is told so. */
  readonly inTurn: <T>(change: () => Promise<Result<T, AppError>>) => Promise<Result<T, AppError>>;
  /** Keeps a profile. False where the disk refuses: then it is as before, also in memory. */
  readonly keep: (next: Profile) => boolean;
  /**
   * Keeps a profile and writes its line, or neither. The line comes first, since it needs new room on the disk; taking the
   * profile back needs no more room than it has just given up. Throws where the disk refuses the line.
   */
  readonly keepWithLine: (next: Profile, line: () => void) => boolean;
  /** Puts the profile back as it was at the start. */
  readonly takeBack: () => void;
  /** The profile in another mode, sealed; null where it cannot be sealed now. */
  readonly inMode: (mode: Profile['mode']) => Promise<Profile | null>;
  /**
   * The profile with other settings of the present mode: Training's never touch live's. `decided`: limits that a manager has
   * confirmed by this. Null where live's cannot be sealed now, or where what they would be sealed with cannot be opened.
   */
  readonly withOwn: (own: unknown, decided: readonly string[]) => Promise<Profile | null>;
  /** Live's limits that a manager must confirm. */
  readonly unconfirmedLimits: () => readonly ChangedLimit[];
  /** Live's settings that are older than its records, and so do not apply; null where there are none. */
  readonly shelved: () => unknown;
  readonly restart: Restart;
}

/** Takes a line back whose profile could not be kept. */
class NotKept extends Error {}

export function createProfileChanges(ports: ProfileChangesPorts): ProfileChanges {
  const { profile, settings, db } = ports;
  const { mode, live } = profile;
  const isLive = mode === 'live';
  let restarts = false;
  let last: Promise<unknown> = Promise.resolve();

  const takeBack = (): void => {
    settings.set('profile', profile.kept);
  };
  const keep = (next: Profile): boolean => {
    if (settings.set('profile', next.kept)) return true;
    takeBack();
    return false;
  };
  const sealed = async (next: Profile): Promise<Profile | null> => {
    try {
      return await sealProfile(next, { box: ports.secretBox, allowUnsealed: ports.allowWeakSealing });
    } catch (error) {
      ports.logger.error('profile-not-sealed', { error: errorText(error) });
      return null;
    }
  };

  return {
    inTurn: (change) => {
      const done = last.then(() => (restarts ? err({ code: 'restarting' } as const) : change()));
      last = done.catch(() => undefined);
      return done;
    },
    keep,
    keepWithLine: (next, line) => {
      let changed = false;
      try {
        db.transaction(() => {
          line();
          changed = keep(next);
          if (!changed) throw new NotKept();
        });
        return true;
      } catch (error) {
        if (error instanceof NotKept) return false;
        if (changed) takeBack();
        throw error;
      }
    },
    takeBack,
    inMode: (to) => sealed({ ...profile, mode: to }),
    withOwn: async (own, decided) => {
      if (!isLive || live === null) return withTraining(profile, own);
      if (live.connection === null) return null;
      const unconfirmed = live.unconfirmed.filter((key) => !decided.includes(key));
      return sealed({
        ...profile,
        live: { ...live, own, serial: live.serial + 1, unconfirmed, shelved: null },
      });
    },
    unconfirmedLimits: () =>
      isLive && live !== null
        ? changedLimits(live.own).filter(({ key }) => live.unconfirmed.includes(key))
        : [],
    shelved: () => (isLive ? (live?.shelved ?? null) : null),
    restart: (why, by) => {
      restarts = true;
      ports.restart(why, by);
    },
  };
}
