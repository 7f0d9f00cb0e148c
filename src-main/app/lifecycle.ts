/**
 * Keeps one kiosk running, and replaces it by another with the page open: when settings take effect, and between
 * Training and live. Anyone who asks meanwhile waits for the next one.
 */
import { join } from 'node:path';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { Restarted } from '../../src-preload/contract/manager.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import { compose } from '../compose.ts';
import type { Router } from '../ipc/router.ts';
import { inTime } from '../lib/in-time.ts';
import type { SecretBox } from '../ports.ts';
import type { LoadedConfig } from '../settings/load.ts';
import type { AppConfig } from '../settings/schema.ts';
import { addressTrustOf } from '../setup/address.ts';
import { openProfile, ownOf, type Profile, TRAINING_PROFILE } from '../setup/profile.ts';
import type { ComposeInput, ComposePorts, Handover, Kiosk, StartError } from '../wiring/kiosk.ts';
import { settingsMarkIn, wasEverLive } from './live-data.ts';

export interface HostOptions {
  readonly ports: ComposePorts;
  /** Reads the layers of configuration again, with these settings as the kiosk's own. */
  readonly readConfig: (own: unknown) => LoadedConfig & { readonly file: string };
  /** Opens what the layers need of the keyring. */
  readonly load?: () => Promise<void>;
  /** What stays the same as long as the program runs. */
  readonly fixed: Pick<
    ComposeInput,
    'dataFolder' | 'origin' | 'version' | 'pinCost' | 'timing' | 'allowLoopback' | 'exit'
  >;
  /** Neither what was wanted nor what was before can be opened: only a new start may help. */
  readonly onHopeless: (error: StartError) => void;
}

