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

/** Asked once per manager session, no matter who is signed in: these screens require a manager to be present. */
export function ManagerPin() {
  const { t } = useTranslation();
  const { stores } = useAppContext();
  const enter = useManager((manager) => manager.enter);
  const pin = usePin(enter, { opens: true });
  const back = (): void => stores.leaveManager();
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit, onEscape: back });
  return (
    <Frame
      name="manager-pin"
      sidePanel={
        <ManagerPinPanel
          pin={pin}
          act={
            <Primary onPress={pin.submit} busy={pin.checking}>
              {pin.checking ? t('signIn.checking') : t('manager.open')}
            </Primary>
          }
          hold={t('manager.hold')}
        />
      }
    >
      <Back onPress={back}>{t('manager.back')}</Back>
      <ScreenTitle as="title">{t('manager.title')}</ScreenTitle>
      <p className={cx(read.label, css.sub)}>{t('manager.says')}</p>
    </Frame>
  );
}
