import { z } from 'zod';
import { type Comfort, HANDS, TEXT_SIZES } from '../../src-preload/contract/comfort.ts';
import type { Settings } from '../ports.ts';

/** As it is on the disk: each part on its own, so that one that is damaged takes nothing else with it. */
const stored = z
  .object({
    hand: z.enum(HANDS).optional().catch(undefined),
    textSize: z.literal(TEXT_SIZES).optional().catch(undefined),
    sounds: z.boolean().optional().catch(undefined),
  })
  .catch({});

/** What someone chose on this kiosk; nothing for what no one did. */
export function chosenComfort(settings: Settings): Partial<Comfort> {
  const { hand, textSize, sounds } = stored.parse(settings.get('comfort'));
  return {
    ...(hand === undefined ? {} : { hand }),
    ...(textSize === undefined ? {} : { textSize }),
    ...(sounds === undefined ? {} : { sounds }),
  };
}

/** What someone chose on this kiosk, else what the configuration says. */
export function comfortInForce(settings: Settings, configured: Comfort): Comfort {
  const { hand, textSize, sounds } = configured;
  return { hand, textSize, sounds, ...chosenComfort(settings) };
}
