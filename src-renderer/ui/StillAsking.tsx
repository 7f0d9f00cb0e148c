import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSince } from '../app/app-context.tsx';
import css from './Notice.module.css';

/** Nothing is drawn as waiting before this, ms: most answers are there sooner. */
export const SKELETON_AFTER_MS = 300;
/** From here on it is said that Toast is slow, ms. */
export const SLOW_AFTER_MS = 3000;

/**
 * What is said in one place of a question under way since `since` (monotonic clock): `words`, then for how long
 * already.
 */
export function useAskingWords(since: number | null, words: string): string {
  const { t } = useTranslation();
  const waited = useSince(since);
  return waited < SLOW_AFTER_MS ? words : t('common.stillAsking', { count: Math.floor(waited / 1000) });
}

/** That Toast is slow, said once to a reader: seconds are for the eye. */
export function SlowSaid(props: { readonly since: number | null }) {
  const { t } = useTranslation();
  const slow = useSince(props.since) >= SLOW_AFTER_MS;
  return (
    <span className="sr" role="status">
      {slow ? t('common.stillAskingSaid') : ''}
    </span>
  );
}

/** A question to Toast under way since `since` (monotonic clock): nothing at first, then that it is slow. */
export function StillAsking(props: { readonly since: number | null }) {
  const words = useAskingWords(props.since, '');
  if (words === '') return null;
  return (
    <p className={css.slow}>
      <RefreshCw className="icon" aria-hidden="true" />
      <span aria-hidden="true">{words}</span>
      <SlowSaid since={props.since} />
    </p>
  );
}
