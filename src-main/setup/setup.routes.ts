import { z } from 'zod';
import type { Answer } from '../../src-preload/contract/channels.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import { PASSPHRASE_MAX, PASSPHRASE_MIN } from '../../src-preload/contract/set-up.ts';
import { manager, type Routes, setUp } from '../ipc/route.ts';
import type { Services } from '../ipc/services.ts';
import { nothing, pin, typedText } from '../ipc/shapes.ts';
import { movedText } from './moved-set-up.ts';
import { closeSetUpFile, isFitPassphrase } from './set-up-file.ts';

const typed = typedText(400);
const change = z.strictObject({
  url: typed.optional(),
  confirmUrl: typed.optional(),
  client: typed.optional(),
  secret: typed.optional(),
  restaurant: typed.optional(),
  device: typed.optional(),
  timeZone: typed.optional(),
  dayEndsAtHour: z.number().optional(),
  houseName: typed.optional(),
  managerName: typed.optional(),
});
const passphrase = typedText(PASSPHRASE_MAX);

/** Writes the set-up to a file for another PC: for a manager who types their PIN for exactly this, and on record. */
async function writeSetUp(
  services: Services,
  typedIn: string,
  typedPin: string,
): Promise<Answer<'exportSetUp'>> {
  const { profile, mode, staffService, second, record, clock, config, settings, device } = services;
  const connection = profile.live?.connection ?? null;
  if (mode !== 'live' || connection === null) return err({ code: 'not-set-up' });
  if (!isFitPassphrase(typedIn)) return err({ code: 'passphrase-unfit', least: PASSPHRASE_MIN });
  const by = await staffService.checkPin(typedPin, 'manager-visit');
  if (!by.ok) return by;
  if (by.value.role !== 'manager') return err({ code: 'approver-not-manager' });
  const asking = { by: by.value, request: 'exportSetUp', content: typedIn };
  if (!second.allows(asking)) return err({ code: 'second-manager-needed' });
  const from = device.name;
  const staff = staffService.toMove();
  const text = movedText({ at: clock.now(), from, connection, config, staff, settings });
  const file = await closeSetUpFile(text, typedIn, services.fileCost);
  record({ kind: 'kiosk-changed', by: by.value, how: 'set-up-exported' });
  const written = services.writeExport('hoststand-setup-*.hoststand', file);
  return written.ok ? ok({ path: written.value }) : written;
}

const toMode = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('training') }),
  z.strictObject({ to: z.literal('live'), pin }),
]);

export const setUpRoutes = {
  readSetUp: setUp(nothing, async (_, services) => ok(await services.setUp.read())),
  changeSetUp: setUp(change, (asked, services) => services.setUp.change(asked)),
  testSetUp: setUp(nothing, (_, services) => services.setUp.test()),
  finishSetUp: setUp(z.strictObject({ pin }), (asked, services) =>
    services.changes.inTurn(async (): Promise<Answer<'finishSetUp'>> => {
      const { changes, managerSession, record } = services;
      const done = await services.setUp.finish(asked.pin);
      if (!done.ok) return done;
      try {
        record({ kind: 'kiosk-changed', by: managerSession.current(), how: 'to-live' });
      } catch (error) {
        changes.takeBack();
        throw error;
      }
      changes.restart('mode', managerSession.current());
      return ok(null);
    }),
  ),
  dropSetUp: setUp(nothing, async (_, services) => ok(await services.setUp.drop())),
  setUpFiles: setUp(nothing, (_, services) => ok(services.setUp.files())),
  importSetUp: setUp(z.strictObject({ name: typed, passphrase }), ({ name, passphrase: typedIn }, services) =>
    services.changes.inTurn(() => services.setUp.importFile(name, typedIn)),
  ),
  exportSetUp: manager(z.strictObject({ passphrase, pin }), (asked, services) =>
    services.changes.inTurn(() => writeSetUp(services, asked.passphrase, asked.pin)),
  ),
  switchMode: manager(toMode, (asked, services, by) =>
    services.changes.inTurn(async (): Promise<Answer<'switchMode'>> => {
      const { changes, profile, mode, outbox, enterLive, record } = services;
      if (asked.to === mode) return ok(null);
      if (profile.live === null) return err({ code: 'not-set-up' });
      // Nothing sends what is waiting in a database that is not in use.
      const { count, sum } = outbox.waiting();
      if (asked.to === 'training' && count > 0) return err({ code: 'entries-wait', count, sum });
      if (asked.to === 'live') {
        const entered = await enterLive(profile.live.restaurantGuid, asked.pin);
        if (!entered.ok) return entered;
      }
      const next = await changes.inMode(asked.to);
      if (next === null) return err({ code: 'cannot-seal' });
      const how = asked.to === 'live' ? 'to-live' : 'to-training';
      if (!changes.keepWithLine(next, () => record({ kind: 'kiosk-changed', by, how }))) {
        return err({ code: 'not-saved' });
      }
      changes.restart('mode', by);
      return ok(null);
    }),
  ),
  confirmMoved: manager(z.strictObject({ as: z.enum(['replacement', 'copy']) }), (asked, services, by) => {
    const { thisPc, db, record, settleMoved, changes } = services;
    if (!thisPc.moved) return err({ code: 'not-possible' });
    db.transaction(() => {
      record({ kind: 'kiosk-changed', by, how: asked.as === 'copy' ? 'is-copy' : 'replaces' });
      settleMoved(asked.as);
    });
    // The outbox reads its entries again.
    changes.restart('records', by);
    return ok(null);
  }),
} satisfies Partial<Routes>;
