import { z } from 'zod';
import { OWN_SETTING_KINDS } from '../../src-preload/contract/manager.ts';
import { configSchema } from './schema.ts';

interface JsonSchema {
  readonly $schema?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
}

const schemaOf = (): JsonSchema =>
  z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

/** resources/config.schema.json: what an editor needs to help with the admin's file and to find what is wrong in it. */
export function jsonSchemaOfConfig(): string {
  const { $schema: dialect, ...rest } = schemaOf();
  return `${JSON.stringify({ $schema: dialect, title: 'Hoststand configuration', ...rest }, null, 2)}\n`;
}

/** docs/CONFIGURATION.md, generated from the schema, so that it always matches the validation. */
export function describeConfig(): string {
  const defaults = configSchema.parse({});
  const rows = rowsOf([], schemaOf(), defaults);
  return [
    '# Configuration',
    '',
    'Settings come in layers; a later layer overrides an earlier one, key by key:',
    '',
    '1. the defaults below;',
    '2. values that a manager set on this kiosk (Limits; only the keys marked *kiosk*); they apply immediately;',
    '3. the admin\u2019s JSON file: `/etc/hoststand/config.json` on Linux, `\\ProgramData\\Hoststand\\config.json` on the',
    '   program\u2019s drive on Windows. It is used only if nobody but administrators can write it and its folder. Its',
    '   values are locked on the kiosk\u2019s screens, with the name of the file. They apply from the next start, or the next',
    '   change on the kiosk.',
    '',
    'An unknown key or an invalid value is shown on the sign-in screen and on the manager\u2019s screens with the file, the key',
    'and what is allowed; until it\u2019s fixed, Hoststand uses the last valid file, or the defaults.',
    'Restaurant and Toast credentials aren\u2019t settings; enter them once on the kiosk during setup. The system seals them.',
    '',
    'An installed kiosk accepts no command-line switches except `--disable-gpu`, `--disable-gpu-compositing`,',
    '`--force-device-scale-factor`, `--lang`, `--ozone-platform`, `--ozone-platform-hint`, `--touch-events`, `--supervised` and `--export-waiting`',
    '([INSTALL.md](INSTALL.md)). For any other switch it prints a message and exits with code 64.',
    '',
    'An editor with JSON schema support helps if the file starts with `"$schema": "./config.schema.json"` and that file is in',
    'the same folder. The schema, a sample configuration and a `staff.csv` come with the installed kiosk; see [INSTALL.md](INSTALL.md).',
    '',
    'Amounts are whole minor units (cents). This page is generated; `npx vitest run src-main/settings -u` regenerates it.',
    '',
    '| Key | Allowed | Default | On the kiosk | Meaning |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '## Reasons',
    '',
    '`rules.reasons` is a list of one to nine reasons. Each has an `id`, a `label` in both languages, and optionally an `amount` in',
    'cents, which prefills the form, and `noteRequired`. The default is:',
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
    return Object.entries(schema.properties)
      .filter(([key]) => key !== '$schema')
      .flatMap(([key, value]) => rowsOf([...path, key], value, inside.get(key)));
  }
  const shown = Array.isArray(standard) ? 'below' : `\`${JSON.stringify(standard)}\``;
  const key = path.join('.');
  const own = Object.hasOwn(OWN_SETTING_KINDS, key) ? '*kiosk*' : '';
  return [`| \`${key}\` | ${allowed(schema)} | ${shown} | ${own} | ${schema.description ?? ''} |`];
}

function allowed(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${schema.const}\``;
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
