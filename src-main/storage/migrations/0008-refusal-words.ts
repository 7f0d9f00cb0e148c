/** Takes the CRM's words of a refusal out of a schema's tables: they may repeat a guest's data, and were kept in the open. */
export const withoutWords = (schema: string): string =>
  ['outbox', 'outbox_history']
    .map(
      (table) => `
UPDATE ${schema}.${table} SET detail = json_set(detail, '$.refusal.message', NULL)
WHERE json_valid(detail) AND json_type(detail, '$.refusal.message') = 'text';`,
    )
    .join('\n');

/** From this version on they are kept sealed. */
export const refusalWords = withoutWords('main');
