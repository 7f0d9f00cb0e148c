import { ArrowLeftRight, Ellipsis, Eye, Info, List, RefreshCw, UserRoundSearch } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '../../../src-preload/contract/credit.ts';
import type { AppError } from '../../../src-preload/contract/errors.ts';
import type { GuestView } from '../../../src-preload/contract/guest.ts';
import { useAppContext, useFlow, useFormat, useNow, useStatus } from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import type { ManagerScreens } from '../../app/lazy-screens.ts';
import type { GuestNotice, ScreenOf, Who } from '../../app/screen.ts';
import { ask } from '../../core/ask.ts';
import { firstName, isReadable } from '../../core/names.ts';
import { phoneText } from '../../core/phone.ts';
import { cx } from '../../ui/cx.ts';
import { MaskedNumber } from '../../ui/MaskedNumber.tsx';
import { Failure } from '../../ui/Notice.tsx';
import { Back, LinkButton, PressButton, Primary } from '../../ui/Press.tsx';
import { SlowSaid, useAskingWords } from '../../ui/StillAsking.tsx';
import read from '../../ui/Typography.module.css';
import { Leader, Name } from '../../ui/Typography.tsx';
import { AskAgain, BalanceToCome, Money } from './Balance.tsx';
import css from './Guest.module.css';
import { usePull } from './GuestPull.ts';
import { HistoryAll, HistoryHead, NotRead } from './History.tsx';
import { mayBeMistake, type Past } from './history.ts';

/** How many presets the tray offers. */
const OFTEN = 3;
/** Up to so many lines the list is short enough that a way to all of them would lead nowhere. */
const FEW_LINES = 2;

/** The number, hidden until a person asks; the question is on record. */
function Phone(props: { readonly who: Who }) {
  const { t } = useTranslation();
  const { api } = useAppContext();
  const [shown, setShown] = useState<'no' | 'asking' | { readonly digits: string | null } | AppError>('no');
  const reveal = (): void => {
    setShown('asking');
    void ask<'revealPhone'>(api.revealPhone({ guestId: props.who.id })).then((answer) =>
      setShown(answer.ok ? answer.value : answer.error),
    );
  };
  if (props.who.phone.lastFour === null)
    return <p className={cx(read.label, css.inline)}>{t('guest.noNumber')}</p>;
  if (typeof shown === 'object' && 'digits' in shown && !('code' in shown)) {
    return (
      <p
        className={cx(read.label, css.inline)}
        tabIndex={-1}
        ref={(place) => place?.focus({ preventScroll: true })}
      >
        {shown.digits === null ? t('guest.noNumber') : phoneText(shown.digits)}
      </p>
    );
  }
  return (
    <div className={css.inline}>
      <span className={read.label}>
        <MaskedNumber phone={props.who.phone} />
      </span>
      <LinkButton onPress={reveal}>
        <Eye className="icon" aria-hidden="true" />
        {shown === 'asking'
          ? t('guest.showing')
          : shown === 'no'
            ? t('guest.showNumber')
            : t('common.tryAgain')}
      </LinkButton>
    </div>
  );
}

/** When a history that Toast did not just give was so; null for one it did. */
function useHistoryAge({ history, historyFrom }: GuestView): string | null {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (history === null || historyFrom === 'toast') return null;
  return format.daysUntil(history.asOf, now) === 0
    ? t('guest.historyAsOf', { time: format.time(history.asOf) })
    : t('guest.historyAsOfDay', { day: format.day(history.asOf, now) });
}

