import { z } from 'zod';
import type { Answer } from '../../src-preload/contract/channels.ts';
import { MAX_NOTE } from '../../src-preload/contract/credit.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { Resolution, WaitingList } from '../../src-preload/contract/outbox.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import { guestDetails } from '../guests/guests.routes.ts';
import { checkGuestDetails } from '../guests/new-guest.ts';
import { anyone, manager, type Routes, staff, staffPolled } from '../ipc/route.ts';
import type { Services } from '../ipc/services.ts';
import { guid, nothing, pin, typedText } from '../ipc/shapes.ts';

const resolution = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('discard'), reason: typedText(MAX_NOTE).trim().min(3) }),
  z.strictObject({ do: z.literal('by-hand') }),
  z.strictObject({ do: z.literal('send-as-new') }),
  z.strictObject({ do: z.literal('recheck') }),
  z.strictObject({ do: z.literal('create-anyway') }),
  z.strictObject({ do: z.literal('use-existing'), guestId: guid }),
  z.strictObject({ do: z.literal('correct-guest'), guest: guestDetails }),
]);

function waitingForPage({ outbox, forPage }: Services): WaitingList {
  const { items, summary } = outbox.list();
  return { items: items.map(forPage), summary };
}

/** What would be sent is checked as it is for a new guest, before anyone decides with it. */
function checked(decided: Resolution): Result<Resolution, AppError> {
  if (decided.do !== 'correct-guest') return ok(decided);
  const guest = checkGuestDetails(decided.guest);
  return guest.ok ? ok({ do: 'correct-guest', guest: guest.value }) : guest;
}

export const outboxRoutes = {
  waitingList: staffPolled(nothing, (_, services) => ok(waitingForPage(services))),
  resolveEntry: staff(z.strictObject({ id: guid, resolution, pin }), async (asked, services) => {
    const { staffService, outbox, record, logger } = services;
    const decider = await staffService.checkPin(asked.pin, 'decision');
    if (!decider.ok) return decider;
    const fit = checked(asked.resolution);
    if (!fit.ok) return fit;
    const by = decider.value;
    const { id } = asked;
    const allowed = by.role === 'manager';
    record({ kind: 'decision', by, entryId: id, decided: asked.resolution.do, allowed });
    if (!allowed) return err({ code: 'approver-not-manager' });
    const done = await outbox.resolve(id, fit.value, by.shortName);
    logger.info('entry-resolved', { id, by: by.id, do: asked.resolution.do, done: done.ok });
    return done.ok ? ok(waitingForPage(services)) : done;
  }),
  saveWaiting: manager(nothing, (_, services, by): Answer<'saveWaiting'> => {
    const rows = services.waitingRows();
    services.record({ kind: 'kiosk-changed', by, how: 'waiting-saved' });
    const written = services.writeExport('hoststand-waiting-*.csv', services.waitingList(rows));
    return written.ok ? ok({ path: written.value, rows: rows.length }) : written;
  }),
  sendNow: anyone(nothing, (_, { outbox, monitor }) => {
    outbox.wake();
    monitor.check();
    return ok(null);
  }),
} satisfies Partial<Routes>;
