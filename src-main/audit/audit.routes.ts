import { z } from 'zod';
import { AUDIT_FILTERS } from '../../src-preload/contract/audit.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import { manager, type Routes } from '../ipc/route.ts';
import { nothing } from '../ipc/shapes.ts';
import { errorText } from '../lib/error-words.ts';
import { readAudit } from './audit-page.ts';
import { exportLedger } from './export.ts';

export const auditRoutes = {
  auditPage: manager(
    z.strictObject({ before: z.int().min(1).nullable(), filter: z.enum(AUDIT_FILTERS) }),
    ({ before, filter }, { db }) => ok(readAudit(db, before, filter)),
  ),
  verifyLedger: manager(nothing, async (_, { ledger, logger }, by) => {
    const verdict = await ledger.verify();
    if (verdict.state === 'broken') logger.error('ledger-broken', { line: verdict.line, why: verdict.why });
    ledger.append({ kind: 'ledger-read', by, how: 'checked' });
    return ok(verdict);
  }),
  exportLedger: manager(nothing, async (_, { ledger, exportFolder, clock, config, decimals, logger }, by) => {
    ledger.append({ kind: 'ledger-read', by, how: 'exported' });
    try {
      const format = { timeZone: config.timeZone, decimals };
      return ok(await exportLedger(ledger, exportFolder, clock.now(), format));
    } catch (error) {
      logger.error('ledger-export-failed', {
        error: errorText(error),
      });
      return err({ code: 'export-failed' });
    }
  }),
} satisfies Partial<Routes>;
