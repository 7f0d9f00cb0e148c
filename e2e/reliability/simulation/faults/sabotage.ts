import { classify } from '../../../../src-main/outbox/classify.ts';
import type { CreditToSend, OutboxGateway } from '../../../../src-main/outbox/gateway.ts';
import type { Outbox } from '../../../../src-main/outbox/outbox.ts';
import type { CrmError, Database } from '../../../../src-main/ports.ts';
import { guidOf } from '../../../../src-main/sandbox/data/rng.ts';
import { ok, type Result } from '../../../../src-preload/contract/result.ts';
import type { Sabotage } from '../kiosk/program.ts';

/**
 * Programs broken on purpose, each in a way that has cost someone money. A simulation that does not notice them proves
 * nothing; sim.test.ts shows that it notices each.
 */

/** Every attempt after the first goes under a GUID of its own: the oldest way to give something twice. */
const newGuidOnRetry: Sabotage = {
  name: 'a new GUID on each retry',
  gateway: (gateway) => {
    const sent = new Map<string, number>();
    return {
      ...gateway,
      addCredit: async (credit) => {
        const nth = (sent.get(credit.creditId) ?? 0) + 1;
        sent.set(credit.creditId, nth);
        if (nth === 1) return gateway.addCredit(credit);
        const creditId = guidOf('retry', credit.creditId, nth);
        const answer = await gateway.addCredit({ ...credit, creditId });
        return answer.ok ? ok({ ...answer.value, creditId: credit.creditId }) : answer;
      },
    };
  },
};

/** Doubt is settled without asking: "it will not have arrived". */
const postWithoutVerify: Sabotage = {
  name: 'posted again without asking',
  gateway: (gateway) => ({
    ...gateway,
    findCredit: async () => ok(null),
    findInHistory: async () => ok(null),
  }),
};

/** What was out when the last run ended is never looked at again. */
const forgetSending: Sabotage = {
  name: 'what was being sent is forgotten at the start',
  database: (db) => {
    const left = new Set(
      unlessDiskFails(() => db.all("SELECT id FROM outbox WHERE state = 'sending'"))?.map(({ id }) => id),
    );
    return { ...db, all: (sql, params) => db.all(sql, params).filter(({ id }) => !left.has(id ?? '')) };
  },
};

function unlessDiskFails<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

const MAX_ATTEMPTS = 3;

/** After so many attempts it is given up, as job queues do. */
const dropWhenExhausted: Sabotage = {
  name: 'dropped when attempts run out',
  gateway: (gateway, db) => {
    const attempts = new Map<string, number>();
    /** Questions before sending that failed, by guest: each was an attempt of the credit that then goes out, too. */
    const unasked = new Map<string, number>();
    return {
      ...gateway,
      keptAs: async (guestId) => {
        const answer = await gateway.keptAs(guestId);
        if (!answer.ok) unasked.set(guestId, (unasked.get(guestId) ?? 0) + 1);
        return answer;
      },
      addCredit: async (credit) => {
        const before = (attempts.get(credit.creditId) ?? 0) + (unasked.get(credit.guestId) ?? 0);
        unasked.delete(credit.guestId);
        const nth = before + 1;
        attempts.set(credit.creditId, nth);
        const answer = await gateway.addCredit(credit);
        if (!answer.ok && nth >= MAX_ATTEMPTS) db.run('DELETE FROM outbox WHERE id = ?', [credit.creditId]);
        return answer;
      },
    };
  },
};

/** A second drain loop: waking sends what is out again. */
const sendTwiceOnWake: Sabotage = {
  name: 'sent twice when woken',
  ...(() => {
    const out = new Map<Database, Map<string, CreditToSend>>();
    const of = (db: Database): Map<string, CreditToSend> => {
      const known = out.get(db) ?? new Map<string, CreditToSend>();
      out.set(db, known);
      return known;
    };
    return {
      gateway: (gateway: OutboxGateway, db: Database): OutboxGateway => ({
        ...gateway,
        addCredit: async (credit) => {
          of(db).set(credit.creditId, credit);
          const answer = await gateway.addCredit(credit);
          of(db).delete(credit.creditId);
          return answer;
        },
      }),
      outbox: (outbox, gateway, db) => ({
        ...outbox,
        wake: () => {
          for (const credit of of(db).values()) void gateway.addCredit(credit);
          outbox.wake();
        },
      }),
    } satisfies Omit<Sabotage, 'name'>;
  })(),
};

