import { UserPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useFlow, useStatus } from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import type { ScreenOf } from '../../app/screen.ts';
import { Failure } from '../../ui/Notice.tsx';
import { ActionHint, Back, PressButton, Primary } from '../../ui/Press.tsx';
import { ScreenTitle } from '../../ui/Typography.tsx';
import { GuestFieldList } from './GuestFieldList.tsx';
import css from './NewGuest.module.css';
import { NewGuestPhone, NewGuestText } from './NewGuestTyping.tsx';
import { firstProblem, problemsOf, shortNameOf } from './new-guest-form.ts';
import { PossibleDuplicateList } from './PossibleDuplicates.tsx';

type Form = ScreenOf<'new-guest'>['form'];

/** What a button calls anyone who is being typed. */
function useShortName(form: Form): string {
  const { t } = useTranslation();
  return shortNameOf(useStore(form, (state) => state.typed)) ?? t('common.thisGuest');
}

/** What comes next: the field that is missing, the one they already are, or adding them. */
function useNext(form: Form): {
  readonly words: string;
  readonly press: (() => void) | null;
  readonly addAnyway: boolean;
} {
  const { t } = useTranslation();
  const openGuest = useFlow((flow) => flow.openGuest);
  const name = useShortName(form);
  const { typed, refused, alike, adding, go, add } = useStore(form);
  const problems = { ...problemsOf(typed), ...refused };
  const needed = firstProblem(problems);
  const found = alike?.found ?? [];
  const [only] = found;
  if (adding === 'saving') return { words: t('newGuest.saving'), press: null, addAnyway: false };
  if (adding === 'looking') return { words: t('newGuest.looking'), press: null, addAnyway: false };
  if (needed !== null) {
    const empty = typed[needed].trim() === '';
    const words = empty ? t(`newGuest.type.${needed}`) : t(`newGuest.correct.${needed}`);
    return { words, press: () => go(needed), addAnyway: false };
  }
  if (only === undefined) return { words: t('newGuest.add', { name }), press: add, addAnyway: false };
  if (found.length > 1) return { words: t('newGuest.which'), press: null, addAnyway: true };
  const theirs = only.match.shortName ?? only.match.name ?? t('common.thisGuest');
  return {
    words: t('newGuest.isThem', { name: theirs }),
    press: () => openGuest(only.match),
    addAnyway: true,
  };
}

/** What is typed of a new guest, who they may already be, and the way to add them. */
function Filled(props: { readonly form: Form }) {
  const { t } = useTranslation();
  const toLookUp = useFlow((flow) => flow.toLookUp);
  const offline = useStatus().connection.state === 'offline';
  const { alike, asking, error, add } = useStore(props.form);
  const next = useNext(props.form);
  useHardwareKeys({ onEnter: () => next.press?.(), onEscape: toLookUp });
  const found = alike?.found ?? [];
  const blind = alike?.from === 'kiosk' && asking === null;
  return (
    <Frame
      name="new-guest"
      sidePanel={
        <>
          <SidePanelTop />
          {next.addAnyway ? (
            <PressButton onPress={add}>
              <UserPlus className="icon" aria-hidden="true" />
              <span>{t('newGuest.addAnyway')}</span>
            </PressButton>
          ) : null}
          {next.press === null ? (
            <ActionHint>{next.words}</ActionHint>
          ) : (
            <Primary onPress={next.press}>{next.words}</Primary>
          )}
        </>
      }
    >
      <Back onPress={toLookUp}>{t('guest.back')}</Back>
      <ScreenTitle as="title">{t('newGuest.title')}</ScreenTitle>
      <GuestFieldList form={props.form} />
      {error === null ? null : (
        <div className={css.error}>
          <Failure error={error} compact />
        </div>
      )}
      <PossibleDuplicateList
        found={found}
        asking={asking?.since ?? null}
        blind={blind || (offline && asking === null)}
      />
    </Frame>
  );
}

/** Someone no one found: typed field by field, compared with who is there, added once. */
export function NewGuest(props: { readonly screen: ScreenOf<'new-guest'> }) {
  const { form } = props.screen;
  const toLookUp = useFlow((flow) => flow.toLookUp);
  const field = useStore(form, (state) => state.field);
  switch (field) {
    case null:
      return <Filled form={form} />;
    case 'phone':
      return <NewGuestPhone form={form} />;
    default:
      // Each field is a sheet of its own: what is typed into one never shows on another.
      return <NewGuestText key={field} form={form} field={field} leave={toLookUp} />;
  }
}
