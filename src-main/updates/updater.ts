import { assertNever, err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { LastUpdate, UpdateRefusal } from '../../src-preload/contract/update.ts';
import type { Clock, Device, Logger } from '../ports.ts';
import {
  type Beacon,
  isFresh,
  type Journal,
  type Move,
  readBeacon,
  readJournal,
  writeJournal,
} from './hand-over.ts';
import { type Release, type ReleasePlatform, releaseOf } from './releases.ts';
import { folderSource } from './source.ts';
import { stage, sweep } from './staging.ts';
import { refreshMetadata } from './trusted.ts';
import { isNewer } from './versions.ts';

export interface UpdaterPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  readonly freeBytes: Device['freeBytes'];
  /** The folder the kiosk writes: its sign of life, metadata and installers. Nothing in it is trusted. */
  readonly handOver: string;
  /** The updater's own folder, where only administrators can write. */
  readonly own: string;
  /** The root metadata this copy of Hoststand came with. */
  readonly root: string;
  readonly platform: ReleasePlatform;
  /** The version this program is of. */
  readonly version: string;
  /** Waits that long, ms. */
  readonly wait: (ms: number) => Promise<void>;
}

/** What runs next, outside of this program: Setup cannot replace a program that runs. */
export type Next =
  | { readonly run: 'nothing' }
  /** Setup, silently, to its end; then the next look, with its exit code. `force`: it ends a kiosk that is not well. */
  | { readonly run: 'setup'; readonly installer: string; readonly force: boolean };

const NOTHING: Next = { run: 'nothing' };

/** How often the updater finds a version running that is not well before it goes back. It looks every five minutes. */
const LOOKS_STARTING = 2;
/** The same where no kiosk gives a sign of life: nobody may have logged in yet. */
const LOOKS_SILENT = 24;

/** How long the kiosk may take to end itself, and how often it is looked at, ms. */
const ENDS_WITHIN_MS = 90_000;
const LOOK_MS = 1_000;

/** Exit codes of Setup that say nothing against the version: it can be tried again. */
const NEWER_DATA = 3;
const RUNNING = 4;
const TRY_LATER: readonly number[] = [1, RUNNING, 5, 6];
const RESTART_NEEDED = 3010;

/**
 * One look of the updater, which the system starts every five minutes: prepares a version that the kiosk has brought and allows, once it
 * has verified it too; then waits until it starts well, or goes back. Before each step the journal has what comes, so
 * a look that is killed is done again by the next one. Throws where its own folder refuses.
 *
 * @param ended the exit code of Setup, where the look before asked for it and it has just ended.
 */
export async function lookOnce(ports: UpdaterPorts, ended: number | null = null): Promise<Next> {
  const journal = readJournal(ports.own);
  const { doing } = journal;
  switch (doing.step) {
    case 'nothing':
      return begin(ports, journal);
    case 'ask':
      return ask(ports, journal, doing.move, 0);
    case 'install': {
      // Killed after Setup had ended: the program that looks now is of the new version.
      const code = ended ?? (ports.version === doing.move.version ? 0 : null);
      return code === null
        ? { run: 'setup', installer: doing.move.installer, force: false }
        : installed(ports, journal, doing.move, code);
    }
    case 'watch':
      return watch(ports, journal, doing.move, doing.looks);
    case 'return':
      return goBack(ports, journal, doing.move, ended);
    default:
      return assertNever(doing, 'step of an update');
  }
}

async function begin(ports: UpdaterPorts, journal: Journal): Promise<Next> {
  const beacon = readBeacon(ports.handOver);
  const wish = beacon?.may ?? null;
  if (beacon === null || wish === null || !isFresh(beacon, ports.clock.now())) return NOTHING;
  if (journal.failed.includes(wish)) return NOTHING;
  const prepared = await prepare(ports, journal, wish);
  if (!prepared.ok) {
    ports.logger.warn('update-refused', { version: wish, code: prepared.error });
    writeJournal(ports.own, { ...journal, refused: { code: prepared.error, at: ports.clock.now() } });
    return NOTHING;
  }
  const move = prepared.value;
  const next: Journal = { ...journal, refused: null, doing: { step: 'ask', move } };
  writeJournal(ports.own, next);
  ports.logger.info('update-step', { step: 'asks', version: wish });
  return ask(ports, next, move, ENDS_WITHIN_MS);
}

/** The kiosk ends itself, or someone uses it by now: then it is asked another time. Nothing ends it under a person. */
async function ask(ports: UpdaterPorts, journal: Journal, move: Move, patienceMs: number): Promise<Next> {
  for (let waited = 0; ; waited += LOOK_MS) {
    if (readBeacon(ports.handOver)?.leavingFor === move.version) break;
    if (waited >= patienceMs) {
      writeJournal(ports.own, { ...journal, doing: { step: 'nothing' } });
      return NOTHING;
    }
    await ports.wait(LOOK_MS);
  }
  writeJournal(ports.own, { ...journal, doing: { step: 'install', move } });
  ports.logger.info('update-step', { step: 'installs', version: move.version });
  return { run: 'setup', installer: move.installer, force: false };
}

