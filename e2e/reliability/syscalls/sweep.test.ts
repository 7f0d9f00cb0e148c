import { expect, test } from 'vitest';
import { whyNoStrace } from './strace.ts';
import { describePoint, listPoints, sampleOf, sweep } from './sweep.ts';

const MAX_POINTS = 36;
const why = whyNoStrace();
if (why !== null) process.stderr.write(`Faults of the disk were not tried: ${why}.\n`);

test.skipIf(why !== null)(
  'a kill, an I/O error or a full disk at any write or sync loses nothing that was said to be saved',
  async () => {
    const all = await listPoints();
    // The story writes and syncs often enough for every kind of fault to have its points.
    expect(all.length).toBeGreaterThan(150);
    const points = sampleOf(all, MAX_POINTS);
    const result = await sweep(points);
    expect(result, points.map(describePoint).join('; ')).toMatchObject({
      points: MAX_POINTS,
      lost: 0,
      corrupt: 0,
      wrong: 0,
      words: [],
    });
  },
  240_000,
);
