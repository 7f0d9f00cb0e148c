import { Hourglass, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '../../../src-preload/contract/errors.ts';
import type { Balance, GuestView } from '../../../src-preload/contract/guest.ts';
import type { GuestItem } from '../../../src-preload/contract/outbox.ts';
import { useErrorWords, useFlow, useFormat, useNow, useSince, useStatus } from '../../app/app-context.tsx';
import { ago } from '../../text/ago.ts';
import { expiryDays } from '../../text/format.ts';
import { cx } from '../../ui/cx.ts';
import { LinkButton } from '../../ui/Press.tsx';
import { SKELETON_AFTER_MS } from '../../ui/StillAsking.tsx';
import read from '../../ui/Typography.module.css';
import { MoneyFigure, Old } from '../../ui/Typography.tsx';
import css from './Guest.module.css';

/** Up to so many days until credit expires the days are counted; for later ones the date says more. */
const COUNTED_DAYS = 60;

/** What a balance means, where its figure alone does not say it: when some of it expires, or that there is none. */
function useMeaning(balance: Balance | null): string | null {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (balance === null) return null;
  if (balance.amount < 0) return t('guest.belowZero');
  if (balance.amount === 0) return t('guest.noCredit');
  const at = balance.earliestExpiry;
  if (at === null) return null;
  const days = expiryDays(at, now, format);
  if (days === null) return at > now ? t('guest.expiresNever') : null;
  const day = format.dayLong(at, now);
  if (days < 0) return t('guest.expired', { day });
  if (days === 0) return t('guest.expiresToday', { day });
  if (days === 1) return t('guest.expiresTomorrow', { day });
  return days > COUNTED_DAYS ? t('guest.expiresFar', { day }) : t('guest.expires', { day, days });
}

/** What the balance means. Its line is there from the start: what is below must not move when the answer comes. */
function Meaning(props: { readonly balance: Balance | null }) {
  return <p className={css.expiry}>{useMeaning(props.balance) ?? '\u00a0'}</p>;
}

/** When the balance was so. Amber only where Toast could not say whether it still is. */
function AsOf(props: {
  readonly balance: Balance;
  readonly from: GuestView['from'];
  readonly asking: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { asOf } = props.balance;
  const time = format.time(asOf);
  if (props.from === 'toast') return <p className={css.asOf}>{t('guest.balance', { time })}</p>;
  const words =
    format.daysUntil(asOf, now) === 0
      ? t('guest.lastKnown', { time, ago: ago(now - asOf, t) })
      : t('guest.lastKnownDay', { day: format.day(asOf, now), ago: ago(now - asOf, t) });
  return props.asking ? <p className={css.asOf}>{words}</p> : <Old>{words}</Old>;
}

/** Why something is not this moment's, where it stands, and the way to ask again. */
export function AskAgain(props: { readonly trouble: AppError }) {
  const { t } = useTranslation();
  const refresh = useFlow((flow) => flow.refreshGuest);
  const { what } = useErrorWords()(props.trouble);
  return (
    <p className={css.again} role="status">
      <span>{what}.</span>
      <LinkButton onPress={refresh}>
        <RefreshCw className="icon" aria-hidden="true" />
        {t('guest.askAgain')}
      </LinkButton>
    </p>
  );
}

/** The figure's place while nothing is known: it stays free, and after a moment says what it waits for. */
function ToCome(props: { readonly since: number | null }) {
  const { t } = useTranslation();
  const waited = useSince(props.since);
  const early = waited < SKELETON_AFTER_MS;
  return (
    <div className={css.balance}>
      <MoneyFigure className={cx(css.bone, early && css.boneEarly)}>{'\u00a0'}</MoneyFigure>
      <p className={css.asOf}>{early ? '\u00a0' : t('guest.asking')}</p>
    </div>
  );
}

/** No picture at all yet. */
export function BalanceToCome(props: { readonly since: number | null }) {
  return (
    <div className={css.money}>
      <ToCome {...props} />
      <Meaning balance={null} />
    </div>
  );
}

/** The balance with its hour, or that it is not known, and why. */
function Figure(props: { readonly view: GuestView; readonly asking: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const offline = useStatus().connection.state === 'offline';
  const { balance, from, trouble } = props.view;
  const asking = props.asking !== null;
  if (balance === null && asking) return <ToCome since={props.asking} />;
  return (
    <div className={css.balance}>
      {balance === null ? (
        <>
          <p className={css.unknown}>{t('guest.unknownBalance')}</p>
          {trouble.balance === null ? (
            <p className={read.label}>{offline ? t('guest.unknownWhyOffline') : t('guest.unknownWhy')}</p>
          ) : null}
        </>
      ) : (
        <>
          <MoneyFigure>{format.money(balance.amount)}</MoneyFigure>
          <AsOf balance={balance} from={from} asking={asking && trouble.balance === null} />
        </>
      )}
      {trouble.balance !== null && !asking ? <AskAgain trouble={trouble.balance} /> : null}
    </div>
  );
}

/** Where someone added here stands on the way to Toast. */
function useNewGuestWords(): (item: GuestItem | null) => string {
  const { t } = useTranslation();
  const { connection } = useStatus();
  return (item) => {
    if (item?.stuck === 'guest-exists') return t('guest.new.exists');
    if (item?.state === 'stuck' || item?.state === 'refused') return t('guest.new.needsManager');
    return connection.state === 'offline' ? t('guest.new.offline') : t('guest.new.onTheWay');
  };
}

/** Someone added here whom Toast does not have yet: no balance is claimed. */
function Newcomer(props: { readonly item: GuestItem | null }) {
  const { t } = useTranslation();
  const setWaitingOpen = useFlow((flow) => flow.setWaitingOpen);
  const words = useNewGuestWords();
  const { item } = props;
  const needs = item?.state === 'stuck' || item?.state === 'refused';
  return (
    <div className={css.balance} role="status">
      <p className={css.unknown}>{t('guest.new.title')}</p>
      <p className={read.label}>{words(item)}</p>
      {needs ? (
        <p className={css.again}>
          <LinkButton onPress={() => setWaitingOpen(true)}>
            <Hourglass className="icon" aria-hidden="true" />
            {t('guest.new.look')}
          </LinkButton>
        </p>
      ) : null}
    </div>
  );
}

/** The balance as Toast said it, with its hour; what is waiting stands beside it and is never added. */
export function Money(props: {
  readonly view: GuestView;
  readonly asking: number | null;
  readonly newGuest: GuestItem | null;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { guest, balance, waiting } = props.view;
  return (
    <div className={css.money}>
      {guest.onlyHere ? (
        <Newcomer item={props.newGuest} />
      ) : (
        <Figure view={props.view} asking={props.asking} />
      )}
      {waiting === 0 ? null : (
        <div className={css.beside}>
          <p className={css.besideSum}>
            <Hourglass className="icon" aria-hidden="true" />
            {format.money(waiting)}
          </p>
          <p className={read.note}>{guest.onlyHere ? t('guest.new.waiting') : t('guest.waitingBeside')}</p>
        </div>
      )}
      {guest.onlyHere ? null : <Meaning balance={balance} />}
    </div>
  );
}
