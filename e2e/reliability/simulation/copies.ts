import { itemId } from '../../../src-preload/contract/outbox.ts';
import type { Kiosk } from './kiosk/kiosk.ts';
import type { KioskFile } from './kiosk/kiosk-file.ts';
import type { VirtualTime } from './kiosk/virtual-time.ts';
import { needsPerson } from './managers.ts';
import type { Event } from './plan.ts';
import { createWatch, type Watch } from './watch.ts';

export interface CopiesPorts {
  readonly time: VirtualTime;
  readonly absencesNeeded: number;
  /**
   * Whether the CRM records a repeated GUID twice: there two PCs that are taken for one may double a credit (see
   * fault-model.ts).
   */
  readonly doubles: boolean;
  /** Another PC with the data of this kiosk: `asItself` where it has the marks of the kiosk's own PC. */
  readonly make: (kiosk: number, file: KioskFile, watch: Watch, asItself: boolean) => Kiosk;
  readonly onMade: (kiosk: number, kind: 'cloned' | 'twin') => void;
  readonly onTheWay: (change: 1 | -1) => void;
  readonly wrong: (kind: 'bug', id: string | null, words: string) => void;
}

/** Second PCs with a copy of a kiosk's data. No staff work at them. */
export interface Copies {
  readonly make: (event: Extract<Event, { kind: 'cloned' | 'twin' }>, kiosk: Kiosk) => void;
  readonly all: () => readonly Kiosk[];
  /** Those that are taken for the kiosk itself, and so go on with what it had. */
  readonly twins: () => readonly Kiosk[];
}

/** How long after the manager's word the program runs again. */
const AGAIN_MS = 10_000;
const TRY_AGAIN_MS = 60_000;

/** Nothing may ever be sent from a copy that the kiosk has noticed. */
const NOTHING_SENT: Watch = {
  posted: () => 'sent by another PC that has a copy of the data',
  postAnswered: () => {},
  absent: () => {},
  takenOver: () => {},
};

export function createCopies(ports: CopiesPorts): Copies {
  const { time, onTheWay, wrong } = ports;
  const all: Kiosk[] = [];
  const twins: Kiosk[] = [];

  /** A manager says that it is a copy, and cancels what it has once the program runs again. */
  function sayThatItIs(copy: Kiosk): void {
    if (copy.touch((program) => program.isCopy()).kind !== 'done') {
      time.after(TRY_AGAIN_MS, () => sayThatItIs(copy));
      return;
    }
    copy.quit(1_000);
    time.after(AGAIN_MS, () => {
      onTheWay(-1);
      const seen = copy.touch(({ outbox }) => outbox.list().items.filter(needsPerson).map(itemId));
      for (const id of seen.kind === 'done' ? seen.value : []) {
        const given = copy.touch(({ outbox }) =>
          outbox.resolve(id, { do: 'discard', reason: 'a copy' }, 'Priya N.').catch((error: unknown) => {
            if (Reflect.get(Object(error), 'errcode') === undefined) wrong('bug', id, String(error));
          }),
        );
        if (given.kind === 'broke') wrong('bug', id, String(given.error.stack));
      }
    });
  }

  return {
    make: (event, kiosk) => {
      const isTwin = event.kind === 'twin' && !ports.doubles;
      const file = kiosk.clone(`copy-${event.id}`, event.downMs);
      ports.onMade(event.kiosk, isTwin ? 'twin' : 'cloned');
      const watch = isTwin ? createWatch(ports.absencesNeeded) : NOTHING_SENT;
      const copy = ports.make(event.kiosk, file, watch, isTwin);
      all.push(copy);
      copy.start();
      if (isTwin) twins.push(copy);
      else {
        onTheWay(1);
        time.after(event.decidedAfterMs, () => sayThatItIs(copy));
      }
    },
    all: () => all,
    twins: () => twins,
  };
}
