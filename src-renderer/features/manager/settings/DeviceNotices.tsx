import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '../../../../src-preload/contract/errors.ts';
import type { NoticesPage } from '../../../../src-preload/contract/manager.ts';
import { useAppContext, useManager } from '../../../app/app-context.tsx';
import { Failure } from '../../../ui/Notice.tsx';
import { PressButton } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import css from './Device.module.css';

/** The licenses of others whose work is in Hoststand, as they wrote them, a page at a time. */
export function DeviceNotices() {
  const { t } = useTranslation();
  const { api } = useAppContext();
  const within = useManager((manager) => manager.ask);
  const [asked, setAsked] = useState(1);
  const [shown, setShown] = useState<NoticesPage | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => {
    let left = false;
    void within<'noticesPage'>(api.noticesPage({ page: asked })).then((answer) => {
      if (left) return;
      if (answer.ok) setShown(answer.value);
      else setError(answer.error);
    });
    return () => {
      left = true;
    };
  }, [api, within, asked]);
  if (error !== null) return <Failure error={error} compact />;
  if (shown === null) return null;
  const { text, page, pages } = shown;
  if (pages === 0) return <p className={read.lead}>{t('device.noticesNone')}</p>;
  return (
    // Another page is read from its top.
    <section className={css.notices} key={page} aria-label={t('device.pages.notices')}>
      <pre lang="en">{text}</pre>
      <div className={css.turn}>
        {page === 1 ? (
          <span />
        ) : (
          <PressButton kind="small" onPress={() => setAsked(page - 1)}>
            {t('device.noticesBefore')}
          </PressButton>
        )}
        <span role="status">{t('device.noticesAt', { page, pages })}</span>
        {page === pages ? (
          <span />
        ) : (
          <PressButton kind="small" onPress={() => setAsked(page + 1)}>
            {t('device.noticesNext')}
          </PressButton>
        )}
      </div>
    </section>
  );
}
