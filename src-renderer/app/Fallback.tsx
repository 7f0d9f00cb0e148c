import { RefreshCw, TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { cx } from '../ui/cx.ts';
import { Failure, Reference, Trouble } from '../ui/Notice.tsx';
import { Primary } from '../ui/Press.tsx';
import css from './App.module.css';

/** Nothing to show yet; says so only if it takes a moment. */
export function Starting() {
  const { t } = useTranslation();
  return (
    <main className={css.plain}>
      <p className={cx('late', css.starting)} role="status">
        {t('signIn.starting')}
      </p>
    </main>
  );
}

/** The status did not come. */
export function CannotStart(props: { readonly error: AppError; readonly again: () => void }) {
  const { t } = useTranslation();
  // Asked again automatically until the data is free, or the keyring answers.
  const waits = 'language' in props.error;
  return (
    <main className={css.plain}>
      <h1>{waits ? t('signIn.starting') : t('broke.noStart')}</h1>
      <Failure error={props.error} />
      {waits ? null : (
        <div className={css.again}>
          <Primary onPress={props.again}>{t('common.tryAgain')}</Primary>
        </div>
      )}
    </main>
  );
}

/** A screen broke: nothing saved is lost, and there is one way on. */
export function Broken(props: { readonly reference: string | null; readonly again: () => void }) {
  const { t } = useTranslation();
  const root = useRef<HTMLElement>(null);
  useEffect(() => root.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true }), []);
  return (
    <main className={css.plain} ref={root} data-screen="broken">
      <Trouble
        heading
        icon={<TriangleAlert className="icon" aria-hidden="true" />}
        what={t('broke.title')}
        todo={t('broke.body')}
      />
      <p>
        {props.reference === null ? (
          t('broke.noReference')
        ) : (
          <>
            {t('broke.reference')} <Reference>{props.reference}</Reference>
          </>
        )}
      </p>
      <div className={css.again}>
        <Primary onPress={props.again}>
          <span style={{ display: 'inline-flex', alignItems: 'center', gap: '0.5rem' }}>
            <RefreshCw className="icon" aria-hidden="true" />
            {t('broke.again')}
          </span>
        </Primary>
      </div>
    </main>
  );
}

/** The page is alone, without the bridge. */
export function NoKiosk() {
  const { t } = useTranslation();
  return (
    <main className={css.plain}>
      <Trouble
        heading
        icon={<TriangleAlert className="icon" aria-hidden="true" />}
        what={t('broke.noKiosk')}
        todo={t('broke.noKioskBody')}
      />
    </main>
  );
}
