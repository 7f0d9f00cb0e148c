import { expect, test } from 'vitest';
import { createRng } from '../../../../src-main/sandbox/data/rng.ts';
import { TIMING } from '../kiosk/program.ts';
import { BOUNDS, IN_SIGHT_WITHIN_MS, LINE_FAULTS } from './fault-model.ts';
import { passageOf } from './line-fates.ts';

/** How long a read by the client may take (crm/client.ts): the answer that proves absence may be that old. */
const READ_MS = 8_000;

test('everything in the model comes into sight before the outbox takes its absence for proven', () => {
  expect(IN_SIGHT_WITHIN_MS).toBeLessThanOrEqual(TIMING.settleMs - READ_MS);
});

test('a shift without a long sleep, its quiet, and how long the CRM was silent before are less than credit may wait', () => {
  const longestShiftMs = 6 * 3_600_000;
  expect(BOUNDS.crmSilentMs + longestShiftMs).toBeLessThan(TIMING.tooOldMs);
});

test('no mishap of the connection goes beyond its bound', () => {
  for (const fault of LINE_FAULTS) {
    for (let seed = 0; seed < 500; seed += 1) {
      const { arrivesMs = 0, refused = null } = passageOf(fault, createRng(seed));
      if (refused !== null || arrivesMs === null) continue;
      const most = fault === 'very-late' ? BOUNDS.veryLateMs : BOUNDS.lineMs;
      expect(arrivesMs, fault).toBeLessThanOrEqual(most);
    }
  }
});
