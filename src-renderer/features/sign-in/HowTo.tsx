import { BookOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useKiosk } from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import { ActionHint, Back, PressButton, Primary } from '../../ui/Press.tsx';
import { ScreenTitle } from '../../ui/Typography.tsx';
import css from './HowTo.module.css';

const STEPS = ['find', 'check', 'give', 'undo'] as const;

/** Offers it automatically until a person has seen it on this kiosk; afterwards only on request. */
export function HowToOffer(props: { readonly due: boolean; readonly onShow: () => void }) {
  const { t } = useTranslation();
  if (!props.due) {
    return (
      <Back
        className={css.quiet}
        icon={<BookOpen className="icon" aria-hidden="true" />}
        onPress={props.onShow}
      >
        {t('howTo.open')}
      </Back>
    );
  }
  return (
    <section className={css.offer}>
      <BookOpen className="icon" aria-hidden="true" />
      <p>
        <b>{t('howTo.offer')}</b> {t('howTo.offerBody')}
      </p>
      <PressButton kind="small" onPress={props.onShow}>
        {t('howTo.show')}
      </PressButton>
    </section>
  );
}

/** How it works, on one page, for the person who stands here for the first time. */
export function HowTo(props: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const seen = useKiosk((kiosk) => kiosk.seenHowTo);
  const done = (): void => {
    seen();
    props.onDone();
  };
  useHardwareKeys({ onEnter: done, onEscape: props.onDone });
  return (
    <Frame
      key="how-to"
      name="how-to"
      sidePanel={
        <>
          <SidePanelTop />
          <ActionHint>{t('howTo.practise')}</ActionHint>
          <Primary onPress={done}>{t('howTo.done')}</Primary>
        </>
      }
    >
      <Back onPress={props.onDone}>{t('howTo.back')}</Back>
      <ScreenTitle as="title">{t('howTo.title')}</ScreenTitle>
      <ol className={css.steps}>
        {STEPS.map((step) => (
          <li key={step}>
            <h2>{t(`howTo.${step}`)}</h2>
            <p>{t(`howTo.${step}Body`)}</p>
          </li>
        ))}
      </ol>
    </Frame>
  );
}
