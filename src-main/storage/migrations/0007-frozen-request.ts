/**
 * What each request of a credit says besides the credit, fixed at acceptance: settings may change before it is sent again. Both are
 * absent for what was accepted before.
 */
export const frozenRequest = `
ALTER TABLE outbox ADD COLUMN local_created_date TEXT;
ALTER TABLE outbox ADD COLUMN device_guid TEXT;
`;
