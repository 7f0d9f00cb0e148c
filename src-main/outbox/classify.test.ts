import { expect, test } from 'vitest';
import type { CrmError } from '../ports.ts';
import { errors } from '../testing/scripted-crm.ts';
import { classify, type Verdict } from './classify.ts';

const UNKNOWN = { kind: 'unknown' } as const;
const PAUSED = { kind: 'paused' } as const;
const words = { code: null, message: 'exists', requestId: 'r-409' };

test.each<[string, CrmError, Verdict]>([
  ['nothing left this PC', errors.notSent, { kind: 'not-sent' }],
  ['the line was cut', errors.cut, UNKNOWN],
  ['no answer in time', errors.timeout, UNKNOWN],
  ['a call given up', { kind: 'aborted' }, UNKNOWN],
  ['an error of the CRM’s', errors.server, UNKNOWN],
  ['an answer that makes no sense', errors.html, UNKNOWN],
  ['no right', errors.denied, PAUSED],
  ['too much at once', errors.busy, PAUSED],
  ['a service that is gone', { kind: 'service-gone', status: 410 }, PAUSED],
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
