import { Ban, Bookmark, Hourglass, KeyRound, Lock, Smartphone } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type ApprovalRequest, DECLINE_REASONS } from '../../../src-preload/contract/approval.ts';
import { assertNever } from '../../../src-preload/contract/result.ts';
import type { StaffName } from '../../../src-preload/contract/staff.ts';
import {
  useAppContext,
  useErrorWords,
  useFlow,
  useFormat,
  useKiosk,
  useStatus,
} from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import type { ScreenOf } from '../../app/screen.ts';
import { ask } from '../../core/ask.ts';
import { cx } from '../../ui/cx.ts';
import { Keypad } from '../../ui/Keypad.tsx';
import { Failure, Trouble } from '../../ui/Notice.tsx';
import { ActionHint, Back, PressButton, Primary } from '../../ui/Press.tsx';
import read from '../../ui/Typography.module.css';
import { CodeDigits, Facts, MoneyFigure, Name, PinDots } from '../../ui/Typography.tsx';
import { CountedDown, PinLock, usePin, usePinStore } from '../sign-in/Pin.tsx';
import { CODE_DIGITS, canSubmit, type PinStore } from '../sign-in/pin.ts';
import css from './Approve.module.css';

/** "Marco" of "Marco D.". */
const given = (shortName: string): string => shortName.split(' ')[0] ?? shortName;

/** What the guest was given today, with what Toast says now: a request may have waited. */
function useGuestToday({ guestId, guestToday }: ApprovalRequest): ApprovalRequest['guestToday'] {
  const { api } = useAppContext();
  const [newer, setNewer] = useState<ApprovalRequest['guestToday'] | null>(null);
  useEffect(() => {
    let isOn = true;
    void ask<'guestToday'>(api.guestToday({ guestId })).then((answer) => {
      if (isOn && answer.ok) setNewer(answer.value);
    });
    return () => {
      isOn = false;
    };
  }, [api, guestId]);
  return newer ?? guestToday;
}

function useTodayWords(): (today: ApprovalRequest['guestToday'], reasonId: string) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ credits, sum, isWhole }, reasonId) => {
    const same = credits.find((each) => each.reasonId === reasonId);
    const all = isWhole
      ? credits.length === 0
        ? t('helped.todayNone')
        : t('helped.todayOf', { sum: format.money(sum), count: credits.length })
      : t('helped.todayHere', { sum: format.money(sum) });
    return same === undefined ? all : `${all}. ${t('helped.same', { time: format.time(same.at) })}`;
  };
}

/** Everything a manager decides on. */
function Request(props: { readonly approval: ApprovalRequest; readonly name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { reasons, language } = useStatus();
  const { approval } = props;
  const { balance, waiting, askedBy, givenToday } = approval;
  const guestToday = useGuestToday(approval);
  const todayWords = useTodayWords();
  const reason = reasons.find((each) => each.id === approval.reasonId)?.label[language] ?? approval.reasonId;
  const waits = format.money(waiting);
  const has =
    balance === null
      ? waiting === 0
        ? t('approve.hasUnknown')
        : t('approve.hasUnknownAnd', { waiting: waits })
      : waiting === 0
        ? format.money(balance)
        : t('approve.hasAnd', { balance: format.money(balance), waiting: waits });
  const who = given(askedBy.shortName);
  return (
    <>
      <MoneyFigure className={css.sum}>{format.money(approval.amount)}</MoneyFigure>
      <Name>{props.name}</Name>
      <div className={css.facts}>
        <Facts
          facts={[
            [t('approve.reason'), reason],
            approval.note === ''
              ? null
              : [
                  t('approve.note'),
                  <span key="note" className={read.small}>
                    {approval.note}
                  </span>,
                ],
            [
              t('approve.askedBy'),
              t('approve.askedByRole', { name: askedBy.shortName, role: t(`common.role.${askedBy.role}`) }),
            ],
            [t('approve.hasNow'), has],
            [t('helped.today'), todayWords(guestToday, approval.reasonId)],
          ]}
        />
      </div>
      <p className={cx(read.label, css.context)}>
        {approval.rule === 'alone' && approval.limit === 0
          ? t('approve.why.none', { name: who })
          : t(`approve.why.${approval.rule}`, { name: who, limit: format.money(approval.limit) })}{' '}
        {t('approve.today', {
          name: who,
          count: givenToday.count,
          sum: format.money(givenToday.sum),
        })}
      </p>
    </>
  );
}

/** The tray of a request that ran out, or that a rule ended after all. */
function Lapsed(props: {
  readonly screen: ScreenOf<'approve'>;
  readonly again: () => void;
  readonly mine: boolean;
}) {
  const { t } = useTranslation();
  const { error, asking } = props.screen;
  useHardwareKeys({ onEnter: props.again });
  return (
    <>
      <SidePanelTop low>
        {error === null ? (
          <Trouble
            icon={<Hourglass className="icon" aria-hidden="true" />}
            what={t('approve.ranOut')}
            todo={props.mine ? t('approve.ranOutBody') : t('approvals.ended.expired')}
            compact
          />
        ) : (
          <Failure error={error} compact />
        )}
      </SidePanelTop>
      <Keypad onKey={() => {}} off />
      <Primary onPress={props.again} busy={asking}>
        {asking ? t('approve.asking') : props.mine ? t('approve.askAgain') : t('approve.allRequests')}
      </Primary>
    </>
  );
}

/** A manager is here and types their PIN. */
function ByPin(props: {
  readonly amount: string;
  readonly toCode: (() => void) | null;
  readonly toNext: (() => void) | null;
}) {
  const { t } = useTranslation();
  const { clock } = useAppContext();
  const approve = useFlow((flow) => flow.approve);
  const lockSeen = useKiosk((kiosk) => kiosk.lockSeen);
  const lockedUntil = useKiosk((kiosk) => kiosk.lockedUntil);
  const pin = usePin(
    async (digits) => {
      const answer = await approve(digits);
      if (!answer.ok && answer.error.code === 'pin-locked') lockSeen(answer.error.leftMs);
      return answer;
    },
    { lockedForMs: lockedUntil === null ? 0 : Math.max(0, lockedUntil - clock.steady()) },
  );
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit });
  const locked = pin.lockedUntil;
  return (
    <>
      <SidePanelTop low={props.toCode === null && props.toNext === null}>
        <div className={css.pair}>
          {props.toNext === null ? null : (
            <PressButton onPress={props.toNext}>
              <Bookmark className="icon" aria-hidden="true" />
              <span>{t('approve.park')}</span>
            </PressButton>
          )}
          {props.toCode === null ? null : (
            <PressButton onPress={props.toCode}>
              <Smartphone className="icon" aria-hidden="true" />
              <span>{t('approve.byCode')}</span>
            </PressButton>
          )}
        </div>
        <div className={css.push}>
          {locked === null ? (
            <PinDots label={t('approve.managerPin')} pin={pin} problem={pin.problem} />
          ) : (
            <PinLock until={locked} />
          )}
        </div>
      </SidePanelTop>
      <Keypad onKey={pin.press} off={locked !== null} />
      {pin.checking || canSubmit(pin) ? (
        <Primary onPress={pin.submit} busy={pin.checking}>
          {pin.checking ? t('signIn.checking') : t('approve.primary', { amount: props.amount })}
        </Primary>
      ) : (
        <ActionHint>{locked === null ? t('approve.hold') : t('signIn.lockedHold')}</ActionHint>
      )}
    </>
  );
}

