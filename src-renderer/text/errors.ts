import type { AppError } from '../../src-preload/contract/errors.ts';
import type { Cents } from '../../src-preload/contract/money.ts';
import { assertNever } from '../../src-preload/contract/result.ts';
import { countdown, type Format } from './format.ts';
import type { Translate } from './i18n.ts';

/** A failure in a host's words: what happened, why and what to do, and whether anything was kept. */
export interface ErrorWords {
  readonly what: string;
  readonly todo: string;
  readonly kept: string;
}

/** The words for every failure that may cross the bridge. A code without words does not compile. */
export function errorWords(error: AppError, t: Translate, format: Format): ErrorWords {
  const unchanged = t('errors.kept.nothingChanged');
  const notGiven = t('errors.kept.nothingGiven');
  const safe = t('errors.kept.savedIsSafe');
  switch (error.code) {
    case 'bad-request':
      return {
        what: t('errors.badRequest.what'),
        todo: t('errors.badRequest.todo', { reference: error.reference }),
        kept: safe,
      };
    case 'internal':
      return {
        what: t('errors.internal.what'),
        todo: t('errors.internal.todo', { reference: error.reference }),
        kept: safe,
      };
    case 'not-signed-in':
      return { what: t('errors.notSignedIn.what'), todo: t('errors.notSignedIn.todo'), kept: unchanged };
    case 'wrong-pin':
      return {
        what: t('signIn.wrongPin', { count: error.triesLeft }),
        todo: t('errors.wrongPin.todo'),
        kept: unchanged,
      };
    case 'pin-locked':
      return {
        what: t('errors.pinLocked.what'),
        todo: t('errors.pinLocked.todo', { clock: countdown(error.leftMs) }),
        kept: unchanged,
      };
    case 'number-too-short':
      return {
        what: t('errors.tooShort.what'),
        todo: t('errors.tooShortTodo', { count: error.needed - error.digits, needed: error.needed }),
        kept: unchanged,
      };
    case 'number-impossible':
      return { what: t('errors.impossible.what'), todo: t('errors.impossible.todo'), kept: unchanged };
    case 'card-number':
      return { what: t('errors.cardNumber.what'), todo: t('errors.cardNumber.todo'), kept: unchanged };
    case 'guest-not-found':
      return { what: t('errors.guestNotFound.what'), todo: t('errors.guestNotFound.todo'), kept: unchanged };
    case 'too-fast':
      return {
        what: t('errors.tooFast.what'),
        todo: t('errors.tooFast.todo', { clock: countdown(error.leftMs) }),
        kept: unchanged,
      };
    case 'offline':
      return { what: t('errors.offline.what'), todo: t('errors.offline.todo'), kept: unchanged };
    case 'not-toast':
      return { what: t('errors.notToast.what'), todo: t('errors.notToast.todo'), kept: safe };
    case 'toast-trouble': {
      const reference =
        error.requestId === null
          ? ''
          : ` ${t('errors.toastTrouble.reference', { reference: error.requestId })}`;
      return {
        what: t('errors.toastTrouble.what'),
        todo: `${t('errors.toastTrouble.todo')}${reference}`,
        kept: unchanged,
      };
    }
    case 'search-too-wide':
      return { what: t('errors.searchTooWide.what'), todo: t('errors.searchTooWide.todo'), kept: unchanged };
    case 'toast-busy':
      return {
        what: t('errors.toastBusy.what'),
        todo: t('errors.toastBusy.todo', { clock: countdown(Math.max(1, error.retryInMs)) }),
        kept: unchanged,
      };
    case 'no-access':
      return { what: t('errors.noAccess.what'), todo: t('errors.noAccess.todo'), kept: safe };
    case 'service-gone':
      return { what: t('errors.serviceGone.what'), todo: t('errors.serviceGone.todo'), kept: safe };
    case 'amount-zero':
      return { what: t('errors.amountZero.what'), todo: t('errors.amountZero.todo'), kept: notGiven };
    case 'amount-over-most':
      return {
        what: t('errors.overMost.what', { most: format.money(error.most) }),
        todo: t('errors.overMost.todo'),
        kept: notGiven,
      };
    case 'reason-unknown':
      return { what: t('errors.reasonUnknown.what'), todo: t('errors.reasonUnknown.todo'), kept: notGiven };
    case 'note-required':
      return { what: t('errors.noteRequired.what'), todo: t('errors.noteRequired.todo'), kept: notGiven };
    case 'too-much-waiting':
      return {
        what: t('errors.tooMuchWaiting.what'),
        todo: t('errors.tooMuchWaitingTodo', { count: error.count, sum: format.money(error.sum) }),
        kept: notGiven,
      };
    case 'waiting-too-long':
      return {
        what: t('errors.waitingTooLong.what'),
        todo: t('errors.waitingTooLongTodo', { count: Math.floor(error.oldestMs / 3_600_000) }),
        kept: notGiven,
      };
    case 'cannot-keep-guests':
      return {
        what: t('errors.cannotKeepGuests.what'),
        todo: t('errors.cannotKeepGuests.todo'),
        kept: unchanged,
      };
    case 'not-possible':
      return { what: t('errors.notPossible.what'), todo: t('errors.notPossible.todo'), kept: unchanged };
    case 'already-at-toast':
      return { what: t('errors.alreadyAtToast.what'), todo: t('errors.alreadyAtToast.todo'), kept: safe };
    case 'cannot-ask':
      return { what: t('errors.cannotAsk.what'), todo: t('errors.cannotAsk.todo'), kept: unchanged };
    case 'words-too-short':
      return {
        what: t('errors.wordsTooShort.what'),
        todo: t('errors.wordsTooShort.todo', { needed: error.needed }),
        kept: unchanged,
      };
    case 'guest-incomplete':
      return {
        what: t('errors.guestIncomplete.what'),
        todo: t('errors.guestIncomplete.todo'),
        kept: unchanged,
      };
    case 'email-impossible':
      return {
        what: t('errors.emailImpossible.what'),
        todo: t('errors.emailImpossible.todo'),
        kept: unchanged,
      };
    case 'guest-form-closed':
      return {
        what: t('errors.guestFormClosed.what'),
        todo: t('errors.guestFormClosed.todo'),
        kept: unchanged,
      };
    case 'guest-still-needed':
      return {
        what: t('errors.guestStillNeeded.what'),
        todo: t('errors.guestStillNeeded.todo'),
        kept: unchanged,
      };
    case 'form-closed':
      return { what: t('errors.formClosed.what'), todo: t('errors.formClosed.todo'), kept: unchanged };
    case 'approval-gone':
      return { what: t('errors.approvalGone.what'), todo: t('errors.approvalGone.todo'), kept: notGiven };
    case 'approver-not-manager':
      return { what: t('errors.notManager.what'), todo: t('errors.notManager.todo'), kept: notGiven };
    case 'approver-is-giver':
      return { what: t('errors.isGiver.what'), todo: t('errors.isGiver.todo'), kept: notGiven };
    case 'over-employee-day':
      return {
        what: t('errors.employeeDay.what', { most: format.money(error.most) }),
        todo: t('errors.employeeDay.todo', { given: format.money(error.given) }),
        kept: notGiven,
      };
    case 'over-guest-day':
      return {
        what: t('errors.guestDay.what', { most: format.money(error.most) }),
        todo: t('errors.guestDay.todo', { given: format.money(error.given) }),
        kept: notGiven,
      };
    case 'over-offline-most':
      return {
        what: t('errors.offlineMost.what', { most: format.money(error.most) }),
        todo: t('errors.offlineMost.todo'),
        kept: notGiven,
      };
    case 'offline-too-long':
      return {
        what: t('errors.offlineTooLong.what', { count: error.hours }),
        todo: t('errors.offlineTooLong.todo'),
        kept: `${notGiven} ${safe}`,
      };
    case 'wrong-code':
      return {
        what: t('errors.wrongCode.what', { count: error.triesLeft }),
        todo: t('errors.wrongCode.todo'),
        kept: notGiven,
      };
    case 'code-used':
      return { what: t('errors.codeUsed.what'), todo: t('errors.codeUsed.todo'), kept: notGiven };
    case 'code-locked':
      return {
        what: t('errors.codeLocked.what'),
        todo: t('errors.codeLocked.todo', { clock: countdown(error.leftMs) }),
        kept: notGiven,
      };
    case 'code-not-allowed':
      return error.most === 0
        ? { what: t('errors.codeNever.what'), todo: t('errors.codeNever.todo'), kept: notGiven }
        : {
            what: t('errors.codeNotAllowed.what'),
            todo: t('errors.codeNotAllowed.todo', { most: format.money(error.most) }),
            kept: notGiven,
          };
    case 'enrolment-gone':
      return { what: t('errors.enrolmentGone.what'), todo: t('errors.enrolmentGone.todo'), kept: unchanged };
    case 'keypad-not-opened':
      return {
        what: t('errors.keypadNotOpened.what', { count: error.triesLeft }),
        todo: t('errors.keypadNotOpened.todo', { clock: countdown(error.leftMs) }),
        kept: unchanged,
      };
    case 'keys-lost':
      return { what: t('errors.keysLost.what'), todo: t('errors.keysLost.todo'), kept: safe };
    case 'managers-only':
      return { what: t('errors.managersOnly.what'), todo: t('errors.managersOnly.todo'), kept: unchanged };
    case 'pin-unfit':
      return { what: t('errors.pinUnfit.what'), todo: t('errors.pinUnfit.todo'), kept: unchanged };
    case 'pin-short':
      return {
        what: t('errors.pinShort.what', { least: error.least }),
        todo: t('errors.pinShort.todo'),
        kept: unchanged,
      };
    case 'pin-must-change':
      return {
        what: t('errors.pinMustChange.what'),
        todo: t('errors.pinMustChange.todo', { least: error.least }),
        kept: unchanged,
      };
    case 'second-manager-needed':
      return { what: t('errors.secondNeeded.what'), todo: t('errors.secondNeeded.todo'), kept: unchanged };
    case 'second-manager-same':
      return { what: t('errors.secondSame.what'), todo: t('errors.secondSame.todo'), kept: unchanged };
    case 'second-manager-none':
      return { what: t('errors.secondNone.what'), todo: t('errors.secondNone.todo'), kept: unchanged };
    case 'not-yours':
      return { what: t('errors.notYours.what'), todo: t('errors.notYours.todo'), kept: unchanged };
    case 'name-unfit':
      return {
        what: t('errors.nameUnfit.what'),
        todo: t('errors.nameUnfit.todo', { most: error.most }),
        kept: unchanged,
      };
    case 'name-taken':
      return { what: t('errors.nameTaken.what'), todo: t('errors.nameTaken.todo'), kept: unchanged };
    case 'employee-guid-unfit':
      return { what: t('errors.employeeGuid.what'), todo: t('errors.employeeGuid.todo'), kept: unchanged };
    case 'last-manager':
      return { what: t('errors.lastManager.what'), todo: t('errors.lastManager.todo'), kept: unchanged };
    case 'own-record':
      return { what: t('errors.ownRecord.what'), todo: t('errors.ownRecord.todo'), kept: unchanged };
    case 'import-missing':
      return {
        what: t('errors.importMissing.what'),
        todo: t('errors.importMissing.todo', { path: error.path }),
        kept: unchanged,
      };
    case 'import-unreadable':
      return {
        what: t('errors.importUnreadable.what'),
        todo:
          error.line === null
            ? t('errors.importUnreadable.todo')
            : t('errors.importUnreadable.todoLine', { line: error.line }),
        kept: unchanged,
      };
    case 'import-columns':
      return { what: t('errors.importColumns.what'), todo: t('errors.importColumns.todo'), kept: unchanged };
    case 'import-too-long':
      return {
        what: t('errors.importTooLong.what'),
        todo: t('errors.importTooLong.todo', { most: error.most }),
        kept: unchanged,
      };
    case 'export-failed':
      return { what: t('errors.exportFailed.what'), todo: t('errors.exportFailed.todo'), kept: unchanged };
    case 'visit-over':
      return { what: t('errors.visitOver.what'), todo: t('errors.visitOver.todo'), kept: unchanged };
    case 'entries-wait':
      return {
        // A sum of many credits may be more than one amount can be; to words it is money all the same.
        what: t('errors.entriesWait.what', { count: error.count, sum: format.money(error.sum as Cents) }),
        todo: t('errors.entriesWait.todo'),
        kept: unchanged,
      };
    case 'setting-unfit':
      return {
        what: t('errors.settingUnfit.what'),
        todo: t('errors.settingUnfit.todo', { problem: error.problem }),
        kept: unchanged,
      };
    case 'setting-locked':
      return {
        what: t('errors.settingLocked.what'),
        todo: t('errors.settingLocked.todo', { file: error.file ?? t('errors.settingLockedHere') }),
        kept: unchanged,
      };
    case 'no-such-day':
      return { what: t('errors.noSuchDay.what'), todo: t('errors.noSuchDay.todo'), kept: unchanged };
    case 'stopped':
      return { what: t('errors.stopped.what'), todo: t('errors.stopped.todo'), kept: unchanged };
    case 'not-set-up':
      return { what: t('errors.notSetUp.what'), todo: t('errors.notSetUp.todo'), kept: unchanged };
    case 'set-up-incomplete':
      return {
        what: t('errors.setUpIncomplete.what'),
        todo: t('errors.setUpIncomplete.todo'),
        kept: unchanged,
      };
    case 'not-tested':
      return { what: t('errors.notTested.what'), todo: t('errors.notTested.todo'), kept: unchanged };
    case 'cannot-seal':
      return { what: t('errors.cannotSeal.what'), todo: t('errors.cannotSeal.todo'), kept: unchanged };
    case 'address-unfit':
      return { what: t('errors.addressUnfit.what'), todo: t('errors.addressUnfit.todo'), kept: unchanged };
    case 'address-unknown':
      return {
        what: t('errors.addressUnknown.what'),
        todo: t('errors.addressUnknown.todo'),
        kept: unchanged,
      };
    case 'other-restaurant':
      return {
        what: t('errors.otherRestaurant.what'),
        todo: t('errors.otherRestaurant.todo'),
        kept: unchanged,
      };
    case 'guid-unfit':
      return { what: t('errors.guidUnfit.what'), todo: t('errors.guidUnfit.todo'), kept: unchanged };
    case 'books-closed':
      return {
        what: t('errors.booksClosed.what'),
        todo: t('errors.booksClosed.todo', { path: error.path }),
        kept: unchanged,
      };
    case 'undo-too-late':
      return {
        what: t('errors.undoTooLate.what'),
        todo: t('errors.undoTooLate.todo'),
        kept: t('errors.kept.stillGiven'),
      };
    case 'not-found':
      return { what: t('errors.notFound.what'), todo: t('errors.notFound.todo'), kept: unchanged };
    case 'disk-full':
      return {
        what: t('errors.diskFull.what'),
        todo:
          error.path === null ? t('errors.diskFull.todo') : t('errors.diskFull.todoAt', { path: error.path }),
        kept: safe,
      };
    case 'disk-failing':
      return {
        what: t('errors.diskFailing.what'),
        todo:
          error.path === null
            ? t('errors.diskFailing.todo')
            : t('errors.diskFailing.todoAt', { path: error.path }),
        kept: safe,
      };
    case 'records-gone':
      return { what: t('errors.recordsGone.what'), todo: t('errors.recordsGone.todo'), kept: notGiven };
    case 'data-in-use':
      return { what: t('errors.dataInUse.what'), todo: t('errors.dataInUse.todo'), kept: safe };
    case 'keyring-waits':
      return { what: t('errors.keyringWaits.what'), todo: t('errors.keyringWaits.todo'), kept: safe };
    case 'restarting':
      return { what: t('errors.restarting.what'), todo: t('errors.restarting.todo'), kept: unchanged };
    case 'not-saved':
      return { what: t('errors.notSaved.what'), todo: t('errors.notSaved.todo'), kept: notGiven };
    default:
      return assertNever(error, 'failure');
  }
}
