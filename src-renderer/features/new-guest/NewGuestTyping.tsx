import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { isAbroad } from '../../../src-preload/contract/formats/phone.ts';
import { MAX_EMAIL, MAX_NAME } from '../../../src-preload/contract/guest.ts';
import { useStatus } from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import { TypingSheet } from '../../app/TypingSheet.tsx';
import { numberOf, phoneText } from '../../core/phone.ts';
import { cx } from '../../ui/cx.ts';
import { Keypad } from '../../ui/Keypad.tsx';
import { Failure } from '../../ui/Notice.tsx';
import { ActionHint, Back, PressButton, Primary } from '../../ui/Press.tsx';
import read from '../../ui/Typography.module.css';
import { Digits } from '../../ui/Typography.tsx';
import { digitsMissing } from '../look-up/look-up-ways.ts';
import css from './NewGuest.module.css';
import { type GuestFieldsStore, shortNameOf } from './new-guest-form.ts';
import { newGuestLayout } from './new-guest-keyboards.ts';

/** A name or an e-mail, typed on the screen or on a hardware keyboard. */
export function NewGuestText(props: {
  readonly form: GuestFieldsStore;
  readonly field: 'firstName' | 'lastName' | 'email';
  /** Leaves the form from its first sheet; null where the form itself was on first. */
  readonly leave: (() => void) | null;
}) {
  const { t } = useTranslation();
  const { language } = useStatus();
  const { typed, go, write } = useStore(props.form);
  const { field, leave } = props;
  const digits = numberOf(typed.phone);
  const isFirst = field === 'firstName' && typed.lastName === '';
  // Nothing is typed yet: leaving the first sheet leaves the form as well.
  const out = isFirst && typed.firstName === '' ? leave : null;
  const hints = {
    firstName:
      digits === ''
        ? t('newGuest.hint.firstName')
        : t('newGuest.hint.firstNameOf', { number: phoneText(digits) }),
    lastName: t('newGuest.hint.lastName'),
    email: t('newGuest.hint.email'),
  };
  const typing = {
    screen: 'new-guest-text' as const,
    text: typed[field],
    most: field === 'email' ? MAX_EMAIL : MAX_NAME,
    words: {
      title:
        field === 'lastName'
          ? t('newGuest.title_.lastName', { name: typed.firstName })
          : t(`newGuest.title_.${field}`),
      hint: hints[field],
      empty: t(`newGuest.empty.${field}`),
      done: isFirst ? t('newGuest.nextLastName') : t('newGuest.done'),
      cancel: out === null ? t('newGuest.toForm') : t('newGuest.leave'),
    },
    onDone: (text: string) => write(field, text.trim()),
    onCancel: out ?? (() => go(null)),
  };
  return <TypingSheet {...typing} layout={newGuestLayout(field, language)} />;
}

/** The phone number, on the keypad or on a hardware keyboard. */
export function NewGuestPhone(props: { readonly form: GuestFieldsStore }) {
  const { t } = useTranslation();
  const { typed, refused, go, press, pastePhone } = useStore(props.form);
  const number = numberOf(typed.phone);
  const left = digitsMissing('phone', number);
  const name = shortNameOf(typed);
  const done = (): void => go(null);
  useHardwareKeys({ onKey: press, onPaste: pastePhone, onEnter: done, onEscape: done });
  return (
    <Frame
      name="new-guest-phone"
      sidePanel={
        <>
          <SidePanelTop low>
            {typed.phone === '' && typed.email === '' ? (
              <PressButton onPress={() => go('email')}>
                <span>{t('newGuest.emailInstead')}</span>
              </PressButton>
            ) : null}
          </SidePanelTop>
          <Keypad onKey={press} />
          {isAbroad(number) ? (
            <ActionHint>{t('newGuest.abroad')}</ActionHint>
          ) : left === 0 ? (
            <Primary onPress={done}>{t('newGuest.done')}</Primary>
          ) : (
            <ActionHint>
              {number === '' ? t('lookUp.holdStart') : t('lookUp.holdMore', { count: left })}
            </ActionHint>
          )}
        </>
      }
    >
      <Back onPress={done}>{t('newGuest.toForm')}</Back>
      <h1 className={cx(read.label, css.phoneTitle)} tabIndex={-1}>
        {name === null ? t('newGuest.title_.phone') : t('newGuest.title_.phoneOf', { name })}
      </h1>
      <Digits typed={typed.phone} by="phone" />
      {refused.phone === 'card' ? <Failure error={{ code: 'card-number' }} compact /> : null}
    </Frame>
  );
}