/** Anything that is not an answer counts as "not sent". */
const doubtIsNo: Sabotage = {
  name: 'a cut connection counts as not sent',
  gateway: (gateway) => {
    const certain = <T>(answer: Result<T, CrmError>): Result<T, CrmError> =>
      !answer.ok && (answer.error.kind === 'offline' || answer.error.kind === 'timeout')
        ? { ok: false, error: { kind: 'offline', sent: 'no', detail: 'surely' } }
        : answer;
    return { ...gateway, addCredit: async (credit) => certain(await gateway.addCredit(credit)) };
  },
};

/** The first "nothing here" is believed at once, though reads may lag and requests be on their way. */
const impatient: Sabotage = {
  name: 'one early "nothing here" is believed',
  timing: { settleMs: 0, absencesNeeded: 1 },
};

/** A disk that would not take it is not mentioned. */
const savedAnyway: Sabotage = {
  name: 'said to be saved though the disk refused',
  database: (db) => {
    let isFirst = true;
    return {
      ...db,
      transaction: (work) => {
        try {
          return db.transaction(work);
        } catch (error) {
          // The form and the acceptance are done again in memory only: rolled back, and reported as done.
          if (!isFirst) throw error;
          isFirst = false;
          let value: ReturnType<typeof work> | undefined;
          try {
            db.transaction(() => {
              value = work();
              throw error;
            });
          } catch {
            if (value === undefined) throw error;
          }
          return value as ReturnType<typeof work>;
        } finally {
          isFirst = true;
        }
      },
    };
  },
};

/** Anyone who takes a credit back is told that it worked, also when it was on its way already. */
const undoAlwaysWorks: Sabotage = {
  name: 'too late to take back, and said to be taken back',
  outbox: (outbox) => ({
    ...outbox,
    undo: (id) => {
      const undone = outbox.undo(id);
      if (undone.ok || undone.error.code === 'not-found') return undone;
      return ok({ ...undone.error.item, state: 'cancelled' });
    },
  }),
};

/** A manager gives a credit up, is told that it is, and it stays as it was. */
const givenUpInWords: Sabotage = {
  name: 'said to be given up, and left',
  outbox: (outbox) => ({
    ...outbox,
    resolve: async (id, resolution, by) =>
      resolution.do === 'discard' ? ok(null) : outbox.resolve(id, resolution, by),
  }),
};

/** What a manager makes another credit of is not ended by it. */
const anewBesides: Sabotage = {
  name: 'replaced, and the old one left',
  database: (db) => ({
    ...db,
    run: (sql, params = []) =>
      sql.startsWith('UPDATE outbox') && String(params[2]).includes('"replaced"') ? 1 : db.run(sql, params),
  }),
};

/** A refusal is taken at its word, though it may have come after the request was carried out. */
const refusalBelieved: Sabotage = {
  name: 'a refusal is not asked about',
  gateway: (gateway) => {
    const refused = new Set<string>();
    return {
      ...gateway,
      addCredit: async (credit) => {
        const answer = await gateway.addCredit(credit);
        const isNo = !answer.ok && (answer.error.kind === 'rejected' || answer.error.kind === 'not-found');
        if (isNo) refused.add(credit.creditId);
        return answer;
      },
      findCredit: async (id) => (refused.has(id) ? ok(null) : gateway.findCredit(id)),
      findInHistory: async (guestId, id) => (refused.has(id) ? ok(null) : gateway.findInHistory(guestId, id)),
    };
  },
};

/** What an earlier run left is sent as if this file knew everything. */
const restartUnasked: Sabotage = {
  name: 'what an earlier run left is sent without asking',
  gateway: (gateway) => {
    const sent = new Set<string>();
    return {
      ...gateway,
      addCredit: (credit) => {
        sent.add(credit.creditId);
        return gateway.addCredit(credit);
      },
      findCredit: async (id) => (sent.has(id) ? gateway.findCredit(id) : ok(null)),
      findInHistory: async (guestId, id) => (sent.has(id) ? gateway.findInHistory(guestId, id) : ok(null)),
    };
  },
};

