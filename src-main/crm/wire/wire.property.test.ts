import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { cents, MAX_CENTS } from '../../../src-preload/contract/money.ts';
import { credentialsOf, field } from '../../testing/crm/sandbox-client.ts';
import {
  ANA,
  aCredit,
  closeAll,
  GRACE,
  LONG,
  type Pair,
  startPair,
} from '../../testing/crm/sandbox-crm-kit.ts';
import * as operations from '../operations.ts';
import { type AskPage, createReader, placeFromText, placeToText } from './paging.ts';

/** What must hold for any amount and any page size, over HTTP. */

afterEach(closeAll);

/** As long as it takes on a PC that has much else to do: 30 s. */
const PATIENT = { writeMs: 3e8, readMs: 3e8, loginMs: 3e8 };

it('any amount of cents survives the wire both ways', async () => {
  const { client, crm } = await startPair({}, { pace: 10_000, client: { timeouts: PATIENT } });
  const amounts = fc.oneof(
    fc.integer({ min: 1, max: MAX_CENTS }),
    fc.integer({ min: 1, max: 2_000 }),
    fc.constantFrom(1, 10, 29, 57, 101, 1_005, 4_035, MAX_CENTS),
  );
  await fc.assert(
    fc.asyncProperty(amounts, async (number) => {
      const amount = cents(number);
      const guest = {
        guestId: randomUUID(),
        firstName: 'A',
        lastName: 'B',
        phone: '4155550120',
        email: null,
      };
      expect(await client.createGuest(guest)).toMatchObject({ ok: true });
      const given = aCredit({ guestId: guest.guestId, amount });
      // There, as the CRM booked it, and back in every way it can be read.
      expect(await client.addCredit(given)).toMatchObject({ ok: true, value: { amount } });
      const booked = crm.control.store().transactions.find(({ guid }) => guid === given.creditId);
      expect(booked?.amount).toBe(amount);
      expect(await client.findCredit(given.creditId)).toMatchObject({ ok: true, value: { amount } });
      expect(await client.creditSummary(guest.guestId)).toMatchObject({ ok: true, value: { amount } });
      expect(await client.creditHistory(guest.guestId, 5)).toMatchObject({ ok: true, value: [{ amount }] });
      const at = booked?.at ?? 0;
      const period = await client.creditsOfPeriod(at, at);
      expect(period.ok && period.value.find(({ id }) => id === given.creditId)?.amount).toBe(amount);
    }),
    { numRuns: 60 },
  );
});

const READINGS = ['page-number', 'page-number-from-0', 'offset', 'offset-from-1'] as const;

it('any page size, under any meaning of page, with and without Link, gives each transaction once in order', async () => {
  const pair = await startPair();
  const { crm } = pair;
  const token = await logIn(pair);
  const asking =
    (guest: string): AskPage<{ readonly id: string }> =>
    async (query) => {
      const { path, read } = operations.creditHistory(guest, query);
      const url = new URL(`${crm.url}/${path}?${query}`);
      const response = await fetch(url, {
        headers: { Authorization: `Bearer ${token}`, 'Toast-Restaurant-External-ID': crm.restaurantGuid },
      });
      return read({ status: response.status, headers: response.headers, text: await response.text(), url });
    };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(ANA, LONG, GRACE),
      fc.integer({ min: 1, max: 50 }),
      fc.constantFrom(...READINGS),
      fc.boolean(),
      fc.constantFrom('no-content' as const, 'empty-list' as const),
      async (guest, pageSize, paging, links, pastEnd) => {
        crm.control.setModes({ paging, links, pastEnd });
        const ids: string[] = [];
        let text: string | null = null;
        for (let more = true; more; ) {
          const from = text === null ? {} : { from: placeFromText(text) };
          const reader = createReader(asking(guest), { pageSize, ...from });
          const portion = await reader.next();
          if (!portion.ok) throw new Error(portion.error.kind);
          ids.push(...portion.value.items.map(({ id }) => id));
          more = portion.value.more;
          text = placeToText(reader.place());
        }
        const store = crm.control.store().transactions.filter(({ guestGuid }) => guestGuid === guest);
        expect(ids).toEqual(store.map(({ guid }) => guid));
      },
    ),
    { numRuns: 80 },
  );
});

async function logIn({ crm }: Pair): Promise<string> {
  const response = await fetch(`${crm.url}/authentication/v1/authentication/login`, {
    method: 'POST',
    body: JSON.stringify(credentialsOf(crm)),
  });
  return String(field(await response.json(), 'token', 'accessToken'));
}
