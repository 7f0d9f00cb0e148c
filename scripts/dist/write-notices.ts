/** Writes the licenses of others beside the build in out/, where the product reads them for its screen "This kiosk". */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages } from './bundled.ts';
import { NOTICES_FILE, notices } from './notices.ts';
import { repository } from './product.ts';

writeFileSync(join(repository, 'out', NOTICES_FILE), notices(bundledPackages()));
