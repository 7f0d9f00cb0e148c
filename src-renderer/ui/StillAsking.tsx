import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSince } from '../app/context.tsx';
import css from './Notice.module.css';

/** Nothing is drawn as waiting before this, ms: most answers are there sooner. */
export const SKELETON_AFTER_MS = 300;
/** From here on it is said that Toast is slow, ms. */
export const SLOW_AFTER_MS = 3000;

/** A question to Toast under way since `since` (steady clock): nothing at first, then that it is slow. */
export function StillAsking(props: { readonly since: number | null }) {
  const { t } = useTranslation();
  const waited = useSince(props.since);
  if (props.since === null || waited < SLOW_AFTER_MS) return null;
  return (
    <p className={css.slow}>
      <RefreshCw className="icon" aria-hidden="true" />
      <span aria-hidden="true">{t('common.stillAsking', { count: Math.floor(waited / 1000) })}</span>
      {/* Said once: seconds are for the eye. */}
      <span className="sr" role="status">
        {t('common.stillAskingSaid')}
      </span>
    </p>
  );
}
