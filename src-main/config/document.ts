import { z } from 'zod';
import { configSchema } from './schema.ts';

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
}

/** docs/CONFIGURATION.md, made from the schema, so that it cannot say anything else than what is checked. */
export function describeConfig(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const defaults = configSchema.parse({});
  const rows = rowsOf([], schema, defaults);
  return [
    '# Configuration',
    '',
    'The admin puts settings into one JSON file: `/etc/hoststand/config.json` on Linux,',
    '`%ProgramData%\\Hoststand\\config.json` on Windows. What it leaves out has the default below. A key that does not exist,',
    'or a value that is not allowed, is shown on the sign-in screen with the file, the key and what would be right; until it',
    'is mended the last good file stays in force, or else the defaults. Changes take effect at the next start.',
    '',
    'Amounts are whole minor units (cents). This page is generated; `npx vitest run src-main/config -u` makes it anew.',
    '',
    '| Key | Allowed | Default | Meaning |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '## Reasons',
    '',
    '`rules.reasons` is a list of one to nine. Each has an `id`, a `label` in both languages, and may have an `amount` in cents,',
    'which fills the form, and `noteRequired`. Without the key these are in force:',
    '',
    '```json',
    JSON.stringify(defaults.rules.reasons, null, 2),
    '```',
    '',
  ].join('\n');
}

function rowsOf(path: readonly string[], schema: JsonSchema, standard: unknown): string[] {
  if (schema.properties && typeof standard === 'object' && standard !== null) {
    const inside = new Map(Object.entries(standard));
    return Object.entries(schema.properties).flatMap(([key, value]) =>
      rowsOf([...path, key], value, inside.get(key)),
    );
  }
  const shown = Array.isArray(standard) ? 'below' : `\`${JSON.stringify(standard)}\``;
  return [`| \`${path.join('.')}\` | ${allowed(schema)} | ${shown} | ${schema.description ?? ''} |`];
}

function allowed(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.anyOf) {
    return schema.anyOf
      .map((part) => (part.type === 'null' ? 'nothing (`null`)' : allowed(part)))
      .join(' or ');
  }
  const range = schema.maximum === undefined ? '' : ` ${schema.minimum} to ${schema.maximum}`;
  switch (schema.type) {
    case 'boolean':
      return '`true`, `false`';
    case 'integer':
      return `whole number${range}`;
    case 'number':
      return `number${range}`;
    case 'array':
      return 'list';
    case 'object':
      return 'object';
    default:
      return 'text';
  }
}
