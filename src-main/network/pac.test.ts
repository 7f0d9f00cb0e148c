import { expect, it } from 'vitest';
import { hopsOf, keyOf } from './pac.ts';

it.each([
  ['DIRECT', ['direct']],
  ['', ['direct']],
  ['nonsense', ['direct']],
  ['PROXY a:80;DIRECT', ['http://a:80', 'direct']],
  ['PROXY a:80; PROXY b:8080', ['http://a:80', 'http://b:8080']],
  ['HTTPS a:443', ['https://a:443']],
  ['SOCKS5 a:1080', ['socks5://a:1080']],
  ['SOCKS a:1080;DIRECT', ['direct']],
  ['SOCKS a:1080', ['direct']],
  ['PROXY [::1]:3128', ['http://[::1]:3128']],
  ['proxy a:80;;PROXY a:80', ['http://a:80']],
  ['PROXY user:word@a:80', ['direct']],
  ['PROXY a:99999', ['direct']],
  ['PROXY', ['direct']],
])('"%s" names the ways %j', (pac, ways) => {
  expect(hopsOf(pac).map(keyOf)).toEqual(ways);
});
