import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '../../../../src-preload/contract/errors.ts';
import { useAppContext, useManager, useStatus } from '../../../app/app-context.tsx';
import { cx } from '../../../ui/cx.ts';
import { Failure } from '../../../ui/Notice.tsx';
import { PressButton } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import css from './Device.module.css';

/** What leaves this kiosk: its set-up for another PC, and what waits, to be entered by hand. */
export function DeviceMoving() {
  const { t } = useTranslation();
  const isLive = useStatus().mode === 'live';
  const go = useManager((manager) => manager.go);
  return (
    <div className={css.moving}>
      <section className={css.movingPart}>
        <h2 className={css.movingHead}>{t('moving.title')}</h2>
        <p className={cx(read.label, css.movingSays)}>{isLive ? t('moving.says') : t('moving.notLive')}</p>
        {isLive ? (
          <PressButton kind="small" onPress={() => go({ at: 'move-out' })}>
            {t('moving.start')}
          </PressButton>
        ) : null}
      </section>
      <ByHand />
    </div>
  );
}

function ByHand() {
  const { t } = useTranslation();
  const { api } = useAppContext();
  const { waiting } = useStatus();
  const within = useManager((manager) => manager.ask);
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState<{ readonly path: string; readonly rows: number } | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const save = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(null);
    const answer = await within<'saveWaiting'>(api.saveWaiting({}));
    setBusy(false);
    if (answer.ok) setSaved(answer.value);
    else setError(answer.error);
  };
  return (
    <section className={css.movingPart}>
      <h2 className={css.movingHead}>{t('byHand.title')}</h2>
      {error === null ? null : <Failure error={error} compact />}
      {saved === null ? (
        <p className={cx(read.label, css.movingSays)}>
          {waiting.count === 0 ? t('byHand.none') : t('byHand.says')}
        </p>
      ) : (
        <div role="status">
          <p className={read.label}>{t('byHand.saved', { count: saved.rows })}</p>
          <p className={css.code} data-file="">
            {saved.path}
          </p>
          <p className={cx(read.label, css.movingSays)}>{t('byHand.next')}</p>
        </div>
      )}
      {waiting.count === 0 ? null : (
        <PressButton kind="small" onPress={() => void save()}>
          {busy ? t('byHand.saving') : t('byHand.save')}
        </PressButton>
      )}
    </section>
  );
}
