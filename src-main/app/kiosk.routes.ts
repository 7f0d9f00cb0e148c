import { z } from 'zod';
import { THEMES, type Theme } from '../../src-preload/contract/manager.ts';
import { ok } from '../../src-preload/contract/result.ts';
import { type KioskStatus, LANGUAGES, type Language } from '../../src-preload/contract/status.ts';
import { policySummary } from '../credits/limits.ts';
import { anyone, type Routes } from '../ipc/route.ts';
import type { Services } from '../ipc/services.ts';
import { nothing, typedText } from '../ipc/shapes.ts';
import { comfortInForce } from '../settings/comfort.ts';
import { sessionOf } from '../staff/sign-in.routes.ts';

/** How long the sign-in screen says that the records were repaired: long enough for every manager to see it. */
const SHOW_RECOVERED_MS = 72 * 3_600_000;

/** Of a problem that the page reports, so many characters go into the log. */
const PROBLEM_LOGGED = 600;

function statusOf(services: Services): KioskStatus {
  const { config, settings, session, staffService, guests, outbox, mode, clock, recovered } = services;
  const staff = session.current();
  return {
    mode,
    houseName: config.houseName,
    language: chosenLanguage(settings.get('language'), config.language),
    theme: chosenTheme(settings.get('theme')),
    comfort: comfortInForce(settings, config.screen),
    timeZone: config.timeZone,
    currency: config.currency,
    connection: services.monitor.current(),
    waiting: outbox.waiting(),
    approvals: staffService.approvals.summary(session.present()),
    session: staff && sessionOf(staff, config),
    trainingPins: staffService.trainingPins(),
    howToDue: mode === 'training' && settings.get('howToSeen') !== true,
    lockedForMs: staffService.lockedForMs(),
    keyLost: staffService.keyLost,
    signOutAfterCredit: config.signOutAfterCredit,
    openOnlyMatch: config.openOnlyMatch,
    pinDigits: staffService.pinDigits,
    reasons: config.rules.reasons,
    policy: policySummary(config.rules),
    idle: {
      warnAfterMs: config.screen.idleWarnSeconds * 1000,
      clearAfterMs: config.screen.idleClearSeconds * 1000,
    },
    undoMs: config.undoSeconds * 1000,
    country: config.country,
    guestMemory: guests.memory,
    diagonalInches: config.screen.diagonalInches,
    configProblems: services.configProblems,
    recovered: recovered && clock.now() - recovered.at < SHOW_RECOVERED_MS ? recovered : null,
    moved: services.thisPc.moved,
    version: services.version,
  };
}

export const kioskRoutes = {
  status: anyone(nothing, (_, services) => {
    const status = statusOf(services);
    services.updates.pageAnswered();
    return ok(status);
  }),
  seenHowTo: anyone(nothing, (_, { settings }) => {
    settings.set('howToSeen', true);
    return ok(null);
  }),
  reportProblem: anyone(z.strictObject({ message: typedText(2_000) }), (asked, services) => {
    const reference = services.reference();
    const message = asked.message.slice(0, PROBLEM_LOGGED);
    services.logger.error('page-problem', { message, reference });
    return ok({ reference });
  }),
} satisfies Partial<Routes>;

/** What someone chose on this kiosk, else what the configuration says. */
function chosenLanguage(chosen: unknown, configured: Language): Language {
  return LANGUAGES.find((language) => language === chosen) ?? configured;
}

function chosenTheme(chosen: unknown): Theme {
  return THEMES.find((theme) => theme === chosen) ?? 'system';
}
