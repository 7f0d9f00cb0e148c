import { CsvError, parse } from 'csv-parse/sync';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Role, StaffImport, StaffImportRefusal, StaffName } from '../../src-preload/contract/staff.ts';
import { seenName } from '../lib/text.ts';
import type { StaffAdmin, StaffError } from './staff-admin.ts';

/** More is no list of one restaurant's staff. */
const MAX_LINES = 200;

const ROLE_NAMES: Readonly<Record<string, Role>> = {
  host: 'host',
  server: 'server',
  manager: 'manager',
  anfitrión: 'host',
  anfitrion: 'host',
  mesero: 'server',
  mesera: 'server',
  gerente: 'manager',
};

export type ImportError =
  | { readonly code: 'import-unreadable'; readonly line: number | null }
  | { readonly code: 'import-columns' }
  | { readonly code: 'import-too-long'; readonly most: number };

/**
 * Adds all employees in a CSV file. The first line names the columns: `name` and `role`, and optionally `pin` and
 * `employee_guid`. Each line is processed on its own: errors are reported, and the other lines are added.
 */
export async function importStaff(
  text: string,
  admin: StaffAdmin,
  by: StaffName,
): Promise<Result<StaffImport, ImportError>> {
  const read = readRows(text);
  if (!read.ok) return read;
  const added: { line: number; shortName: string; role: Role; pin: string | null }[] = [];
  const refused: StaffImportRefusal[] = [];
  for (const { line, fields } of read.value) {
    const shortName = fields['name'] ?? '';
    const refuse = (why: StaffImportRefusal['why']): void => {
      refused.push({ line, shortName: shortName.slice(0, 40), why });
    };
    const role = roleOf(fields);
    if (!role) {
      refuse('role-unknown');
      continue;
    }
    const pin = fields['pin'] ?? '';
    const employeeGuid = fields['employee_guid'] ?? '';
    const person = { shortName, role, employeeGuid: employeeGuid === '' ? null : employeeGuid };
    // One after the other: each hash takes 128 MiB while it runs.
    const answer = await admin.add(by, person, pin === '' ? null : pin, 'imported');
    if (!answer.ok) refuse(whyOf(answer.error));
    else added.push({ line, shortName: answer.value.member.shortName, role, pin: answer.value.pin });
  }
  return ok({ added, refused });
}

/** Whether a line of the file would make a manager. */
export function namesManager(text: string): boolean {
  const read = readRows(text);
  return read.ok && read.value.some(({ fields }) => roleOf(fields) === 'manager');
}

const roleOf = (fields: Row['fields']): Role | undefined => {
  const name = seenName(fields['role'] ?? '');
  return Object.hasOwn(ROLE_NAMES, name) ? ROLE_NAMES[name] : undefined;
};

function whyOf(error: StaffError): StaffImportRefusal['why'] {
  switch (error.code) {
    case 'name-unfit':
    case 'name-taken':
    case 'pin-unfit':
    case 'pin-short':
    case 'pin-length':
    case 'employee-guid-unfit':
      return error.code;
    // Only someone who exists can be their own, the last manager, or gone; a locked choice is refused as unfit.
    case 'pin-locked':
    case 'last-manager':
    case 'own-record':
    case 'not-found':
      return 'pin-unfit';
  }
}

interface Row {
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
}

function readRows(text: string): Result<readonly Row[], ImportError> {
  let records: { info: { lines: number }; record: string[] }[];
  try {
    records = parse(text, {
      bom: true,
      info: true,
      trim: true,
      skipEmptyLines: true,
      relaxColumnCount: true,
      // A file from a Spanish Excel has semicolons between its fields.
      delimiter: [',', ';', '\t'],
    }) as unknown as typeof records;
  } catch (error) {
    const line = error instanceof CsvError && typeof error['lines'] === 'number' ? error['lines'] : null;
    return err({ code: 'import-unreadable', line });
  }
  const [head, ...rest] = records;
  const names = (head?.record ?? []).map((name) => seenName(name).replace(/[\s-]+/g, '_'));
  if (!names.includes('name') || !names.includes('role')) return err({ code: 'import-columns' });
  if (rest.length > MAX_LINES) return err({ code: 'import-too-long', most: MAX_LINES });
  return ok(
    rest.map(({ info, record }) => ({
      line: info.lines,
      fields: Object.fromEntries(names.map((name, at) => [name, record[at] ?? ''])),
    })),
  );
}
