import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../sandbox/data/rng.ts';
import { TRIAL_SEED } from '../../testing/trial-seed.ts';
import { instantFromWire, instantToWire, localToWire } from './dates.ts';

const at = Date.UTC(2018, 5, 16, 9, 1, 14, 250);

describe('dates on the wire', () => {
  it.each([
    ['2018-06-16T09:01:14.250+0000', at],
    ['2018-06-16T09:01:14.250Z', at],
    ['2018-06-16T09:01:14.250z', at],
    ['2018-06-16T14:01:14.250+05:00', at],
    ['2018-06-16T05:01:14.250-0400', at],
    ['2018-06-16T14:31:14.250+0530', at],
    ['2018-06-16T05:01:14.250-04', at],
    ['2018-06-16T9:01:14.250+0000', at],
    ['2018-06-16T09:01:14+0000', at - 250],
    ['2018-06-16T09:01+0000', at - 14_250],
    ['2018-06-16T09:01:14.25+0000', at],
    ['2018-06-16T09:01:14.250999+0000', at],
    ['2024-02-29T00:00:00.000+0000', Date.UTC(2024, 1, 29)],
  ])('reads %s', (text, expected) => {
    expect(instantFromWire(text)).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2018-06-16',
    '2018-06-16T09:01:14.250',
    '2018-13-01T00:00:00Z',
    '2018-00-01T00:00:00Z',
    '2018-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2018-06-16T24:00:00Z',
    '2018-06-16T09:60:00Z',
    '2018-06-16T09:01:14+9900',
    '2018-06-16T09:01:14+0090',
    '1529139674250',
    ' 2018-06-16T09:01:14Z',
  ])('says null to %j', (text) => {
    expect(instantFromWire(text)).toBeNull();
  });

  it('writes UTC with +0000 and milliseconds', () => {
    expect(instantToWire(at)).toBe('2018-06-16T09:01:14.250+0000');
    expect(instantToWire(0)).toBe('1970-01-01T00:00:00.000+0000');
  });

  it('round trips every instant of the years a kiosk can meet, in any offset', () => {
    const instant = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2199, 11, 31) });
    const quarter = fc.integer({ min: -56, max: 56 });
    fc.assert(
      fc.property(instant, quarter, (ms, quarters) => {
        expect(instantFromWire(instantToWire(ms))).toBe(ms);
        const minutes = Math.abs(quarters) * 15;
        const pad = (n: number) => String(n).padStart(2, '0');
        const offset = `${quarters < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${pad(minutes % 60)}`;
        const local = new Date(ms + quarters * 15 * 60_000).toISOString().replace('Z', offset);
        expect(instantFromWire(local)).toBe(ms);
      }),
    );
  });
});

describe('the local time of a restaurant', () => {
  it.each([
    ['2026-11-29T05:04:05.678Z', 'America/Los_Angeles', '2026-11-28T21:04:05.678-0800'],
    ['2026-07-01T05:04:05.000Z', 'America/Los_Angeles', '2026-06-30T22:04:05.000-0700'],
    // The hour that a clock shows twice is told apart by its offset.
    ['2026-11-01T05:30:00.000Z', 'America/New_York', '2026-11-01T01:30:00.000-0400'],
    ['2026-11-01T06:30:00.000Z', 'America/New_York', '2026-11-01T01:30:00.000-0500'],
    ['2026-03-08T07:30:00.000Z', 'America/New_York', '2026-03-08T03:30:00.000-0400'],
    ['2026-01-01T00:00:00.000Z', 'Asia/Kolkata', '2026-01-01T05:30:00.000+0530'],
    ['2026-01-01T00:00:00.000Z', 'UTC', '2026-01-01T00:00:00.000+0000'],
  ])('%s in %s is %s', (instant, zone, wire) => {
    expect(localToWire(Date.parse(instant), zone)).toBe(wire);
  });

  it('is the same instant when it is read, in any zone at any time', () => {
    const zones = [
      'America/Los_Angeles',
      'America/Phoenix',
      'America/St_Johns',
      'Pacific/Honolulu',
      'Europe/Berlin',
    ];
    const chance = createRng(TRIAL_SEED);
    for (let n = 0; n < 5_000; n += 1) {
      const instant = Date.UTC(2020, 0, 1) + chance.between(0, 10 * 365 * 86_400_000);
      const zone = zones[n % zones.length] ?? 'UTC';
      expect(instantFromWire(localToWire(instant, zone)), `${instant} in ${zone}`).toBe(instant);
    }
  });
});
