import { CircleX, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LedgerCheck } from '../../../../src-preload/contract/ledger.ts';
import { useStatus } from '../../../app/app-context.tsx';
import { Reference, Trouble } from '../../../ui/Notice.tsx';
import css from '../staff/Staff.module.css';

/** What reading the whole record found. */
export function LedgerCheckResult(props: { readonly verdict: LedgerCheck }) {
  const { t } = useTranslation();
  const { language } = useStatus();
  const number = (n: number): string => new Intl.NumberFormat(language).format(n);
  const { verdict } = props;
  if (verdict.state === 'broken') {
    const line = number(verdict.line);
    return (
      <div className={css.verdict}>
        <Trouble
          icon={<CircleX className="icon" aria-hidden="true" />}
          what={
            verdict.why === 'missing' ? t('staff.checkMissing', { line }) : t('staff.checkChanged', { line })
          }
          todo={t('staff.checkBroken', { count: verdict.lines })}
          tone="stop"
        />
      </div>
    );
  }
  const lines = number(verdict.lines);
  return (
    <div className={css.verdict}>
      <Trouble
        icon={<ShieldCheck className="icon" aria-hidden="true" />}
        what={t('staff.checkWhole', { count: verdict.lines, lines })}
        todo={
          <>
            {t('staff.checkNote', { lines })}{' '}
            <Reference>{verdict.seal.replace(/.{5}(?=.)/g, '$& ')}</Reference>
          </>
        }
      />
      {verdict.unproven === 0 ? null : <p>{t('staff.checkUnproven', { count: verdict.unproven })}</p>}
      {verdict.unwatched === 0 ? null : <p>{t('staff.checkUnwatched', { count: verdict.unwatched })}</p>}
    </div>
  );
}
