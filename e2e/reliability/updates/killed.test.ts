import { expect, test } from 'vitest';
import { type Kill, makePc } from './pc-kit.ts';

/** Of the kiosk's changes of the disk, those of its start, its first look and its first signs of life; each sixth. */
const KIOSK = Array.from({ length: 14 }, (_, at) => 1 + 6 * at);

/** The PC loses its power before that change of the disk: what it starts afterwards is whole, and the update ends as without it. */
async function killedAt(
  kill: Kill,
  broken: string | undefined,
): Promise<{ readonly killed: boolean; readonly end: unknown }> {
  const pc = await makePc(broken === undefined ? {} : { broken });
  try {
    pc.place.add('1.0.0');
    pc.place.add('1.1.0');
    const { killed } = await pc.run(kill);
    const { doing, installed, last } = pc.journal();
    return { killed, end: { current: pc.current(), doing: doing.step, installed, outcome: last?.outcome } };
  } finally {
    await pc.close();
  }
}

test.each([
  [
    'installed',
    undefined,
    { updater: 1, setup: 1 },
    { current: '1.1.0', doing: 'nothing', installed: '1.1.0', outcome: 'installed' },
  ],
  // Up to there it is the same as above.
  [
    'taken back',
    '1.1.0',
    { updater: 30, setup: 6 },
    { current: '1.0.0', doing: 'nothing', installed: '1.0.0', outcome: 'went-back' },
  ],
] as const)(
  'killed before any change of the disk, an update ends %s as without the kill',
  async (_, broken, from, end) => {
    let points = 0;
    for (const role of ['updater', 'setup'] as const) {
      for (let at: number = from[role]; ; at += 1) {
        const ran = await killedAt({ role, at }, broken);
        if (!ran.killed) break;
        points += 1;
        expect(ran.end, `${role} ${at}`).toEqual(end);
      }
    }
    if (broken === undefined) {
      for (const at of KIOSK) {
        const ran = await killedAt({ role: 'kiosk', at }, broken);
        points += 1;
        expect(ran, `kiosk ${at}`).toEqual({ killed: true, end });
      }
    }
    process.stdout.write(`${points} kills, ${end.outcome}\n`);
    expect(points).toBeGreaterThan(broken === undefined ? 40 : 15);
  },
  1_800_000,
);
