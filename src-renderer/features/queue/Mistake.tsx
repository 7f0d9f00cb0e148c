import { ArrowLeft, Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAppContext, useFlow, useFormat, useStatus } from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import type { Mistake as MistakeOf } from '../../app/screen.ts';
import { firstName, isReadable } from '../../core/names.ts';
import { cx } from '../../ui/cx.ts';
import { PressButton, Primary } from '../../ui/Press.tsx';
import read from '../../ui/Typography.module.css';
import { MoneyFigure, Name } from '../../ui/Typography.tsx';
import css from './Mistake.module.css';

/** How a manager finds the guest on the POS: by what Toast has of them. */
function useFindWords(): (who: MistakeOf['who']) => string {
  const { t } = useTranslation();
  return ({ name, phone }) => {
    const digits = phone?.lastFour ?? null;
    if (name === null || !isReadable(name)) {
      return digits === null ? t('mistake.findAny') : t('mistake.findNumber', { digits });
    }
    return digits === null ? t('mistake.findName', { name }) : t('mistake.find', { name, digits });
  };
}

/** A credit that can no longer be undone on this kiosk: who can still take it back, where, and in which steps. */
export function Mistake(props: { readonly of: MistakeOf }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { stores } = useAppContext();
  const { signOutAfterCredit } = useStatus();
  const { showMistake, toLookUp, screen } = useFlow((flow) => flow);
  const findWords = useFindWords();
  const { who, inToast } = props.of;
  const back = (): void => showMistake(null);
  const amount = format.money(props.of.amount);
  const name = firstName({ shortName: null, name: who.name }) ?? t('common.thisGuest');
  // Where the restaurant signs out after each credit, nothing else is done after this one.
  const last = screen.name === 'done' && signOutAfterCredit && !screen.already;
  const onward = last ? () => stores.leave(null) : toLookUp;
  useHardwareKeys({ onEscape: back, onEnter: onward });
  return (
    <Frame
      name="mistake"
      sidePanel={
        <>
          <SidePanelTop />
          <PressButton onPress={back}>
            <ArrowLeft className="icon" aria-hidden="true" />
            <span>{t('mistake.back')}</span>
          </PressButton>
          <Primary onPress={onward}>{last ? t('done.signOutNext') : t('done.nextGuest')}</Primary>
        </>
      }
    >
      <h1 className={css.mark} tabIndex={-1}>
        <Clock className="icon" aria-hidden="true" />
        <span>{t('mistake.title')}</span>
      </h1>
      <MoneyFigure>{amount}</MoneyFigure>
      <div className={css.name}>
        <Name before={t('done.for')}>{who.name ?? t('common.noName')}</Name>
      </div>
      <p className={cx(read.lead, css.say)}>
        {inToast ? t('mistake.inToast', { name }) : t('mistake.onTheWay')}
      </p>
      <h2 className={css.head}>{inToast ? t('mistake.manager') : t('mistake.managerThen')}</h2>
      <ol className={css.steps}>
        <li>
          <span>{t('mistake.open')}</span>
        </li>
        <li>
          <span>{findWords(who)}</span>
        </li>
        <li>
          <span>{t('mistake.remove', { amount })}</span>
        </li>
      </ol>
      <p className={cx(read.label, css.after)}>{t('mistake.after')}</p>
    </Frame>
  );
}
