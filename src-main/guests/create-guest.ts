import type { AppError } from '../../src-preload/contract/errors.ts';
import { phoneKey } from '../../src-preload/contract/formats/phone.ts';
import {
  DUPLICATE_REASONS,
  type GuestMatch,
  type NewGuest,
  type PossibleDuplicate,
  type PossibleDuplicates,
} from '../../src-preload/contract/guest.ts';
import { assertNever, err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { AcceptError, AcceptedGuest } from '../domain/accepted-credit.ts';
import { errorText } from '../lib/error-words.ts';
import type { CrmError, Logger } from '../ports.ts';
import type { Directory } from './directory/directory.ts';
import type { GuestRecord } from './directory/guest-record.ts';
import { comparable, duplicateReason, nearNumbers, SHARED_BEGINNING, SHARED_END } from './duplicate-match.ts';
import type { CrmGuest, GuestGateway } from './gateway.ts';
import type { GuestForms } from './guest-forms.ts';
import { checkNewGuest } from './new-guest.ts';
import { toMatch } from './present.ts';

export interface GuestCreationPorts {
  readonly gateway: GuestGateway;
  readonly directory: Directory;
  readonly forms: GuestForms;
  /** Whose entry is in the outbox under a guest's GUID; null where there is none. */
  readonly addedBy: (guestId: string) => string | null;
  /** The best known time (UTC ms): the CRM's where it has spoken. */
  readonly reckonedNow: () => number;
  readonly logger: Logger;
  /** Accepts the guest for sending: on disk when this returns `ok`; the same guest again is the same acceptance. Throws where the disk refuses. */
  readonly acceptGuest: (guest: AcceptedGuest) => Result<unknown, AcceptError>;
}

/** Adding guests that the CRM does not know. */
export interface GuestCreation {
  readonly openForm: (staff: StaffName) => { readonly guestId: string };
  /** Who they may already be as far as this kiosk knows: the CRM is not waited for. */
  readonly lookalikesHere: (typed: NewGuest) => Promise<Result<PossibleDuplicates, AppError>>;
  /** Who they may already be: known here, or to the CRM. */
  readonly lookalikes: (typed: NewGuest) => Promise<Result<PossibleDuplicates, AppError>>;
  readonly create: (typed: NewGuest, staff: StaffName) => Promise<Result<GuestMatch, AppError>>;
}

/** More than this is no help in telling whether it is one of them. */
const MAX_DUPLICATES = 8;
/** Guests of one area, or with one ending, that are looked at for the same name. */
const MAX_CLOSE = 200;

export function createGuestCreation(ports: GuestCreationPorts): GuestCreation {
  const { gateway, directory, forms, reckonedNow, logger } = ports;
  /**
   * Whom Toast was asked about last, with its answer shown: adding them anyway is a person's word that they are new.
   */
  let askedToast: string | null = null;
  const reachOf = ({ guestId, phone, email }: NewGuest): string => JSON.stringify([guestId, phone, email]);

  /** Cards here that may be close enough to be compared. */
  function candidatesHere({ phone, email }: NewGuest): readonly GuestRecord[] {
    const byPhone =
      phone === null
        ? []
        : [
            directory.having(phone, MAX_DUPLICATES),
            ...nearNumbers(phone).map((near) => directory.having(near, MAX_DUPLICATES)),
            directory.endingWith(phone.slice(-SHARED_END), MAX_CLOSE),
            directory.startingWith(phone.slice(0, SHARED_BEGINNING), MAX_CLOSE),
          ];
    const found = email === null ? byPhone : [...byPhone, directory.mailed(email, MAX_DUPLICATES)];
    return found.flatMap(({ matches }) => matches.flatMap(({ id }) => directory.get(id) ?? []));
  }

  /**
   * Guests the CRM may know under what was typed. It is asked for the number, the address and the name, each as it is.
   * Not `whole` where one of them cannot be read.
   */
  async function candidatesThere(
    guest: NewGuest,
  ): Promise<Result<{ readonly guests: readonly CrmGuest[]; readonly whole: boolean }, CrmError>> {
    let whole = true;
    const onUnreadable = (): void => {
      whole = false;
    };
    const answers = await Promise.all([
      ...(guest.phone === null ? [] : [gateway.findByPhone(guest.phone, undefined, onUnreadable)]),
      ...(guest.email === null ? [] : [gateway.findByEmail(guest.email, undefined, onUnreadable)]),
      gateway.findByName({ firstName: guest.firstName, lastName: guest.lastName }, undefined, onUnreadable),
    ]);
    const failed = answers.find((answer) => !answer.ok);
    if (failed && !failed.ok) return failed;
    return ok({ guests: answers.flatMap((answer) => (answer.ok ? answer.value : [])), whole });
  }

  const recordOf = (guest: CrmGuest): GuestRecord =>
    directory.get(guest.id) ?? {
      guest,
      digits: phoneKey(guest.phone),
      seenAt: null,
      balance: null,
      lastCredit: null,
      onlyHere: false,
    };

  return {
    openForm: (staff) => ({ guestId: forms.open(staff.id) }),
    lookalikesHere: async (typed) => {
      const checked = checkNewGuest(typed);
      if (!checked.ok) return checked;
      await directory.ready;
      return ok({ found: like(checked.value, candidatesHere(checked.value)), from: 'kiosk' });
    },
    lookalikes: async (typed) => {
      const checked = checkNewGuest(typed);
      if (!checked.ok) return checked;
      await directory.ready;
      const theirs = await candidatesThere(checked.value);
      const whole = theirs.ok && theirs.value.whole;
      askedToast = whole ? reachOf(checked.value) : null;
      const records = [
        ...candidatesHere(checked.value),
        ...(theirs.ok ? theirs.value.guests.map(recordOf) : []),
      ];
      return ok({ found: like(checked.value, records), from: whole ? 'toast' : 'kiosk' });
    },
    create: async (typed, staff) => {
      const checked = checkNewGuest(typed);
      if (!checked.ok) return checked;
      await directory.ready;
      const guest = checked.value;
      const { guestId, firstName, lastName, phone, email } = guest;
      // A GUID that no form here made is another guest's: also one that this kiosk knows.
      if (!forms.isOpen(guestId, staff.id) && ports.addedBy(guestId) !== staff.id)
        return err({ code: 'guest-form-closed' });
      const already = directory.get(guestId);
      try {
        // A second tap goes the same way: the outbox tells the same guest from another under one GUID.
        const accepted = ports.acceptGuest({
          guest,
          givenAt: reckonedNow(),
          givenBy: { id: staff.id, shortName: staff.shortName },
          confirmedNew: askedToast === reachOf(guest),
        });
        if (!accepted.ok) {
          switch (accepted.error.code) {
            case 'too-much-waiting':
            case 'waiting-too-long':
              return err(accepted.error);
            case 'other-content':
              return err({ code: 'guest-form-closed' });
            case 'not-sealable':
              return err({ code: 'cannot-keep-guests' });
            default:
              return assertNever(accepted.error, 'accept error');
          }
        }
      } catch (error) {
        logger.error('guest-not-saved', { error: errorText(error) });
        return err({ code: 'not-saved' });
      }
      const record =
        already ??
        directory.upsert({ id: guestId, firstName, lastName, phone, email }, phone, { onlyHere: true });
      forms.close(guestId);
      return ok(toMatch(record, false));
    },
  };
}

/** Which of these the new guest may be, the most alike first. */
function like(guest: NewGuest, records: readonly GuestRecord[]): readonly PossibleDuplicate[] {
  const own = { ...guest, digits: guest.phone };
  const found = new Map<string, PossibleDuplicate>();
  for (const record of records) {
    const why = duplicateReason(own, comparable(record.guest, record.digits));
    if (why !== null && record.guest.id !== guest.guestId) {
      found.set(record.guest.id, { match: toMatch(record, false), why });
    }
  }
  return [...found.values()]
    .sort((a, b) => DUPLICATE_REASONS.indexOf(a.why) - DUPLICATE_REASONS.indexOf(b.why))
    .slice(0, MAX_DUPLICATES);
}
