import type {
  ReadyUpdate,
  UpdateHeld,
  UpdateOff,
  UpdateRefusal,
  UpdateStatus,
} from '../../src-preload/contract/update.ts';
import { errorText } from '../lib/error-words.ts';
import type { Clock, Device, Fetch, Ids, KioskUse, Logger, Scheduler, Updates } from '../ports.ts';
import { type Found, find } from './finder.ts';
import { type Journal, readJournal, writeBeacon } from './hand-over.ts';
import { heldBy } from './held.ts';
import type { ReleasePlatform } from './releases.ts';
import { webSource } from './source.ts';

/** What the admin's file says of updates. */
interface UpdateSettings {
  readonly mode: 'off' | 'notify' | 'apply';
  readonly url: string | null;
  readonly window: string;
}

export interface UpdatesOptions {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly ids: Pick<Ids, 'random'>;
  readonly logger: Logger;
  readonly fetch: Fetch;
  readonly freeBytes: Device['freeBytes'];
  readonly settings: UpdateSettings;
  /** The kiosk's own folder for updates. */
  readonly folder: string;
  /** Where this PC has an updater: the folder the kiosk writes for it, and the one it reads of it. Null where it has none. */
  readonly updater: { readonly handOver: string; readonly own: string } | null;
  /** The root metadata this copy of Hoststand came with; null where it came without. */
  readonly root: string | null;
  readonly platform: ReleasePlatform;
  readonly version: string;
  /** Ends this program, so that Setup can run. */
  readonly leave: () => void;
}

/** When updates are looked for after the start, and how often; after a refusal sooner. ms. */
const FIRST_MS = 5_000;
const EVERY_MS = 6 * 3_600_000;
const REFUSED_MS = 3_600_000;
/** So much of the time between two looks is by chance, so that kiosks do not ask in step. */
const SPREAD = 0.2;
const TICK_MS = 60_000;
/** The same while an update may begin, ms: the updater waits for an answer. */
const ASKED_MS = 5_000;
/** With a clock further from Toast's no date can be checked, ms. */
const CLOCK_OFF_MS = 24 * 3_600_000;

/** What the last look came to. */
interface Looked {
  readonly found: Found | null;
  /** Its installer is where the updater finds it. */
  readonly staged: boolean;
  readonly refused: UpdateStatus['refused'];
  readonly checkedAt: number | null;
}

/**
 * Looks for newer versions and says what it found. Where the admin chose it and this PC has an updater, brings the
 * installer, says when it may be installed, and ends the kiosk when the updater asks. Installs nothing itself.
 */
