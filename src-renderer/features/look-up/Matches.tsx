import { ChevronRight, Hourglass } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Balance, GuestMatch } from '../../../src-preload/contract/guest.ts';
import type { NearGuest } from '../../../src-preload/contract/look-up.ts';
import { useFlow, useFormat, useNow } from '../../app/app-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { useWholeRows } from '../../ui/fit-rows.ts';
import { MaskedNumber, NearNumber } from '../../ui/MaskedNumber.tsx';
import rows from '../../ui/Rows.module.css';
import css from './Matches.module.css';

/** A balance as last known, and when that was. */
function Known(props: { readonly balance: Balance }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { amount, asOf } = props.balance;
  const today = format.daysUntil(asOf, now) === 0;
  return (
    <span className={css.money}>
      <b>{format.money(amount)}</b>
      <span>
        {today
          ? t('lookUp.balanceAt', { time: format.time(asOf) })
          : t('lookUp.balanceOn', { day: format.dayShort(asOf, now) })}
      </span>
    </span>
  );
}

/** What tells guests apart besides their names and numbers, as far as it is known. */
export function useTraits(match: GuestMatch): readonly ReactNode[] {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { onlyHere, seenAt, email, lastCredit } = match;
  return [
    onlyHere ? (
      <span key="only" className={css.only}>
        <Hourglass className="icon" aria-hidden="true" />
        {t('lookUp.onlyHere')}
      </span>
    ) : null,
    seenAt === null ? null : (
      <span key="seen">{t('lookUp.seen', { day: format.dayShort(seenAt, now) })}</span>
    ),
    lastCredit === null ? null : (
      <span key="credit">
        {t('lookUp.lastCredit', {
          amount: format.money(lastCredit.amount),
          day: format.dayShort(lastCredit.at, now),
        })}
      </span>
    ),
    email === null ? null : <bdi key="email">{email}</bdi>,
  ].filter((trait) => trait !== null);
}

/** Not drawn again for a key that leaves the guest as they are. */
const Row = memo(function Row(props: {
  readonly match: GuestMatch;
  /** The digits typed of the line number, to be marked. */
  readonly typedLine?: string;
  /** Where the number is another than the one typed. */
  readonly differs?: readonly number[];
  /** All that is known, in one line more. */
  readonly full: boolean;
}) {
  const { t } = useTranslation();
  const openGuest = useFlow((flow) => flow.openGuest);
  const { match, full } = props;
  const traits = useTraits(match);
  return (
    <Button className={cx(rows.row, css.row)} onPress={() => openGuest(match)}>
      <span className={css.who}>
        <span className={cx(rows.name, css.name)}>
          <bdi>{match.name ?? t('common.noName')}</bdi>
        </span>
        <span className={cx(rows.sub, css.sub)}>
          {props.differs === undefined ? (
            <MaskedNumber phone={match.phone} typedLine={props.typedLine ?? ''} />
          ) : (
            <NearNumber phone={match.phone} differs={props.differs} />
          )}
          {traits[0]}
        </span>
        {full && traits.length > 1 ? <span className={cx(rows.sub, css.sub)}>{traits.slice(1)}</span> : null}
      </span>
      {match.balance === null ? null : <Known balance={match.balance} />}
      <span className={cx(rows.go, css.go)}>
        <span>{t('lookUp.open')}</span>
        <ChevronRight className="icon" aria-hidden="true" />
      </span>
    </Button>
  );
});

/** Guests who match. While more can still be typed to narrow it down, only whole rows show and the rest is counted. */
export function Matches(props: {
  readonly matches: readonly GuestMatch[];
  /** How many match in all, where that is more than are listed. */
  readonly total?: number;
  /** Guests who cannot be read, and so are missing. */
  readonly unreadable?: number | undefined;
  /** The digits typed of the line number (the last four), to be marked in each masked number. */
  readonly typedLine: string;
  readonly canNarrow: boolean;
  /** Beside one another where there is room, above a keyboard. */
  readonly compact?: boolean;
  /** Numbers do not tell them apart: everything else that is known shows. */
  readonly full?: boolean;
}) {
  const { t } = useTranslation();
  const { ref, fit } = useWholeRows(props.matches.length, props.compact === true ? 'compact' : 'rows');
  const { canNarrow, compact = false, full = false } = props;
  const shown = canNarrow ? props.matches.slice(0, fit) : props.matches;
  const more = Math.max(props.total ?? 0, props.matches.length) - shown.length;
  return (
    <>
      <div className={css.place}>
        <ul className={cx(rows.rows, css.rows, compact && css.compact, !canNarrow && css.scroll)} ref={ref}>
          {shown.map((match) => (
            <li key={match.id}>
              <Row match={match} typedLine={props.typedLine} full={full} />
            </li>
          ))}
        </ul>
      </div>
      {props.unreadable ? (
        <p className={css.more}>{t('lookUp.notRead', { count: props.unreadable })}</p>
      ) : null}
      {more === 0 || compact || !canNarrow ? null : (
        <p className={css.more}>{t('lookUp.more', { count: more })}</p>
      )}
    </>
  );
}

/** Guests whose number is nearly the one typed. */
export function NearMatches(props: { readonly near: readonly NearGuest[] }) {
  return (
    <div className={css.place}>
      <ul className={cx(rows.rows, css.rows)}>
        {props.near.map((match) => (
          <li key={match.id}>
            <Row match={match} differs={match.differs} full={false} />
          </li>
        ))}
      </ul>
    </div>
  );
}
