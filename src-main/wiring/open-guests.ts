import { describeNote } from '../credits/note.ts';
import { createDirectory, type Directory } from '../guests/directory/directory.ts';
import { loadGuestKey } from '../guests/directory/guest-key.ts';
import { recordGuestActs } from '../guests/guest-acts.ts';
import { createGuestForms } from '../guests/guest-forms.ts';
import { createGuests, type Guests } from '../guests/guests.ts';
import type { ConnectedCrm } from './connect-crm.ts';
import type { Base } from './kiosk.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { OpenedOutbox } from './open-outbox.ts';
import type { OpenedRecords } from './open-records.ts';
import type { OpenedStaff } from './open-staff.ts';

const DAY_MS = 24 * 3_600_000;

/** Opens what this kiosk remembers of guests. */
export async function openDirectory(base: Base & OpenedDatabase): Promise<Directory> {
  const { guests } = base.config;
  return createDirectory({
    ...base,
    keys: base.meta,
    keepMs: guests.keepDays * DAY_MS,
    most: guests.most,
    guestKey: await loadGuestKey(base.meta, base.secretBox, guests.keepUnsealed),
  });
}

export function openGuests(
  base: Base & OpenedDatabase & OpenedRecords & ConnectedCrm & OpenedOutbox & OpenedStaff,
  directory: Directory,
): Guests {
  const { config, crm, crmClock, db, events, outbox } = base;
  const guests = createGuests({
    ...base,
    directory,
    gateway: crm,
    keys: base.meta,
    reckonedNow: crmClock.reckoned,
    forms: createGuestForms(db, base.ids, base.clock, base.formAges),
    addedBy: (id) => outbox.peopleOf(id)?.giver ?? null,
    waitingFor: outbox.waitingFor,
    describeNote: (note) => describeNote(note, config.rules.reasons),
    acceptGuest: outbox.acceptGuest,
    record: recordGuestActs(base.record, base.logger),
  });
  events.guestNamed.on(guests.cacheGuest);
  events.sessionOver.on(guests.endView);
  events.entry.on((item) => {
    if (item.kind !== 'create-guest') return;
    if (item.state === 'settled') guests.onCreated(item.guestId);
    if (item.state === 'cancelled') guests.dropped(item.guestId);
  });
  return guests;
}
