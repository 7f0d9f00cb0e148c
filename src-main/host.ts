/**
 * Keeps one kiosk running, and replaces it by another with the page open: when settings take effect, and between Training
 * and live. Whoever asks meanwhile waits for the next one.
 */
import { ok, type Result } from '../src-preload/contract/result.ts';
import type { StaffName } from '../src-preload/contract/staff.ts';
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
import { type Profile, readProfile } from './set-up/profile.ts';

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
  readonly stop: () => Promise<void>;
}

/** Long enough for the answer to the request that brought it about to reach the page, ms. */
const AFTER_ANSWER_MS = 20;

export function createHost({ ports, readConfig, fixed, onHopeless }: HostOptions): Host {
  const { settings, scheduler, logger, announce } = ports;
  const first = Promise.withResolvers<Kiosk>();
  let current: Promise<Kiosk> = first.promise;
  let cancel = (): void => {};
  let stopped = false;

  const make = (carried: Carried | null): Promise<Result<Kiosk, StartError>> => {
    const profile = readProfile(settings.get('profile'));
    const { config, problems, sources, file } = readConfig(profile.own);
    return compose(ports, {
      ...fixed,
      config,
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

  const replace = async (why: 'settings' | 'mode', before: Profile, by: StaffName | null): Promise<Kiosk> => {
    const old = await current;
    const carried = why === 'settings' ? old.carry(by) : null;
    await old.stop();
    let next = await make(carried);
    const failed = !next.ok;
    if (!next.ok) {
      logger.error('not-begun-anew', { code: next.error.code });
      settings.set('profile', before);
      next = await make(carried);
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
      ask: async (name, sender, payload) => (await current).router.ask(name, sender, payload),
    },
    open: async () => {
      const made = await make(null);
      if (!made.ok) return made;
      made.value.start();
      first.resolve(made.value);
      return ok(null);
    },
    stop: async () => {
      stopped = true;
      cancel();
      await (await current).stop();
    },
  };
}
