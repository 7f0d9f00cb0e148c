/**
 * What is used of the tries, as the time until the last is back, ms, in place of counts that a right PIN or a manager set back. What
 * was counted before counts on, at six minutes a try and ten tries at the most; choosing a PIN counts with the keypad.
 */
export const guessBudget = `
INSERT INTO lockout (keypad, failures, locks, locked_for_ms, locked_at, recent)
  SELECT 'front', failures, 0, 0, 0, recent FROM lockout WHERE keypad = 'new-pin'
  ON CONFLICT (keypad) DO UPDATE SET failures = failures + excluded.failures, recent = recent + excluded.recent;
DELETE FROM lockout WHERE keypad = 'new-pin';
ALTER TABLE lockout ADD COLUMN hour_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lockout ADD COLUMN row_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lockout ADD COLUMN opened INTEGER NOT NULL DEFAULT 0;
UPDATE lockout SET hour_ms = min(10, max(failures, recent)) * 360000, row_ms = min(5, failures) * 30000;
ALTER TABLE lockout DROP COLUMN failures;
ALTER TABLE lockout DROP COLUMN locks;
ALTER TABLE lockout DROP COLUMN locked_for_ms;
ALTER TABLE lockout DROP COLUMN locked_at;
ALTER TABLE lockout DROP COLUMN recent;
ALTER TABLE lockout DROP COLUMN lift_tries;
`;