export function createUpdates(options: UpdatesOptions): Updates & { readonly start: () => () => void } {
  const { clock, logger, settings, updater, root, version } = options;
  let last: Looked = { found: null, staged: false, refused: null, checkedAt: null };
  let healthy = false;
  let using: (() => KioskUse) | null = null;
  let quietSince = clock.monotonic();
  let dueAt = clock.monotonic() + FIRST_MS;
  /** What the last sign of life said, and when. */
  let said = '';
  let saidAt = 0;

  const applies = updater !== null && settings.mode === 'apply';
  const held = (): UpdateHeld | null =>
    heldBy({
      staged: last.staged,
      use: using?.() ?? null,
      quietMs: clock.monotonic() - quietSince,
      window: settings.window,
      now: clock.now(),
    });

  const look = async (url: string, trustedRoot: string): Promise<void> => {
    const ahead = using?.().clockAheadMs ?? null;
    const clockOff = ahead !== null && Math.abs(ahead) > CLOCK_OFF_MS;
    const source = webSource({ ...options, url });
    const looked = clockOff
      ? REFUSED_CLOCK
      : await find({ ...options, source, root: trustedRoot, now: clock.now() });
    if (!looked.ok) {
      refuse(looked.error);
      return;
    }
    const { found, bring } = looked.value;
    last = { found, staged: false, refused: null, checkedAt: clock.now() };
    dueAt = clock.monotonic() + spread(EVERY_MS);
    if (!applies || updater === null) return;
    const brought = await bring(updater.handOver, options.freeBytes);
    if (brought.ok) last = { ...last, staged: found !== null };
    else refuse(brought.error);
  };
  const refuse = (code: UpdateRefusal): void => {
    logger.warn('update-refused', { code });
    last = { ...last, refused: { code, at: clock.now() } };
    dueAt = clock.monotonic() + spread(REFUSED_MS);
  };
  const spread = (ms: number): number => ms * (1 - SPREAD * options.ids.random());

  /** Tells the updater how the kiosk is. Where it asks, and no one uses the kiosk at that very moment, the kiosk ends. Returns when to look again, ms. */
  const beat = (): number => {
    if (updater === null) return TICK_MS;
    const { doing, failed } = readJournal(updater.own);
    const ready = last.found?.release.version ?? null;
    const free = applies && ready !== null && !failed.includes(ready) && held() === null ? ready : null;
    const leavingFor = doing.step === 'ask' && doing.move.version === free ? free : null;
    const may = doing.step === 'nothing' ? free : null;
    const says = JSON.stringify([healthy, may, leavingFor]);
    if (says !== said || clock.monotonic() - saidAt >= TICK_MS) {
      writeBeacon(updater.handOver, { version, at: clock.now(), healthy, may, leavingFor });
      said = says;
      saidAt = clock.monotonic();
    }
    if (leavingFor !== null) {
      logger.info('update-begins', { version: leavingFor });
      options.leave();
    }
    return free === null ? TICK_MS : ASKED_MS;
  };
  const tick = async (): Promise<number> => {
    const use = using?.() ?? null;
    if (use === null || use.inUse) quietSince = clock.monotonic();
    const { url } = settings;
    if (offBecause(settings, root) === null && url !== null && root !== null && clock.monotonic() >= dueAt) {
      await look(url, root);
    }
    return beat();
  };

  return {
    status: () => {
      const off = offBecause(settings, root);
      const journal = updater === null ? null : readJournal(updater.own);
      return {
        off,
        ready: last.found === null ? null : readyOf(last.found, options, applies ? journal : null, held),
        refused: last.refused ?? journal?.refused ?? null,
        checkedAt: last.checkedAt,
        last: journal?.last ?? null,
      };
    },
    pageAnswered: () => {
      healthy = true;
    },
    attend: (use) => {
      using = use;
      quietSince = clock.monotonic();
      return () => {
        if (using === use) using = null;
      };
    },
    start: () => repeat(options, beat, tick),
  };
}

const REFUSED_CLOCK = { ok: false, error: 'clock-wrong' } as const;

function offBecause({ mode, url }: UpdateSettings, root: string | null): UpdateOff | null {
  if (mode === 'off') return 'by-admin';
  if (url === null) return 'no-address';
  return root === null ? 'no-key' : null;
}

/** What was found, for a manager. `journal`: the updater's, where the kiosk is updated automatically. */
function readyOf(
  { release, sameFormat }: Found,
  { platform, settings }: UpdatesOptions,
  journal: Journal | null,
  held: () => UpdateHeld | null,
): ReadyUpdate {
  const byKiosk = journal !== null && !journal.failed.includes(release.version);
  return {
    version: release.version,
    news: release.news,
    file: release.name,
    bytes: release.bytes,
    way: platform === 'linux-x64' ? 'apt' : byKiosk ? 'kiosk' : 'setup',
    window: settings.window,
    held: byKiosk ? held() : null,
    returns: sameFormat,
  };
}

/** Gives a sign of life now, then ticks until it is stopped, one after the other. */
function repeat(
  { scheduler, logger }: Pick<UpdatesOptions, 'scheduler' | 'logger'>,
  first: () => void,
  tick: () => Promise<number>,
): () => void {
  let stopped = false;
  let cancel = (): void => {};
  const failed = (error: unknown): number => {
    logger.error('update-tick-failed', { error: errorText(error) });
    return TICK_MS;
  };
  const run = async (): Promise<void> => {
    const next = await tick().catch(failed);
    if (!stopped) cancel = scheduler.after(next, () => void run());
  };
  try {
    first();
  } catch (error) {
    failed(error);
  }
  cancel = scheduler.after(FIRST_MS, () => void run());
  return () => {
    stopped = true;
    cancel();
  };
}
