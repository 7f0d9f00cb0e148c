import { isBounded } from '../../src-preload/contract/bounds.ts';
import type { Answer, RequestName, Requests } from '../../src-preload/contract/channels.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { holdsCardNumber } from '../../src-preload/contract/formats/card-number.ts';
import { err, type Result } from '../../src-preload/contract/result.ts';
import { SuspiciousRequest } from '../domain/suspicious-request.ts';
import { errorText, errorWords } from '../lib/error-words.ts';
import { answerAs } from './access.ts';
import type { Routes } from './route.ts';
import type { Services } from './services.ts';

/** Who asks, as far as the platform can tell. */
export interface Sender {
  /** The asking frame belongs to the kiosk's own window. */
  readonly ownWindow: boolean;
  /** It is that window's main frame, still there. */
  readonly mainFrame: boolean;
  /** Its origin, serialised; null where the frame is gone. */
  readonly origin: string | null;
}

/** Sender, then size, then shape, then access, then what the request does; the answer is always a Result. */
export interface Router {
  readonly ask: (name: RequestName, sender: Sender, payload: unknown) => Promise<Result<unknown, AppError>>;
}

/** A page asks a handful of things at a time. Far more means it is not ours any more. */
const MAX_IN_FLIGHT = 64;

/** So many characters of a reason go into the log: a bug's with where it is. */
const WHY_LOGGED = { 'bad-request': 120, internal: 1_000 } as const;
/** So many of a payload's faults are named. */
const FAULTS_NAMED = 3;

interface Fault {
  readonly path: readonly PropertyKey[];
  readonly code?: string | undefined;
}

/** The field and the rule, never the value: it may be a PIN or a number. Keys inside of a field may be the page's own words. */
function whyUnfit(faults: readonly Fault[]): string {
  return faults
    .slice(0, FAULTS_NAMED)
    .map(
      ({ path: [field, ...inside], code }) =>
        `${String(field ?? '')}${inside.length > 0 ? '.*' : ''} ${code}`,
    )
    .join(', ');
}

/** @param diskAnswer what an error of the disk is in words; null where it is none. */
export function createRouter(
  origin: string,
  routes: Routes,
  services: Services,
  diskAnswer: (error: unknown) => AppError | null,
): Router {
  const { logger, recordSuspicious, reference } = services;
  let inFlight = 0;

  const refuse = (code: 'bad-request' | 'internal', name: string, why: string): Result<never, AppError> => {
    const ref = reference();
    logger.error('request-refused', { name, why: why.slice(0, WHY_LOGGED[code]), reference: ref });
    if (code === 'bad-request') {
      try {
        recordSuspicious(name, why);
      } catch (error) {
        // The refusal stands, whether or not the disk would take its line.
        logger.error('ledger-line-not-written', { error: String(error) });
      }
    }
    return err({ code, reference: ref });
  };

  async function answer<N extends RequestName>(
    name: N,
    payload: unknown,
  ): Promise<Result<unknown, AppError>> {
    const route = routes[name];
    const parsed = route.shape.safeParse(payload);
    if (!parsed.success) {
      return refuse('bad-request', name, whyUnfit(parsed.error.issues));
    }
    // A place in a history is the CRM's own text; everything else was typed, pasted or scanned.
    if (name !== 'historyPage' && textsOf(parsed.data).some(holdsCardNumber)) {
      logger.warn('card-number-refused', { name });
      return err({ code: 'card-number' });
    }
    return await answerAs<Requests[N]['request'], Answer<N>>(route, name, parsed.data, services);
  }

  return {
    ask: async (name, sender, payload) => {
      if (!sender.ownWindow || !sender.mainFrame || sender.origin !== origin) {
        return refuse('bad-request', name, `sender ${sender.origin ?? 'gone'}`);
      }
      // Not by its name, which is the page's own.
      if (!Object.hasOwn(routes, name)) return refuse('bad-request', 'unknown', 'no such request');
      if (inFlight >= MAX_IN_FLIGHT) return refuse('bad-request', name, 'too many at once');
      // Before a parser looks at it: what is large is not even read.
      if (!isBounded(payload)) return refuse('bad-request', name, 'too large');
      inFlight += 1;
      try {
        return await answer(name, payload);
      } catch (error) {
        if (error instanceof SuspiciousRequest) return refuse('bad-request', name, error.message);
        const disk = diskAnswer(error);
        if (disk) {
          logger.error('disk-refused', {
            name,
            error: errorText(error),
          });
          return err(disk);
        }
        // A bug. Its words stay here; the page gets a reference.
        return refuse('internal', name, errorWords(error));
      } finally {
        inFlight -= 1;
      }
    },
  };
}

/** Every text of a request, however deep. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
