import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../src-preload/contract/errors.ts';
import {
  fieldRefused,
  firstProblem,
  newGuestOf,
  problemsOf,
  shortNameOf,
  type TypedGuest,
  typedFrom,
} from './new-guest-form.ts';

const whole: TypedGuest = {
  firstName: 'Ana',
  lastName: 'Petrescu',
  phone: '4155550142',
  email: 'ana@example.com',
};

describe('what was looked for', () => {
  it.each([
    [{ digits: '4155550142' }, { phone: '4155550142' }],
    [{ digits: '+1 (415) 555-0142 ext. 9' }, { phone: '4155550142' }],
    [{ digits: '+573214567890' }, { phone: '+573214567890' }],
    [{ name: '  Ana   María Petrescu ' }, { firstName: 'Ana', lastName: 'María Petrescu' }],
    [{ name: 'Madonna' }, { firstName: 'Madonna', lastName: '' }],
    [{ name: 'de la Cruz,  Ana María' }, { firstName: 'Ana María', lastName: 'de la Cruz' }],
    [{ name: 'Garcia,' }, { firstName: '', lastName: 'Garcia' }],
    [{ email: 'Ana <ana@example.com>' }, { email: 'ana@example.com' }],
    [{ email: ' ana@example.com ' }, { email: 'ana@example.com' }],
  ])('%j fills in %j', (prefill, typed) => {
    expect(typedFrom(prefill)).toMatchObject(typed);
  });
});

describe('what is missing', () => {
  it.each<[Partial<TypedGuest>, object]>([
    [{}, {}],
    [{ phone: '' }, {}],
    [{ email: '' }, {}],
    [{ phone: '14155550142' }, {}],
    [{ phone: '', email: '' }, { phone: 'contact' }],
    [{ firstName: '  ' }, { firstName: 'missing' }],
    [{ lastName: '' }, { lastName: 'missing' }],
    [{ phone: '415555' }, { phone: 'too-short' }],
    [{ phone: '01157321' }, { phone: 'abroad' }],
    [{ phone: '+573214567890' }, { phone: 'abroad' }],
    [{ email: 'ana@example' }, { email: 'no-address' }],
    [{ email: 'ana example@x.com' }, { email: 'no-address' }],
  ])('%j is %j', (typed, problems) => {
    expect(problemsOf({ ...whole, ...typed })).toEqual(problems);
  });

  it('is met in the order in which it is asked', () => {
    expect(firstProblem(problemsOf(typedFrom({})))).toBe('firstName');
    expect(firstProblem({ email: 'no-address', phone: 'too-short' })).toBe('phone');
    expect(firstProblem({})).toBeNull();
  });

  it.each<[AppError, object | null]>([
    [{ code: 'number-impossible' }, { phone: 'impossible' }],
    [{ code: 'email-impossible' }, { email: 'no-address' }],
    [{ code: 'guest-incomplete', missing: 'contact' }, { phone: 'contact' }],
    [{ code: 'guest-incomplete', missing: 'first-name' }, { firstName: 'missing' }],
    [{ code: 'guest-incomplete', missing: 'last-name' }, { lastName: 'missing' }],
    [{ code: 'not-saved' }, null],
  ])('is said where it is: %j', (error, field) => {
    expect(fieldRefused(error)).toEqual(field);
  });
});

it('is sent as national digits, trimmed, and null for what there is not', () => {
  expect(newGuestOf({ ...whole, firstName: ' Ana ', phone: '14155550142', email: '' }, 'g')).toEqual({
    guestId: 'g',
    firstName: 'Ana',
    lastName: 'Petrescu',
    phone: '4155550142',
    email: null,
  });
});

it.each([
  [whole, 'Ana P.'],
  [{ ...whole, lastName: '' }, 'Ana'],
  [{ ...whole, lastName: 'élan' }, 'Ana É.'],
  [{ ...whole, lastName: '🦊 Fox' }, 'Ana F.'],
  [{ ...whole, lastName: '.' }, 'Ana'],
  [{ ...whole, firstName: '' }, null],
])('is called on buttons %#', (typed, name) => {
  expect(shortNameOf(typed)).toBe(name);
});
