import { join } from 'node:path';
import { createCrmClient } from '../../src-main/crm/client.ts';
import { startBound } from '../../src-main/crm/http/bound.ts';
import { createCaller } from '../../src-main/crm/http/call.ts';
import { createHttp } from '../../src-main/crm/http/http.ts';
import type { Limiter } from '../../src-main/crm/http/limiter.ts';
import { createLoginStore } from '../../src-main/crm/http/login-store.ts';
import { createSession } from '../../src-main/crm/http/session.ts';
import { findInHistory } from '../../src-main/crm/in-history.ts';
import { addCredit, crmHistory, findCredit, whoIs } from '../../src-main/crm/operations.ts';
import { createKeptAs } from '../../src-main/guests/known-duplicates.ts';
import { realClock as clock, realScheduler as scheduler } from '../../src-main/lib/real-time.ts';
import type { CreditGateway, OutboxGateway } from '../../src-main/outbox/gateway.ts';
import { createOutbox } from '../../src-main/outbox/outbox.ts';
import { DEFAULT_TIMING } from '../../src-main/outbox/timing/default-timing.ts';
import type { CrmError } from '../../src-main/ports.ts';
import { openDatabase } from '../../src-main/storage/open-database.ts';
import { productFetch } from '../../src-main/testing/crm/product-fetch.ts';
import { cents, MAX_CENTS } from '../../src-preload/contract/money.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import { benchSeals } from '../lib/seals.ts';
import type { CrmAddress, Opening, OpenSubject } from './subject.ts';

const QUIET = { info: () => {}, warn: () => {}, error: () => {} };
const UNHEARD = { onAnswer: () => {}, onFailure: () => {}, onDate: () => {} };
const UNLIMITED: Limiter = { turn: async () => ok(null), pause: () => {} };
const OFFLINE = err<CrmError>({ kind: 'offline', sent: 'no', detail: 'nobody can be reached' });
const NOBODY = async () => OFFLINE;

type Gateway = CreditGateway & Pick<OutboxGateway, 'keptAs'>;

/** The client of the product; with its limits lifted it is put together here from the same parts. */
function gatewayOf(crm: CrmAddress | null, { answerMs, limited }: Opening): Gateway {
  if (crm === null) return { addCredit: NOBODY, findCredit: NOBODY, findInHistory: NOBODY, keptAs: NOBODY };
  const { url: baseUrl, clientId, clientSecret, restaurantGuid } = crm;
  const ports = { clock, scheduler, logger: QUIET, observer: UNHEARD };
  if (limited) {
    const connection = { baseUrl, clientId, clientSecret, restaurantGuid, deviceGuid: null };
    const timeouts = { readMs: Math.min(8_000, answerMs), writeMs: answerMs };
    const client = createCrmClient({ ...ports, connection, fetch: productFetch, timeouts });
    return { ...client, keptAs: createKeptAs(client.background.whoIs, () => {}) };
  }
  const http = createHttp(baseUrl, productFetch);
  const session = createSession({
    ...{ ...ports, http, clientId, clientSecret, loginMs: 10_000 },
    loginStore: createLoginStore(clock, null, []),
  });
  const caller = createCaller({ ...ports, http, session, limiter: UNLIMITED, restaurantGuid });
  return {
    addCredit: (credit) => caller.write(addCredit(credit, { restaurantGuid, deviceGuid: null }), answerMs),
    findCredit: async (creditId) => {
      const bound = startBound(scheduler, Math.min(8_000, answerMs));
      const found = await caller.read(findCredit(creditId, restaurantGuid), bound);
      bound.release();
      return !found.ok && found.error.kind === 'not-found' ? ok(null) : found;
    },
    keptAs: async (guestId) => {
      const bound = startBound(scheduler, Math.min(8_000, answerMs));
      const found = await caller.read(whoIs(guestId), bound);
      bound.release();
      return found.ok ? ok(found.value.id) : found;
    },
    findInHistory: async (guestId, creditId) => {
      const bound = startBound(scheduler, Math.min(8_000, answerMs));
      const ask = (query: URLSearchParams) => caller.read(crmHistory(guestId, query), bound);
      const found = await findInHistory(ask, { guestId, creditId, restaurantGuid });
      bound.release();
      return found;
    },
  };
}

/** The outbox over real records, as compose.ts wires it, less the ledger and the moment in which one may undo. */
export const openHoststand: OpenSubject = async (opening) => {
  const opened = openDatabase(join(opening.folder, 'kiosk.db'), 'training');
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const outbox = createOutbox({
    db,
    gateway: {
      ...gatewayOf(opening.crm, opening),
      createGuest: NOBODY,
      findGuest: NOBODY,
      findDuplicates: NOBODY,
    },
    clock,
    scheduler,
    ids: { guid: () => crypto.randomUUID(), random: Math.random },
    logger: QUIET,
    timing: { ...DEFAULT_TIMING, undoMs: 0, parallel: opening.parallel, ...opening.timing },
    limits: { count: 1e9, sum: cents(MAX_CENTS), ageMs: Number.MAX_SAFE_INTEGER },
    sealer: { seal: () => null, open: () => null },
    seals: benchSeals(db),
    crmNow: clock.now,
    guestName: () => null,
    onChange: (item) => {
      if (item.kind === 'add-credit' && item.state === 'settled') opening.onSent(item.creditId);
    },
  });
  if (opening.crm) outbox.start();
  const accept: Awaited<ReturnType<OpenSubject>>['accept'] = async (credit) => {
    const taken = outbox.accept(credit);
    if (!taken.ok) throw new Error(taken.error.code);
  };
  return {
    accept,
    acceptAll: async (credits) => {
      for (const credit of credits) await accept(credit);
    },
    forget: async (id) => {
      db.run("UPDATE outbox SET state = 'settled' WHERE id = ?", [id]);
    },
    standing: async () => {
      const { items, summary } = outbox.list();
      const shown = items.flatMap((item) => (item.kind === 'add-credit' ? [item.creditId] : []));
      return { waiting: summary.count - summary.needPerson, shown };
    },
    close: async () => {
      await outbox.stop(1_000);
      db.close();
    },
  };
};