function CodeLock(props: { readonly until: number }) {
  const { t } = useTranslation();
  return (
    <Trouble
      icon={<Lock className="icon" aria-hidden="true" />}
      what={t('errors.codeLocked.what')}
      todo={<CountedDown until={props.until} words={(clock) => t('errors.codeLocked.todo', { clock })} />}
      compact
    />
  );
}

/** What a code's answer says, in place. */
function useCodeProblem(store: PinStore): string | null {
  const words = useErrorWords();
  const error = useStore(store, (code) => code.error);
  if (error === null || error.code === 'code-locked') return null;
  const { what, todo } = words(error);
  return error.code === 'wrong-code' ? what : `${what}. ${todo}`;
}

/** A manager elsewhere has heard the details on the left and reads out a code. */
function ByCode(props: { readonly amount: string; readonly manager: StaffName; readonly toPin: () => void }) {
  const { t } = useTranslation();
  const approveByCode = useFlow((flow) => flow.approveByCode);
  const { id, shortName } = props.manager;
  const store = usePinStore((code) => approveByCode(id, code), CODE_DIGITS);
  const code = useStore(store);
  const problem = useCodeProblem(store);
  useHardwareKeys({ onKey: code.press, onEnter: code.submit });
  const locked = code.lockedUntil;
  return (
    <>
      <SidePanelTop>
        <ToPin toPin={props.toPin} />
        <div className={css.push}>
          {locked === null ? (
            <CodeDigits label={t('approve.codeOf', { name: shortName })} code={code} problem={problem} />
          ) : (
            <CodeLock until={locked} />
          )}
        </div>
      </SidePanelTop>
      <Keypad onKey={code.press} off={locked !== null} />
      {code.checking || canSubmit(code) ? (
        <Primary onPress={code.submit} busy={code.checking}>
          {code.checking ? t('signIn.checking') : t('approve.primary', { amount: props.amount })}
        </Primary>
      ) : (
        <ActionHint>{t('approve.holdCode')}</ActionHint>
      )}
    </>
  );
}

function ToPin(props: { readonly toPin: () => void }) {
  const { t } = useTranslation();
  return (
    <PressButton onPress={props.toPin}>
      <KeyRound className="icon" aria-hidden="true" />
      <span>{t('approve.byPin')}</span>
    </PressButton>
  );
}

/** Several managers could: the one who was told is chosen, since the code is theirs. */
function WhoElse(props: {
  readonly managers: readonly StaffName[];
  readonly onChoose: (manager: StaffName) => void;
  readonly toPin: () => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <SidePanelTop>
        <ToPin toPin={props.toPin} />
        <p className={cx(read.lead, read.firm, css.push)}>{t('approve.whoElse')}</p>
      </SidePanelTop>
      <div className={css.managers}>
        {props.managers.map((manager) => (
          <PressButton key={manager.id} onPress={() => props.onChoose(manager)}>
            {manager.shortName}
          </PressButton>
        ))}
      </div>
      <ActionHint>{t('approve.chooseWho')}</ActionHint>
    </>
  );
}

