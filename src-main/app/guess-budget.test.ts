/** At most twenty wrong guesses an hour at the PINs of live's staff, for everyone together, in whichever mode they are typed. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRng } from '../sandbox/data/rng.ts';
import { fillIn, goLive, type HostPlace, MANAGER_PIN, openHostPlace } from '../testing/app-kit.ts';
import { fastClock } from '../testing/fast-clock.ts';

const HOUR = 3_600_000;
const PRINTED = '975310';

/** Told of each PIN that was looked at and was wrong. */
const looked = vi.hoisted(() => ({ wrong: () => {} }));
vi.mock(import('../staff/pins/pin-hash.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    verifyPin: async (...of) => {
      const right = await real.verifyPin(...of);
      if (!right) looked.wrong();
      return right;
    },
  };
});

let place: HostPlace;
beforeEach(async () => {
  place = await openHostPlace();
});
afterEach(() => place.close());

test.each([19, 20, 21])(
  'days of guesses in Training, in live and in set-ups, among right PINs, restarts and clocks (%i)',
  {
    timeout: 200_000,
  },
  async (seed) => {
    const rng = createRng(seed).next;
    const time = fastClock();
    let begun = 1;
    let kiosk = await place.run({ clock: time.clock });
    await goLive(kiosk, place);
    const wrongAt: number[] = [];
    const modes = new Set<string>();
    let locks = 0;
    let mode = 'live';
    looked.wrong = () => {
      wrongAt.push(time.trueMs());
      modes.add(mode);
    };
    for (let step = 0; step < 220; step += 1) {
      mode = (await kiosk.must('status', {})).mode;
      const pin = String(800_000 + step);
      const own = mode === 'live' ? MANAGER_PIN : PRINTED;
      const roll = rng();
      if (roll < 0.6) {
        const burst = Math.ceil(rng() * 8);
        const training = mode === 'training';
        if (training) await kiosk.ask('enterManager', { pin: PRINTED });
        if (training && rng() < 0.3) {
          await fillIn(kiosk, place);
          await kiosk.must('testSetUp', {});
        }
        for (let n = 0; n < burst; n += 1) {
          const how = rng();
          const answer = training
            ? await (how < 0.5
                ? kiosk.ask('finishSetUp', { pin })
                : kiosk.ask('switchMode', { to: 'live', pin }))
            : await (how < 0.4 ? kiosk.ask('openKeypad', { pin }) : kiosk.ask('signIn', { pin }));
          if (!answer.ok && answer.error.code === 'pin-locked') locks += 1;
        }
      } else if (roll < 0.78) {
        await kiosk.ask('openKeypad', { pin: own });
        if (!(await kiosk.ask('enterManager', { pin: own })).ok) continue;
        const to =
          mode === 'live' ? ({ to: 'training' } as const) : ({ to: 'live', pin: MANAGER_PIN } as const);
        if (!(await kiosk.ask('switchMode', to)).ok) continue;
        begun += 1;
        await kiosk.untilRestarted(begun);
      } else if (roll < 0.86) {
        await kiosk.stop();
        kiosk = await place.run({ clock: time.clock });
        begun = 0;
      } else if (roll < 0.9) time.jump((rng() - 0.5) * 8 * HOUR);
      else time.pass(rng() * 12 * 60_000);
    }
    const most = Math.max(...wrongAt.map((at) => wrongAt.filter((t) => t >= at && t <= at + HOUR).length));
    expect([...modes].sort()).toEqual(['live', 'training']);
    expect(locks).toBeGreaterThan(5);
    expect(most).toBeGreaterThan(9);
    expect(most).toBeLessThanOrEqual(20);
  },
);
