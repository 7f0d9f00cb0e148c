import { ChevronRight } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { GuestMatch } from '../../src-preload/contract/guest.ts';
import { useFlow, useFormat, useNow } from '../app/context.tsx';
import { cx } from '../ui/cx.ts';
import { MaskedNumber } from '../ui/MaskedNumber.tsx';
import { useWholeRows } from '../ui/whole-rows.ts';
import css from './LookUp.module.css';

function Row(props: { readonly match: GuestMatch; readonly typedLine: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const openGuest = useFlow((flow) => flow.openGuest);
  const { match } = props;
  return (
    <Button className={css.row ?? ''} onPress={() => openGuest(match)}>
      <span style={{ minWidth: 0 }}>
        <span className={css.rowName}>{match.name ?? t('common.noName')}</span>
        <span className={css.rowSub}>
          <MaskedNumber phone={match.phone} typedLine={props.typedLine} />
          {match.seenAt === null ? (
            match.email === null ? null : (
              <span>{match.email}</span>
            )
          ) : (
            <span>{t('lookUp.seen', { day: format.day(match.seenAt, now) })}</span>
          )}
        </span>
      </span>
      <span className={css.go}>
        {t('lookUp.open')}
        <ChevronRight className="icon" aria-hidden="true" />
      </span>
    </Button>
  );
}

/** Guests who match. While more digits can still narrow it down, only whole rows show and the rest is counted. */
export function Matches(props: {
  readonly matches: readonly GuestMatch[];
  /** The digits typed of the line number (the last four), to be marked in each masked number. */
  readonly typedLine: string;
  readonly canNarrow: boolean;
}) {
  const { t } = useTranslation();
  const { ref, fit } = useWholeRows(props.matches.length);
  const shown = props.canNarrow ? props.matches.slice(0, fit) : props.matches;
  const more = props.matches.length - shown.length;
  return (
    <>
      <ul className={cx(css.rows, !props.canNarrow && css.scroll)} ref={ref}>
        {shown.map((match) => (
          <li key={match.id}>
            <Row match={match} typedLine={props.typedLine} />
          </li>
        ))}
      </ul>
      {more === 0 ? null : <p className={css.more}>{t('lookUp.more', { count: more })}</p>}
    </>
  );
}