export interface Host {
  /** Answers the page whichever kiosk is in effect. */
  readonly router: Router;
  /** Opens the first one and starts it. */
  readonly open: () => Promise<Result<null, StartError>>;
  /** The page ended, or another takes its place: no one is signed in any more. */
  readonly pageGone: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Long enough for the answer to the request that brought it about to reach the page, ms. */
const AFTER_ANSWER_MS = 20;

/** How long a start waits for another program that has the data open (a backup, antivirus), and how often it tries, ms. */
const WAIT_FOR_OTHERS_MS = 60_000;
const TRY_AGAIN_MS = 500;

/** A kiosk that has not stopped by then may never do so, ms. Its own waits are shorter. */
const STOPS_WITHIN_MS = 10_000;

/** A keyring that takes longer is asking someone, ms. */
const KEYRING_MS = 5_000;

/** Why a start takes its time, as the page is told. */
type HeldUp = Extract<AppError, { readonly language: unknown }>;

export function createHost({
  ports,
  readConfig,
  load = async () => {},
  fixed,
  onHopeless,
}: HostOptions): Host {
  const { settings, scheduler, logger, announce, clock } = ports;
  const first = Promise.withResolvers<Kiosk>();
  let current: Promise<Kiosk> = first.promise;
  let cancel = (): void => {};
  let stopped = false;
  const start = createStart(ports, (code) => ({ code, language: readConfig({}).config.language }));
  const { secretBox } = start;

  const make = async (handover: Handover | null): Promise<Result<Kiosk, StartError>> => {
    const read = await readProfile({ ...ports, secretBox }, readConfig({}).config, fixed);
    if (!read.ok) return read;
    const profile = read.value;
    const { config, problems, sources, file } = readConfig(ownOf(profile));
    let begun = false;
    return compose(
      { ...ports, secretBox },
      {
        ...fixed,
        config,
        configFor: (own) => readConfig(own).config,
        configProblems: problems,
        configFile: file,
        sources,
        profile,
        handover,
        // At once: anything that is asked from now on is answered by the next one.
        restart: (why, before, by) => {
          if (begun || stopped) return;
          begun = true;
          current = replace(why, before, by);
        },
      },
    );
  };

  /** Makes one; while another program has the data open it tries again, for a minute, and says so. */
  const makeWhenFree = async (handover: Handover | null): Promise<Result<Kiosk, StartError>> => {
    const since = clock.monotonic();
    start.begins();
    for (;;) {
      const made = await make(handover);
      const locked = !made.ok && made.error.code === 'locked';
      if (!locked || stopped || clock.monotonic() - since >= WAIT_FOR_OTHERS_MS) {
        start.isOver();
        return made;
      }
      start.hold('data-in-use');
      await new Promise<void>((resume) => scheduler.after(TRY_AGAIN_MS, resume));
    }
  };

  const replace = async (why: Restarted['why'], before: Profile, by: StaffName | null): Promise<Kiosk> => {
    const old = await current;
    await new Promise<void>((resume) => {
      const stopWaiting = scheduler.after(AFTER_ANSWER_MS, resume);
      cancel = () => {
        stopWaiting();
        resume();
      };
    });
    if (stopped) return old;
    const handover = why === 'mode' ? null : old.carry(why === 'settings' ? by : null);
    await endKiosk(old, ports);
    let next = await makeWhenFree(handover);
    const failed = !next.ok;
    if (!next.ok) {
      logger.error('not-restarted', { code: next.error.code });
      settings.set('profile', before.kept);
      next = await makeWhenFree(handover);
    }
    if (!next.ok) {
      onHopeless(next.error);
      // Nothing answers any more; the page is about to go.
      return new Promise(() => {});
    }
    const kiosk = next.value;
    kiosk.start();
    logger.info('restarted', { why, failed });
    announce('restarted', { why, failed, sameSession: kiosk.signedIn() !== null });
    return kiosk;
  };

  return {
    router: {
      ask: async (name, sender, payload) => {
        for (;;) {
          const heldUp = start.heldUp();
          if (heldUp !== null) return err(heldUp);
          const ready = await Promise.race([current, start.told()]);
          if (ready !== null) return (await current).router.ask(name, sender, payload);
        }
      },
    },
    open: async () => {
      start.begins();
      await start.patiently(load());
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
      await endKiosk(await current, ports);
    },
  };
}

/** What a start waits for, so that the page can be told. */
interface Start {
  /** The system's sealing, waited for as long as it takes; a start that waits for it says so. */
  readonly secretBox: SecretBox;
  /** Waits for the keyring, and says so where a start waits for it. */
  readonly patiently: <T>(work: Promise<T>) => Promise<T>;
  readonly begins: () => void;
  readonly isOver: () => void;
  readonly hold: (code: HeldUp['code']) => void;
  /** What it waits for; null while it waits for nothing. */
  readonly heldUp: () => HeldUp | null;
  /** Resolves once it is known what it waits for. */
  readonly told: () => Promise<null>;
}

function createStart(ports: ComposePorts, inWords: (code: HeldUp['code']) => HeldUp): Start {
  const { scheduler, logger } = ports;
  let heldUp: HeldUp | null = null;
  let tell = Promise.withResolvers<null>();
  let starting = false;
  let keyringAsked = 0;
  const hold: Start['hold'] = (code) => {
    if (heldUp !== null) return;
    heldUp = inWords(code);
    logger.warn(code);
    tell.resolve(null);
  };
  const release = (): void => {
    if (heldUp === null) return;
    heldUp = null;
    tell = Promise.withResolvers();
  };
  const patiently: Start['patiently'] = async (work) => {
    keyringAsked += 1;
    const stopWaiting = scheduler.after(KEYRING_MS, () => {
      if (starting) hold('keyring-waits');
    });
    try {
      return await work;
    } finally {
      stopWaiting();
      keyringAsked -= 1;
      if (keyringAsked === 0 && heldUp?.code === 'keyring-waits') release();
    }
  };
  return {
    secretBox: {
      strength: () => patiently(ports.secretBox.strength()),
      seal: (plain) => patiently(ports.secretBox.seal(plain)),
      open: (sealed, renew) => patiently(ports.secretBox.open(sealed, renew)),
    },
    patiently,
    begins: () => {
      starting = true;
    },
    isOver: () => {
      starting = false;
      release();
    },
    hold,
    heldUp: () => heldUp,
    told: () => tell.promise,
  };
}

/** What this kiosk is. Settings that are gone or cannot be read make no new kiosk of one that was live. */
async function readProfile(
  { settings, secretBox, logger }: ComposePorts,
  { security, toast }: AppConfig,
  fixed: HostOptions['fixed'],
): Promise<Result<Profile, StartError>> {
  const kept = settings.get('profile');
  const profile = await openProfile(kept, {
    box: secretBox,
    allowUnsealed: security.allowWeakSealing,
    markOf: (guid) => settingsMarkIn(fixed.dataFolder, guid),
    mayMigrateTo: (url) => addressTrustOf(url, toast.url, fixed.allowLoopback === true) !== 'unknown',
    renew: (kept) => void settings.set('profile', kept),
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
}

/**
 * Stops a kiosk. One that fails at it, or does not come to an end, may still have its data open: the next one then waits for it as
 * for another program, with the same words on the screen.
 */
async function endKiosk(kiosk: Kiosk, { scheduler, logger }: ComposePorts): Promise<void> {
  try {
    if (!(await inTime(kiosk.stop(), STOPS_WITHIN_MS, scheduler))) logger.error('does-not-stop');
  } catch (error) {
    // A disk that fails while closing: what is on it is read again either way.
    logger.error('stop-failed', { error: String(error) });
  }
}
