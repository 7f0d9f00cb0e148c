/** What is different between Training and live: whom the kiosk talks to, with what, and how keys may be kept. */
import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { CrmConnection } from '../crm/client.ts';
import type { Clock, Fetch, Logger, SecretBox } from '../ports.ts';
import { openTraining, type TrainingError } from '../sandbox/open-sandbox.ts';
import type { AppConfig } from '../settings/schema.ts';
import { tidyUrl } from '../setup/address.ts';
import type { Profile } from '../setup/profile.ts';

export interface OpenModeOptions {
  readonly config: AppConfig;
  readonly profile: Profile;
  /** Where this mode's database lie. */
  readonly folder: string;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly logger: Logger;
  readonly secretBox: SecretBox;
  readonly allowLoopback: boolean;
}

export interface OpenMode {
  readonly connection: CrmConnection;
  readonly fetch: Fetch;
  /**
   * Live, and what opens Toast can no longer be opened: nothing is asked of it, and what is waiting goes on waiting.
   */
  readonly secretLost: boolean;
  /** Whether keys may lie unsealed where this PC cannot seal. */
  readonly allowUnsealed: boolean;
  /** The same for the record's key: without one nothing could be accepted, so a PC that cannot seal keeps it in the open. */
  readonly allowUnsealedLedger: boolean;
  readonly close: () => Promise<void>;
}

/** No one is asked: the answer is that we have no access. */
const NO_ACCESS: Fetch = async () => {
  // In the words of the service: a refusal is believed from nothing else.
  const body = JSON.stringify({ status: 401, code: 'no-access', message: 'This kiosk has no credentials' });
  return new Response(body, { status: 401, headers: { 'content-type': 'application/json' } });
};

export async function openMode(options: OpenModeOptions): Promise<Result<OpenMode, TrainingError>> {
  const { config, profile, folder, clock, fetch, logger, secretBox } = options;
  if (profile.mode === 'training' || profile.live === null) {
    const training = await openTraining({ config, folder, now: clock.now });
    if (!training.ok) return training;
    const { connection, close } = training.value;
    return ok({
      connection: { ...connection, deviceGuid: null },
      fetch,
      secretLost: false,
      allowUnsealed: true,
      allowUnsealedLedger: true,
      close,
    });
  }
  const { live } = profile;
  const allowUnsealed = config.security.allowWeakSealing;
  const opened = live.connection;
  const usable = opened !== null && tidyUrl(opened.url, options.allowLoopback) !== null ? opened : null;
  if (usable === null) logger.error('toast-secret-lost');
  const { clientId, clientSecret, deviceGuid } = usable ?? {
    clientId: '',
    clientSecret: '',
    deviceGuid: null,
  };
  return ok({
    connection: {
      // An address that may not be used is not used: nothing is asked at all.
      baseUrl: usable?.url ?? 'https://toast.invalid',
      restaurantGuid: live.restaurantGuid,
      clientId,
      clientSecret,
      deviceGuid,
    },
    fetch: usable === null ? NO_ACCESS : fetch,
    secretLost: usable === null,
    allowUnsealed,
    allowUnsealedLedger: allowUnsealed || (await secretBox.strength()) === 'weak',
    close: async () => {},
  });
}
