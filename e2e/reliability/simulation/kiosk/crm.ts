import { type ControlledCore, openControlledCore } from '../../../sandbox-control/controlled-core.ts';
import type { FaultTarget } from '../../../sandbox-control/faults.ts';
import { type Modes, usualModes } from '../../../sandbox-control/modes.ts';
import type { Bars } from '../bars.ts';
import type { ServiceFault } from '../faults/fault-model.ts';
import type { FaultLedger } from '../faults/faults-seen.ts';
import { createDrawnFaults } from '../faults/service-fates.ts';
import type { Weather } from '../faults/weather.ts';
import { pickWeighted, type Rolls } from '../rolls.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface SimulatedCrmPorts {
  readonly seed: number;
  readonly rolls: Rolls;
  readonly time: VirtualTime;
  readonly weather: Weather;
  readonly bars: Bars;
  readonly ledger: FaultLedger;
  /** The true time at the shift's beginning (UTC ms). */
  readonly startsAt: number;
  readonly tell: (what: string) => void;
}

/** The built-in CRM of one shift, with the habits and mishaps that the seed gives it. */
export interface SimulatedCrm {
  readonly core: ControlledCore;
  readonly modes: Modes;
  /** Whether requests may be carried out later than the outbox waits for (see fault-model.ts). */
  readonly veryLate: boolean;
  /** Lines and guests of its records that were there before the shift. */
  readonly past: ReadonlySet<string>;
}

export function createSimulatedCrm(ports: SimulatedCrmPorts): SimulatedCrm {
  const { rolls, time, weather, ledger } = ports;
  const habits = rolls('habits');
  const modes: Modes = {
    ...usualModes,
    duplicates: habits.pick(['replay', 'reject-400', 'conflict-409', 'double']),
    retryAfter: !habits.oneIn(3),
    amountSign: habits.pick(['absolute', 'signed']),
    links: habits.oneIn(2),
    createPolls: habits.pick([0, 0, 1, 4]),
    storedPhones: habits.pick(['national', 'plus-one']),
    limits: habits.oneIn(3) ? { perSecond: habits.between(1, 5), perQuarterHour: 10_000 } : null,
  };
  const veryLate = modes.duplicates !== 'double' && habits.oneIn(2);
  const maxAmount = habits.oneIn(3) ? 4_000 : 100_000;
  const counts = new Map<string, number>();
  const asked = new Map<string, boolean>();
  /** A bar is one mishap, however many requests it meets. */
  const happensOnce = (name: string): boolean => {
    const known = asked.get(name) ?? ledger.happens(name, 'one-declined', false);
    asked.set(name, known);
    return known;
  };

  const draw = (target: FaultTarget) => {
    const { operation } = target;
    const about = `${operation} ${target.guids.at(-1) ?? ''}`;
    const nth = (counts.get(about) ?? 0) + 1;
    counts.set(about, nth);
    const bar = ports.bars.of(target.guids, time.now());
    if (bar !== null && happensOnce(bar.name)) {
      ledger.count('one-declined');
      ports.tell(`one-declined for ${about} #${nth}`);
      return [{ fault: 'one-declined' as const, rng: bar.rng }];
    }
    const { share, weights } = weather.service(time.now());
    if (share === 0) return [];
    const name = `service ${about} #${nth}`;
    const rng = rolls(name);
    if (rng.next() >= share) return [];
    const fault = pickWeighted<ServiceFault>(rng, weights);
    if (!applies(fault) || !ledger.happens(name, fault, operation !== 'list-transactions')) return [];
    ports.tell(`${fault} for ${about} #${nth}`);
    return [{ fault, rng }];

    function applies(drawn: ServiceFault): boolean {
      if (drawn === 'lag') return operation === 'add-credit';
      if (drawn === 'token-expired') return operation !== 'login';
      // One that is refused in between, and carried out much later, would be neither.
      if (drawn === 'refusal')
        return !veryLate || (operation !== 'add-credit' && operation !== 'create-guest');
      return true;
    }
  };
  const opened = openControlledCore(
    { seed: ports.seed, guests: 20, now: () => ports.startsAt + time.now(), maxAmount, modes },
    {
      faults: createDrawnFaults(draw),
      wait: (ms) => new Promise((resolve) => time.after(ms, () => resolve(true))),
    },
  );
  if (!opened.ok) throw new Error(`The CRM did not open: ${opened.error.code}`);
  const core = opened.value;
  const { transactions, guests } = core.control.store();
  const past = new Set([...transactions, ...guests].map(({ guid }) => guid));
  return { core, modes, veryLate, past };
}
