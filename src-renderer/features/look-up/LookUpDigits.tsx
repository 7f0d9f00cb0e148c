import { CloudOff, RefreshCw } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { isAbroad } from '../../../src-preload/contract/formats/phone.ts';
import type { GuestMatch } from '../../../src-preload/contract/guest.ts';
import { FIRST_DIGITS } from '../../../src-preload/contract/look-up.ts';
import { useFormat, useLookUp, useNow, useSince, useStatus } from '../../app/app-context.tsx';
import { cx } from '../../ui/cx.ts';
import { Failure } from '../../ui/Notice.tsx';
import { LinkButton } from '../../ui/Press.tsx';
import { SKELETON_AFTER_MS, StillAsking } from '../../ui/StillAsking.tsx';
import read from '../../ui/Typography.module.css';
import { Name } from '../../ui/Typography.tsx';
import css from './LookUp.module.css';
import { NoMatch } from './LookUpNoMatch.tsx';
import { canAskToast, isSettled, isWhole, type LookUpState, onlyGuest, queryOf } from './look-up.ts';
import { Matches, useTraits } from './Matches.tsx';

/** Where guests will stand, once looking for them takes longer than a blink. */
export function Skeleton(props: {
  readonly since: number | null;
  /** Under a head of their own, where the answer will have one; a whole number is most likely one guest's. */
  readonly headed?: 'one' | 'several';
}) {
  const { t } = useTranslation();
  const waited = useSince(props.since);
  if (props.since === null || waited < SKELETON_AFTER_MS) return null;
  const { headed } = props;
  const words = t('lookUp.looking');
  return (
    <>
      {headed === undefined ? null : <p className={cx(read.label, css.hits)}>{words}</p>}
      <ul
        className={cx(css.bones, headed !== undefined && css.headed, headed === 'one' && css.boneOne)}
        {...(headed === undefined ? { 'aria-label': words } : { 'aria-hidden': true })}
      >
        {(headed === 'one' ? ['only'] : ['first', 'second', 'third']).map((row) => (
          <li key={row}>
            <span className={cx(css.bone, css.boneName)} />
            <span className={css.bone} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Since when an answer is waited for; null where none is. */
export const waitingSince = ({ looking, toast }: LookUpState): number | null =>
  looking?.since ?? (toast.step === 'asking' ? toast.since : null);

/** The one guest a number belongs to, by all that is known of them. */
function Found(props: { readonly guest: GuestMatch }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { guest } = props;
  const traits = useTraits(guest);
  const { balance } = guest;
  return (
    <div className={css.found}>
      <Name>{guest.name ?? t('common.noName')}</Name>
      {balance === null ? null : (
        <p className={read.lead}>
          {t('lookUp.lastKnown', {
            amount: format.money(balance.amount),
            when:
              format.daysUntil(balance.asOf, now) === 0
                ? t('lookUp.balanceAt', { time: format.time(balance.asOf) })
                : t('lookUp.balanceOn', { day: format.dayShort(balance.asOf, now) }),
          })}
        </p>
      )}
      {traits.length === 0 ? null : <p className={cx(read.label, css.traits)}>{traits}</p>}
    </div>
  );
}

/** Where the answer is from, when Toast could not be asked, and the way to ask again. */
function Source(props: { readonly state: LookUpState }) {
  const { t } = useTranslation();
  const askToast = useLookUp((lookUp) => lookUp.askToast);
  const { state } = props;
  if (state.toast.step !== 'failed') return null;
  return (
    <div className={css.source} role="status">
      <CloudOff className="icon" aria-hidden="true" />
      <span>{t('lookUp.fromKiosk')}</span>
      {canAskToast(state) ? (
        <LinkButton onPress={askToast}>
          <RefreshCw className="icon" aria-hidden="true" />
          {t('lookUp.askAgain')}
        </LinkButton>
      ) : null}
    </div>
  );
}

/** Where no one was found here: no one at all, still asked, or not yet. */
function NoneHere(props: { readonly state: LookUpState }) {
  const { t } = useTranslation();
  const offline = useStatus().connection.state === 'offline';
  const { state } = props;
  const asking = askedSince(state);
  if (isSettled(state)) return <NoMatch state={state} />;
  if (state.answer === null || asking !== null) {
    return (
      <>
        <Skeleton since={waitingSince(state)} headed={isWhole(state) ? 'one' : 'several'} />
        <StillAsking since={asking} />
      </>
    );
  }
  return (
    <p className={cx(read.lead, css.quiet)}>
      {isAbroad(queryOf(state))
        ? t('lookUp.abroad')
        : offline
          ? t('lookUp.noneSoFarOffline')
          : t('lookUp.noneSoFar')}
    </p>
  );
}

/** Since when Toast is asked; null where it is not. */
const askedSince = ({ toast }: LookUpState): number | null => (toast.step === 'asking' ? toast.since : null);

/** The line above those found. */
function useFoundHead(state: LookUpState, single: boolean, count: number): string {
  const { t } = useTranslation();
  const whole = isWhole(state);
  if (state.by === 'last-four') return t('lookUp.endIn', { count, digits: queryOf(state) });
  if (single) return t('lookUp.belongsTo');
  if (!whole) return t('lookUp.soFar', { count });
  return count === 1 ? t('lookUp.match', { count }) : t('lookUp.shared');
}

/** What the typed digits lead to. */
export const DigitAnswers = memo(function DigitAnswers(props: { readonly state: LookUpState }) {
  const { t } = useTranslation();
  const { state } = props;
  const { answer, error, by } = state;
  const only = by === 'phone' ? onlyGuest(state) : undefined;
  const count = answer?.total ?? 0;
  const head = useFoundHead(state, only !== undefined, count);
  const digits = queryOf(state);
  if (error !== null) {
    return (
      <div className={css.trouble}>
        <Failure error={error} />
      </div>
    );
  }
  if (digits.length < FIRST_DIGITS) {
    return (
      <p className={cx(read.lead, css.quiet)}>
        {by === 'phone' ? t('lookUp.quiet') : t('lookUp.quietLastFour')}
      </p>
    );
  }
  const whole = isWhole(state);
  const matches = answer?.matches ?? [];
  if (matches.length === 0) return <NoneHere state={state} />;
  return (
    <>
      <p className={cx(read.label, css.hits)} role="status">
        {head}
        {whole && count > matches.length
          ? ` ${t('lookUp.showingWhole', { shown: matches.length, count })}`
          : null}
      </p>
      {only === undefined ? (
        <Matches
          matches={matches}
          total={count}
          unreadable={answer?.unreadable}
          typedLine={by === 'last-four' ? state.typed : isAbroad(digits) ? '' : digits.slice(6)}
          canNarrow={!whole}
          full={whole}
        />
      ) : (
        <Found guest={only} />
      )}
      <StillAsking since={askedSince(state)} />
      <Source state={state} />
    </>
  );
});
