import type { AppError } from '../../src-preload/contract/errors.ts';
import { phoneKey } from '../../src-preload/contract/formats/phone.ts';
import type { GuestView, HistoryLine, HistoryPage } from '../../src-preload/contract/guest.ts';
import type { Cents } from '../../src-preload/contract/money.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import { toAppError } from '../domain/crm-to-app-error.ts';
import type { Clock, CrmError, Logger } from '../ports.ts';
import type { Cursors } from './cursors.ts';
import type { Directory } from './directory/directory.ts';
import type { GuestRecord } from './directory/guest-record.ts';
import type { HistoryHead } from './directory/history-head.ts';
import type { CreditHistoryPage, CreditSummary, GuestGateway } from './gateway.ts';
import { toHistoryLine, toMatch } from './present.ts';

export interface OpeningPorts {
  readonly gateway: GuestGateway;
  readonly directory: Directory;
  readonly cursors: Cursors;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Credit for this guest that waits on this kiosk. */
  readonly waitingFor: (guestId: string) => Cents;
  /** Reads a note as reason, giver and approver. */
  readonly describeNote: (
    note: string | null,
  ) => Pick<HistoryLine, 'reasonId' | 'words' | 'by' | 'approvedBy'>;
}

/** A guest's balance and history. */
export interface Opening {
  /** This moment's where the CRM answers, else last known and marked so. */
  readonly open: (guestId: string) => Promise<Result<GuestView, AppError>>;
  /** Last known, at once; null where nothing is. */
  readonly cachedView: (guestId: string) => Promise<GuestView | null>;
  /** The history before a page that was shown. Throws where `from` is no `next` of a page of this guest. */
  readonly page: (guestId: string, from: string) => Promise<Result<HistoryPage, AppError>>;
}

export function createOpening(ports: OpeningPorts): Opening {
  const { gateway, directory, cursors, clock, logger, waitingFor, describeNote } = ports;

  /**
   * Who it is, asked for each time: a guest added here may have arrived, and one met here may have been merged into another.
   * As remembered where the CRM does not say.
   */
  async function who(guestId: string): Promise<Result<GuestRecord, CrmError>> {
    const remembered = directory.get(guestId);
    const got = await gateway.getGuest(guestId);
    if (got.ok) return ok(directory.upsert(got.value, phoneKey(got.value.phone)));
    return remembered ? ok(remembered) : got;
  }

  /**
   * Under which GUID the CRM has a guest: another one after a merge, and null where it has let go of them. Its "no such
   * summary" may also mean that they never had credit, so then it is asked who they are.
   */
  async function whoIsThere(
    summary: Result<CreditSummary, CrmError>,
    record: GuestRecord,
  ): Promise<string | null> {
    const { id } = record.guest;
    if (summary.ok || summary.error.kind !== 'not-found' || record.onlyHere) return id;
    const got = await gateway.getGuest(id);
    if (got.ok) return got.value.id;
    return got.error.kind === 'not-found' ? null : id;
  }

  const linesOf = (page: CreditHistoryPage): HistoryPage => ({
    lines: page.lines.map((line) => toHistoryLine(line, describeNote)),
    ...(page.unreadable ? { unreadable: page.unreadable } : {}),
    next: page.next,
  });

  function learn(
    guestId: string,
    summary: Result<CreditSummary, CrmError>,
    history: Result<CreditHistoryPage, CrmError>,
  ): void {
    const asOf = clock.now();
    const head: HistoryHead | undefined = history.ok ? { ...linesOf(history.value), asOf } : undefined;
    const last = head?.lines.find(({ kind, at }) => kind === 'added' && at !== null);
    directory.update(
      guestId,
      {
        seenAt: asOf,
        ...(summary.ok && { balance: { ...summary.value, asOf } }),
        ...(last && { lastCredit: { amount: last.amount, at: last.at ?? asOf } }),
      },
      head,
    );
    for (const part of [summary, history]) {
      if (!part.ok) logger.warn('guest-not-fresh', { error: part.error.kind });
    }
  }

  /** Someone whom the CRM now has under another guest's GUID: that guest, openly. Merges are followed once. */
  async function openMerged(guestId: string, into: string): Promise<Result<GuestView, AppError>> {
    const opened = await open(into, false);
    if (!opened.ok) return opened;
    return ok({ ...opened.value, mergedFrom: { id: guestId, waiting: waitingFor(guestId) } });
  }

  async function open(guestId: string, follow: boolean): Promise<Result<GuestView, AppError>> {
    const [known, summary, history] = await Promise.all([
      who(guestId),
      gateway.creditSummary(guestId),
      gateway.creditHistoryPage(guestId, null),
    ]);
    if (!known.ok) return err(toAppError(known.error));
    const there = await whoIsThere(summary, known.value);
    if (there === null) {
      directory.forget(guestId);
      return err({ code: 'guest-not-found' });
    }
    if (there !== guestId) {
      return follow ? openMerged(guestId, there) : err({ code: 'toast-trouble', requestId: null });
    }
    learn(guestId, summary, history);
    const record = directory.get(guestId) ?? known.value;
    return ok({
      guest: toMatch(record, false),
      balance: record.balance,
      history: shownHistory(guestId),
      from: summary.ok ? 'toast' : 'kiosk',
      historyFrom: history.ok ? 'toast' : 'kiosk',
      trouble: { balance: troubleOf(summary, record), history: troubleOf(history, record) },
      waiting: waitingFor(guestId),
    });
  }

  /** What is kept of a history, its place signed for the page. */
  const shownHistory = (guestId: string): GuestView['history'] => {
    const head = directory.history(guestId);
    return head && { ...head, next: cursors.sign(guestId, head.next) };
  };

  return {
    open: async (guestId) => {
      await directory.ready;
      return open(guestId, true);
    },
    cachedView: async (guestId) => {
      await directory.ready;
      const record = directory.get(guestId);
      return (
        record && {
          guest: toMatch(record, false),
          balance: record.balance,
          history: shownHistory(guestId),
          from: 'kiosk',
          historyFrom: 'kiosk',
          trouble: { balance: null, history: null },
          waiting: waitingFor(guestId),
        }
      );
    },
    page: async (guestId, from) => {
      const page = await gateway.creditHistoryPage(guestId, cursors.read(guestId, from));
      if (!page.ok) return err(toAppError(page.error));
      const { next, ...lines } = linesOf(page.value);
      return ok({ ...lines, next: cursors.sign(guestId, next) });
    },
  };
}

/** Of a guest not in the CRM yet, "no such guest" is no trouble: it is what one expects. */
const troubleOf = (part: Result<unknown, CrmError>, record: GuestRecord): AppError | null =>
  part.ok || (record.onlyHere && part.error.kind === 'not-found') ? null : toTrouble(part.error);

/** A summary or history that "is not there" of a guest who is: the CRM did not give a useful answer. */
function toTrouble(error: CrmError): AppError {
  return error.kind === 'not-found'
    ? { code: 'toast-trouble', requestId: error.requestId }
    : toAppError(error);
}
