import { ArrowLeft, Check, CircleEllipsis, CircleHelp, TriangleAlert, Undo2 } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type CreditItem, isBeyondUndo } from '../../../src-preload/contract/outbox.ts';
import { assertNever } from '../../../src-preload/contract/result.ts';
import {
  useAppContext,
  useErrorWords,
  useFlow,
  useFormat,
  useKiosk,
  useLeft,
  useStatus,
} from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import type { UndoOffer } from '../../app/kiosk-status.ts';
import type { ScreenOf } from '../../app/screen.ts';
import { firstName } from '../../core/names.ts';
import { cx } from '../../ui/cx.ts';
import { LinkButton, PressButton, Primary } from '../../ui/Press.tsx';
import read from '../../ui/Typography.module.css';
import { Facts, Leader, MoneyFigure, Name } from '../../ui/Typography.tsx';
import css from './Approve.module.css';

/** What the screen says first, and with which mark. */
function useMark(): (
  item: CreditItem,
  already: boolean,
) => { readonly icon: ReactNode; readonly words: string } {
  const { t } = useTranslation();
  const check = <Check className="icon" aria-hidden="true" />;
  const alert = <TriangleAlert className="icon" aria-hidden="true" />;
  return ({ state, undone }, already) => {
    const saved = already ? t('done.already') : t('done.saved');
    switch (state) {
      case 'held':
      case 'queued':
      case 'sending':
        return { icon: check, words: saved };
      case 'verifying':
        return { icon: <CircleEllipsis className="icon" aria-hidden="true" />, words: saved };
      case 'settled':
        return { icon: check, words: t('done.sent') };
      case 'refused':
        return { icon: alert, words: t('done.refused') };
      case 'stuck':
        return { icon: alert, words: t('done.stuck') };
      case 'cancelled':
        return {
          icon: <Undo2 className="icon" aria-hidden="true" />,
          words: undone ? t('done.undone') : t('done.canceled'),
        };
      default:
        return assertNever(state, 'credit state');
    }
  };
}

/** What happens next, in a sentence a host could say to the guest. */
function useSay(): (item: CreditItem, name: string, already: boolean) => string {
  const { t } = useTranslation();
  const { connection, moved } = useStatus();
  const later = (name: string): string | null =>
    moved
      ? t('done.sayMoved')
      : connection.state !== 'offline'
        ? null
        : connection.cause === 'internet' || connection.cause === 'this-pc'
          ? t('done.sayOffline', { name })
          : t('done.sayToastDown', { name });
  return (item, name, already) => {
    switch (item.state) {
      case 'held':
        return already ? t('done.sayAlready') : (later(name) ?? t('done.sayHeld'));
      case 'queued':
      case 'sending':
        return already ? t('done.sayAlready') : (later(name) ?? t('done.sayGoing'));
      case 'verifying':
        return t('done.sayVerifying');
      case 'settled':
        return t('done.saySent', { name });
      case 'refused': {
        const message = item.refusal?.message ?? null;
        return message === null
          ? t('done.sayRefused')
          : `${t('done.sayRefused')} ${t('done.toastSays', { message })}`;
      }
      case 'stuck':
        return t('done.sayStuck');
      case 'cancelled':
        return item.undone ? t('done.sayUndone') : t('done.sayCanceled');
      default:
        return assertNever(item.state, 'credit state');
    }
  };
}

/** Undo, with the time it has left as a number and as a bar. */
function UndoButton(props: { readonly offer: UndoOffer }) {
  const { t } = useTranslation();
  const undo = useKiosk((kiosk) => kiosk.undoCredit);
  const { undoMs } = useStatus();
  const { offer } = props;
  const left = useLeft(offer.until);
  if (left === 0) return null;
  const share = Math.min(1, left / Math.max(1, undoMs));
  return (
    <PressButton className={css.undo} onPress={() => void undo(offer.item.creditId)}>
      <Undo2 className="icon" aria-hidden="true" />
      {offer.step === 'undoing' ? (
        <span>{t('common.undoing')}</span>
      ) : (
        <>
          <Leader>{t('done.undo')}</Leader>
          <span className={css.undoCount} aria-hidden="true">
            {t('done.seconds', { seconds: Math.ceil(left / 1000) })}
          </span>
        </>
      )}
      <i className={css.undoLeft} style={{ width: `${String(share * 100)}%` }} />
    </PressButton>
  );
}

