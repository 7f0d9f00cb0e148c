import { Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Balance, GuestView } from '../../src-preload/contract/guest.ts';
import { useFormat, useNow, useSince, useStatus } from '../app/context.tsx';
import { ago } from '../text/ago.ts';
import { cx } from '../ui/cx.ts';
import read from '../ui/Read.module.css';
import { MoneyFigure, Old } from '../ui/Read.tsx';
import { StillAsking } from '../ui/StillAsking.tsx';
import css from './Guest.module.css';

const SKELETON_AFTER_MS = 300;

function Expiry(props: { readonly at: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const days = format.daysUntil(props.at, now);
  const day = format.dayLong(props.at);
  const words =
    days < 0
      ? t('guest.expired', { day })
      : days === 0
        ? t('guest.expiresToday', { day })
        : days === 1
          ? t('guest.expiresTomorrow', { day })
          : t('guest.expires', { day, days });
  return <p className={css.expiry}>{words}</p>;
}

function AsOf(props: { readonly balance: Balance; readonly from: GuestView['from'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { asOf } = props.balance;
  const time = format.time(asOf);
  if (props.from === 'toast') return <p className={read.label}>{t('guest.balance', { time })}</p>;
  const words =
    format.daysUntil(asOf, now) === 0
      ? t('guest.lastKnown', { time, ago: ago(now - asOf, t) })
      : t('guest.lastKnownDay', { day: format.day(asOf, now), ago: ago(now - asOf, t) });
  return <Old>{words}</Old>;
}

/** No picture yet: the figure's place stays free, and after a moment says what it waits for. */
export function BalanceToCome(props: { readonly since: number | null }) {
  const { t } = useTranslation();
  const waited = useSince(props.since);
  return (
    <div className={css.money}>
      <div className={css.balance}>
        <div className={css.bone} style={{ visibility: waited < SKELETON_AFTER_MS ? 'hidden' : 'visible' }} />
        <p className={read.label}>{waited < SKELETON_AFTER_MS ? '\u00a0' : t('guest.asking')}</p>
        <StillAsking since={props.since} />
      </div>
    </div>
  );
}

/** The balance as Toast said it, with its hour; what waits stands beside it and is never added. */
export function Money(props: { readonly view: GuestView; readonly asking: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const offline = useStatus().connection.state === 'offline';
  const { balance, from, waiting } = props.view;
  return (
    <div className={css.money}>
      <div className={css.balance}>
        {balance === null ? (
          <>
            <p className={css.unknown}>{t('guest.unknownBalance')}</p>
            <p className={read.label}>{offline ? t('guest.unknownWhyOffline') : t('guest.unknownWhy')}</p>
          </>
        ) : (
          <>
            <MoneyFigure>{format.money(balance.amount)}</MoneyFigure>
            <AsOf balance={balance} from={from} />
          </>
        )}
        <StillAsking since={props.asking} />
      </div>
      {waiting === 0 ? null : (
        <div className={css.beside}>
          <p className={css.besideSum}>
            <Hourglass className="icon" aria-hidden="true" />
            {format.money(waiting)}
          </p>
          <p className={cx(read.note)}>{t('guest.waitingBeside')}</p>
        </div>
      )}
      {balance === null || balance.earliestExpiry === null ? null : <Expiry at={balance.earliestExpiry} />}
    </div>
  );
}