/** The newest lines of the history, and the way to all of it. */
function Recent(props: {
  readonly view: GuestView;
  readonly past: Past | null;
  readonly asking: boolean;
  readonly onAll: () => void;
}) {
  const { t } = useTranslation();
  const { view, past } = props;
  const { history, trouble, guest } = view;
  const old = useHistoryAge(view);
  const now = useNow();
  const lines = past?.lines ?? [];
  const more = past !== null && past.next !== null;
  // Where both did not come for one reason, it is said once, at the balance.
  const why = trouble.history?.code === trouble.balance?.code ? null : trouble.history;
  return (
    <section className={css.past}>
      <div className={read.head}>
        <h2 className={cx(read.label, read.firm)}>{old ?? t('guest.history')}</h2>
        {lines.length > FEW_LINES || lines.some((line) => mayBeMistake(line, now)) ? (
          <LinkButton onPress={props.onAll}>
            <List className="icon" aria-hidden="true" />
            {more ? t('guest.allOf') : t('guest.all', { total: lines.length })}
          </LinkButton>
        ) : null}
      </div>
      {why !== null && !props.asking ? <AskAgain trouble={why} /> : null}
      <NotRead count={past?.unreadable ?? 0} />
      {lines.length > 0 ? (
        <HistoryHead lines={lines} />
      ) : (past?.unreadable ?? 0) > 0 ? null : (
        <p className={css.none}>
          {history !== null || guest.onlyHere
            ? t('guest.noHistory')
            : props.asking
              ? t('history.asking')
              : t('guest.historyUnknown')}
        </p>
      )}
    </section>
  );
}