/** The tray where a manager says why they decline. */
function Declining(props: { readonly who: string; readonly back: () => void }) {
  const { t } = useTranslation();
  const declineRequest = useFlow((flow) => flow.declineRequest);
  useHardwareKeys({ onEscape: props.back });
  return (
    <>
      <SidePanelTop>
        <p className={cx(read.lead, read.firm)}>{t('approve.declineTitle', { name: props.who })}</p>
        <p className={read.note}>{t('approve.declineSays')}</p>
      </SidePanelTop>
      <div className={css.managers}>
        {DECLINE_REASONS.map((why) => (
          <PressButton key={why} onPress={() => declineRequest(why)}>
            {t(`approvals.why.${why}`)}
          </PressButton>
        ))}
        <PressButton onPress={() => declineRequest(null)}>{t('approve.noReason')}</PressButton>
      </div>
      <PressButton onPress={props.back}>{t('approve.backToRequest')}</PressButton>
    </>
  );
}

type Way = { readonly by: 'pin' | 'code' | 'declining'; readonly manager: StaffName | null };

/** What a manager does about the request, or what the person who asked does when its time is over. */
function Tray(props: {
  readonly screen: ScreenOf<'approve'>;
  readonly way: Way;
  readonly onWay: (way: Way) => void;
}) {
  const format = useFormat();
  const { askApprovalAgain, toApprovals, toLookUp } = useFlow((flow) => flow);
  const { way, onWay } = props;
  const { approval, lapsed, listed } = props.screen;
  const { mine, byCode: managers, creditId, reasonId, note } = approval;
  const amount = format.money(approval.amount);
  const toPin = (): void => onWay({ by: 'pin', manager: null });
  if (lapsed) {
    const again = (): void => void askApprovalAgain({ creditId, amount: approval.amount, reasonId, note });
    return <Lapsed screen={props.screen} again={mine ? again : toApprovals} mine={mine} />;
  }
  switch (way.by) {
    case 'declining':
      return <Declining who={given(approval.askedBy.shortName)} back={toPin} />;
    case 'pin': {
      const only = managers.length === 1 ? (managers[0] ?? null) : null;
      const toCode = (): void => onWay({ by: 'code', manager: only });
      return (
        <ByPin
          amount={amount}
          toCode={managers.length === 0 ? null : toCode}
          toNext={mine && !listed ? toLookUp : null}
        />
      );
    }
    case 'code':
      return way.manager === null ? (
        <WhoElse managers={managers} onChoose={(manager) => onWay({ by: 'code', manager })} toPin={toPin} />
      ) : (
        <ByCode amount={amount} manager={way.manager} toPin={toPin} />
      );
    default:
      return assertNever(way.by, 'way');
  }
}

/** Withdrawing one's own request, or declining another person's. */
function No(props: { readonly screen: ScreenOf<'approve'>; readonly onDecline: () => void }) {
  const { t } = useTranslation();
  const doNotApprove = useFlow((flow) => flow.doNotApprove);
  const { approval, lapsed, listed } = props.screen;
  const { mine } = approval;
  if (lapsed && !mine) return null;
  return (
    <Back
      className={css.doNot}
      icon={<Ban className="icon" aria-hidden="true" />}
      onPress={mine ? doNotApprove : props.onDecline}
    >
      {mine && listed ? t('approve.cancel') : t('approve.doNot')}
    </Back>
  );
}

/** A manager approves exactly what the screen shows: with their own PIN, or by code. */
export function Approve(props: { readonly screen: ScreenOf<'approve'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { changeIt, toApprovals } = useFlow((flow) => flow);
  const { who, approval, lapsed, listed } = props.screen;
  const [way, setWay] = useState<Way>({ by: 'pin', manager: null });
  const question =
    way.by !== 'code' || lapsed
      ? t('approve.question')
      : way.manager === null
        ? t('approve.readOutWho')
        : t('approve.readOut', { name: given(way.manager.shortName) });
  return (
    <Frame name="approve" sidePanel={<Tray screen={props.screen} way={way} onWay={setWay} />}>
      <Back onPress={listed ? toApprovals : changeIt}>
        {listed ? t('approve.allRequests') : t('approve.change')}
      </Back>
      <div className={css.head}>
        <h1 className={cx(read.lead, css.question)} tabIndex={-1} aria-live="polite">
          {question}
        </h1>
        {lapsed ? null : (
          <span className={read.label}>
            {t('approve.heldUntil', { time: format.time(approval.expiresAt) })}
          </span>
        )}
      </div>
      <Request approval={approval} name={who.name ?? t('common.noName')} />
      {way.by === 'declining' ? null : (
        <No screen={props.screen} onDecline={() => setWay({ by: 'declining', manager: null })} />
      )}
    </Frame>
  );
}
