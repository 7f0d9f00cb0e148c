import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TrainingCrm } from '../../src-main/training/crm-server.ts';
import type { KioskPage } from '../pages/kiosk-page.ts';
import { openNewGuest, typeNames } from './guests.ts';

type Picture = (name: string) => Promise<void>;

/** A manager's decisions, in either language. */
export const DECIDE = {
  decide: /^(Decide|Decidir)$/,
  correct: /^(Correct and try again|Corregir e intentar de nuevo)$/,
  another: /^(Give to another guest|Dar a otro cliente)$/,
  cancel: /^(Cancel this guest|Cancelar este cliente)$/,
  choices: /^(All choices|Todas las opciones)$/,
  behind: /^(Waiting for a decision about the guest|En espera de una decisión sobre el cliente)$/,
} as const;

/** From the empty look-up: a new guest whom Toast refuses, with credit behind them. Ends on the waiting list. */
export async function refusedGuest(kiosk: KioskPage, crm: TrainingCrm, digits: string): Promise<void> {
  const { page, button } = kiosk;
  crm.control.fault({
    operation: 'create-guest',
    effect: { kind: 'status', status: 400, body: 'error-message', message: 'The phone number is not valid' },
  });
  await openNewGuest(kiosk, digits);
  await typeNames(kiosk, 'Ines', 'Obi');
  await button(/^(Add|Añadir a) Ines O\.$/).click();
  await kiosk.on('guest');
  await kiosk.give(/^(Cold food|Comida fría)$/, '$10');
  await kiosk.on('done');
  await page.getByRole('button', { name: /^\d+ (waiting|en espera|crédito)/ }).click();
  await kiosk.on('waiting');
  // Toast is asked twice, a minute apart, before a refusal is final.
  await page.getByText(DECIDE.behind).waitFor({ timeout: 150_000 });
}

/** From the empty look-up of somebody who signed in: every screen of the decision about a refused guest. */
export async function tourOfChoices(kiosk: KioskPage, picture: Picture, crm: TrainingCrm): Promise<void> {
  const { page, button } = kiosk;
  await refusedGuest(kiosk, crm, '2125550199');
  await picture('waiting, behind a guest');
  await button(DECIDE.decide).first().click();
  await kiosk.on('decide');
  await picture('decide, a new guest');
  await button(DECIDE.cancel).click();
  await picture('decide, cancel a new guest');
  await button(DECIDE.correct).click();
  await kiosk.on('decide-correct');
  await picture('decide, correct');
  await button(DECIDE.choices).click();
  await button(DECIDE.another).click();
  await kiosk.on('decide-find');
  await picture('decide, another guest');
  await kiosk.type('4155550142');
  await page.getByText('Ana Petrescu', { exact: true }).waitFor();
  await picture('decide, another guest found');
  await button(/^(Choose|Elegir) Ana P\.$/).click();
  await kiosk.on('decide-move');
  await picture('decide, move');
}

/** Makes a closed kiosk's data another PC's. */
export function fromAnotherPc(profile: string): void {
  const [file] = readdirSync(profile, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /[/\\]kiosk\.db$/.test(name),
  );
  if (file === undefined) throw new Error('The kiosk has no database yet');
  const db = new DatabaseSync(join(profile, file));
  const marks = { addresses: ['another'], processor: 'another', machine: 'another' };
  const { changes } = db.prepare("UPDATE meta SET value = ? WHERE key = 'thisPc'").run(JSON.stringify(marks));
  db.close();
  if (changes !== 1) throw new Error('The kiosk has not kept which PC it is on');
}
