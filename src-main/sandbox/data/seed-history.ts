import { type Calendar, expiryOf } from './calendar.ts';
import type { CreditLine, LineType } from './model.ts';
import { guidOf } from './rng.ts';

/** Something that happened to a guest's credit: so many business days before the anchor, at a minute of the day. */
export interface Happening {
  readonly daysAgo: number;
  /** Minutes past midnight, restaurant time. */
  readonly minute: number;
  readonly type: Exclude<LineType, 'EXPIRATION'>;
  /** Cents. A void has the amount of what it voids. */
  readonly amount: number;
  readonly note: string | null;
  /** For voids: which earlier happening (its place in the list). */
  readonly of?: number;
}

/** What a story is told in: the restaurant's days, the day the records were made, and how long credit lasts. */
export interface Setting {
  readonly calendar: Calendar;
  /** The business day the records were made on. */
  readonly anchorDay: number;
  readonly expiryDays: number;
}

/**
 * Turns what happened into lines, oldest first. Expirations are not told: the records write them when the date of a
 * credit passes. Redemptions come from a POS, so they carry an employee and no note. GUIDs follow from the guest's:
 * the same story always has the same lines.
 */
export function tell(guestGuid: string, happenings: readonly Happening[], setting: Setting): CreditLine[] {
  const { calendar, anchorDay, expiryDays } = setting;
  const guidAt = (place: number): string => guidOf('line', guestGuid, place);
  return happenings.map((each, place) => {
    const at = calendar.instant(anchorDay - each.daysAgo, each.minute);
    const isCredit = each.type === 'ADD_VALUE';
    return {
      guid: guidAt(place),
      guestGuid,
      type: each.type,
      amount: each.amount,
      at,
      localCreatedAt: isCredit ? at : calendar.wallClock(at),
      expiresAt: isCredit ? expiryOf(calendar, at, expiryDays) : null,
      note: each.note,
      serverGuid: isCredit ? null : guidOf('employee', 'pos'),
      approverGuid: null,
      deviceGuid: null,
      familyGuid: each.of === undefined ? null : guidAt(each.of),
    };
  });
}
