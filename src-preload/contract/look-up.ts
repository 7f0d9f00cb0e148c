import type { GuestMatch, Origin } from './guest.ts';

/** From this many digits of a number on, this kiosk's memory is asked; also how many are typed of a number's end. */
export const FIRST_DIGITS = 4;
/** From this many letters of a name or an e-mail on, this kiosk's memory is asked. */
export const FIRST_LETTERS = 2;

/** How guests are looked for. `last-four`, like every other way before the number is whole, knows only who was met here. */
export const LOOK_UP_WAYS = ['phone', 'last-four', 'name', 'email'] as const;
export type LookUpWay = (typeof LOOK_UP_WAYS)[number];

/** A guest whose number is nearly the one asked for. */
export interface NearGuest extends GuestMatch {
  /** The places, counted from 0, at which their number is another. Which digit stands there is not said. */
  readonly differs: readonly number[];
}

export interface LookUpAnswer {
  /** At most twenty; who was seen here last comes first. */
  readonly matches: readonly GuestMatch[];
  /** How many match in all. */
  readonly total: number;
  /** Guests of Toast's answer who cannot be read, any of whom may be meant; left out, none. */
  readonly unreadable?: number;
  /** Where no one has the whole number: guests met here whose number is a slip of the finger away. */
  readonly near: readonly NearGuest[];
  readonly from: Origin;
}
