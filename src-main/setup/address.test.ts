import { expect, test } from 'vitest';
import { addressTrustOf, tidyUrl } from './address.ts';

test.each([
  ['ws-api.toasttab.com', 'https://ws-api.toasttab.com', 'toast'],
  ['WS-API.TOASTTAB.COM:443/', 'https://ws-api.toasttab.com', 'toast'],
  ['toast.example:8443', 'https://toast.example:8443', 'unknown'],
  ['toast.example:8443/base/', 'https://toast.example:8443/base', 'unknown'],
  ['ws-api.toasttab.com.', 'https://ws-api.toasttab.com.', 'unknown'],
  ['https://ws-api.toasttab.com:8443', 'https://ws-api.toasttab.com:8443', 'unknown'],
  ['https://evil.example\\@ws-api.toasttab.com', 'https://evil.example/@ws-api.toasttab.com', 'unknown'],
  ['eviltoasttab.com', 'https://eviltoasttab.com', 'unknown'],
  ['https://toasttab.com.evil.example', 'https://toasttab.com.evil.example', 'unknown'],
])('%j is %s, which is %s', (typed, url, trust) => {
  expect(tidyUrl(typed, false)).toBe(url);
  expect(addressTrustOf(url, null, false)).toBe(trust);
});

test.each([
  'https://ws-api.toasttab.com@evil.example',
  'ws-api.toasttab.com:443@evil.example',
  'javascript:alert(1)',
  'mailto:a@b.example',
  'data:1,x',
  'file:///etc/passwd',
  'http://127.1',
  'ws-api.toasttab.com:99999',
])('no token is sent to %j', (typed) => {
  expect(tidyUrl(typed, false)).toBeNull();
});
