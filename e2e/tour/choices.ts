import type { KioskPage } from '../pages/kiosk-page.ts';
import type { ControlledCrm } from '../sandbox-control/controlled-crm.ts';
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

/** From the empty look-up: a new guest that Toast refuses, with credit behind them. Ends on the waiting list. */
export async function refusedGuest(kiosk: KioskPage, crm: ControlledCrm, digits: string): Promise<void> {
  const { page, button } = kiosk;
  crm.control.fault({
    operation: 'create-guest',
    effect: { kind: 'status', status: 400, body: 'error-message', message: 'The phone number is not valid' },
  });
  await openNewGuest(kiosk, digits);
  await typeNames(kiosk, 'Ines', 'Obi');
  await button(/^(Add|Agregar a) Ines O\.$/).click();
  await kiosk.on('guest');
  await kiosk.give(/^(Cold food|Comida fría)$/, '$10');
  await kiosk.on('done');
  await page.getByRole('button', { name: /^\d+ (waiting|en espera|crédito)/ }).click();
  await kiosk.on('waiting');
  // A refusal is final once Toast, asked twice, has nothing of it.
  await page.getByText(DECIDE.behind).waitFor({ timeout: 60_000 });
}

/** From the empty look-up of someone who signed in: every screen of the decision about a refused guest. */
export async function tourOfChoices(kiosk: KioskPage, picture: Picture, crm: ControlledCrm): Promise<void> {
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
