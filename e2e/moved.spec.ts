import { fromAnotherPc } from './fixtures/another-pc.ts';
import { settingsFor } from './fixtures/crm.ts';
import { expect, test } from './fixtures/test.ts';
import { axeFindings, fits } from './pages/inspect.ts';
import { createKioskPage } from './pages/kiosk-page.ts';

// What may have been sent is asked about twice, a minute apart, before it continues.
test.beforeEach(() => test.setTimeout(300_000));

const ANA = '4155550142';

for (const { as, choice, act, sent } of [
  { as: 'replaces the old one', choice: /^This PC replaces/, act: 'Replace and send', sent: 1 },
  { as: 'is a copy', choice: /^This is a copy/, act: 'Copy: don’t send', sent: 0 },
]) {
  test(`data from another PC is not sent until a manager says that this one ${as}`, async ({
    launch,
    profile,
    startCrm,
  }) => {
    const away = await startCrm();
    const env = settingsFor(away, { undoSeconds: 1 });
    const first = await launch({ env });
    const there = createKioskPage(first.page);
    await there.signIn('Marco D.');
    await there.openGuest(ANA, 'Ana Petrescu');
    // Toast is away, so that the credit is still here when the kiosk ends.
    const port = Number(new URL(away.url).port);
    await away.close();
    await there.give('Cold food', '$10');
    await there.on('done');
    await first.close();
    fromAnotherPc(profile);
    const crm = await startCrm({ port });
    const before = crm.control.store().transactions.length;

    const { page } = await launch({ env });
    const kiosk = createKioskPage(page);
    await kiosk.on('sign-in');
    await expect(page.getByText('Credits on this PC aren’t being sent')).toBeVisible();
    expect(await fits(page)).toEqual([]);
    await kiosk.signIn('Priya N.');
    await kiosk.toManager();
    await page.getByRole('button', { name: /^This data comes from another PC/ }).click();
    await kiosk.on('moved');
    expect(await fits(page)).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);
    expect(crm.control.store().transactions).toHaveLength(before);
    await kiosk.button(choice).click();
    await kiosk.button(act).click();
    await kiosk.on('manager');
    await expect(page.getByText('This data comes from another PC')).toHaveCount(0);
    if (sent === 1) {
      await expect
        .poll(() => crm.control.store().transactions.length, { timeout: 150_000 })
        .toBe(before + sent);
    } else {
      await expect(page.getByRole('button', { name: /^\$10\.00 for Ana/ })).toBeVisible();
      expect(crm.control.store().transactions).toHaveLength(before);
    }
  });
}
