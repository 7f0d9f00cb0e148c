import { createGivenLog } from '../audit/given-log.ts';
import { createCreditForms } from '../credits/forms.ts';
import { createGiving, type Giving } from '../credits/give-credit.ts';
import { createGuestDays, mergedDay, sumOf } from '../credits/guest-day.ts';
import { businessDayAt } from '../domain/business-day.ts';
import type { Guests } from '../guests/guests.ts';
import { inTime } from '../lib/in-time.ts';
import { createDaySums } from '../outbox/reads/day-sums.ts';
import { placeOf } from '../outbox/reads/queries.ts';
import { diskRefusal } from '../storage/sqlite.ts';
import type { ConnectedCrm } from './connect-crm.ts';
import type { Base } from './kiosk.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { OpenedOutbox } from './open-outbox.ts';
import type { OpenedRecords } from './open-records.ts';
import type { OpenedStaff } from './open-staff.ts';

/** A form, or a manager's PIN, waits no longer for what the CRM has of the guest's day, ms. */
const READ_DAY_MS = 4_000;

/** Giving credit: forms, limits and approvals over the outbox and the staff. */
export function openGiving(
  base: Base & OpenedDatabase & OpenedRecords & ConnectedCrm & OpenedOutbox & OpenedStaff,
  guests: Pick<Guests, 'remembered' | 'dayHistory'>,
): Giving {
  const { config, crmClock, db, staffService, ledger, monitor, offlineSince, outbox, watch } = base;
  const { approvals } = staffService;
  const sums = createDaySums(db, ledger.seals, createGivenLog(db));
  /** The business day, for limits. Until the CRM has spoken it has no upper end: a clock that was set back frees nothing. */
  const today = () => {
    const { from, to } = businessDayAt(crmClock.reckoned(), config.timeZone, config.dayEndsAtHour);
    return { from, to: crmClock.now() === null ? Number.MAX_SAFE_INTEGER : to };
  };
  const days = createGuestDays({
    ...base,
    dayFrom: () => today().from,
    readHistory: guests.dayHistory,
  });
  /** What a guest was given today, here and elsewhere. */
  const dayOf = (guestId: string, except: string) => {
    const span = today();
    return mergedDay(sums.toGuest(guestId, span, except), days.known(guestId), span, except);
  };
  const givenIn = ({ here, elsewhere }: ReturnType<typeof dayOf>): number =>
    [...here, ...elsewhere].reduce((sum, { amount }) => sum + amount, 0);
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
    givenTo: (guestId, except) => {
      const { here, elsewhere } = dayOf(guestId, except);
      const credits = [
        ...here.map(({ id, amount }) => {
          const item = outbox.find(id);
          const said = { reasonId: item?.reasonId ?? null, by: item?.givenBy ?? null };
          return {
            creditId: id,
            amount: sumOf([{ amount }]),
            ...said,
            at: item?.givenAt ?? today().from,
            here: true,
          };
        }),
        ...elsewhere.map(({ id, amount, reasonId, by, at }) => ({
          ...{ creditId: id, amount, reasonId, by, at },
          here: false,
        })),
      ].sort((a, b) => b.at - a.at);
      return { credits, sum: sumOf(credits), isWhole: days.known(guestId) !== null };
    },
    readDay: async (guestId) => {
      const read = days.read(guestId);
      // Offline no one waits for an answer that does not come.
      if (monitor.current().state === 'online') await inTime(read, READ_DAY_MS, base.scheduler);
    },
    facts: (guestId, staffId, except) => ({
      employeeToday: sums.byEmployee(staffId, today(), except),
      guestToday: givenIn(dayOf(guestId, except)),
      guestUnread: days.known(guestId) === null,
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