/** Verifies what the kiosk brought, and copies it where no one else can write. */
async function prepare(
  ports: UpdaterPorts,
  journal: Journal,
  wish: string,
): Promise<Result<Move, UpdateRefusal>> {
  const { clock, handOver, own, root, platform, logger } = ports;
  const current = journal.installed ?? ports.version;
  if (!isNewer(wish, current)) return err('replayed');
  const source = folderSource(handOver);
  const looked = await refreshMetadata({ source, folder: own, root, now: clock.now() });
  if (!looked.ok) return looked;
  logger.info('update-step', { step: 'metadata', version: wish });
  const { releases } = looked.value;
  const release = releaseOf(releases, platform, wish);
  if (release === null) return err('not-trusted');
  const before = releaseOf(releases, platform, current);
  const wanted = [release, ...(before ? [before] : [])];
  await sweep(own, wanted);
  const bring = (each: Release) => stage({ release: each, source, folder: own, freeBytes: ports.freeBytes });
  const staged = await bring(release);
  if (!staged.ok) return staged;
  logger.info('update-step', { step: 'verified', version: wish });
  const sameFormat = before !== null && before.dataVersion === release.dataVersion;
  const stagedBefore = sameFormat ? await bring(before) : null;
  // The way back comes first: a version is only tried where it is there, or where there cannot be one.
  if (stagedBefore !== null && !stagedBefore.ok) return stagedBefore;
  return ok({
    version: wish,
    installer: staged.value,
    before: { version: current, installer: stagedBefore?.value ?? null, sameFormat },
  });
}

function installed(ports: UpdaterPorts, journal: Journal, move: Move, code: number): Next {
  const { logger, own } = ports;
  if (code === 0 || code === RESTART_NEEDED) {
    writeJournal(own, { ...journal, doing: { step: 'watch', move, looks: 0 }, installed: move.version });
    logger.info('update-step', { step: 'watches', version: move.version });
    return NOTHING;
  }
  if (code === RUNNING) {
    // Someone started the kiosk meanwhile: another night.
    writeJournal(own, { ...journal, doing: { step: 'nothing' } });
    return NOTHING;
  }
  const failed = TRY_LATER.includes(code) ? journal.failed : [...journal.failed, move.version];
  logger.error('update-not-installed', { version: move.version, code });
  return end(ports, { ...journal, failed }, move.version, 'not-installed');
}

function watch(ports: UpdaterPorts, journal: Journal, move: Move, looks: number): Next {
  const beacon = readBeacon(ports.handOver);
  const state = stateOf(beacon, move, ports.clock.now());
  switch (state) {
    case 'healthy':
      return end(ports, journal, move.version, 'installed');
    case 'not-yet':
      return NOTHING;
    case 'starting':
    case 'silent':
      break;
    default:
      assertNever(state, 'state of an update');
  }
  if (looks + 1 < (state === 'starting' ? LOOKS_STARTING : LOOKS_SILENT)) {
    writeJournal(ports.own, { ...journal, doing: { step: 'watch', move, looks: looks + 1 } });
    return NOTHING;
  }
  const failed = [...journal.failed, move.version];
  if (move.before.installer === null || !move.before.sameFormat) {
    ports.logger.error('update-cannot-go-back', {
      version: move.version,
      sameFormat: move.before.sameFormat,
    });
    return end(ports, { ...journal, failed }, move.version, 'cannot-go-back');
  }
  const next: Journal = { ...journal, failed, doing: { step: 'return', move } };
  writeJournal(ports.own, next);
  ports.logger.warn('update-step', { step: 'going-back', version: move.version });
  return goBack(ports, next, move, null);
}

/** healthy: the new version runs well · starting: it runs, and is not well · not-yet: another one runs · silent: none does. */
function stateOf(
  beacon: Beacon | null,
  move: Move,
  now: number,
): 'healthy' | 'not-yet' | 'starting' | 'silent' {
  if (beacon === null) return 'silent';
  if (beacon.version === move.version) return beacon.healthy ? 'healthy' : 'starting';
  if (beacon.leavingFor !== null) return 'silent';
  return isFresh(beacon, now) ? 'not-yet' : 'silent';
}

function goBack(ports: UpdaterPorts, journal: Journal, move: Move, code: number | null): Next {
  const { before } = move;
  // As where it is installed: killed after Setup had ended.
  const ended = code ?? (ports.version === before.version ? 0 : null);
  if (before.installer === null) return end(ports, journal, move.version, 'cannot-go-back');
  if (ended === null && stateOf(readBeacon(ports.handOver), move, ports.clock.now()) === 'healthy') {
    // It became well before anything was taken back.
    const failed = journal.failed.filter((each) => each !== move.version);
    return end(ports, { ...journal, failed }, move.version, 'installed');
  }
  const again: Next = { run: 'setup', installer: before.installer, force: true };
  if (ended === null) return again;
  if (ended === 0 || ended === RESTART_NEEDED) {
    return end(ports, { ...journal, installed: before.version }, move.version, 'went-back');
  }
  if (ended === NEWER_DATA) return end(ports, journal, move.version, 'cannot-go-back');
  // Another Setup runs, or the disk is full: the next look tries again.
  return NOTHING;
}

function end(ports: UpdaterPorts, journal: Journal, version: string, outcome: LastUpdate['outcome']): Next {
  const at = ports.clock.now();
  writeJournal(ports.own, { ...journal, doing: { step: 'nothing' }, last: { version, outcome, at } });
  ports.logger.info('update-step', { step: outcome, version });
  return NOTHING;
}
