import { EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '../../../src-preload/contract/errors.ts';
import { useAppContext, useFlow } from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import type { ScreenOf, Who } from '../../app/screen.ts';
import { ask } from '../../core/ask.ts';
import { firstName } from '../../core/names.ts';
import { cx } from '../../ui/cx.ts';
import { Failure } from '../../ui/Notice.tsx';
import { Back, PressButton, Primary } from '../../ui/Press.tsx';
import read from '../../ui/Typography.module.css';
import { ScreenTitle } from '../../ui/Typography.tsx';
import { ManagerPinPanel, usePin } from '../sign-in/Pin.tsx';
import css from './Guest.module.css';

/** A manager's PIN opens a visit for this one thing. */
function Asking(props: { readonly who: Who }) {
  const { t } = useTranslation();
  const { api, stores } = useAppContext();
  const { openGuest, forgotten } = useFlow((flow) => flow);
  const { who } = props;
  const [refused, setRefused] = useState<AppError | null>(null);
  const pin = usePin(async (digits) => {
    const manager = stores.manager.getState();
    setRefused(null);
    const entered = await manager.enter(digits);
    if (!entered.ok) return entered;
    const answer = await ask<'forgetGuest'>(api.forgetGuest({ guestId: who.id }));
    manager.leave();
    if (answer.ok) forgotten();
    else setRefused(answer.error);
    return entered;
  });
  const back = (): void => openGuest(who);
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit, onEscape: back });
  const name = who.name ?? t('common.noName');
  const short = firstName(who) ?? t('common.thisGuest');
  return (
    <Frame
      name="forget-guest"
      sidePanel={
        <ManagerPinPanel
          pin={pin}
          act={
            // What takes something away is never green.
            <PressButton kind="tall" onPress={pin.submit}>
              <EyeOff className="icon" aria-hidden="true" />
              <span>{pin.checking ? t('signIn.checking') : t('guest.forget.do', { name: short })}</span>
            </PressButton>
          }
          hold={t('guest.forget.hold')}
        />
      }
    >
      <Back onPress={back}>{t('guest.backToName', { name: short })}</Back>
      <ScreenTitle as="title">{t('guest.forget.title', { name })}</ScreenTitle>
      <p className={cx(read.lead, css.says)}>{t('guest.forget.goes')}</p>
      <p className={cx(read.lead, css.says)}>{t('guest.forget.stays')}</p>
      <p className={cx(read.label, css.says)}>{t('guest.forget.record')}</p>
      {refused === null ? null : (
        <div className={css.failure}>
          <Failure error={refused} />
        </div>
      )}
    </Frame>
  );
}

/** Has this kiosk forget a guest: asked first, done by a manager, and said when it is done. */
export function GuestForget(props: { readonly screen: ScreenOf<'forget-guest'> }) {
  const { t } = useTranslation();
  const toLookUp = useFlow((flow) => flow.toLookUp);
  const { who } = props.screen;
  const gone = who === null;
  useHardwareKeys(gone ? { onEnter: toLookUp, onEscape: toLookUp } : {});
  if (!gone) return <Asking who={who} />;
  return (
    <Frame
      key="gone"
      name="forget-guest"
      sidePanel={
        <>
          <SidePanelTop />
          <Primary onPress={toLookUp}>{t('guest.nextGuest')}</Primary>
        </>
      }
    >
      <Back onPress={toLookUp}>{t('guest.back')}</Back>
      <ScreenTitle as="title">{t('guest.forget.done')}</ScreenTitle>
      <p className={cx(read.lead, css.says)}>{t('guest.forget.doneSays')}</p>
    </Frame>
  );
}
