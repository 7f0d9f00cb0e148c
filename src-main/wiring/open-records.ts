import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import { sealOpenWords } from '../app/earlier-words.ts';
import type { OpenMode } from '../app/open-mode.ts';
import { sealOldRows } from '../app/sealed-rows.ts';
import { type Ledger, openLedger } from '../audit/ledger.ts';
import { recordSettings } from '../audit/settings-watch.ts';
import { type CrmClock, createCrmClock } from '../connection/crm-clock.ts';
import type { WriteLedger } from '../domain/ledger-event.ts';
import { createSealedFacts, type SealedFacts } from '../domain/sealed-facts.ts';
import { reverifyOpenEntries } from '../outbox/recover-entries.ts';
import type { Clock } from '../ports.ts';
import { openThisPc, type ThisPc } from '../setup/this-pc.ts';
import { keepRecovered, readRecovered, recoveryRecorded } from '../storage/recover.ts';
import { diskError, type OpenError } from '../storage/sqlite.ts';
import type { Base } from './kiosk.ts';
import type { OpenedDatabase } from './open-database.ts';

/** The activity log, and what is known of time and of this PC. */
export interface OpenedRecords {
  readonly facts: SealedFacts;
  readonly ledger: Ledger;
  readonly record: WriteLedger;
  readonly crmClock: CrmClock;
  /** For what counts by the day: this PC's clock may be days off. */
  readonly reckonedClock: Clock;
  readonly thisPc: ThisPc;
}

/** Opens the activity log, and distrusts what it does not bear out. */
export async function openRecords(
  base: Base & OpenedDatabase,
  { allowUnsealedLedger }: Pick<OpenMode, 'allowUnsealedLedger'>,
): Promise<Result<OpenedRecords, OpenError>> {
  const { clock, db, meta } = base;
  const facts = createSealedFacts(meta);
  const crmClock = createCrmClock(clock, facts);
  const reckonedClock: Clock = { now: crmClock.reckoned, monotonic: clock.monotonic };
  const ledger = await openLedger(
    { ...base, clock: reckonedClock, keys: meta, databaseStamp: base.stamp },
    allowUnsealedLedger,
  );
  try {
    sealOldRows(db, ledger, facts);
    sealOpenWords({ ...base, ledger });
  } catch (error) {
    // A full disk at the first start of this version.
    ledger.stop();
    db.close();
    return err(diskError(error, base.path));
  }
  distrustDamage(base, ledger);
  const thisPc = openThisPc(facts, await base.device.identity(), base.logger);
  const { training: _, ...seen } = base.config;
  recordSettings(seen, meta, ledger.append, base.input.handover?.changedBy ?? undefined);
  return ok({ facts, ledger, record: ledger.append, crmClock, reckonedClock, thisPc });
}

/** What a repair brought back, and records that lost their end, are not sent before the CRM was asked. */
function distrustDamage({ db, meta, sealer, clock, recovery }: Base & OpenedDatabase, ledger: Ledger): void {
  const { seals, cutAfter } = ledger;
  if (recovery) {
    const { fromFile, fromCopy, onlyInCopy } = recovery;
    db.transaction(() => {
      if (onlyInCopy) reverifyOpenEntries(db, sealer, seals, new Set(onlyInCopy), clock.now());
      ledger.append({ kind: 'records-repaired', fromFile, fromCopy });
      recoveryRecorded(meta);
    });
  }
  if (cutAfter !== null) {
    // Records that went back in time, or lost their end, are believed no more than damaged ones.
    db.transaction(() => {
      reverifyOpenEntries(db, sealer, seals, new Set(), clock.now());
      const kept = recovery && readRecovered(meta);
      keepRecovered(meta, {
        at: clock.now(),
        setAside: kept?.setAside ?? null,
        missingSince: kept?.missingSince ?? cutAfter,
      });
    });
  }
}
