/**
 * Keeps one kiosk running, and replaces it by another with the page open: when settings take effect, and between Training
 * and live. Whoever asks meanwhile waits for the next one.
 */
import { join } from 'node:path';
import type { Restarted } from '../src-preload/contract/manager.ts';
import { err, ok, type Result } from '../src-preload/contract/result.ts';
import type { StaffName } from '../src-preload/contract/staff.ts';
import type { Language } from '../src-preload/contract/status.ts';
import {
  type Carried,
  type ComposeInput,
  type ComposePorts,
  compose,
  type Kiosk,
  type StartError,
} from './compose.ts';
import type { LoadedConfig } from './config/load.ts';
import type { Router } from './ipc/router.ts';
import { settingsMarkIn, wasEverLive } from './live-books.ts';
import { standingOf } from './set-up/address.ts';
import { openProfile, ownOf, type Profile, TRAINING_PROFILE } from './set-up/profile.ts';

export interface HostOptions {
  readonly ports: ComposePorts;
  /** Reads the layers of configuration anew, with these settings as the kiosk's own. */
  readonly readConfig: (own: unknown) => LoadedConfig & { readonly file: string };
  /** What stays the same as long as the program runs. */
  readonly fixed: Pick<
    ComposeInput,
    'dataFolder' | 'origin' | 'version' | 'pinCost' | 'timing' | 'allowLoopback' | 'exit'
  >;
  /** Neither what was wanted nor what was before can be opened: only a new start may help. */
  readonly onHopeless: (error: StartError) => void;
}

export interface Host {
  /** Answers the page whichever kiosk is in force. */
  readonly router: Router;
  /** Opens the first one and starts it. */
  readonly open: () => Promise<Result<null, StartError>>;
  /** The page ended, or another takes its place: nobody is signed in any more. */
  readonly pageGone: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Long enough for the answer to the request that brought it about to reach the page, ms. */
const AFTER_ANSWER_MS = 20;

/** How long a start waits for another program that has the data open (a backup, antivirus), and how often it tries, ms. */
const WAIT_FOR_OTHERS_MS = 60_000;
const TRY_AGAIN_MS = 500;

export function createHost({ ports, readConfig, fixed, onHopeless }: HostOptions): Host {
  const { settings, scheduler, logger, announce, clock } = ports;
  const first = Promise.withResolvers<Kiosk>();
  let current: Promise<Kiosk> = first.promise;
  let cancel = (): void => {};
  let stopped = false;
  /** The language to say it in that another program has the data open; null while none has. */
  let heldUp: Language | null = null;
  const tellHeldUp = Promise.withResolvers<Language>();

  /** What this kiosk is. Settings that are gone or cannot be read make no new kiosk of one that was live. */
  const readProfile = async (): Promise<Result<Profile, StartError>> => {
    const kept = settings.get('profile');
    const { security, toast } = readConfig({}).config;
    const profile = await openProfile(kept, {
      box: ports.secretBox,
      mayBePlain: security.allowWeakSealing,
      markOf: (guid) => settingsMarkIn(fixed.dataFolder, guid),
      mayMigrateTo: (url) => standingOf(url, toast.url, fixed.allowLoopback === true) !== 'unknown',
    });
    const gone = kept === undefined || profile === null;
    if (gone && wasEverLive(fixed.dataFolder)) {
      return err({ code: 'settings-lost', path: join(fixed.dataFolder, 'settings.json') });
    }
    if (profile === null) {
      logger.warn('profile-unreadable');
      return ok(TRAINING_PROFILE);
    }
    if (profile.kept !== kept) settings.set('profile', profile.kept);
    return ok(profile);
  };

  const make = async (carried: Carried | null): Promise<Result<Kiosk, StartError>> => {
    const read = await readProfile();
    if (!read.ok) return read;
    const profile = read.value;
    const { config, problems, sources, file } = readConfig(ownOf(profile));
    return compose(ports, {
      ...fixed,
      config,
      configFor: (own) => readConfig(own).config,
      configProblems: problems,
      configFile: file,
      sources,
      profile,
      carried,
      beginAnew: (why, before, by) => {
        cancel();
        cancel = scheduler.after(AFTER_ANSWER_MS, () => {
          if (!stopped) current = replace(why, before, by);
        });
      },
    });
  };

  /** Makes one; while another program has the data open it tries again, for a minute, and says so. */
  const makeWhenFree = async (carried: Carried | null): Promise<Result<Kiosk, StartError>> => {
    const since = clock.monotonic();
    for (;;) {
      const made = await make(carried);
      const locked = !made.ok && made.error.code === 'locked';
      if (!locked || stopped || clock.monotonic() - since >= WAIT_FOR_OTHERS_MS) {
        heldUp = null;
        return made;
      }
      if (heldUp === null) {
        heldUp = readConfig({}).config.language;
        logger.warn('data-in-use');
        tellHeldUp.resolve(heldUp);
      }
      await new Promise<void>((resume) => scheduler.after(TRY_AGAIN_MS, resume));
    }
  };

  const replace = async (why: Restarted['why'], before: Profile, by: StaffName | null): Promise<Kiosk> => {
    const old = await current;
    const carried = why === 'mode' ? null : old.carry(why === 'settings' ? by : null);
    try {
      await old.stop();
    } catch (error) {
      // A disk that fails while closing: what is on it is read again either way.
      logger.error('stop-failed', { error: String(error) });
    }
    let next = await makeWhenFree(carried);
    const failed = !next.ok;
    if (!next.ok) {
      logger.error('not-begun-anew', { code: next.error.code });
      settings.set('profile', before.kept);
      next = await makeWhenFree(carried);
    }
    if (!next.ok) {
      onHopeless(next.error);
      // Nothing answers any more; the page is about to go.
      return new Promise(() => {});
    }
    const kiosk = next.value;
    kiosk.start();
    logger.info('begun-anew', { why, failed });
    announce('restarted', { why, failed, sameSession: kiosk.signedIn() !== null });
    return kiosk;
  };

  return {
    router: {
      ask: async (name, sender, payload) => {
        const inUse = (language: Language) => err({ code: 'data-in-use', language } as const);
        if (heldUp !== null) return inUse(heldUp);
        const ready = await Promise.race([current, tellHeldUp.promise]);
        // Told once for those who asked before it was known; afterwards only while it is so.
        if (typeof ready === 'string' && heldUp !== null) return inUse(heldUp);
        return (await current).router.ask(name, sender, payload);
      },
    },
    open: async () => {
      const made = await makeWhenFree(null);
      if (!made.ok) return made;
      made.value.start();
      first.resolve(made.value);
      return ok(null);
    },
    pageGone: async () => (await current).pageGone(),
    stop: async () => {
      stopped = true;
      cancel();
      await (await current).stop();
    },
  };
}
