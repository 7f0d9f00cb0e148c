import { useTranslation } from 'react-i18next';
import { useFormat, useNow, useStatus } from '../app/app-context.tsx';

/** The head of a printed page: the restaurant, what this is, and when it was printed. Not on the screen. */
export function PaperHead(props: { readonly what: string; readonly of: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { houseName } = useStatus();
  const now = useNow();
  return (
    <div className="paper">
      <h2>{houseName}</h2>
      <p>
        <b>{props.what}</b>
      </p>
      <p>{props.of}</p>
      <p>{t('report.printed', { moment: format.moment(now) })}</p>
    </div>
  );
}
