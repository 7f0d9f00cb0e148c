import { createGivenLog } from '../audit/given-log.ts';
import { createCreditForms } from '../credits/forms.ts';
import { createGiving, type Giving } from '../credits/give-credit.ts';
import { businessDayAt } from '../domain/business-day.ts';
import type { Guests } from '../guests/guests.ts';
import { createDaySums } from '../outbox/reads/day-sums.ts';
import { placeOf } from '../outbox/reads/queries.ts';
import { diskRefusal } from '../storage/sqlite.ts';
import type { ConnectedCrm } from './connect-crm.ts';
import type { Base } from './kiosk.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { OpenedOutbox } from './open-outbox.ts';
import type { OpenedRecords } from './open-records.ts';
import type { OpenedStaff } from './open-staff.ts';

/** Giving credit: forms, limits and approvals over the outbox and the staff. */
export function openGiving(
  base: Base & OpenedDatabase & OpenedRecords & ConnectedCrm & OpenedOutbox & OpenedStaff,
  guests: Pick<Guests, 'remembered'>,
): Giving {
  const { config, crmClock, db, staffService, ledger, offlineSince, outbox, watch } = base;
  const { approvals } = staffService;
  const sums = createDaySums(db, ledger.seals, createGivenLog(db));
  /** The business day, for limits. Until the CRM has spoken it has no upper end: a clock that was set back frees nothing. */
  const today = () => {
    const { from, to } = businessDayAt(crmClock.reckoned(), config.timeZone, config.dayEndsAtHour);
    return { from, to: crmClock.now() === null ? Number.MAX_SAFE_INTEGER : to };
  };
  return createGiving({
    ...base,
    reckonedNow: crmClock.reckoned,
    rules: config.rules,
    forms: createCreditForms(
      db,
      base.ids,
      base.clock,
      base.formAges,
      (id) => placeOf(db, id),
      approvals.holds,
    ),
    facts: (guestId, staffId, except) => ({
      employeeToday: sums.byEmployee(staffId, today(), except),
      guestToday: sums.toGuest(guestId, today(), except),
      waiting: sums.waiting(except),
      offlineForMs: offlineSince.forMs(),
    }),
    accept: outbox.accept,
    findCredit: outbox.find,
    whyNotSaved: (error) => {
      if (diskRefusal(error) !== 'gone') return { code: 'not-saved' };
      watch.look();
      return { code: 'records-gone' };
    },
    approvals,
    contextFor: (guestId, asker) => {
      const { name, balance } = guests.remembered(guestId);
      return {
        guestName: name,
        balance,
        waiting: outbox.waitingFor(guestId),
        givenToday: outbox.givenBy(asker.id, today().from, today().to),
      };
    },
  });
}
