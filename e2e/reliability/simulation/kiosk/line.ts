import type { Fetch } from '../../../../src-main/ports.ts';
import type { Answer } from '../../../../src-main/sandbox/service/answers.ts';
import { routeOf } from '../../../../src-main/sandbox/service/routes.ts';
import {
  createMemoryFetch,
  type Passage,
  type PassingRequest,
} from '../../../../src-main/testing/crm/memory-fetch.ts';
import type { FaultyService } from '../../../sandbox-control/faulty-service.ts';
import type { LineFault } from '../faults/fault-model.ts';
import type { FaultLedger } from '../faults/faults-seen.ts';
import { passageOf, smooth } from '../faults/line-fates.ts';
import type { Weather } from '../faults/weather.ts';
import { pickWeighted, type Rolls } from '../rolls.ts';
import type { Watch } from '../watch.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface LinePorts {
  readonly kiosk: number;
  readonly time: VirtualTime;
  readonly rolls: Rolls;
  readonly ledger: FaultLedger;
  readonly weather: Weather;
  readonly watch: Watch;
  readonly service: FaultyService;
  readonly crmNow: () => number;
  readonly veryLate: boolean;
  /** Whether the program that asks still lives; and that a request's bytes have left it. */
  readonly alive: () => boolean;
  readonly requestLeft: () => void;
  readonly tell: (what: string) => void;
  /** A request about it was declined in a way that says nothing of it. */
  readonly onDeclined: (guid: string) => void;
  /** A request about it left; whether it asks about it. */
  readonly onLeft: (guid: string, isQuestion: boolean) => void;
  readonly onBreach: (guid: string, words: string) => void;
  /** Counts what is on its way, so that a shift does not end before it has arrived. */
  readonly onTheWay: (change: 1 | -1) => void;
}

const NOWHERE: Passage = { arrivesMs: null };

/** The line from one PC to the CRM: every request meets its fate here, and everything that leaves is seen. */
export function createLine(ports: LinePorts): Fetch {
  const { time, rolls, ledger, weather, watch, kiosk } = ports;
  const counts = new Map<string, number>();

  const fateOf = (about: string): { readonly passage: Passage; readonly fault: LineFault | null } => {
    const nth = (counts.get(about) ?? 0) + 1;
    counts.set(about, nth);
    const name = `line ${kiosk} ${about} #${nth}`;
    const rng = rolls(name);
    const plain = { passage: smooth(rng), fault: null };
    const { share, weights } = weather.line(kiosk, time.now());
    if (share === 0 || rng.next() >= share) return plain;
    const drawn = pickWeighted<LineFault>(rng, weights);
    const fault =
      drawn === 'very-late' && !(ports.veryLate && isWrite(about.split(' ')[0] ?? '')) ? 'late' : drawn;
    if (!ledger.happens(name, fault, !about.startsWith('list-transactions'))) return plain;
    return { passage: passageOf(fault, rng), fault };
  };

  const passage = (request: PassingRequest): Passage => {
    if (!ports.alive()) return NOWHERE;
    const { operation, guid } = aboutOf(request);
    const fate = fateOf(`${operation} ${guid ?? ''}`);
    const { fault } = fate;
    ports.tell(`sends ${operation} ${guid ?? ''}${fault === null ? '' : `: ${fault}`}`);
    if (isWrite(operation) && guid !== null && !fate.passage.refused) {
      const breach = watch.posted(guid);
      if (breach !== null) ports.onBreach(guid, breach);
    }
    if (guid !== null) ports.onLeft(guid, isQuestion(operation));
    if (!fate.passage.refused && isAboutCredit(operation)) ports.requestLeft();
    return fate.passage;
  };

  const onAnswer = (request: PassingRequest, answer: Answer): void => {
    if (!ports.alive()) return;
    const { operation, guid } = aboutOf(request);
    ports.tell(`is answered ${answer.status} to ${operation} ${guid ?? ''}`);
    const isOwn = answer.body?.startsWith('{') ?? false;
    const isDeclined = DECLINES.includes(answer.status) || !isOwn;
    if (guid === null) return;
    if (isDeclined) ports.onDeclined(guid);
    // Whatever else declines a request may have passed it on before. Only the service's own 429 says that nothing was done.
    if (isWrite(operation)) watch.postAnswered(guid, answer.status === 429 && isOwn);
    const isPage = /html/.test(answer.headers['Content-Type'] ?? '');
    if (isQuestion(operation) && answer.status === 404 && !isPage) watch.absent(guid);
  };

  return createMemoryFetch(ports.service, {
    now: ports.crmNow,
    passage,
    onAnswer,
    after: (ms, run) => {
      let waits = true;
      const over = (): void => {
        if (waits) ports.onTheWay(-1);
        waits = false;
      };
      ports.onTheWay(1);
      const cancel = time.after(ms, () => {
        over();
        run();
      });
      return () => {
        cancel();
        over();
      };
    },
  });
}

/** Whether an operation writes a credit or a guest, or asks about one. */
export function isAboutCredit(operation: string): boolean {
  return ['add-credit', 'get-transaction', 'create-guest', 'get-guest'].includes(operation);
}

/** Answers that say nothing of what they are about; so does a page in place of one. */
const DECLINES = [401, 403, 410, 429];

const isQuestion = (operation: string): boolean =>
  operation === 'get-transaction' || operation === 'get-guest';

const isWrite = (operation: string): boolean => operation === 'add-credit' || operation === 'create-guest';

/** Which operation a request asks for, and the transaction it is about. */
export function aboutOf(request: Omit<PassingRequest, 'body'> & { readonly body?: string }): {
  readonly operation: string;
  readonly guid: string | null;
} {
  const route = routeOf(request.method, request.url.pathname);
  if (route.kind !== 'operation') return { operation: 'nothing known', guid: null };
  const { operation } = route;
  if (!isWrite(operation)) return { operation, guid: route.guid };
  return { operation, guid: /"guid":"([0-9a-f-]{36})"/.exec(request.body ?? '')?.[1] ?? null };
}
