import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { WriteLedger } from '../domain/ledger-event.ts';
import { redact } from '../lib/redact.ts';
import type { Clock } from '../ports.ts';

/** So many lines of this kind a minute; a page gone wild must not fill the disk. */
const MAX_PER_MINUTE = 20;
const MINUTE_MS = 60_000;
const LONGEST = 120;

/** Records that the page asked for what our page never asks for. `why` may quote what it sent, so it is cut and redacted. */
export type RecordSuspicious = (request: string, why: string) => void;

export function createSuspiciousRequests(
  clock: Clock,
  append: WriteLedger,
  signedIn: () => StaffName | null,
): RecordSuspicious {
  let since = Number.NEGATIVE_INFINITY;
  let written = 0;
  let more = 0;
  return (request, why) => {
    const now = clock.monotonic();
    if (now - since >= MINUTE_MS) {
      since = now;
      written = 0;
    }
    if (written >= MAX_PER_MINUTE) {
      more += 1;
      return;
    }
    written += 1;
    append({
      kind: 'impossible-request',
      by: signedIn(),
      request: redact(request).slice(0, LONGEST),
      why: redact(why).slice(0, LONGEST),
      more,
    });
    more = 0;
  };
}