function GuestSidePanel(props: { readonly screen: ScreenOf<'guest'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { reasons, language, session } = useStatus();
  const { openForm, toLookUp } = useFlow((flow) => flow);
  const alone = session?.limits.alone ?? 0;
  const often = reasons
    .flatMap((reason): readonly (Reason & { readonly amount: NonNullable<Reason['amount']> })[] =>
      reason.amount === null ? [] : [{ ...reason, amount: reason.amount }],
    )
    // What this person may give without a manager comes first.
    .sort((a, b) => Number(a.amount > alone) - Number(b.amount > alone))
    .slice(0, OFTEN);
  const gone = props.screen.error?.code === 'guest-not-found';
  if (gone) {
    return (
      <>
        <SidePanelTop />
        <Primary onPress={toLookUp}>{t('guest.nextGuest')}</Primary>
      </>
    );
  }
  return (
    <>
      <SidePanelTop>
        <PressButton onPress={toLookUp}>
          <UserRoundSearch className="icon" aria-hidden="true" />
          <span>{t('guest.nextGuest')}</span>
        </PressButton>
      </SidePanelTop>
      {often.length === 0 ? null : (
        <p className={cx(read.label, read.firm, css.oftenHead)}>{t('guest.often')}</p>
      )}
      {often.map((reason) => (
        <PressButton key={reason.id} kind="often" onPress={() => openForm(reason)}>
          <Leader>{reason.label[language]}</Leader>
          <span>{format.money(reason.amount)}</span>
        </PressButton>
      ))}
      <Primary onPress={() => openForm()} busy={props.screen.opening}>
        {props.screen.opening ? t('guest.opening') : t('guest.give')}
      </Primary>
    </>
  );
}

const NOTICES = {
  'nothing-given': 'guest.nothingGiven',
  added: 'guest.added',
  'same-guest': 'guest.sameGuest',
} as const satisfies Record<NonNullable<GuestNotice>, string>;

/** The way back, and what can be done about the screen itself. */
function Top(props: {
  readonly asking: number | null;
  readonly onBack: () => void;
  /** Left out where there is no room for it. */
  readonly onSwitch?: () => void;
  readonly words: string;
}) {
  const { t } = useTranslation();
  const asking = useAskingWords(props.asking, t('guest.refreshing'));
  const { refreshGuest, askToForget } = useFlow((flow) => flow);
  return (
    <div className={css.top}>
      <Back onPress={props.onBack}>{props.words}</Back>
      <span className={css.topEnd}>
        <SlowSaid since={props.asking} />
        <LinkButton onPress={refreshGuest}>
          <RefreshCw className="icon" aria-hidden="true" />
          {props.asking === null ? t('guest.refresh') : asking}
        </LinkButton>
        {props.onSwitch === undefined ? null : (
          <LinkButton onPress={props.onSwitch}>
            <ArrowLeftRight className="icon" aria-hidden="true" />
            {t('common.switchUser')}
          </LinkButton>
        )}
        <LinkButton onPress={askToForget} label={t('guest.forget.way')}>
          <Ellipsis className="icon" aria-hidden="true" />
        </LinkButton>
      </span>
    </div>
  );
}

/** All of the history, under the guest's name. */
function Whole(props: {
  readonly screen: ScreenOf<'guest'>;
  readonly past: Past;
  readonly onBack: () => void;
}) {
  const { t } = useTranslation();
  const { screen } = props;
  const short = firstName(screen.who) ?? t('common.thisGuest');
  return (
    <Frame key="all" name="guest" sidePanel={<GuestSidePanel screen={screen} />}>
      <Top
        asking={screen.asking?.since ?? null}
        onBack={props.onBack}
        words={t('guest.backToName', { name: short })}
      />
      <Name heading>{screen.who.name ?? t('common.noName')}</Name>
      <div className={css.all}>
        <div className={read.head}>
          <h2 className={cx(read.label, read.firm)}>{t('guest.allOf')}</h2>
        </div>
        <HistoryAll past={props.past} />
      </div>
    </Frame>
  );
}

/** A guest: the name and the money first, then what is behind them. */
export function Guest(props: {
  readonly screen: ScreenOf<'guest'>;
  readonly lazyScreens: ManagerScreens | null;
}) {
  const { t } = useTranslation();
  const { toLookUp, refreshGuest, openForm } = useFlow((flow) => flow);
  const [all, setAll] = useState(false);
  const [switching, setSwitching] = useState(false);
  const format = useFormat();
  const pull = usePull(refreshGuest);
  const { screen, lazyScreens } = props;
  const { who, view, asking, error, notice, past } = screen;
  const taking = switching && lazyScreens !== null;
  useHardwareKeys(
    taking ? {} : { onEnter: () => openForm(), onEscape: () => (all ? setAll(false) : toLookUp()) },
  );
  if (all && past !== null) return <Whole screen={screen} past={past} onBack={() => setAll(false)} />;
  return (
    <Frame
      key="guest"
      name="guest"
      sidePanel={
        taking ? (
          <lazyScreens.SwitchUser
            guest={firstName(who) ?? t('common.thisGuest')}
            onDone={() => setSwitching(false)}
          />
        ) : (
          <GuestSidePanel screen={screen} />
        )
      }
    >
      <div className={css.pull} {...pull.handlers}>
        {pull.by === 0 ? null : (
          <p className={css.pulled} aria-hidden="true">
            <RefreshCw className="icon" />
            {pull.asks ? t('guest.letGo') : t('guest.pull')}
          </p>
        )}
        <div className={css.pullable} style={pull.by === 0 ? {} : { translate: `0 ${String(pull.by)}px` }}>
          <Top
            asking={asking?.since ?? null}
            onBack={toLookUp}
            onSwitch={() => setSwitching(true)}
            words={t('guest.back')}
          />
          <div className={css.guest}>
            <div className={css.who}>
              <Name heading>{who.name ?? t('common.noName')}</Name>
              <div className={css.under}>
                <Phone who={who} />
                {isReadable(who.name) ? null : <p className={css.notice}>{t('guest.oddName')}</p>}
                {notice === null ? null : (
                  <p className={css.notice} role="status">
                    <Info className="icon" aria-hidden="true" />
                    {t(NOTICES[notice])}
                  </p>
                )}
              </div>
            </div>
            {view?.mergedFrom === undefined ? null : (
              <p className={css.notice} role="status">
                <Info className="icon" aria-hidden="true" />
                {view.mergedFrom.waiting > 0
                  ? t('guest.mergedWaiting', { sum: format.money(view.mergedFrom.waiting) })
                  : t('guest.merged')}
              </p>
            )}
            {error === null ? null : (
              <div className={css.failure}>
                <Failure error={error}>
                  {error.code === 'guest-not-found' ? undefined : (
                    <PressButton kind="plain" onPress={refreshGuest}>
                      <RefreshCw className="icon" aria-hidden="true" />
                      <span>{t('common.tryAgain')}</span>
                    </PressButton>
                  )}
                </Failure>
              </div>
            )}
            {view === null ? (
              error === null ? (
                <BalanceToCome since={asking?.since ?? null} />
              ) : null
            ) : (
              <>
                <Money view={view} asking={asking?.since ?? null} newGuest={screen.newGuest} />
                <Recent
                  view={view}
                  past={past}
                  asking={asking !== null}
                  onAll={() => {
                    setSwitching(false);
                    setAll(true);
                  }}
                />
              </>
            )}
          </div>
        </div>
      </div>
    </Frame>
  );
}
