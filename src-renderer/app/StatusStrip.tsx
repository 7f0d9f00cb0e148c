import {
  Check,
  CloudOff,
  GraduationCap,
  Hourglass,
  Languages,
  LogOut,
  Undo2,
  UserCheck,
  UsersRound,
  Wifi,
} from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../src-preload/contract/status.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { useAppContext, useFlow, useFormat, useKiosk, useLeft, useStatus } from './app-context.tsx';
import type { UndoOffer } from './kiosk-status.ts';
import css from './StatusStrip.module.css';

function Line(props: { readonly connection: Connection; readonly short: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { connection } = props;
  switch (connection.state) {
    case 'offline':
      return (
        <span className={css.loud}>
          <CloudOff className="icon" aria-hidden="true" />
          <span className={css.since}>
            <span>{t('common.offline')}</span>
            {props.short ? null : <span> {t('common.since', { time: format.time(connection.since) })}</span>}
          </span>
        </span>
      );
    case 'online':
    case 'unknown':
      return (
        <span>
          <Wifi className="icon" aria-hidden="true" />
          {connection.state === 'online' ? t('common.online') : t('common.connecting')}
        </span>
      );
  }
}

function Waiting(props: { readonly canLook: boolean }) {
  const { t } = useTranslation();
  const { waiting } = useStatus();
  const setOpen = useFlow((flow) => flow.setWaitingOpen);
  if (waiting.count === 0) {
    return (
      <span className={css.gives}>
        <Check className="icon" aria-hidden="true" />
        {t('common.nothingWaiting')}
      </span>
    );
  }
  const count = t('common.waiting', { count: waiting.count });
  const icon = <Hourglass className="icon" aria-hidden="true" />;
  // Who waits for what is for people who are signed in.
  if (!props.canLook) {
    return (
      <span className={css.gives}>
        {icon}
        {count}
      </span>
    );
  }
  const needs = waiting.needPerson > 0;
  return (
    <Button
      className={cx(css.press, css.gives, needs && css.needs)}
      onPress={() => setOpen(true)}
      aria-label={needs ? t('common.waitingNeeds', { waiting: count }) : count}
    >
      {icon}
      {count}
    </Button>
  );
}

/** Requests for a manager, and what became of one's own: nothing of a guest is in it. */
function Approvals(props: { readonly canLook: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { approvals } = useStatus();
  const toApprovals = useFlow((flow) => flow.toApprovals);
  const answered = props.canLook ? approvals.answered : null;
  if (answered === null && approvals.open === 0) return null;
  const how = answered?.how === 'approved' || answered?.how === 'declined' ? answered.how : 'other';
  const words =
    answered === null
      ? t('common.approvals', { count: approvals.open })
      : t(`common.answered.${how}`, { amount: format.money(answered.amount) });
  const inside = (
    <>
      <UserCheck className="icon" aria-hidden="true" />
      {words}
    </>
  );
  return props.canLook ? (
    <Button className={cx(css.press, css.gives)} onPress={toApprovals}>
      {inside}
    </Button>
  ) : (
    <span className={css.gives}>{inside}</span>
  );
}

function Undo(props: { readonly offer: UndoOffer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const undo = useKiosk((kiosk) => kiosk.undoCredit);
  const left = useLeft(props.offer.until);
  if (left === 0) return null;
  const amount = format.money(props.offer.item.amount);
  return (
    <Button className={css.press ?? ''} onPress={() => void undo(props.offer.item.creditId)}>
      <Undo2 className="icon" aria-hidden="true" />
      {props.offer.step === 'undoing' ? (
        t('common.undoing')
      ) : (
        <span>
          {t('common.undoShort', { amount })}
          {/* Seconds are for the eye. */}
          <span aria-hidden="true">, {t('done.seconds', { seconds: Math.ceil(left / 1000) })}</span>
        </span>
      )}
    </Button>
  );
}

/** Who is signed in. A manager's own name leads to the manager's screens. */
function Who(props: { readonly name: string; readonly manager: boolean; readonly tight: boolean }) {
  const { t } = useTranslation();
  const toManager = useFlow((flow) => flow.toManager);
  const tight = props.tight && css.whoTight;
  if (!props.manager) return <span className={cx(css.push, css.who, tight)}>{props.name}</span>;
  return (
    <Button
      className={cx(css.push, css.press, css.whoPress, tight)}
      onPress={toManager}
      aria-label={t('common.managerStrip', { name: props.name })}
    >
      <UsersRound className="icon" aria-hidden="true" />
      <span>{props.name}</span>
    </Button>
  );
}

/**
 * Always there: the line, what is waiting, an undo while there is one, Training, and who is signed in. Not drawn again
 * for a key that is pressed elsewhere.
 */
export const StatusStrip = memo(function StatusStrip() {
  const { t } = useTranslation();
  const { stores } = useAppContext();
  const format = useFormat();
  const status = useStatus();
  const offer = useKiosk((kiosk) => kiosk.undo[0]);
  const undone = useKiosk((kiosk) => kiosk.undone);
  const setLanguage = useKiosk((kiosk) => kiosk.setLanguage);
  const done = useFlow((flow) =>
    flow.screen.name === 'done' && !flow.waitingOpen ? flow.screen.item : null,
  );
  const onDone = (creditId: string): boolean => done?.creditId === creditId;
  const { session } = status;
  const undoHere = session !== null && offer !== undefined && !onDone(offer.item.creditId);
  const undoneHere = session !== null && undone !== null && offer === undefined && !onDone(undone.creditId);
  // At the far end: what comes before it changes by itself, and nothing may move under a finger.
  const training = session === null && status.mode === 'training';
  // An undo has the right of way: on a narrow panel the name gives it its room.
  const tight = undoHere || undoneHere;
  const canLook = session !== null && !(status.signOutAfterCredit && done !== null);
  const { open, answered } = status.approvals;
  const asked = open > 0 || (canLook && answered !== null);
  // The name never gives way; that the line is there does.
  const crowded = asked && status.connection.state === 'online';
  return (
    <footer className={css.strip}>
      {crowded ? null : (
        <Line connection={status.connection} short={tight || status.comfort.textSize > 100} />
      )}
      {asked && status.waiting.count === 0 ? null : <Waiting canLook={canLook} />}
      <Approvals canLook={canLook} />
      {undoHere ? <Undo offer={offer} /> : null}
      {undoneHere ? (
        <span role="status">{t('common.undone', { amount: format.money(undone.amount) })}</span>
      ) : null}
      {training ? (
        <span className={css.push}>
          <GraduationCap className="icon" aria-hidden="true" />
          {t('common.training')}
        </span>
      ) : null}
      {session === null ? (
        <Button
          className={cx(css.press, !training && css.push)}
          onPress={() => setLanguage(status.language === 'en' ? 'es' : 'en')}
        >
          <Languages className="icon" aria-hidden="true" />
          <span lang={status.language === 'en' ? 'es' : 'en'}>{t('common.otherLanguage')}</span>
        </Button>
      ) : (
        <>
          <Who name={session.staff.shortName} manager={session.staff.role === 'manager'} tight={tight} />
          <Button className={cx(css.press, tight && css.pushTight)} onPress={() => stores.leave(null)}>
            <LogOut className="icon" aria-hidden="true" />
            {t('common.signOut')}
          </Button>
        </>
      )}
    </footer>
  );
});
