import type { Answer } from '../../src-preload/contract/channels.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { THEMES, type Theme } from '../../src-preload/contract/manager.ts';
import type { ManagerRequestName } from '../../src-preload/contract/manager-channels.ts';
import type {
  GuestDetails,
  Resolution,
  WaitingItem,
  WaitingList,
} from '../../src-preload/contract/outbox.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import {
  type ConfigProblem,
  LANGUAGES,
  type Language,
  type Mode,
  type RecoveredBooks,
} from '../../src-preload/contract/status.ts';
import type { ConnectionMonitor } from '../connection/monitor.ts';
import type { Giving } from '../credits/give-credit.ts';
import { houseInShort, limitsFor } from '../credits/limits.ts';
import type { WriteLedger } from '../domain/ledger-event.ts';
import type { Guests } from '../guests/guests.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Clock, Ids, Logger, Settings } from '../ports.ts';
import { comfortInForce } from '../settings/comfort.ts';
import type { AppConfig } from '../settings/schema.ts';
import type { SessionHolder } from '../staff/session.ts';
import type { StaffDesk } from '../staff/staff-service.ts';
import type { AsManager } from './as-manager.ts';
import type { ManagerRequest } from './manager-handlers.ts';
import type { Handlers } from './router.ts';

export interface HandlerPorts {
  readonly config: AppConfig;
  readonly configProblems: readonly ConfigProblem[];
  readonly recovered: RecoveredBooks | null;
  readonly moved: boolean;
  readonly clock: Clock;
  readonly version: string;
  readonly mode: Mode;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly ids: Ids;
  readonly session: SessionHolder;
  readonly desk: StaffDesk;
  readonly guests: Guests;
  readonly giving: Giving;
  readonly outbox: Outbox;
  /** A new guest's details as they may be sent, or why not. */
  readonly checkGuest: (typed: GuestDetails) => Result<GuestDetails, AppError>;
  readonly monitor: ConnectionMonitor;
  readonly forPage: <I extends WaitingItem>(item: I) => I;
  readonly record: WriteLedger;
  /** The page asked for what it never asks for. */
  readonly impossible: (request: string, why: string) => void;
  readonly asManager: AsManager;
  readonly manager: Pick<Handlers, ManagerRequest>;
  readonly house: Pick<Handlers, ManagerRequestName>;
  /** Ends a manager's visit, where one is open. */
  readonly endVisit: () => void;
}

/** How long the sign-in screen says that the records were repaired: long enough for every manager to see it. */
const SHOW_RECOVERED_MS = 72 * 3_600_000;

/** Of a problem that the page reports, so many characters go into the log. */
const PROBLEM_LOGGED = 600;

