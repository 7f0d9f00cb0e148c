import { openText, sealText } from '../lib/sealed-key.ts';
import type { Logger, SecretBox, Settings } from '../ports.ts';

const PLACE = 'hoststand admin';

/** The admin's file as last found good, for a start that finds it bad. Sealed: a copy in the open could loosen live's limits. */
export interface LastGood {
  /** Opens what is kept. Until then, and where it is not as it was sealed, there is none. */
  readonly load: () => Promise<void>;
  /** Undefined where there is none. */
  readonly get: () => unknown;
  /** Keeps this one; where the disk or the keyring refuses, the one before stays. */
  readonly keep: (value: unknown) => void;
}

export function createLastGood(ports: {
  readonly settings: Settings;
  readonly box: SecretBox;
  readonly logger: Logger;
}): LastGood {
  const { settings, box, logger } = ports;
  let loaded = false;
  let value: unknown;
  let writing: Promise<void> = Promise.resolve();
  // A PC that cannot seal protects nothing; this very file says whether live is allowed on it.
  const allowUnsealed = async (): Promise<boolean> => (await box.strength()) === 'weak';
  const write = async (text: string): Promise<void> => {
    try {
      settings.set('lastGoodAdminConfig', await sealText(box, text, PLACE, await allowUnsealed()));
    } catch (error) {
      logger.warn('last-good-config-not-kept', { error: String(error) });
    }
  };
  const renew = (kept: string): void => void settings.set('lastGoodAdminConfig', kept);
  return {
    load: async () => {
      const kept = settings.get('lastGoodAdminConfig');
      const opened =
        typeof kept === 'string' ? await openText(box, kept, PLACE, await allowUnsealed(), renew) : null;
      if (opened !== null) value = JSON.parse(opened);
      loaded = true;
    },
    get: () => value,
    keep: (next) => {
      const text = JSON.stringify(next);
      if (!loaded || text === JSON.stringify(value)) return;
      value = next;
      writing = writing.then(() => write(text));
    },
  };
}
