import { createGivenLines } from '../audit/given-lines.ts';
import { describeNote } from '../credits/note.ts';
import type { Guests } from '../guests/guests.ts';
import { createGivenInOutbox } from '../outbox/reads/given.ts';
import { createGivenCredits } from '../reports/credits-given.ts';
import { createReports, type Reports } from '../reports/reports.ts';
import type { DescribeNote } from '../reports/restaurant-report.ts';
import type { ConnectedCrm } from './connect-crm.ts';
import type { Base } from './kiosk.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { OpenedRecords } from './open-records.ts';

/** The reports, and how they read a note. */
export interface OpenedReports {
  readonly reports: Reports;
  readonly describe: DescribeNote;
}

export function openReports(
  base: Base & OpenedDatabase & OpenedRecords & Pick<ConnectedCrm, 'crm'>,
  guests: Pick<Guests, 'remembered'>,
): OpenedReports {
  const { config, crm, crmClock, db, ledger } = base;
  const describe: DescribeNote = (note) => describeNote(note, config.rules.reasons);
  const givenHere = createGivenInOutbox(db, (id) => ledger.seals.check('outbox', id) === 'whole');
  const reports = createReports({
    clock: base.reckonedClock,
    timeZone: config.timeZone,
    dayEndsAtHour: config.dayEndsAtHour,
    given: createGivenCredits(givenHere, createGivenLines(db, givenHere.has)),
    crmHistory: crm,
    findCrmCredit: crm.findCredit,
    describe,
    nameOf: (guestId) => guests.remembered(guestId).name,
    aheadMs: crmClock.aheadMs,
  });
  return { reports, describe };
}
