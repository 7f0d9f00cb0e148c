import type { Language } from '../../src-preload/contract/status.ts';
import { cell, decimal } from '../audit/csv.ts';

/**
 * Whether the CRM may have an entry already. no: nothing of it was sent · maybe: a request may have arrived · unknown: what is on
 * this disk of it proves nothing.
 */
export type MayBeThere = 'no' | 'maybe' | 'unknown';

/** An accepted credit, or a new guest, that waits on this kiosk: all that a person needs to enter it on the POS. */
export interface WaitingRow {
  readonly kind: 'credit' | 'guest';
  /** Null where this kiosk does not know, or can no longer open, it. */
  readonly guestName: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  /** Minor units; null for a new guest. */
  readonly amount: number | null;
  readonly reasonId: string;
  readonly note: string;
  /** UTC ms. */
  readonly givenAt: number;
  readonly givenBy: string;
  readonly approvedBy: string | null;
  readonly state: string;
  readonly mayBeThere: MayBeThere;
  /** Its GUID at the CRM, and the guest's. */
  readonly id: string;
  readonly guestId: string;
}

export interface WaitingCsvInput {
  readonly rows: readonly WaitingRow[];
  readonly language: Language;
  /** A reason's label in that language. */
  readonly reasonLabel: (reasonId: string) => string;
  readonly timeZone: string;
  /** Decimal digits of the currency. */
  readonly decimals: number;
}

const WORDS = {
  en: {
    columns: [
      ...['what', 'guest', 'phone', 'email', 'amount', 'reason', 'note', 'given (local time)', 'given by'],
      ...['approved by', 'state', 'what to do', 'credit GUID', 'guest GUID'],
    ],
    credit: 'credit',
    guest: 'new guest',
    todo: {
      no: 'Not sent to Toast. On the kiosk choose “Entered by hand” for it first, then enter it on the POS, once.',
      maybe:
        'May be in Toast already. On the kiosk choose “Entered by hand” first. Then look for this amount and time in the guest’s credit history on the POS, and enter it only if it is not there.',
      unknown:
        'This PC cannot tell whether Toast has it. Look for this amount and time in the guest’s credit history on the POS, and enter it only if it is not there.',
    },
  },
  es: {
    columns: [
      ...[
        'qué',
        'cliente',
        'teléfono',
        'correo',
        'monto',
        'motivo',
        'nota',
        'fecha (hora local)',
        'dado por',
      ],
      ...['aprobado por', 'estado', 'qué hacer', 'GUID del crédito', 'GUID del cliente'],
    ],
    credit: 'crédito',
    guest: 'cliente nuevo',
    todo: {
      no: 'No se envió a Toast. Primero elija “Ingresado a mano” en el kiosco; después ingréselo en el POS, una sola vez.',
      maybe:
        'Puede que ya esté en Toast. Primero elija “Ingresado a mano” en el kiosco. Después busque este monto y esta hora en el historial de créditos del cliente en el POS, e ingréselo solo si no está.',
      unknown:
        'Esta PC no puede saber si Toast lo tiene. Busque este monto y esta hora en el historial de créditos del cliente en el POS, e ingréselo solo si no está.',
    },
  },
} as const;

/** What waits, one entry a row, the oldest first. It names guests: the one who writes it keeps the file private. */
export function waitingCsv({ rows, language, reasonLabel, timeZone, decimals }: WaitingCsvInput): string {
  const words = WORDS[language];
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const lines = rows
    .toSorted((a, b) => a.givenAt - b.givenAt)
    .map((row) => [
      words[row.kind],
      row.guestName ?? '',
      row.phone ?? '',
      row.email ?? '',
      row.amount === null ? '' : decimal(row.amount, decimals),
      row.kind === 'credit' ? reasonLabel(row.reasonId) : '',
      row.note,
      local.format(row.givenAt),
      row.givenBy,
      row.approvedBy ?? '',
      row.state,
      words.todo[row.mayBeThere],
      row.id,
      row.guestId,
    ]);
  // Excel takes UTF-8 for what it is only with the mark in front.
  return `\uFEFF${[words.columns, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('')}`;
}
