import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../../../src-preload/contract/errors.ts';
import type { GuestDetails } from '../../../src-preload/contract/outbox.ts';
import { createNumberPad, typedOfText } from '../../core/phone.ts';
import {
  fieldRefused,
  type GuestFields,
  type NewGuestField,
  onwardFrom,
  withoutCard,
} from '../new-guest/new-guest-form.ts';

interface CorrectGuestActions {
  /** Marks the field that an answer is about; an answer about none changes nothing. */
  readonly refuse: (error: AppError) => void;
}

export type CorrectGuestStore = StoreApi<GuestFields & CorrectGuestActions>;

/** The details of a new guest, to be corrected. They start as they were sent; empty where they cannot be read. */
export function createCorrectGuestStore(details: GuestDetails | null): CorrectGuestStore {
  return createStore<GuestFields & CorrectGuestActions>()((set, get) => {
    const put = (field: NewGuestField, text: string): void => {
      const { typed, refused } = get();
      if (typed[field] === text) return;
      const { [field]: _, ...others } = refused;
      set({ typed: { ...typed, [field]: text }, refused: others });
    };
    const pad = createNumberPad();
    /** Null: it was a payment card's number, of which nothing stays. */
    const putPhone = (phone: string | null): void => {
      put('phone', phone ?? '');
      if (phone === null) set((state) => ({ refused: { ...state.refused, phone: 'card' } }));
    };
    return {
      typed: {
        firstName: details?.firstName ?? '',
        lastName: details?.lastName ?? '',
        phone: details?.phone ?? '',
        email: details?.email ?? '',
      },
      field: null,
      refused: {},
      go: (field) => set(({ refused }) => ({ field, refused: withoutCard(refused) })),
      write: (field, text) => {
        put(field, text);
        set({ field: onwardFrom(field, get().typed) });
      },
      press: (key) => {
        const { phone } = get().typed;
        putPhone(pad(phone, key));
      },
      pastePhone: (text) => putPhone(typedOfText(text)),
      refuse: (error) => set((state) => ({ refused: { ...state.refused, ...fieldRefused(error) } })),
    };
  });
}
