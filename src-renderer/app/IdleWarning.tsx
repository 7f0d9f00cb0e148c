import { EyeOff, Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { firstName } from '../core/names.ts';
import { Banner, BannerBody } from '../ui/Notice.tsx';
import { PressButton, Primary } from '../ui/Press.tsx';
import read from '../ui/Typography.module.css';
import { MoneyFigure } from '../ui/Typography.tsx';
import { useFlow, useIdle, useLeft } from './app-context.tsx';
import frame from './Frame.module.css';
import { whoIsShown } from './screen.ts';

function useIdleWords(until: number) {
  const { t } = useTranslation();
  const who = useFlow((flow) => whoIsShown(flow.screen));
  const waits = useFlow(({ screen }) => screen.name === 'approve' && !screen.lapsed);
  const seconds = Math.max(1, Math.ceil(useLeft(until) / 1000));
  const name = who === null ? null : firstName(who);
  return {
    seconds,
    title: t('idle.title'),
    leaves: waits
      ? t('idle.leavesParked')
      : who === null
        ? t('idle.leavesNone')
        : name === null
          ? t('idle.leavesGuest')
          : t('idle.leaves', { name }),
    after: who === null ? t('idle.secondsNone', { count: seconds }) : t('idle.seconds', { count: seconds }),
    stay: who === null ? t('idle.stayNone') : t('idle.stay', { name: name ?? t('common.thisGuest') }),
  };
}

/** No one touched it for a while: the tray asks, and any touch or key answers. */
export function IdleWarning(props: { readonly until: number }) {
  const { t } = useTranslation();
  const { touched, clearNow } = useIdle((idle) => idle);
  const words = useIdleWords(props.until);
  return (
    <>
      <div className={frame.top}>
        <div role="alert">
          <p className={read.title}>{words.title}</p>
          <p className={read.lead}>{words.leaves}</p>
        </div>
        <MoneyFigure>{words.seconds}</MoneyFigure>
        <p className={read.lead}>{words.after}</p>
      </div>
      <div data-clear-now="" style={{ display: 'contents' }}>
        <PressButton onPress={clearNow}>
          <EyeOff className="icon" aria-hidden="true" />
          <span>{t('idle.clear')}</span>
        </PressButton>
      </div>
      <Primary onPress={touched}>{words.stay}</Primary>
    </>
  );
}

/** The same question where there is no tray. */
export function StillThereBand(props: { readonly until: number }) {
  const words = useIdleWords(props.until);
  return (
    <Banner icon={<Hourglass className="icon" aria-hidden="true" />} head={`${words.title} ${words.leaves}`}>
      <BannerBody>{`${String(words.seconds)} ${words.after}`}</BannerBody>
    </Banner>
  );
}
