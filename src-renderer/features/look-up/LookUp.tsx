import { CloudOff, Info, RefreshCw, Search, UserRoundPlus } from 'lucide-react';
import { memo, useCallback, useDeferredValue, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isAbroad } from '../../../src-preload/contract/formats/phone.ts';
import type { LookUpWay } from '../../../src-preload/contract/look-up.ts';
import { FIRST_DIGITS } from '../../../src-preload/contract/look-up.ts';
import type { Connection } from '../../../src-preload/contract/status.ts';
import { useAppContext, useFlow, useFormat, useLookUp, useSince, useStatus } from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import { cx } from '../../ui/cx.ts';
import { Keypad } from '../../ui/Keypad.tsx';
import { LetterKeys } from '../../ui/LetterKeys.tsx';
import { Banner, BannerBody, BannerPairs } from '../../ui/Notice.tsx';
import { ActionHint, PressButton, Primary, Switch } from '../../ui/Press.tsx';
import { SLOW_AFTER_MS } from '../../ui/StillAsking.tsx';
import read from '../../ui/Typography.module.css';
import { Digits } from '../../ui/Typography.tsx';
import css from './LookUp.module.css';
import { DigitAnswers } from './LookUpDigits.tsx';
import { LetterAnswers, LetterHead } from './LookUpLetters.tsx';
import { useNewGuest } from './LookUpNoMatch.tsx';
import { canAskToast, certainMatch, isSettled, type LookUpState, onlyGuest, queryOf } from './look-up.ts';
import { hasSeveralWords } from './look-up-join.ts';
import { lookUpLayout } from './look-up-keyboards.ts';
import { byDigits, digitsMissing, WAYS } from './look-up-ways.ts';

