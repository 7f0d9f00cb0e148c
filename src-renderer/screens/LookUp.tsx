import { CloudOff, RefreshCw, UserRoundSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../src-preload/contract/status.ts';
import { useFlow, useFormat, useLookUp, useNow, useSince, useStatus } from '../app/context.tsx';
import { useHardwareKeys } from '../app/hardware-keys.ts';
import {
  ASK_FROM,
  isWhole,
  type LookUpBy,
  type LookUpState,
  queryOf,
  wholeLength,
} from '../state/look-up.ts';
import { phoneText } from '../state/phone.ts';
import { cx } from '../ui/cx.ts';
import { Frame, TrayTop } from '../ui/Frame.tsx';
import { Keypad } from '../ui/Keypad.tsx';
import { Banner, BannerBody, BannerPairs, Failure, Trouble } from '../ui/Notice.tsx';
import { Hold, PressButton, Primary, Switch } from '../ui/Press.tsx';
import read from '../ui/Read.module.css';
import { Digits, Name } from '../ui/Read.tsx';
import { StillAsking } from '../ui/StillAsking.tsx';
import css from './LookUp.module.css';
import { Matches } from './Matches.tsx';

/** Nothing is drawn as waiting before this, ms: most answers are there sooner. */
const SKELETON_AFTER_MS = 300;

function OfflineBanner(props: { readonly connection: Extract<Connection, { readonly state: 'offline' }> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const time = format.time(props.connection.since);
  const words = {
    'this-pc': { head: t('offline.headThisPc', { time }), why: t('offline.whyThisPc') },
    internet: { head: t('offline.head', { time }), why: t('offline.whyInternet') },
    toast: { head: t('offline.headToast', { time }), why: t('offline.whyToast') },
    access: { head: t('offline.headAccess', { time }), why: t('offline.whyAccess') },
  }[props.connection.cause];
  return (
    <Banner icon={<CloudOff className="icon" aria-hidden="true" />} head={words.head} edge>
      <BannerBody>{words.why}</BannerBody>
      <BannerPairs
        pairs={[
          [t('offline.works'), t('offline.worksGuests')],
          [t('offline.notNow'), t('offline.notNowBalances')],
        ]}
      />
    </Banner>
  );
}

function Bones(props: { readonly since: number | null }) {
  const { t } = useTranslation();
  const waited = useSince(props.since);
  if (props.since === null || waited < SKELETON_AFTER_MS) return null;
  return (
    <ul className={css.bones} aria-label={t('lookUp.looking')}>
      {['first', 'second', 'third'].map((row) => (
        <li key={row}>
          <span className={cx(css.bone, css.boneName)} />
          <span className={css.bone} />
        </li>
      ))}
    </ul>
  );
}

/** The digits of the line number typed so far, to be marked in masked numbers. */
const lineTyped = (state: LookUpState): string =>
  state.by === 'last-four' ? state.typed : queryOf(state).slice(6);

function Nobody(props: { readonly state: LookUpState }) {
  const { t } = useTranslation();
  const offline = useStatus().connection.state === 'offline';
  const { state } = props;
  const digits = queryOf(state);
  const icon = <UserRoundSearch className="icon" aria-hidden="true" />;
  if (!isWhole(state)) {
    return (
      <p className={cx(read.lead, css.quiet)}>
        {offline ? t('lookUp.noneSoFarOffline') : t('lookUp.noneSoFar')}
      </p>
    );
  }
  const words =
    state.by === 'last-four'
      ? { what: t('lookUp.noneLastFour', { digits }), todo: t('lookUp.noneLastFourBody') }
      : state.answer?.from === 'kiosk'
        ? {
            what: t('lookUp.noneWholeOffline', { number: phoneText(digits) }),
            todo: t('lookUp.noneWholeOfflineBody'),
          }
        : { what: t('lookUp.noneWhole', { number: phoneText(digits) }), todo: t('lookUp.noneWholeBody') };
  return (
    <div className={css.trouble}>
      <Trouble icon={icon} what={words.what} todo={words.todo} />
    </div>
  );
}

/** What the typed digits lead to. */
function Answers(props: { readonly state: LookUpState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { state } = props;
  const { answer, asking, error, by } = state;
  const digits = queryOf(state);
  if (error !== null) {
    return (
      <div className={css.trouble}>
        <Failure error={error} />
      </div>
    );
  }
  if (digits.length < ASK_FROM) {
    return (
      <p className={cx(read.lead, css.quiet)}>
        {by === 'phone' ? t('lookUp.quiet') : t('lookUp.quietLastFour')}
      </p>
    );
  }
  if (answer === null || (answer.matches.length === 0 && asking !== null)) {
    return (
      <>
        <Bones since={asking?.since ?? null} />
        <StillAsking since={asking?.since ?? null} />
      </>
    );
  }
  const { matches } = answer;
  const [only] = matches;
  if (only === undefined) return <Nobody state={state} />;
  const whole = isWhole(state);
  if (whole && by === 'phone' && matches.length === 1) {
    return (
      <>
        <p className={cx(read.label, css.hits)}>{t('lookUp.belongsTo')}</p>
        <div className={css.found}>
          <Name>{only.name ?? t('common.noName')}</Name>
          {only.seenAt === null ? (
            only.email === null ? null : (
              <p className={read.label}>{only.email}</p>
            )
          ) : (
            <p className={read.label}>{t('lookUp.seen', { day: format.day(only.seenAt, now) })}</p>
          )}
        </div>
      </>
    );
  }
  const head =
    by === 'last-four'
      ? t('lookUp.endIn', { count: matches.length, digits })
      : whole
        ? t('lookUp.shared')
        : t('lookUp.soFar', { count: matches.length });
  return (
    <>
      <p className={cx(read.label, css.hits)} role="status">
        {head}
      </p>
      <Matches
        matches={matches}
        typedLine={lineTyped(state)}
        canNarrow={!whole && digits.length < wholeLength(by)}
      />
      <StillAsking since={asking?.since ?? null} />
    </>
  );
}

/** What the tray says while there is no next step: as precise as what is known. */
function useHold(state: LookUpState): string {
  const { t } = useTranslation();
  const digits = queryOf(state).length;
  const { by, answer, asking, error } = state;
  if (error !== null) return t('lookUp.holdAgain');
  if (digits === 0) return by === 'phone' ? t('lookUp.holdStart') : t('lookUp.holdStartLastFour');
  if (digits < wholeLength(by)) {
    return digits >= ASK_FROM && (answer?.matches.length ?? 0) > 0
      ? t('lookUp.holdKeep')
      : t('lookUp.holdMore', { count: wholeLength(by) - digits });
  }
  if (asking !== null) return t('lookUp.holdAsking');
  return (answer?.matches.length ?? 0) > 0 ? t('lookUp.holdChoose') : t('lookUp.holdAgain');
}

/** Find a guest by phone: digits on the left, keys on the right, names from the fourth digit. */
export function LookUp() {
  const { t } = useTranslation();
  const { connection } = useStatus();
  const state = useLookUp((lookUp) => lookUp);
  const openGuest = useFlow((flow) => flow.openGuest);
  const hold = useHold(state);
  const only = isWhole(state) && state.answer?.matches.length === 1 ? state.answer.matches[0] : undefined;
  // Ask again helps where Toast failed; digits that cannot be a number stay that way.
  const canRetry =
    state.error !== null &&
    state.error.code !== 'number-too-short' &&
    state.error.code !== 'number-impossible';
  useHardwareKeys({
    onKey: state.press,
    onEnter: () => {
      if (only !== undefined) openGuest(only);
      else if (canRetry) state.again();
      else state.enter();
    },
  });
  const offline = connection.state === 'offline';
  const modes: readonly { readonly id: LookUpBy; readonly words: string }[] = [
    { id: 'phone', words: t('lookUp.wholeNumber') },
    { id: 'last-four', words: t('lookUp.lastFour') },
  ];
  return (
    <Frame
      name="look-up"
      tray={
        <>
          <TrayTop>
            <Switch label={t('lookUp.switch')} options={modes} chosen={state.by} onChoose={state.choose} />
          </TrayTop>
          <Keypad onKey={state.press} />
          {only !== undefined ? (
            <Primary onPress={() => openGuest(only)}>
              {t('lookUp.openNamed', { name: only.shortName ?? only.name ?? t('common.thisGuest') })}
            </Primary>
          ) : canRetry ? (
            <PressButton kind="tall" onPress={state.again}>
              <RefreshCw className="icon" aria-hidden="true" />
              <span>{t('lookUp.holdRetry')}</span>
            </PressButton>
          ) : (
            <Hold>{hold}</Hold>
          )}
        </>
      }
    >
      {offline ? <OfflineBanner connection={connection} /> : null}
      <h1 className={cx(read.label, offline ? css.afterBanner : css.first)} tabIndex={-1}>
        {state.by === 'phone' ? t('lookUp.title') : t('lookUp.titleLastFour')}
      </h1>
      <Digits typed={state.typed} by={state.by} />
      <Answers state={state} />
    </Frame>
  );
}
