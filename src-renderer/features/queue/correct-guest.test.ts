import { describe, expect, it } from 'vitest';
import type { GuestDetails } from '../../../src-preload/contract/outbox.ts';
import { detailsOf, problemsOf } from '../new-guest/new-guest-form.ts';
import { createCorrectGuestStore } from './correct-guest.ts';

const ana: GuestDetails = { firstName: 'Ana', lastName: 'Petrescu', phone: '4155550142', email: null };

describe('correcting a new guest', () => {
  it('starts with what was sent, on the form', () => {
    const { typed, field } = createCorrectGuestStore(ana).getState();
    expect(field).toBeNull();
    expect(detailsOf(typed)).toEqual(ana);
  });

  it('starts empty where what was sent cannot be read, and leads through what is needed', () => {
    const store = createCorrectGuestStore(null);
    const { go, write } = store.getState();
    go('firstName');
    write('firstName', 'Ana');
    expect(store.getState().field).toBe('lastName');
    write('lastName', 'Petrescu');
    expect(store.getState().field).toBe('phone');
  });

  it('goes back to the form after one field, with the others as they were', () => {
    const store = createCorrectGuestStore(ana);
    store.getState().go('lastName');
    store.getState().write('lastName', 'Popescu');
    expect(store.getState().field).toBeNull();
    expect(detailsOf(store.getState().typed)).toEqual({ ...ana, lastName: 'Popescu' });
  });

  it('types a phone number up to ten digits', () => {
    const store = createCorrectGuestStore(ana);
    store.getState().press('clear');
    for (const digit of '41555501991') store.getState().press(digit as '0');
    expect(detailsOf(store.getState().typed).phone).toBe('4155550199');
  });

  it('keeps a number of another country whole, and says that it cannot be saved', () => {
    const store = createCorrectGuestStore(ana);
    store.getState().pastePhone('+57 321 456 7890');
    expect(store.getState().typed.phone).toBe('+573214567890');
    expect(problemsOf(store.getState().typed)).toEqual({ phone: 'abroad' });
  });

  it('keeps nothing of a card’s number, says so until the field is left, and needs no other number', () => {
    const store = createCorrectGuestStore({ ...ana, email: 'ana@example.com' });
    store.getState().press('clear');
    for (const digit of '4111111111111111') store.getState().press(digit as '0');
    expect(store.getState()).toMatchObject({ typed: { phone: '' }, refused: { phone: 'card' } });
    store.getState().go(null);
    expect(store.getState().refused).toEqual({});
    expect(problemsOf(store.getState().typed)).toEqual({});
  });

  it('marks the field that was refused until it is typed again', () => {
    const store = createCorrectGuestStore(ana);
    store.getState().refuse({ code: 'number-impossible' });
    expect(store.getState().refused).toEqual({ phone: 'impossible' });
    store.getState().press('delete');
    expect(store.getState().refused).toEqual({});
    store.getState().refuse({ code: 'cannot-ask' });
    expect(store.getState().refused).toEqual({});
  });
});
