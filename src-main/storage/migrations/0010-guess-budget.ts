/**
 * One count of tries in place of several that a right PIN or a manager set back: as the time until the last try is back, ms. What
 * was counted before counts on, at five minutes a try and seven tries at the most; choosing a PIN counts with the keypad.
 */
export const guessBudget = `
INSERT INTO lockout (keypad, failures, locks, locked_for_ms, locked_at, recent)
  SELECT 'front', failures, 0, 0, 0, recent FROM lockout WHERE keypad = 'new-pin'
  ON CONFLICT (keypad) DO UPDATE SET failures = failures + excluded.failures, recent = recent + excluded.recent;
DELETE FROM lockout WHERE keypad = 'new-pin';
ALTER TABLE lockout ADD COLUMN used_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lockout ADD COLUMN opened INTEGER NOT NULL DEFAULT 0;
UPDATE lockout SET used_ms = min(7, max(failures, recent)) * 300000;
ALTER TABLE lockout DROP COLUMN failures;
ALTER TABLE lockout DROP COLUMN locks;
ALTER TABLE lockout DROP COLUMN locked_for_ms;
ALTER TABLE lockout DROP COLUMN locked_at;
ALTER TABLE lockout DROP COLUMN recent;
ALTER TABLE lockout DROP COLUMN lift_tries;
`;
