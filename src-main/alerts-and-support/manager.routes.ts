import { z } from 'zod';
import type { Answer } from '../../src-preload/contract/channels.ts';
import type { DeviceFacts, ManagerHome } from '../../src-preload/contract/manager.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import { alteredSince, lockOutsSince, recordCutAt } from '../audit/queries.ts';
import { anyone, manager, type Routes } from '../ipc/route.ts';
import type { Services } from '../ipc/services.ts';
import { nothing, pin } from '../ipc/shapes.ts';
import { countAltered } from '../outbox/reads/queries.ts';
import { alertsOf } from './alerts.ts';
import { whatIsAltered } from './altered-data.ts';
import { noticesPage } from './notices.ts';
import { type BundledEntry, supportBundle } from './support-file.ts';

/** How long a manager is told of what was changed outside this program, ms. */
const ALTERED_SHOWN_MS = 30 * 24 * 3_600_000;

const spaceAndSealing = ({ device, dataFolder, secretBox }: Services) =>
  Promise.all([device.freeBytes(dataFolder), secretBox.strength()]);

/** What a manager is shown first: what needs a person, and the shift. */
async function home(services: Services, manager: StaffName): Promise<Answer<'managerHome'>> {
  const { clock, db, staffService, outbox, reports, changes } = services;
  const [freeBytes, sealing] = await spaceAndSealing(services);
  const day = reports.day(null);
  if (!day) return err({ code: 'no-such-day' });
  const { items, summary } = outbox.list();
  const alteredFrom = clock.now() - ALTERED_SHOWN_MS;
  const value: ManagerHome = {
    manager,
    needs: alertsOf({
      now: clock.now(),
      items,
      diskTrouble: summary.diskTrouble,
      approvalsEnd: staffService.approvals.openFor(manager).map(({ expiresAt }) => expiresAt),
      connection: services.monitor.current(),
      secretLost: services.secretLost,
      unconfirmedLimits: changes.unconfirmedLimits(),
      limitsOlder: changes.shelved() !== null,
      lockedForMs: staffService.lockedForMs(),
      lockOuts: lockOutsSince(db, day.from),
      altered: whatIsAltered(alteredSince(db, alteredFrom), countAltered(db), alteredFrom),
      recordCutAt: recordCutAt(db),
      freeBytes,
      clockAheadMs: services.clockAheadMs(),
      sealing,
      orphaned: services.orphaned(),
      configProblems: services.configProblems,
      recovered: services.recovered,
      moved: services.thisPc.moved,
      update: services.updates.status(),
    }),
    shift: reports.ofKiosk(day),
  };
  return ok(value);
}

async function facts(services: Services): Promise<DeviceFacts> {
  const [freeBytes, sealing] = await spaceAndSealing(services);
  const { live } = services.profile;
  return {
    name: services.device.name,
    version: services.version,
    system: services.device.system,
    mode: services.mode,
    toast: live && {
      host: live.connection && new URL(live.connection.url).host,
      restaurantEnds: live.restaurantGuid.slice(-4),
    },
    canGoLive: live !== null,
    dataFolder: services.dataFolder,
    configFile: services.configFile,
    sealing,
    freeBytes,
    clockAheadMs: services.clockAheadMs(),
    staff: services.staffService.admin.list().filter(({ active }) => active).length,
    ledgerLines: services.ledger.head()?.seq ?? 0,
    update: services.updates.status(),
  };
}

export const managerRoutes = {
  enterManager: anyone(z.strictObject({ pin }), async (asked, services): Promise<Answer<'enterManager'>> => {
    const checked = await services.staffService.checkPin(asked.pin, 'manager-visit');
    if (!checked.ok) return checked;
    if (checked.value.role !== 'manager') return err({ code: 'approver-not-manager' });
    services.record({ kind: 'manager-visit', by: checked.value });
    services.managerSession.begin(checked.value);
    return home(services, checked.value);
  }),
  leaveManager: anyone(nothing, (_, { reports, managerSession }) => {
    reports.stop();
    managerSession.end();
    return ok(null);
  }),
  managerHome: manager(nothing, (_, services, by) => home(services, by)),
  deviceFacts: manager(nothing, async (_, services) => ok(await facts(services))),
  noticesPage: manager(z.strictObject({ page: z.int().min(1) }), async ({ page }, { device }) =>
    ok(noticesPage((await device.notices()) ?? '', page)),
  ),
  supportBundle: manager(nothing, async (_, services, by) => {
    const [about, logs] = await Promise.all([facts(services), services.device.logs()]);
    const { clock, outbox, monitor, config, configProblems, guests, secrets } = services;
    const { items } = outbox.list();
    const text = supportBundle({
      madeAt: clock.now(),
      facts: { ...about, connection: monitor.current(), waiting: outbox.waiting() },
      config,
      configProblems,
      entries: items.map(
        (item): BundledEntry => ({
          id: item.kind === 'add-credit' ? item.creditId : item.guestId,
          kind: item.kind,
          state: item.state,
          why: item.stuck,
          amount: item.kind === 'add-credit' ? item.amount : 0,
          givenAt: item.givenAt,
          since: item.since,
          requestId: item.refusal?.requestId ?? null,
        }),
      ),
      logs,
      forbidden: secrets,
      guestNames: [...items.flatMap(({ guestName }) => guestName ?? []), ...guests.names()],
    });
    const written = services.writeExport('hoststand-support-*.txt', text);
    if (!written.ok) return written;
    services.record({ kind: 'kiosk-changed', by, how: 'support-bundle' });
    return ok({ path: written.value });
  }),
  exitKiosk: manager(nothing, (_, { record, exit }, by) => {
    record({ kind: 'kiosk-changed', by, how: 'exit' });
    exit();
    return ok(null);
  }),
} satisfies Partial<Routes>;
