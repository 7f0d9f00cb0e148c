import { expect, test } from 'vitest';
import { redact } from './redact.ts';

test.each([
  ['asked for 4155550142', 'asked for [number]'],
  ['(415) 555-0142 and 415.555.0142', '[number] and [number]'],
  ['mail ana.petrescu+x@example.com today', 'mail [e-mail] today'],
  ['id 7d9c1f0e-0000-4000-8000-000000000001 stays', 'id 7d9c1f0e-0000-4000-8000-000000000001 stays'],
  ['id 41555501-4255-4000-8000-415555014200', 'id 41555501-4255-4000-8000-415555014200'],
  ['card 4111111111111111 or 3782 822463 10005', 'card [number] or [number]'],
  ['at 1764493922000 ms', 'at 1764493922000 ms'],
  ['took 120 ms, status 503', 'took 120 ms, status 503'],
])('%s', (line, safe) => {
  expect(redact(line)).toBe(safe);
});
