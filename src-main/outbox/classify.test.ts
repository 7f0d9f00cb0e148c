import { expect, test } from 'vitest';
import type { CrmError } from '../ports.ts';
import { errors } from '../testing/crm/scripted-crm.ts';
import { classify, isEverybodys, type Verdict } from './classify.ts';
import { pauseOf } from './timing/pause.ts';

const UNKNOWN = { kind: 'unknown' } as const;
const PAUSED = { kind: 'paused' } as const;
const BARRED = { kind: 'barred' } as const;
const NOT_SENT = { kind: 'not-sent' } as const;
const words = { code: null, message: 'exists', requestId: 'r-409' };

test.each<[string, CrmError, Verdict]>([
  ['nothing left this PC', errors.notSent, { kind: 'not-sent' }],
  ['the line was cut', errors.cut, UNKNOWN],
  ['no answer in time', errors.timeout, UNKNOWN],
  ['a call given up', { kind: 'aborted' }, UNKNOWN],
  ['an error of the CRM’s', errors.server, UNKNOWN],
  ['an answer that makes no sense', errors.html, UNKNOWN],
  ['no right, said of the request: it may have been carried out before', errors.denied, BARRED],
  ['no right, said by a page: it may have been carried out before', errors.filtered, BARRED],
  ['a sign-in page', errors.portal, UNKNOWN],
  ['a sign-in page for a login: the request never left', errors.portalAtLogin, NOT_SENT],
  ['no right, said of the login: the request never left', errors.noLogin, NOT_SENT],
  ['too much at once, says the service', errors.busy, PAUSED],
  ['too much at once, says something in front of it', errors.busyPage, BARRED],
  ['our own limiter', errors.limited, NOT_SENT],
  ['a service that is gone', errors.gone, BARRED],
  [
    'a guest who is not there: a no, and nothing of it can be',
    errors.missing,
    {
      kind: 'refused',
      refusal: { status: 404, code: null, message: null, requestId: 'r-404' },
      mayExist: false,
    },
  ],
  [
    'a no, with the CRM’s own words',
    errors.bad,
    {
      kind: 'refused',
      refusal: { status: 400, code: '10025', message: 'Amount too large', requestId: 'r-400' },
      mayExist: false,
    },
  ],
  [
    'a conflict: what "already there" looks like',
    errors.conflict,
    { kind: 'refused', refusal: { status: 409, ...words }, mayExist: true },
  ],
])('%s', (_what, error, verdict) => {
  expect(classify(error)).toEqual(verdict);
});

test.each<[string, CrmError, 'guess' | number | null]>([
  ['the line is down', errors.notSent, 'guess'],
  ['no right', errors.denied, 'guess'],
  ['no right, said by a page', errors.filtered, 'guess'],
  ['a sign-in page', errors.portal, null],
  ['the service says for how long', errors.busy, 7_000],
  ['a 429 page says for how long', errors.busyPage, 7_000],
  ['503 without a word', { ...errors.server, status: 503 }, 'guess'],
  ['503 with Retry-After', { ...errors.server, status: 503, retryAfterMs: 90_000 }, 90_000],
  ['500', errors.server, null],
  ['a refusal', errors.bad, null],
])('%s: how long all entries wait', (_what, error, pause) => {
  expect(pauseOf(error)).toBe(pause);
});

test('what is no answer about the entry leaves it as it was', () => {
  for (const error of [errors.notSent, errors.noLogin, errors.busy, errors.limited]) {
    expect(isEverybodys(error)).toBe(true);
  }
  for (const error of [errors.denied, errors.gone, errors.busyPage, errors.server, errors.cut, errors.bad]) {
    expect(isEverybodys(error)).toBe(false);
  }
});
