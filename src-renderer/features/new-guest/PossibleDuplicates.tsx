import { ChevronRight, CloudOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DuplicateReason, PossibleDuplicate } from '../../../src-preload/contract/guest.ts';
import { useFlow, useSince } from '../../app/app-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { MaskedNumber } from '../../ui/MaskedNumber.tsx';
import rows from '../../ui/Rows.module.css';
import read from '../../ui/Typography.module.css';
import { useTraits } from '../look-up/Matches.tsx';
import css from './NewGuest.module.css';

/** Nothing is said of a question before this, ms: most answers are there sooner. */
const SAID_AFTER_MS = 400;

const WHY = {
  'same-number': 'newGuest.why.sameNumber',
  'same-email': 'newGuest.why.sameEmail',
  'one-digit': 'newGuest.why.oneDigit',
  'digits-swapped': 'newGuest.why.digitsSwapped',
  'same-name-close-number': 'newGuest.why.sameName',
} as const satisfies Record<DuplicateReason, string>;

/** Someone they may be: pressed anywhere, it is them. */
function Row(props: { readonly alike: PossibleDuplicate }) {
  const { t } = useTranslation();
  const openGuest = useFlow((flow) => flow.openGuest);
  const { match, why } = props.alike;
  const traits = useTraits(match);
  return (
    <Button className={rows.row ?? ''} onPress={() => openGuest(match)}>
      <span className={css.rowWho}>
        <span className={rows.name}>
          <bdi>{match.name ?? t('common.noName')}</bdi>
        </span>
        <span className={rows.sub}>
          <b className={css.why}>{t(WHY[why])}</b>
          <MaskedNumber phone={match.phone} />
          {traits}
        </span>
      </span>
      <span className={rows.go}>
        {t('newGuest.thisIsThem')}
        <ChevronRight className="icon" aria-hidden="true" />
      </span>
    </Button>
  );
}

/** Who the new guest may already be, and whether Toast could be asked. */
export function PossibleDuplicateList(props: {
  readonly found: readonly PossibleDuplicate[];
  /** Toast is being asked, since then (steady ms). */
  readonly asking: number | null;
  /** Toast could not be asked: they may exist there. */
  readonly blind: boolean;
}) {
  const { t } = useTranslation();
  const waited = useSince(props.asking);
  const { found } = props;
  return (
    <section className={css.alike} aria-live="polite">
      {props.blind ? (
        <p className={css.blind}>
          <CloudOff className="icon" aria-hidden="true" />
          <span>{t('newGuest.blind')}</span>
        </p>
      ) : null}
      {found.length === 0 ? null : (
        <>
          <h2 className={cx(read.label, read.firm, css.alikeHead)}>{t('newGuest.alike')}</h2>
          <ul className={cx(rows.rows, css.rows)}>
            {found.map((alike) => (
              <li key={alike.match.id}>
                <Row alike={alike} />
              </li>
            ))}
          </ul>
        </>
      )}
      {props.asking !== null && waited >= SAID_AFTER_MS ? (
        <p className={cx(read.label, css.asking)}>{t('newGuest.asking')}</p>
      ) : null}
    </section>
  );
}
