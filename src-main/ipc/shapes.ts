import { z } from 'zod';
import { MAX_EMAIL } from '../../src-preload/contract/guest.ts';
import { MAX_PIN, PIN_MIN } from '../../src-preload/contract/staff.ts';
import { wellFormed } from '../lib/text.ts';

/** A text of at most so many code units that a person typed or pasted: well formed from here on. */
export const typedText = (most: number) => z.string().max(most).overwrite(wellFormed);

export const nothing = z.strictObject({});
/** In lower case from here on. */
export const guid = z.guid().transform((value) => value.toLowerCase());
export const pin = z.string().regex(new RegExp(`^\\d{${PIN_MIN},${MAX_PIN}}$`));
/** Six digits of an authenticator. */
export const code = z.string().regex(/^\d{6}$/);
/** Digits of a number, with a + before another country's. */
export const digits = z.string().regex(/^\+?\d{0,20}$/);
/** A name or an e-mail address as typed. */
export const words = typedText(MAX_EMAIL);
/** A business day: `2026-11-21`. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