/** What each request does. Thin: who is asking, then the feature's own function. */
export function createHandlers(ports: HandlerPorts): Handlers {
  const {
    config,
    settings,
    logger,
    session,
    desk,
    guests,
    giving,
    outbox,
    monitor,
    forPage,
    record,
    asManager,
  } = ports;

  const { recovered } = ports;
  const notSignedIn: AppError = { code: 'not-signed-in' };
  /** Runs `work` for whoever is signed in; without anybody, nothing of a guest is told or done. */
  const signedIn = <T>(work: (staff: StaffName) => T): T | { ok: false; error: AppError } => {
    session.heard();
    const staff = session.current();
    return staff ? work(staff) : err(notSignedIn);
  };
  /** Whoever is there, though their session be spent: what they gave can still be taken back. */
  const present = <T>(work: (staff: StaffName) => T): T | { ok: false; error: AppError } => {
    session.heard();
    const staff = session.present();
    return staff ? work(staff) : err(notSignedIn);
  };
  const endSession = (how: 'asked' | 'other-sign-in' | 'after-credit'): void => {
    const by = session.present();
    desk.approvals.endAll();
    ports.endVisit();
    guests.lookedAway();
    // Before the line: a full disk keeps nobody signed in.
    session.end();
    if (by) record({ kind: 'signed-out', by, how });
  };
  /** Where the house signs out after each credit, the session has done its work. */
  const givenOne = (answer: Answer<'approve'>): Answer<'approve'> => {
    if (answer.ok && config.signOutAfterCredit) session.spend();
    return answer;
  };
  const sessionOf = (staff: StaffName) => ({ staff, limits: limitsFor(config.rules, staff.role) });

  const waitingForPage = (): WaitingList => {
    const { items, summary } = outbox.list();
    return { items: items.map(forPage), summary };
  };

  return {
    status: () => {
      const staff = session.current();
      return ok({
        mode: ports.mode,
        houseName: config.houseName,
        language: languageInForce(settings.get('language'), config.language),
        theme: themeInForce(settings.get('theme')),
        comfort: comfortInForce(settings, config.screen),
        timeZone: config.timeZone,
        currency: config.currency,
        connection: monitor.current(),
        waiting: outbox.waiting(),
        session: staff && sessionOf(staff),
        trainingPins: desk.trainingPins(),
        howToDue: ports.mode === 'training' && settings.get('howToSeen') !== true,
        lockedForMs: desk.lockedForMs(),
        keyLost: desk.keyLost,
        signOutAfterCredit: config.signOutAfterCredit,
        reasons: config.rules.reasons,
        house: houseInShort(config.rules),
        idle: {
          warnAfterMs: config.screen.idleWarnSeconds * 1000,
          clearAfterMs: config.screen.idleClearSeconds * 1000,
        },
        undoMs: config.undoSeconds * 1000,
        country: config.country,
        guestMemory: guests.memory,
        diagonalInches: config.screen.diagonalInches,
        configProblems: ports.configProblems,
        recovered: recovered && ports.clock.now() - recovered.at < SHOW_RECOVERED_MS ? recovered : null,
        moved: ports.moved,
        version: ports.version,
      });
    },
    signIn: async ({ pin }) => {
      const checked = await desk.checkPin(pin, 'sign-in');
      if (!checked.ok) {
        logger.warn('sign-in-failed', { code: checked.error.code });
        return checked;
      }
      endSession('other-sign-in');
      record({ kind: 'signed-in', by: checked.value });
      session.begin(checked.value);
      logger.info('signed-in', { staff: checked.value.id });
      return ok(sessionOf(checked.value));
    },
    signOut: () => {
      endSession(session.current() ? 'asked' : 'after-credit');
      return ok(null);
    },
    openKeypad: ({ pin }) => desk.openKeypad(pin),
    replacePin: ({ pin, newPin }) => desk.replacePin(pin, newPin),
    seenHowTo: () => {
      settings.set('howToSeen', true);
      return ok(null);
    },
    setLanguage: ({ language }) => {
      settings.set('language', language);
      return ok(null);
    },
    lookUp: ({ digits, by }): Answer<'lookUp'> | Promise<Answer<'lookUp'>> =>
      signedIn(() => guests.lookUp.byDigits(digits, by)),
    lookUpHere: ({ typed, by }): Answer<'lookUpHere'> | Promise<Answer<'lookUpHere'>> =>
      signedIn(() => guests.lookUp.here(typed, by)),
    searchGuests: ({ text, by }): Answer<'searchGuests'> | Promise<Answer<'searchGuests'>> =>
      signedIn(() => guests.lookUp.byWords(text, by)),
    stopLookUp: () => {
      guests.lookUp.stop();
      return ok(null);
    },
    openGuest: ({ guestId }): Answer<'openGuest'> | Promise<Answer<'openGuest'>> =>
      signedIn((staff) => guests.open(guestId, staff)),
    glanceAtGuest: ({ guestId }): Answer<'glanceAtGuest'> | Promise<Answer<'glanceAtGuest'>> =>
      signedIn((staff) => guests.glance(guestId, staff)),
    historyPage: ({ guestId, from }): Answer<'historyPage'> | Promise<Answer<'historyPage'>> =>
      signedIn((staff) => guests.historyPage(guestId, from, staff)),
    revealPhone: ({ guestId }): Answer<'revealPhone'> | Promise<Answer<'revealPhone'>> =>
      signedIn((staff) => guests.revealPhone(guestId, staff)),
    forgetGuest: ({ guestId }): Answer<'forgetGuest'> =>
      asManager('forgetGuest', (by): Answer<'forgetGuest'> => guests.forget(guestId, by)),
    forgetAllGuests: (): Answer<'forgetAllGuests'> | Promise<Answer<'forgetAllGuests'>> =>
      asManager('forgetAllGuests', (by) => guests.forgetAll(by)),
    openGuestForm: () => signedIn((staff) => ok(guests.openForm(staff))),
    lookalikesHere: (typed): Answer<'lookalikesHere'> | Promise<Answer<'lookalikesHere'>> =>
      signedIn(() => guests.lookalikesHere(typed)),
    lookalikes: (typed): Answer<'lookalikes'> | Promise<Answer<'lookalikes'>> =>
      signedIn(() => guests.lookalikes(typed)),
    createGuest: (typed): Answer<'createGuest'> | Promise<Answer<'createGuest'>> =>
      signedIn((staff) => guests.create(typed, staff)),
    openCreditForm: ({ guestId }) =>
      signedIn((staff): Answer<'openCreditForm'> => {
        const allowed = guests.mayLook(guestId, 'openCreditForm');
        return allowed.ok ? ok(giving.openForm(guestId, staff)) : allowed;
      }),
    giveCredit: (request) =>
      signedIn((staff) => {
        const answer = giving.give(request, staff);
        if (answer.ok && answer.value.outcome === 'accepted') givenOne(ok(answer.value.item));
        return answer;
      }),
    approve: ({ approvalId, pin }): Answer<'approve'> | Promise<Answer<'approve'>> =>
      signedIn(async () => givenOne(await giving.approve(approvalId, pin))),
    approveByCode: ({ approvalId, managerId, code }): Answer<'approve'> | Promise<Answer<'approve'>> =>
      signedIn(async () => givenOne(await giving.approveByCode(approvalId, managerId, code))),
    declineApproval: ({ approvalId }): Answer<'declineApproval'> =>
      present((staff) => (desk.approvals.decline(approvalId, staff) ? ok(null) : err({ code: 'not-yours' }))),
    creditShown: ({ creditId }): Answer<'creditShown'> =>
      present((staff) => (giving.shown(creditId, staff) ? ok(null) : err({ code: 'not-yours' }))),
    undoCredit: ({ creditId }) =>
      present((staff): Answer<'undoCredit'> => {
        const giver = outbox.giverOf(creditId);
        if (giver !== null && giver !== staff.id) {
          ports.impossible('undoCredit', 'credit of somebody else');
          return err({ code: 'not-yours' });
        }
        const undone = outbox.undo(creditId);
        if (undone.ok) return undone;
        return undone.error.code === 'not-found'
          ? err({ code: 'not-found' })
          : err({ code: 'undo-too-late', state: undone.error.item.state });
      }),
    // The page asks by itself: nobody need be there.
    waitingList: () => (session.current() ? ok(waitingForPage()) : err(notSignedIn)),
    resolveEntry: async ({ id, resolution, pin }) => {
      session.heard();
      if (!session.current()) return err(notSignedIn);
      const checked = await desk.checkPin(pin, 'decision');
      if (!checked.ok) return checked;
      // What would be sent is checked as it is for a new guest, before anybody decides with it.
      const checkedGuest = checkedResolution(resolution, ports.checkGuest);
      if (!checkedGuest.ok) return checkedGuest;
      const by = checked.value;
      const allowed = by.role === 'manager';
      record({ kind: 'decision', by, entryId: id, decided: resolution.do, allowed });
      if (!allowed) return err({ code: 'approver-not-manager' });
      const done = await outbox.resolve(id, checkedGuest.value, checked.value.shortName);
      logger.info('entry-resolved', { id, by: checked.value.id, do: resolution.do, done: done.ok });
      if (!done.ok) return done;
      return ok(waitingForPage());
    },
    sendNow: () => {
      outbox.wake();
      monitor.check();
      return ok(null);
    },
    ...ports.manager,
    ...ports.house,
    reportProblem: ({ message }) => {
      const reference = ports.ids.guid().slice(-8).toUpperCase();
      logger.error('page-problem', { message: message.slice(0, PROBLEM_LOGGED), reference });
      return ok({ reference });
    },
  };
}

function checkedResolution(
  resolution: Resolution,
  check: HandlerPorts['checkGuest'],
): Result<Resolution, AppError> {
  if (resolution.do !== 'correct-guest') return ok(resolution);
  const checked = check(resolution.guest);
  return checked.ok ? ok({ do: 'correct-guest', guest: checked.value }) : checked;
}

/** What somebody chose on this kiosk, else what the configuration says. */
function languageInForce(chosen: unknown, configured: Language): Language {
  return LANGUAGES.find((language) => language === chosen) ?? configured;
}

function themeInForce(chosen: unknown): Theme {
  return THEMES.find((theme) => theme === chosen) ?? 'system';
}
