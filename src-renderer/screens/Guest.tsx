import { Eye, Info, List, RefreshCw, UserRoundSearch } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '../../src-preload/contract/credit.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { GuestView } from '../../src-preload/contract/guest.ts';
import { useAround, useFlow, useFormat, useNow, useStatus } from '../app/context.tsx';
import { useHardwareKeys } from '../app/hardware-keys.ts';
import { ask } from '../state/ask.ts';
import { firstName } from '../state/names.ts';
import { phoneText } from '../state/phone.ts';
import type { ScreenOf, Who } from '../state/screen.ts';
import { cx } from '../ui/cx.ts';
import { Frame, TrayTop } from '../ui/Frame.tsx';
import { MaskedNumber } from '../ui/MaskedNumber.tsx';
import { Failure } from '../ui/Notice.tsx';
import { Back, LinkButton, PressButton, Primary } from '../ui/Press.tsx';
import read from '../ui/Read.module.css';
import { Leader, Name } from '../ui/Read.tsx';
import { BalanceToCome, Money } from './Balance.tsx';
import css from './Guest.module.css';
import { HistoryLines } from './History.tsx';

/** How many presets the tray offers. */
const OFTEN = 3;
/** Up to so many lines the list is short enough that a way to all of them would lead nowhere. */
const FEW_LINES = 2;

/** The number, hidden until a person asks; the question is on record. */
function Phone(props: { readonly who: Who }) {
  const { t } = useTranslation();
  const { api } = useAround();
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

function Past(props: { readonly view: GuestView; readonly onAll: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { history, from } = props.view;
  const old =
    history === null || from === 'toast'
      ? null
      : format.daysUntil(history.asOf, now) === 0
        ? t('guest.historyAsOf', { time: format.time(history.asOf) })
        : t('guest.historyAsOfDay', { day: format.day(history.asOf, now) });
  const lines = history?.lines ?? [];
  return (
    <section className={css.past}>
      <div className={read.head}>
        <h2 className={cx(read.label, read.firm)}>{old ?? t('guest.history')}</h2>
        {lines.length > FEW_LINES ? (
          <LinkButton onPress={props.onAll}>
            <List className="icon" aria-hidden="true" />
            {t('guest.all', { total: lines.length })}
          </LinkButton>
        ) : null}
      </div>
      {history === null ? (
        <p className={css.none}>{t('guest.historyUnknown')}</p>
      ) : lines.length === 0 ? (
        <p className={css.none}>{t('guest.noHistory')}</p>
      ) : (
        <HistoryLines lines={lines} />
      )}
    </section>
  );
}

function Tray(props: { readonly screen: ScreenOf<'guest'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { reasons, language } = useStatus();
  const { openForm, toLookUp } = useFlow((flow) => flow);
  const often = reasons
    .flatMap((reason): readonly (Reason & { readonly amount: NonNullable<Reason['amount']> })[] =>
      reason.amount === null ? [] : [{ ...reason, amount: reason.amount }],
    )
    .slice(0, OFTEN);
  const gone = props.screen.error?.code === 'guest-not-found';
  if (gone) {
    return (
      <>
        <TrayTop />
        <Primary onPress={toLookUp}>{t('guest.nextGuest')}</Primary>
      </>
    );
  }
  return (
    <>
      <TrayTop>
        <PressButton onPress={toLookUp}>
          <UserRoundSearch className="icon" aria-hidden="true" />
          <span>{t('guest.nextGuest')}</span>
        </PressButton>
      </TrayTop>
      {often.length === 0 ? null : (
        <p className={cx(read.label, read.firm, css.oftenHead)}>{t('guest.often')}</p>
      )}
      {often.map((reason) => (
        <PressButton key={reason.id} kind="often" onPress={() => openForm(reason)}>
          <Leader>{reason.label[language]}</Leader>
          <span>{format.money(reason.amount)}</span>
        </PressButton>
      ))}
      <Primary onPress={() => openForm()}>
        {props.screen.opening ? t('guest.opening') : t('guest.give')}
      </Primary>
    </>
  );
}

/** A guest: the name and the money first, then what lies behind them. */
export function Guest(props: { readonly screen: ScreenOf<'guest'> }) {
  const { t } = useTranslation();
  const { toLookUp, refreshGuest, openForm } = useFlow((flow) => flow);
  const [all, setAll] = useState(false);
  const { screen } = props;
  const { who, view, asking, error, notice } = screen;
  const name = who.name ?? t('common.noName');
  useHardwareKeys({
    onEnter: () => openForm(),
    onEscape: () => (all ? setAll(false) : toLookUp()),
  });
  if (all && view !== null && view.history !== null) {
    const short = firstName(who) ?? t('common.thisGuest');
    return (
      <Frame key="all" name="guest" tray={<Tray screen={screen} />}>
        <Back onPress={() => setAll(false)}>{t('guest.backToName', { name: short })}</Back>
        <Name heading>{name}</Name>
        <div className={css.all}>
          <div className={read.head}>
            <h2 className={cx(read.label, read.firm)}>{t('guest.allOf')}</h2>
          </div>
          <HistoryLines lines={view.history.lines} all />
        </div>
      </Frame>
    );
  }
  return (
    <Frame key="guest" name="guest" tray={<Tray screen={screen} />}>
      <Back onPress={toLookUp}>{t('guest.back')}</Back>
      <div className={css.guest}>
        <div className={css.who}>
          <Name heading>{name}</Name>
          <Phone who={who} />
          {notice === null ? null : (
            <p className={css.notice} role="status">
              <Info className="icon" aria-hidden="true" />
              {t('guest.nothingGiven')}
            </p>
          )}
        </div>
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
            <Money view={view} asking={asking?.since ?? null} />
            <Past view={view} onAll={() => setAll(true)} />
          </>
        )}
      </div>
    </Frame>
  );
}
