import { Ban, Hourglass } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { ApprovalRequest } from '../../src-preload/contract/approval.ts';
import { useAround, useFlow, useFormat, useStatus } from '../app/context.tsx';
import { useHardwareKeys } from '../app/hardware-keys.ts';
import { canSubmit, createPinStore } from '../state/pin.ts';
import type { ScreenOf } from '../state/screen.ts';
import { cx } from '../ui/cx.ts';
import { Frame, TrayTop } from '../ui/Frame.tsx';
import { Keypad } from '../ui/Keypad.tsx';
import { Failure, Trouble } from '../ui/Notice.tsx';
import { Back, Hold, Primary } from '../ui/Press.tsx';
import read from '../ui/Read.module.css';
import { Facts, MoneyFigure, Name, PinDots } from '../ui/Read.tsx';
import css from './Approve.module.css';
import { PinLock, usePinProblem } from './SignIn.tsx';

/** "Marco" of "Marco D.". */
const given = (shortName: string): string => shortName.split(' ')[0] ?? shortName;

/** Everything a manager decides on. */
function Request(props: { readonly approval: ApprovalRequest; readonly name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { reasons, language } = useStatus();
  const { approval } = props;
  const { balance, waiting, askedBy, givenToday } = approval;
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
          ]}
        />
      </div>
      <p className={cx(read.label, css.context)}>
        {t('approve.today', {
          name: given(askedBy.shortName),
          count: givenToday.count,
          sum: format.money(givenToday.sum),
        })}
      </p>
    </>
  );
}

/** A manager approves exactly what stands here, with their own PIN. */
export function Approve(props: { readonly screen: ScreenOf<'approve'> }) {
  const { t } = useTranslation();
  const { clock } = useAround();
  const format = useFormat();
  const { approve, changeIt, doNotApprove, askApprovalAgain } = useFlow((flow) => flow);
  const { who, approval, lapsed, asking, error } = props.screen;
  const [store] = useState(() => createPinStore(clock, approve));
  useEffect(() => store.getState().enter(), [store]);
  // A lapsed request takes no PIN, and keeps none.
  useEffect(() => {
    if (lapsed) store.getState().press('clear');
  }, [lapsed, store]);
  const pin = useStore(store);
  const problem = usePinProblem(store);
  const again = (): void =>
    void askApprovalAgain({
      creditId: approval.creditId,
      amount: approval.amount,
      reasonId: approval.reasonId,
      note: approval.note,
    });
  useHardwareKeys(lapsed ? { onEnter: again } : { onKey: pin.press, onEnter: pin.submit });
  const amount = format.money(approval.amount);
  const locked = pin.lockedUntil;
  const primary = lapsed ? (
    <Primary onPress={again}>{asking ? t('approve.asking') : t('approve.askAgain')}</Primary>
  ) : pin.checking || canSubmit(pin) ? (
    <Primary onPress={pin.submit}>
      {pin.checking ? t('signIn.checking') : t('approve.primary', { amount })}
    </Primary>
  ) : (
    <Hold>{locked === null ? t('approve.hold') : t('signIn.lockedHold')}</Hold>
  );
  const top = lapsed ? (
    error === null ? (
      <Trouble
        icon={<Hourglass className="icon" aria-hidden="true" />}
        what={t('approve.ranOut')}
        todo={t('approve.ranOutBody')}
        compact
      />
    ) : (
      <Failure error={error} compact />
    )
  ) : locked === null ? (
    <PinDots label={t('approve.managerPin')} digits={pin.digits.length} problem={problem} />
  ) : (
    <PinLock until={locked} />
  );
  return (
    <Frame
      name="approve"
      tray={
        <>
          <TrayTop low>{top}</TrayTop>
          <Keypad onKey={pin.press} off={lapsed || locked !== null} />
          {primary}
        </>
      }
    >
      <Back onPress={changeIt}>{t('approve.change')}</Back>
      <h1 className={cx(read.lead, css.question)} tabIndex={-1}>
        {t('approve.question')}
      </h1>
      <Request approval={approval} name={who.name ?? t('common.noName')} />
      <Back className={css.doNot} icon={<Ban className="icon" aria-hidden="true" />} onPress={doNotApprove}>
        {t('approve.doNot')}
      </Back>
    </Frame>
  );
}
