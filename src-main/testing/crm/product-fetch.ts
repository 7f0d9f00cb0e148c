import { realScheduler } from '../../lib/real-time.ts';
import { createNetwork } from '../../network/network.ts';
import { createSystemCertificates } from '../../network/system-certificates.ts';
import type { Fetch } from '../../ports.ts';
import { createFakeLogger } from '../fakes.ts';

/** The product's own fetch, for tests that talk to a server on this PC. */
export const productFetch: Fetch = createNetwork({
  proxy: { resolve: async () => 'DIRECT' },
  certificates: createSystemCertificates(),
  scheduler: realScheduler,
  logger: createFakeLogger(),
}).fetch;
