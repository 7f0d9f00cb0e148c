import type { OpenMode } from '../app/open-mode.ts';
import { type ConnectionMonitor, createConnectionMonitor } from '../connection/monitor.ts';
import { createOfflineSince, type OfflineSince } from '../connection/offline-since.ts';
import { type CrmClient, createCrmClient } from '../crm/client.ts';
import { DEFAULT_TIMING } from '../outbox/timing/default-timing.ts';
import { DATE_MAY_BE_OFF_MS } from '../outbox/timing/delays.ts';
import type { Base } from './kiosk.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { OpenedRecords } from './open-records.ts';

/** The CRM, and whether it answers. */
export interface ConnectedCrm {
  readonly crm: CrmClient;
  readonly monitor: ConnectionMonitor;
  readonly offlineSince: OfflineSince;
  /** From now on what the CRM's clock says changes nothing. */
  readonly stopHearing: () => void;
}

export function connectCrm(
  base: Base & OpenedDatabase & OpenedRecords,
  { connection, fetch }: Pick<OpenMode, 'connection' | 'fetch'>,
): ConnectedCrm {
  const { events, input, crmClock, facts, clock, meta, sealer } = base;
  const timing = { ...DEFAULT_TIMING, ...input.timing };
  const crm = createCrmClient({
    ...base,
    connection,
    fetch,
    observer: {
      onAnswer: events.crmAnswered.emit,
      onFailure: events.crmFailed.emit,
      onDate: events.crmSpoke.emit,
    },
    backgroundEveryMs: timing.requestEveryMs,
    logins: { keys: meta, sealer },
    loginsPerHour: input.loginsPerHour,
  });
  const monitor = createConnectionMonitor({
    ...base,
    ping: () => crm.ping(),
    onChange: events.connection.emit,
  });
  events.crmAnswered.on(monitor.onAnswer);
  events.crmFailed.on(monitor.onFailure);

  const offlineSince = createOfflineSince(facts, clock);
  events.connection.on((now) => {
    offlineSince.note(now);
    base.announce('connection', now);
    if (now.state === 'online') events.mayGoOn.emit();
  });
  const stopHearing = events.crmSpoke.on((crmNow) => {
    const thought = crmClock.now();
    crmClock.heard(crmNow);
    // What is dated otherwise than the CRM says is put right before it is counted.
    if (thought === null || Math.abs(crmNow - thought) > DATE_MAY_BE_OFF_MS) events.mayGoOn.emit();
  });
  return { crm, monitor, offlineSince, stopHearing };
}
