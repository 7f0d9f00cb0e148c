import type { CrmError, Logger } from '../../ports.ts';

/** One exchange with the CRM, for the log: what was asked and how it went, never of whom, with what, or what came back. */
export interface ExchangeLine {
  readonly operation: string;
  readonly method: string;
  /** Null where there was no answer. */
  readonly status: number | null;
  readonly ms: number;
  readonly error: CrmError | null;
  /** The GUID of a credit, which says nothing of the guest. */
  readonly transaction?: string | undefined;
}

export function exchangeLine(logger: Logger, line: ExchangeLine): void {
  const { operation, method, status, error, transaction } = line;
  const data = { operation, method, status, ms: Math.round(line.ms), transaction: transaction ?? null };
  if (error === null) logger.info('crm.exchange', data);
  else logger.warn('crm.exchange', { ...data, error: error.kind, ...aboutError(error) });
}

/** Codes and request ids only. A refusal's message is left out: it may repeat what we sent. */
function aboutError(error: CrmError): Readonly<Record<string, string | number | null>> {
  const requestId = 'requestId' in error ? error.requestId : null;
  switch (error.kind) {
    case 'offline':
      return { sent: error.sent, detail: error.detail };
    case 'unreadable':
      return { detail: error.detail, requestId };
    case 'unauthorised':
      return { stage: error.stage, requestId };
    case 'rate-limited':
      return { retryAfterMs: error.retryAfterMs, requestId };
    case 'rejected':
      return { code: error.code, requestId };
    default:
      return { requestId };
  }
}
