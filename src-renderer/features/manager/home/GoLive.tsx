import { useTranslation } from 'react-i18next';
import { useAppContext, useManager } from '../../../app/app-context.tsx';
import { Frame } from '../../../app/Frame.tsx';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { cx } from '../../../ui/cx.ts';
import { Back, Primary } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import { ScreenTitle } from '../../../ui/Typography.tsx';
import { ManagerPinPanel, usePin } from '../../sign-in/Pin.tsx';
import css from './Manager.module.css';

/** From Training to live: it takes a PIN of one of live's managers. A visit in Training does not count. */
export function GoLive() {
  const { t } = useTranslation();
  const { api } = useAppContext();
  const { go, ask } = useManager((manager) => manager);
  const pin = usePin((typed) => ask<'switchMode'>(api.switchMode({ to: 'live', pin: typed })));
  const back = (): void => go({ at: 'device' });
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit, onEscape: back });
  return (
    <Frame
      name="go-live"
      sidePanel={
        <ManagerPinPanel
          pin={pin}
          act={
            <Primary onPress={pin.submit} busy={pin.checking}>
              {pin.checking ? t('signIn.checking') : t('device.goLive')}
            </Primary>
          }
          hold={t('device.livePinHold')}
        />
      }
    >
      <Back onPress={back}>{t('device.stay')}</Back>
      <ScreenTitle as="title">{t('device.goLiveAsk')}</ScreenTitle>
      <p className={cx(read.label, css.sub)}>{t('device.livePin')}</p>
    </Frame>
  );
}
