import { expect, test } from 'vitest';
import { redact } from './redact.ts';

test.each([
  ['asked for 4155550142', 'asked for [number]'],
  ['(415) 555-0142 and 415.555.0142', '[number] and [number]'],
  ['mail ana.petrescu+x@example.com today', 'mail [e-mail] today'],
  ['id 7d9c1f0e-0000-4000-8000-000000000001 stays', 'id 7d9c1f0e-0000-4000-8000-000000000001 stays'],
  ['id 41555501-4255-4000-8000-415555014200', 'id 41555501-4255-4000-8000-415555014200'],
  ['took 120 ms, status 503', 'took 120 ms, status 503'],
])('%s', (line, safe) => {
  expect(redact(line)).toBe(safe);
});
