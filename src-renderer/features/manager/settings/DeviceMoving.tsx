import { useTranslation } from 'react-i18next';
import { useManager, useStatus } from '../../../app/app-context.tsx';
import { cx } from '../../../ui/cx.ts';
import { PressButton } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import css from './Device.module.css';

/** What leaves this kiosk for another one. */
export function DeviceMoving() {
  const { t } = useTranslation();
  const isLive = useStatus().mode === 'live';
  const go = useManager((manager) => manager.go);
  return (
    <section className={css.moving}>
      <h2 className={css.movingHead}>{t('moving.title')}</h2>
      <p className={cx(read.label, css.movingSays)}>{isLive ? t('moving.says') : t('moving.notLive')}</p>
      {isLive ? (
        <PressButton kind="small" onPress={() => go({ at: 'move-out' })}>
          {t('moving.start')}
        </PressButton>
      ) : null}
    </section>
  );
}
