import { pickWeighted, type Rolls } from '../rolls.ts';
import type { LineFault, ServiceFault } from './fault-model.ts';

/** How likely each mishap is while a mood lasts: `share` of the requests meet one, drawn by weight. */
interface Mood<K extends string> {
  readonly share: number;
  readonly weights: Readonly<Partial<Record<K, number>>>;
}

const LINE_MOODS = {
  fine: { share: 0.05, weights: { slow: 3, 'cut-after': 1, 'answer-lost': 1 } },
  down: { share: 1, weights: { refused: 4, 'no-name': 3, 'no-route': 2 } },
  intercepted: { share: 0.9, weights: { 'bad-certificate': 2, 'cut-before': 1, refused: 1 } },
  flaky: {
    share: 0.75,
    weights: {
      refused: 2,
      'cut-before': 4,
      'cut-after': 4,
      'cut-then-carried-out': 3,
      'answer-lost': 2,
      swallowed: 2,
      slow: 2,
    },
  },
  crawling: {
    share: 0.8,
    weights: { slow: 3, late: 4, 'very-late': 2, swallowed: 2, 'answer-lost': 3, 'cut-then-carried-out': 2 },
  },
} as const satisfies Record<string, Mood<LineFault>>;

const SERVICE_MOODS = {
  fine: { share: 0.05, weights: { lag: 2, 'answer-delayed': 1 } },
  sick: {
    share: 0.7,
    weights: {
      'server-error-before': 4,
      'server-error-after': 4,
      'dropped-before': 2,
      'dropped-after': 3,
      'hung-before': 1,
      'hung-after': 2,
      'half-answer': 2,
      'page-before': 1,
    },
  },
  lagging: {
    share: 0.7,
    weights: { lag: 8, delayed: 3, 'answer-delayed': 2, 'server-error-after': 2, 'dropped-after': 2 },
  },
  busy: {
    share: 0.6,
    weights: { busy: 3, 'busy-silent': 1, 'busy-page': 1, unavailable: 1, 'server-error-before': 1 },
  },
  locked: {
    share: 0.5,
    weights: { 'token-expired': 3, unauthorised: 2, 'forbidden-page': 1, gone: 0.3, 'barred-after': 1 },
  },
  edge: {
    share: 0.6,
    weights: {
      'page-before': 2,
      'page-after': 2,
      'not-found-page': 3,
      'server-error-before': 1,
      refusal: 0.4,
      'refusal-after': 0.6,
    },
  },
} as const satisfies Record<string, Mood<ServiceFault>>;

type LineMood = keyof typeof LINE_MOODS;
type ServiceMood = keyof typeof SERVICE_MOODS;

interface Phase<M> {
  readonly until: number;
  readonly mood: M;
}

/** The weather of one shift: how the line of each kiosk, the service and each disk are from moment to moment. */
export interface Weather {
  readonly line: (kiosk: number, now: number) => Mood<LineFault>;
  readonly service: (now: number) => Mood<ServiceFault>;
  /** The share of disk writes that fail just now. */
  readonly disk: (kiosk: number, now: number) => number;
}

const MINUTE = 60_000;

/** @param healsAt from then on nothing goes wrong any more. */
export function createWeather(rolls: Rolls, kiosks: number, healsAt: number): Weather {
  const severity = rolls('severity').next();
  const lines = Array.from({ length: kiosks }, (_, kiosk) =>
    phases<LineMood>(
      `line ${kiosk}`,
      { fine: 1.5 - severity, down: 1, intercepted: 0.3, flaky: 3, crawling: 2 },
      4 * MINUTE,
    ),
  );
  const service = phases<ServiceMood>(
    'service',
    { fine: 1.5 - severity, sick: 3, lagging: 2, busy: 1, locked: 1, edge: 1 },
    4 * MINUTE,
  );
  const disks = Array.from({ length: kiosks }, (_, kiosk) =>
    phases<'fine' | 'failing'>(`disk ${kiosk}`, { fine: 9, failing: 1 }, MINUTE),
  );

  /** Moods that follow one another, each for a while. */
  function phases<M extends string>(
    name: string,
    weights: Readonly<Record<M, number>>,
    about: number,
  ): Phase<M>[] {
    const rng = rolls(`weather ${name}`);
    const found: Phase<M>[] = [];
    for (let until = 0; until < healsAt; ) {
      until += Math.round(about * (0.2 + 1.6 * rng.next()));
      found.push({ until, mood: pickWeighted(rng, weights) });
    }
    return found;
  }
  const moodAt = <M>(all: readonly Phase<M>[] | undefined, now: number): M | null =>
    now >= healsAt ? null : (all?.find(({ until }) => now < until)?.mood ?? null);
  const still = { share: 0, weights: {} };

  return {
    line: (kiosk, now) => {
      const mood = moodAt(lines[kiosk], now);
      return mood === null ? still : LINE_MOODS[mood];
    },
    service: (now) => {
      const mood = moodAt(service, now);
      return mood === null ? still : SERVICE_MOODS[mood];
    },
    disk: (kiosk, now) => (moodAt(disks[kiosk], now) === 'failing' ? 0.4 : 0),
  };
}
