import type { VirtualTime } from '../kiosk/virtual-time.ts';
import type { Rolls } from '../rolls.ts';
import type { FaultLedger } from './faults-seen.ts';
import type { DiskFate } from './faulty-disk.ts';
import type { Weather } from './weather.ts';

/** Reads fail less often than writes: a disk that reads nothing shows nothing either. */
const READS_FAIL_LESS = 8;

/** What becomes of each read and write of one PC's disk, as the weather has it. */
export function createDiskFates(ports: {
  readonly kiosk: number;
  readonly time: VirtualTime;
  readonly rolls: Rolls;
  readonly ledger: FaultLedger;
  readonly weather: Weather;
  readonly tell: (what: string) => void;
}): (what: 'write' | 'read') => Exclude<DiskFate, 'dies-before-commit' | 'dies-after-commit'> {
  const { kiosk, time, rolls, ledger, weather, tell } = ports;
  let moment = 0;
  let nth = 0;
  return (what) => {
    const share = weather.disk(kiosk, time.now());
    if (share === 0) return 'works';
    // Named by its moment, so that leaving one out renames no other.
    nth = time.now() === moment ? nth + 1 : 0;
    moment = time.now();
    const name = `disk ${kiosk} ${moment}/${nth}`;
    const rng = rolls(name);
    if (what === 'read') {
      if (rng.next() >= share / READS_FAIL_LESS || !ledger.happens(name, 'disk-read-error')) return 'works';
      tell('its disk does not read');
      return 'read-error';
    }
    const isFull = rng.oneIn(2);
    if (rng.next() >= share) return 'works';
    if (!ledger.happens(name, isFull ? 'disk-full' : 'disk-error-at-commit')) return 'works';
    tell(`its disk ${isFull ? 'is full' : 'fails at a commit'}`);
    return isFull ? 'full-before' : 'error-at-commit';
  };
}