function OfflineBanner(props: {
  readonly connection: Extract<Connection, { readonly state: 'offline' }>;
  readonly edge: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const time = format.time(props.connection.since);
  const words = {
    'this-pc': { head: t('offline.headThisPc', { time }), why: t('offline.whyThisPc') },
    internet: { head: t('offline.head', { time }), why: t('offline.whyInternet') },
    toast: { head: t('offline.headToast', { time }), why: t('offline.whyToast') },
    between: { head: t('offline.headBetween', { time }), why: t('offline.whyBetween') },
    access: { head: t('offline.headAccess', { time }), why: t('offline.whyAccess') },
  }[props.connection.cause];
  return (
    <Banner icon={<CloudOff className="icon" aria-hidden="true" />} head={words.head} edge={props.edge}>
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

/** How this PC stores guests, if it deletes them automatically. */
function Memory() {
  const { t } = useTranslation();
  if (useStatus().guestMemory !== 'memory') return null;
  return (
    <p className={css.foot}>
      <Info className="icon" aria-hidden="true" />
      <span>{t('lookUp.memory')}</span>
    </p>
  );
}

/** What the tray says while there is no next step: as precise as what is known. */
function useActionHint(state: LookUpState): string {
  const { t } = useTranslation();
  const { by, answer, toast, error, typed } = state;
  const waited = useSince(toast.step === 'asking' ? toast.since : null);
  const query = queryOf(state);
  const found = (answer?.matches.length ?? 0) > 0;
  if (error !== null) return t('lookUp.holdAgain');
  if (toast.step === 'asking') {
    return waited < SLOW_AFTER_MS || byDigits(by)
      ? t('lookUp.holdAsking')
      : t('common.stillAsking', { count: Math.floor(waited / 1000) });
  }
  if (typed === '') {
    return {
      phone: t('lookUp.holdStart'),
      'last-four': t('lookUp.holdStartLastFour'),
      name: t('lookUp.holdStartName'),
      email: t('lookUp.holdStartEmail'),
    }[by];
  }
  if (!byDigits(by)) {
    if (found) return t('lookUp.holdKeep');
    return by === 'name' && toast.step === 'answered' ? t('lookUp.holdWhole') : t('lookUp.holdType');
  }
  const missing = digitsMissing(by, query);
  if (missing > 0) {
    if (query.length >= FIRST_DIGITS && found) return t('lookUp.holdKeep');
    return isAbroad(query) ? t('lookUp.holdType') : t('lookUp.holdMore', { count: missing });
  }
  return found ? t('lookUp.holdChoose') : t('lookUp.holdAgain');
}

/** The next step, in the place where it always is; words where there is none. */
function Next(props: { readonly state: LookUpState }) {
  const { t } = useTranslation();
  const openGuest = useFlow((flow) => flow.openGuest);
  const { askToast, numberInstead } = useLookUp((lookUp) => lookUp);
  const { state } = props;
  const hold = useActionHint(state);
  const newGuest = useNewGuest(state);
  const { answer, toast } = state;
  const only = onlyGuest(state);
  const nobody = answer?.total === 0;
  if (only !== undefined) {
    return (
      <Primary onPress={() => openGuest(only)}>
        {t('lookUp.openNamed', { name: only.shortName ?? only.name ?? t('common.thisGuest') })}
      </Primary>
    );
  }
  if (canAskToast(state) && (nobody || answer === null || !byDigits(state.by))) {
    const again = toast.step === 'failed';
    const Icon = again ? RefreshCw : Search;
    return (
      <PressButton kind="tall" onPress={askToast}>
        <Icon className="icon" aria-hidden="true" />
        <span>{again ? t('lookUp.askAgain') : t('lookUp.askToast')}</span>
      </PressButton>
    );
  }
  if (nobody && newGuest !== null && isSettled(state) && toast.step === 'answered') {
    // Where a guest nearly has the number, or one cannot be read, they come first.
    return answer.near.length === 0 && !answer.unreadable ? (
      <Primary onPress={newGuest}>{t('lookUp.newGuest')}</Primary>
    ) : (
      <PressButton kind="tall" onPress={newGuest}>
        <UserRoundPlus className="icon" aria-hidden="true" />
        <span>{t('lookUp.newGuest')}</span>
      </PressButton>
    );
  }
  if (state.by === 'name' && nobody && toast.step === 'answered' && hasSeveralWords(queryOf(state))) {
    return <Primary onPress={numberInstead}>{t('lookUp.byPhone')}</Primary>;
  }
  return <ActionHint>{hold}</ActionHint>;
}

/** By what is looked for. Not drawn again for a key. */
const WaySwitch = memo(function WaySwitch(props: {
  readonly by: LookUpWay;
  readonly onChoose: (by: LookUpWay) => void;
}) {
  const { t } = useTranslation();
  const ways: readonly { readonly id: LookUpWay; readonly words: string }[] = [
    { id: 'phone', words: t('lookUp.wholeNumber') },
    { id: 'last-four', words: t('lookUp.lastFour') },
    { id: 'name', words: t('lookUp.name') },
    { id: 'email', words: t('lookUp.email') },
  ];
  return (
    <Switch label={t('lookUp.switch')} options={ways} chosen={props.by} onChoose={props.onChoose} square />
  );
});

/** After so long without a key the only match opens, ms: a digit too many still counts as one. */
const OPENS_AFTER_MS = 400;

/** Opens the guest whose number was typed, where the restaurant wants it and there can be no other. */
function useOpensOnly(state: LookUpState): void {
  const { clock } = useAppContext();
  const { openOnlyMatch } = useStatus();
  const openGuest = useFlow((flow) => flow.openGuest);
  const certain = openOnlyMatch ? certainMatch(state) : undefined;
  useEffect(
    () => (certain === undefined ? undefined : clock.after(OPENS_AFTER_MS, () => openGuest(certain))),
    [clock, openGuest, certain],
  );
}

/** Find a guest: by number on the keypad, by name or e-mail on a keyboard. What is typed leads to names at every key. */
export function LookUp() {
  const { t } = useTranslation();
  const { connection, language } = useStatus();
  const state = useLookUp((lookUp) => lookUp);
  // The next key goes before the drawing of guests: their list follows when there is a moment.
  const drawn = useDeferredValue(state);
  const openGuest = useFlow((flow) => flow.openGuest);
  const { by, press, write } = state;
  const erase = useCallback(() => press('delete'), [press]);
  useHardwareKeys({
    onKey: press,
    onPaste: write,
    ...(byDigits(by) ? {} : { onText: write }),
    onEnter: () => {
      const only = onlyGuest(state);
      if (only === undefined) state.enter();
      else openGuest(only);
    },
  });
  useOpensOnly(state);
  const typedEnough = queryOf(state).length >= WAYS[by].from;
  const offline =
    connection.state === 'offline' ? <OfflineBanner connection={connection} edge={byDigits(by)} /> : null;
  return (
    <Frame
      name="look-up"
      letters={!byDigits(by)}
      sidePanel={
        <>
          <SidePanelTop>
            <WaySwitch by={by} onChoose={state.choose} />
          </SidePanelTop>
          {byDigits(by) ? (
            <Keypad onKey={press} />
          ) : (
            <LetterKeys
              key={by}
              layout={lookUpLayout(by, language)}
              capital={lookUpLayout(by, language).capital(state.typed)}
              onType={write}
              onErase={erase}
            />
          )}
          <Next state={state} />
        </>
      }
    >
      {byDigits(by) ? (
        <>
          {offline}
          <h1 className={cx(read.label, offline === null ? css.first : css.afterBanner)} tabIndex={-1}>
            {by === 'phone' ? t('lookUp.title') : t('lookUp.titleLastFour')}
          </h1>
          <Digits typed={state.typed} by={by} />
          <DigitAnswers state={drawn} />
        </>
      ) : (
        <>
          <LetterHead state={{ ...state, by }} />
          <div className={css.below} {...(typedEnough || offline === null ? {} : { tabIndex: 0 })}>
            <LetterAnswers state={{ ...state, by }} />
            {/* With a list below it there is no room for more than the strip says. */}
            {typedEnough ? null : offline}
          </div>
        </>
      )}
      {state.typed === '' ? <Memory /> : null}
    </Frame>
  );
}
