import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { ok } from '../../src-preload/contract/result.ts';
import { createGivenLog } from '../audit/given-log.ts';
import type { ForApproval } from '../domain/approval.ts';
import { createFormAges } from '../domain/form-ages.ts';
import type { LedgerEvent } from '../domain/ledger-event.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { createDaySums } from '../outbox/reads/day-sums.ts';
import { placeOf } from '../outbox/reads/queries.ts';
import { DEFAULT_TIMING } from '../outbox/timing/default-timing.ts';
import { openDatabase } from '../storage/open-database.ts';
import { createScriptedCrm } from '../testing/crm/scripted-crm.ts';
import {
  createFakeIds,
  createFakeLogger,
  createFakeRowSeals,
  createFakeSealer,
  createFakeTime,
} from '../testing/fakes.ts';
import { createCreditForms } from './forms.ts';
import { createGiving } from './give-credit.ts';
import { type CreditPolicy, DEFAULT_RULES } from './limits.ts';

const marco = { id: 'marco', shortName: 'Marco D.', role: 'server' } as const;
const priya = { id: 'priya', shortName: 'Priya N.', role: 'manager' } as const;
const ten = { amount: cents(1_000), reasonId: 'cold-food', note: '' };
const fifteen = { amount: cents(1_500), reasonId: 'long-wait', note: '' };

const ALWAYS = { from: 0, to: Number.MAX_SAFE_INTEGER };

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-giving-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Giving over a real outbox; the manager says yes whenever asked. */
function run(rules: Partial<CreditPolicy> = {}, record?: (event: LedgerEvent) => void) {
  const opened = openDatabase(join(dir, 'kiosk.db'), 'training');
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const { clock, scheduler } = createFakeTime();
  const ids = createFakeIds();
  const policy = { ...DEFAULT_RULES, ...rules };
  const lines: LedgerEvent[] = [];
  const outbox = createOutbox({
    db,
    gateway: createScriptedCrm(),
    clock,
    scheduler,
    ids,
    logger: createFakeLogger(),
    timing: DEFAULT_TIMING,
    limits: { count: policy.waiting.count, sum: policy.waiting.sum, ageMs: 9e9 },
    sealer: createFakeSealer(),
    seals: createFakeRowSeals(db),
    crmNow: () => null,
    guestName: () => null,
    onChange: () => {},
  });
  const sums = createDaySums(db, createFakeRowSeals(db), createGivenLog(db));
  let asked: ForApproval | null = null;
  const concluded: string[] = [];
  const grant = async () => {
    if (!asked) throw new Error('Nobody was asked');
    return ok({ what: { ...asked, approvalId: 'a1' }, approver: priya, way: 'here' } as const);
  };
  const giving = createGiving({
    reckonedNow: clock.now,
    logger: createFakeLogger(),
    rules: policy,
    forms: createCreditForms(
      db,
      ids,
      clock,
      createFormAges(clock),
      (id) => placeOf(db, id),
      () => false,
    ),
    facts: (guestId, staffId, except) => ({
      employeeToday: sums.byEmployee(staffId, ALWAYS, except),
      guestToday: sums.toGuest(guestId, ALWAYS, except).reduce((sum, { amount }) => sum + amount, 0),
      guestUnread: false,
      waiting: sums.waiting(except),
      offlineForMs: null,
    }),
    givenTo: () => ({ credits: [], sum: cents(0), isWhole: true }),
    readDay: async () => {},
    accept: outbox.accept,
    whyNotSaved: () => ({ code: 'not-saved' }),
    findCredit: outbox.find,
    approvals: {
      ask: (what) => {
        asked = what;
        return ok({ ...what, approvalId: 'a1', askedAt: 0, expiresAt: 0 });
      },
      grant,
      grantByCode: grant,
      conclude: (_, how) => concluded.push(how),
      byCode: () => [],
      openFor: () => [],
      endedFor: () => [],
    },
    record: record ?? ((event) => lines.push(event)),
    recordSuspicious: () => {},
    contextFor: () => ({
      guestName: null,
      balance: null,
      waiting: cents(0),
      givenToday: { count: 0, sum: cents(0) },
    }),
  });
  const form = (guestId: string) => {
    const form = giving.openForm(guestId, marco);
    if (form.outcome !== 'form') throw new Error(form.outcome);
    return form.form.creditId;
  };
  return { giving, form, outbox, lines, db, concluded };
}

test('a limit that was passed while the manager typed: the approval gives nothing, and it is on record', async () => {
  const { giving, form, outbox, lines } = run({
    employeeDay: { alone: DEFAULT_RULES.employeeDay.alone, most: cents(2_000) },
  });
  const first = form('guest-1');
  expect(giving.give({ creditId: first, ...fifteen }, marco)).toMatchObject({
    value: { outcome: 'needs-approval' },
  });
  giving.give({ creditId: form('guest-2'), ...ten }, marco);
  expect(await giving.approve('a1', '975310', marco)).toEqual({
    ok: false,
    error: { code: 'over-employee-day', most: 2_000, given: 1_000 },
  });
  expect(outbox.waiting()).toMatchObject({ count: 1, sum: 1_000 });
  expect(outbox.find(first)).toBeNull();
  expect(lines.at(-1)).toMatchObject({ kind: 'refused-by-rule', rule: 'employee-day', approvalId: 'a1' });
  expect(lines.filter(({ kind }) => kind === 'issued' || kind === 'approval-granted')).toHaveLength(1);
});

test('the rules are read again inside the accepting transaction: the sums are this kiosk’s own records', () => {
  const { giving, form } = run({
    employeeDay: {
      alone: { ...DEFAULT_RULES.employeeDay.alone, server: cents(2_500) },
      most: cents(100_000),
    },
  });
  const outcomes = ['a', 'b', 'c'].map((guest) => giving.give({ creditId: form(guest), ...ten }, marco));
  expect(outcomes.map((answer) => answer.ok && answer.value.outcome)).toEqual([
    'accepted',
    'accepted',
    'needs-approval',
  ]);
  expect(outcomes[2]).toMatchObject({ value: { approval: { rule: 'employee-day', limit: 2_500 } } });
});

test('a credit whose line cannot be written is not given', () => {
  const { giving, form, outbox } = run({}, (event) => {
    if (event.kind === 'issued') throw new Error('database or disk is full');
  });
  const creditId = form('guest-1');
  expect(giving.give({ creditId, ...ten }, marco)).toEqual({ ok: false, error: { code: 'not-saved' } });
  expect(outbox.find(creditId)).toBeNull();
  expect(outbox.waiting().count).toBe(0);
});

test('what was approved is in the note, and who by what way in the ledger', async () => {
  const { giving, form, lines, db } = run();
  const creditId = form('guest-1');
  giving.give({ creditId, ...fifteen, note: 'table 12' }, marco);
  expect(await giving.approveByCode('a1', priya.id, '123456', marco)).toMatchObject({
    ok: true,
    value: { creditId, approvedBy: 'Priya N.' },
  });
  // The giver's own words may name the guest, so they are kept sealed.
  const kept = String(db.get('SELECT note FROM outbox')?.['note']);
  expect(kept.split('\u0001')[0]).toBe('Long wait; by Marco D.; ok Priya N.');
  expect(kept).not.toContain('table 12');
  expect(lines.at(-1)).toEqual({
    kind: 'issued',
    by: marco,
    approver: priya,
    approvalId: 'a1',
    way: 'here',
    creditId,
    guestId: 'guest-1',
    amount: 1_500,
    reasonId: 'long-wait',
  });
});
