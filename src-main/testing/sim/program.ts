/**
 * The program under test, wired as compose.ts wires it, without the parts that neither accept nor send: the one place that
 * knows how its pieces are made.
 */

import { createCrmClock } from '../../connection/crm-clock.ts';
import { createCreditForms } from '../../credits/forms.ts';
import { createGiving, type Giving } from '../../credits/giving.ts';
import type { HouseRules } from '../../credits/rules.ts';
import { type CrmConnection, createCrmClient } from '../../crm/client.ts';
import { createGuestsLike } from '../../guests/guests-like.ts';
import type { OutboxGateway } from '../../outbox/gateway.ts';
import { createOutbox, type Outbox } from '../../outbox/outbox.ts';
import { DEFAULT_TIMING } from '../../outbox/schedule.ts';
import type { Clock, Database, Fetch, Ids, Logger, Scheduler } from '../../ports.ts';
import { createFakeSealer } from '../fakes.ts';

/** How a broken program is made of the right one, to see that the simulation notices (see sabotage.ts). */
export interface Sabotage {
  readonly name: string;
  readonly database?: (db: Database) => Database;
  readonly gateway?: (gateway: OutboxGateway, db: Database) => OutboxGateway;
  readonly outbox?: (outbox: Outbox, gateway: OutboxGateway, db: Database) => Outbox;
}

export interface ProgramPorts {
  readonly db: Database;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly connection: CrmConnection;
  readonly rules: HouseRules;
  readonly sabotage: Sabotage | null;
}

/** One run of it. */
export interface Program {
  readonly giving: Giving;
  readonly outbox: Outbox;
}

export const TIMING = DEFAULT_TIMING;

const HOUR_MS = 3_600_000;

/** Makes it. `outbox.start()` sets it going. */
export function createProgram(ports: ProgramPorts): Program {
  const { clock, logger, ids, rules, sabotage } = ports;
  const db = sabotage?.database?.(ports.db) ?? ports.db;
  const crmClock = createCrmClock(clock);
  const { waiting } = rules;
  let failing = false;
  const client = createCrmClient({
    ...ports,
    observer: {
      // As the connection monitor does: the first answer after a failure wakes the outbox.
      onAnswer: () => {
        if (failing) outbox.wake();
        failing = false;
      },
      onFailure: () => {
        failing = true;
      },
      onDate: crmClock.heard,
    },
  });
  const real: OutboxGateway = { ...client, guestsLike: createGuestsLike(client) };
  const gateway = sabotage?.gateway?.(real, ports.db) ?? real;
  const right = createOutbox({
    ...ports,
    db,
    gateway,
    timing: TIMING,
    limits: { count: waiting.count, sum: waiting.sum, ageMs: waiting.stopAfterHours * HOUR_MS },
    sealer: createFakeSealer(),
    crmNow: crmClock.now,
    guestName: () => null,
    onChange: () => {},
  });
  const outbox = sabotage?.outbox?.(right, gateway, ports.db) ?? right;
  const giving = createGiving({
    clock,
    logger,
    rules,
    forms: createCreditForms(db, ids),
    accept: outbox.accept,
    findCredit: outbox.find,
    // Everybody here may give what they give: approvals have trials of their own.
    askApproval: () => unasked(),
    grantApproval: () => unasked(),
    contextFor: () => unasked(),
  });
  return { giving, outbox };
}

function unasked(): never {
  throw new Error('Nobody needs an approval in a simulated shift');
}
