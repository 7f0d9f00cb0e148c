import { z } from 'zod';
import { wellFormed } from '../lib/text.ts';

/** A text of at most so many code units that a person typed or pasted: well formed from here on. */
export const typedText = (most: number) => z.string().max(most).overwrite(wellFormed);
