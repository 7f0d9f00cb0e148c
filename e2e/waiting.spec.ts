import { settingsFor, startCrm } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { axeFindings, fits } from './pages/inspect.ts';
import { createKioskPage } from './pages/kiosk-page.ts';

const ANA = '4155550142';

test('what Toast refused waits for a manager, who sends it again or gives it up', async ({
  launch,
  profile,
}) => {
  const crm = await startCrm(profile);
  const { page, runtime } = await launch({
    env: settingsFor(crm, { undoSeconds: 1 }),
    expectProblems: [/csp/i, /console/i],
  });
  const kiosk = createKioskPage(page);
  const before = crm.control.books().transactions.length;
  const refuse = () =>
    crm.control.fault({
      operation: 'add-credit',
      effect: {
        kind: 'status',
        status: 400,
        body: 'error-message',
        message: 'Customer credits are switched off',
      },
    });
  await kiosk.signIn('Marco D.');
  for (let time = 0; time < 2; time += 1) {
    refuse();
    await kiosk.openGuest(ANA, 'Ana Petrescu');
    await kiosk.give('Cold food', '$10');
    await kiosk.on('done');
    await page.getByText('Toast said no').first().waitFor();
    await kiosk.button('Next guest').click();
  }
  await page.getByRole('button', { name: /^2 waiting, needs a manager/ }).click();
  await kiosk.on('waiting');
  expect(await fits(page)).toEqual([]);
  await kiosk.button('Decide').first().click();
  await kiosk.on('decide');
  await expect(page.getByText('Customer credits are switched off')).toBeVisible();
  expect(await fits(page)).toEqual([]);
  expect(await axeFindings(page, runtime)).toEqual([]);

  // A server's PIN decides nothing.
  await kiosk.button('Send it again').first().click();
  await kiosk.type('246802');
  await page.getByRole('button', { name: 'Send it again' }).last().click();
  await page.getByText('not a manager').waitFor();
  await kiosk.type('975310');
  await page.getByRole('button', { name: 'Send it again' }).last().click();
  await kiosk.on('waiting');
  await expect.poll(() => crm.control.books().transactions.length).toBe(before + 1);

  await kiosk.button('Decide').first().click();
  await kiosk.on('decide');
  await kiosk.button('Give it up').click();
  await kiosk.button('It was a mistake').click();
  await kiosk.type('975310');
  await page.getByRole('button', { name: 'Give it up' }).last().click();
  await kiosk.on('waiting');
  await page.getByText('Nothing waiting').waitFor();
  expect(crm.control.books().transactions).toHaveLength(before + 1);
  await crm.close();
});