/** The credit is on disk: says so, says what becomes of it, and for a while takes it back. */
export function Done(props: { readonly screen: ScreenOf<'done'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { reasons, language } = useStatus();
  const { stores } = useAppContext();
  const { toLookUp, openGuest, shown, showMistake } = useFlow((flow) => flow);
  const { who, item, already } = props.screen;
  const offer = useKiosk((kiosk) => kiosk.undo.find((each) => each.item.creditId === item.creditId));
  const failure = useKiosk((kiosk) => kiosk.undoFailure);
  const words = useErrorWords();
  const mark = useMark()(item, already);
  const say = useSay();
  useEffect(() => shown(item.creditId), [shown, item.creditId]);
  // Where the restaurant signs out after each credit, this one was it: it can be undone, and nothing else done.
  const { signOutAfterCredit, session } = useStatus();
  const last = signOutAfterCredit && !already && item.givenBy === session?.staff.shortName;
  const onward = last ? () => stores.leave(null) : toLookUp;
  useHardwareKeys({ onEnter: onward, ...(last ? {} : { onEscape: () => openGuest(who) }) });
  const short = who.shortName ?? who.name ?? t('common.thisGuest');
  const first = firstName(who) ?? t('common.thisGuest');
  const undoError = failure?.creditId === item.creditId ? words(failure.error) : null;
  const reason = reasons.find((each) => each.id === item.reasonId)?.label[language] ?? item.reasonId;
  const bad = item.state === 'refused' || item.state === 'stuck';
  return (
    <Frame
      name="done"
      sidePanel={
        <>
          <SidePanelTop />
          {offer !== undefined && item.state === 'held' ? <UndoButton offer={offer} /> : null}
          {last ? null : (
            <PressButton onPress={() => openGuest(who)}>
              <ArrowLeft className="icon" aria-hidden="true" />
              <span>{t('done.backTo', { name: short })}</span>
            </PressButton>
          )}
          <Primary onPress={onward}>{last ? t('done.signOutNext') : t('done.nextGuest')}</Primary>
        </>
      }
    >
      {/* The sentence below is the one live region: it says what the heading says, and what becomes of it. */}
      <h1 className={cx(css.mark, bad && css.markStop)} tabIndex={-1}>
        {mark.icon}
        <span>{mark.words}</span>
      </h1>
      <MoneyFigure
        className={cx(css.sum, (item.state === 'cancelled' || item.state === 'refused') && css.gone)}
      >
        {format.money(item.amount)}
      </MoneyFigure>
      <Name before={t('done.for')}>{who.name ?? t('common.noName')}</Name>
      <p className={cx(read.lead, css.say)} role="status">
        {say(item, first, already)}
      </p>
      {undoError === null ? null : (
        <p className={cx(read.label, read.firm, css.error)} role="alert">
          {undoError.what}. {undoError.todo}
        </p>
      )}
      <div className={css.low}>
        <Facts
          facts={[
            [t('done.reason'), reason],
            [t('done.givenBy'), item.givenBy],
            item.approvedBy === null ? null : [t('done.approvedBy'), item.approvedBy],
          ]}
        />
        {isBeyondUndo(item) ? (
          <LinkButton
            className={css.mistake}
            onPress={() => showMistake({ who, amount: item.amount, inToast: item.state === 'settled' })}
          >
            <CircleHelp className="icon" aria-hidden="true" />
            {t('common.mistake')}
          </LinkButton>
        ) : null}
      </div>
    </Frame>
  );
}