/** A manager has a credit made again, and no one asks whether the old one is there. */
const anewUnasked: Sabotage = {
  name: 'replaced without asking',
  ...(() => {
    let deciding = false;
    return {
      gateway: (gateway: OutboxGateway): OutboxGateway => ({
        ...gateway,
        findCredit: async (id) => (deciding ? ok(null) : gateway.findCredit(id)),
        findGuest: async (id) => (deciding ? ok(null) : gateway.findGuest(id)),
      }),
      outbox: (outbox: Outbox): Outbox => ({
        ...outbox,
        resolve: (id, resolution, by) => {
          deciding = true;
          const decided = outbox.resolve(id, resolution, by);
          deciding = false;
          return decided;
        },
      }),
    };
  })(),
};

/** One entry that is declined is tried again before all others, until it passes. */
const oneBlocksAll: Sabotage = {
  name: 'one declined entry blocks the others',
  gateway: (gateway) => {
    let first: string | null = null;
    async function unlessBlocked<T>(
      guestId: string,
      ask: () => Promise<Result<T, CrmError>>,
    ): Promise<Result<T, CrmError>> {
      if (first !== null && first !== guestId) {
        return { ok: false, error: { kind: 'offline', sent: 'no', detail: 'after the first' } };
      }
      const answer = await ask();
      const isDeclined =
        !answer.ok && answer.error.kind !== 'rate-limited' && classify(answer.error).kind === 'barred';
      first = isDeclined ? guestId : null;
      return answer;
    }
    return {
      ...gateway,
      keptAs: (guestId) => unlessBlocked(guestId, () => gateway.keptAs(guestId)),
      addCredit: (credit) => unlessBlocked(credit.guestId, () => gateway.addCredit(credit)),
    };
  },
};

/** Forms are forgotten at a start, also those whose credit was accepted and not seen. */
const formsForgotten: Sabotage = {
  name: 'a form is dropped while its credit is unseen',
  database: (db) => {
    unlessDiskFails(() => db.run('DELETE FROM credit_form'));
    return db;
  },
};

/** The network sends a request again where its connection ends before the answer, as browsers do. */
const networkRepeats: Sabotage = {
  name: 'a network that repeats',
  fetch: (fetch) => async (input, init) => {
    const again = input instanceof Request ? input.clone() : input;
    try {
      return await fetch(input, init);
    } catch (error) {
      if (again instanceof Request && again.signal.aborted) throw error;
      return fetch(again, init);
    }
  },
};

/** Records that are gone are taken for those of a new kiosk. */
const goneIsNew: Sabotage = { name: 'a file that is gone is taken for a new kiosk', opensFresh: true };

/** What the file says was never sent is sent, as if the file could not be older than that. */
const olderBelieved: Sabotage = {
  name: 'an older copy is believed',
  gateway: (gateway, db) => {
    const unsent = unlessDiskFails(() => db.all("SELECT id FROM outbox WHERE state IN ('held', 'queued')"));
    const believed = new Set(unsent?.map(({ id }) => id));
    return {
      ...gateway,
      addCredit: (credit) => {
        believed.delete(credit.creditId);
        return gateway.addCredit(credit);
      },
      findCredit: async (id) => (believed.has(id) ? ok(null) : gateway.findCredit(id)),
      findInHistory: async (guestId, id) =>
        believed.has(id) ? ok(null) : gateway.findInHistory(guestId, id),
    };
  },
};

/** A second PC with the same data sends what is waiting in it. */
const cloneSends: Sabotage = { name: 'a copy on another PC sends', sendsAnywhere: true };

/** 80 hours asleep are no time at all. */
const sleepIsNothing: Sabotage = { name: 'sleep is not counted', sleepUncounted: true };

/** The five that every outbox is asked about, and some more. */
export const SABOTAGES: readonly Sabotage[] = [
  newGuidOnRetry,
  postWithoutVerify,
  forgetSending,
  dropWhenExhausted,
  sendTwiceOnWake,
  doubtIsNo,
  impatient,
  savedAnyway,
  undoAlwaysWorks,
  givenUpInWords,
  anewBesides,
  refusalBelieved,
  restartUnasked,
  anewUnasked,
  oneBlocksAll,
  formsForgotten,
  networkRepeats,
  goneIsNew,
  olderBelieved,
  cloneSends,
  sleepIsNothing,
];
