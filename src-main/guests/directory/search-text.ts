import { emailOf } from '../../../src-preload/contract/formats/email.ts';
import type { CrmGuest } from '../gateway.ts';
import { nameRuns } from './name-match.ts';

/** Marks in front of each run of the name, and of the e-mail; neither occurs in folded words. */
const WORD = '\u0002';
const MAIL = '\u0003';
/** What nearly every address is, and a hundred thousand of them are read when the kiosk starts. */
const PLAIN_ADDRESS = /^[\w+-]+(?:\.[\w+-]+)*@[\w-]+(?:\.[\w-]+)*$/;

/** What a guest is searched by in words: the e-mail and each run of the name (see {@link nameRuns}), one after the other. */
export function searchText({ firstName, lastName, email }: CrmGuest): string {
  const runs = nameRuns(`${firstName ?? ''} ${lastName ?? ''}`);
  return [email === null ? '' : mailNeedle(email), ...runs.map(nameNeedle)].join('');
}

/** What {@link searchText} contains where a run of the name begins with `run`. */
export const nameNeedle = (run: string): string => WORD + run;

/** What {@link searchText} contains where the e-mail begins with `text`. */
export const mailNeedle = (text: string): string => MAIL + mailText(text);

/** An address as it is compared: as {@link emailOf} reads it; case does not tell addresses apart in practice. */
export function mailText(email: string): string {
  return PLAIN_ADDRESS.test(email) ? email.toLowerCase() : emailOf(email).toLowerCase();
}
