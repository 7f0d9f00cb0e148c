import { expect, test } from 'vitest';
import { createDevice, permanentAddresses } from './device.ts';

test('addresses that a system, a VPN or a phone makes up do not count', () => {
  const at = (mac: string, internal = false) => ({ mac, internal });
  expect(
    permanentAddresses({
      lo: [at('00:00:00:00:00:00', true)],
      eth0: [at('A0:36:9F:00:00:02'), at('a0:36:9f:00:00:02')],
      wlan0: [at('a0:36:9f:00:00:01')],
      docker0: [at('02:42:ac:11:00:02')],
      phone: [at('de:ad:be:ef:00:01')],
      tunnel: [at('00:00:00:00:00:00')],
      gone: undefined,
    }),
  ).toEqual(['a0:36:9f:00:00:01', 'a0:36:9f:00:00:02']);
});

test('this PC has the same identity twice', async () => {
  const device = createDevice('/nowhere', '/nowhere/notices.txt', () => {});
  expect(await device.identity()).toEqual(await device.identity());
});
