import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Answer } from '../../../src-preload/contract/channels.ts';
import type { GuestItem, Resolution } from '../../../src-preload/contract/outbox.ts';
import { useFormat } from '../../app/app-context.tsx';
import { Frame } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import { cx } from '../../ui/cx.ts';
import { Back, Primary } from '../../ui/Press.tsx';
import read from '../../ui/Typography.module.css';
import { Facts, ScreenTitle } from '../../ui/Typography.tsx';
import { GuestFieldList } from '../new-guest/GuestFieldList.tsx';
import { NewGuestPhone, NewGuestText } from '../new-guest/NewGuestTyping.tsx';
import { detailsOf, firstProblem, problemsOf } from '../new-guest/new-guest-form.ts';
import { ManagerPinPanel, usePin } from '../sign-in/Pin.tsx';
import { type CorrectGuestStore, createCorrectGuestStore } from './correct-guest.ts';
import css from './ResolveEntry.module.css';

/** Asks for what a manager decided, with their PIN. */
export type Resolve = (resolution: Resolution, pin: string) => Promise<Answer<'resolveEntry'>>;

interface Correcting {
  readonly item: GuestItem;
  readonly resolve: Resolve;
  readonly onBack: () => void;
}

/** The details as sent, each of which can be typed again, and the PIN with which the guest is created. */
function Form(props: Correcting & { readonly form: CorrectGuestStore }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { item, form, resolve } = props;
  const { typed, refused } = useStore(form);
  const pin = usePin(async (digits) => {
    const { typed: now, refuse } = form.getState();
    const answer = await resolve({ do: 'correct-guest', guest: detailsOf(now) }, digits);
    if (!answer.ok) refuse(answer.error);
    return answer;
  });
  const needed = firstProblem({ ...problemsOf(typed), ...refused });
  const submit = (): void => {
    if (needed === null) pin.submit();
  };
  useHardwareKeys({ onKey: pin.press, onEnter: submit, onEscape: props.onBack });
  const { count, sum } = item.creditBehind;
  const message = item.refusal?.message ?? null;
  return (
    <Frame
      name="decide-correct"
      sidePanel={
        <ManagerPinPanel
          pin={pin}
          ready={needed === null}
          act={
            <Primary onPress={submit} busy={pin.checking}>
              {pin.checking ? t('decide.asking') : t('decide.primaryCorrect')}
            </Primary>
          }
          hold={
            needed === null
              ? t('decide.typePin')
              : typed[needed].trim() === ''
                ? t(`newGuest.type.${needed}`)
                : t(`newGuest.correct.${needed}`)
          }
        />
      }
    >
      <Back onPress={props.onBack}>{t('decide.toChoices')}</Back>
      <ScreenTitle as="title">{t('decide.correctTitle')}</ScreenTitle>
      <p className={cx(read.label, css.says)}>
        {count === 0
          ? t('decide.willCorrect')
          : t('decide.willCorrectBehind', {
              credits: t('decide.credits', { count, sum: format.money(sum) }),
            })}
      </p>
      {message === null ? null : (
        <div className={css.facts}>
          <Facts facts={[[t('decide.toastSaid'), message]]} />
        </div>
      )}
      <GuestFieldList form={form} off={pin.checking} />
    </Frame>
  );
}

/** A manager corrects the details of a new guest, who is then created with these instead. */
export function DecideCorrect(props: Correcting) {
  const [form] = useState(() => createCorrectGuestStore(props.item.details));
  const field = useStore(form, (state) => state.field);
  switch (field) {
    case null:
      return <Form {...props} form={form} />;
    case 'phone':
      return <NewGuestPhone form={form} />;
    default:
      // Each field is a sheet of its own: what is typed into one never shows on another.
      return <NewGuestText key={field} form={form} field={field} leave={null} />;
  }
}
