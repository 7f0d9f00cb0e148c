import {
  BookOpen,
  ChevronRight,
  Hourglass,
  type LucideIcon,
  Monitor,
  ReceiptText,
  SlidersHorizontal,
  Users,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Alert } from '../../../../src-preload/contract/manager.ts';
import type { KioskReport } from '../../../../src-preload/contract/report.ts';
import { useAppContext, useFlow, useManager } from '../../../app/app-context.tsx';
import { Frame } from '../../../app/Frame.tsx';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { firstName } from '../../../core/names.ts';
import { Button } from '../../../ui/Button.tsx';
import { Failure } from '../../../ui/Notice.tsx';
import { Back, Primary } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import { ScreenTitle } from '../../../ui/Typography.tsx';
import { AlertRow } from './AlertRow.tsx';
import css from './Manager.module.css';
import { Shift } from './Shift.tsx';

/** So many people are beside the shift where there is room. */
const PEOPLE = 3;
/** So many stand on the start; where there are more, one less, and the way to all of them. */
const SHOWN = 3;

function Tool(props: { readonly icon: LucideIcon; readonly words: string; readonly onPress: () => void }) {
  const Icon = props.icon;
  return (
    <li>
      <Button className={css.tool ?? ''} onPress={props.onPress}>
        <Icon className="icon" aria-hidden="true" />
        <span>{props.words}</span>
        <ChevronRight className="icon" aria-hidden="true" />
      </Button>
    </li>
  );
}

/** The entry a manager starts with, where one needs them. */
const firstEntry = (needs: readonly Alert[]) =>
  needs.flatMap((alert) => (alert.what === 'entry' ? [alert.item] : []))[0] ?? null;

/** Whether all credit of the shift reached Toast. */
function ShiftReached(props: { readonly shift: KioskReport }) {
  const { t } = useTranslation();
  const { given, onTheWay } = props.shift;
  return (
    <p className={read.label}>
      {given.count === 0
        ? t('manager.noneGiven')
        : onTheWay.count === 0
          ? t('manager.allReached')
          : t('manager.allGiven', { count: onTheWay.count })}
    </p>
  );
}

/** What needs a person first, then the shift at a glance, and the way to everything else. */
export function ManagerHome() {
  const { t } = useTranslation();
  const { stores } = useAppContext();
  const { home, error, go } = useManager((manager) => manager);
  const { setWaitingOpen, toStaff } = useFlow((flow) => flow);
  const leave = (): void => stores.leaveManager();
  const needs = home?.needs ?? [];
  const entry = firstEntry(needs);
  const start = (): void => {
    if (entry === null) leave();
    else go({ at: 'decide', item: entry });
  };
  useHardwareKeys({ onEscape: leave, onEnter: start });
  const name = home === null ? '' : (home.manager.shortName.split(' ')[0] ?? '');
  const shown = needs.length > SHOWN ? needs.slice(0, SHOWN - 1) : needs;
  const shift = home?.shift;
  return (
    <Frame
      name="manager"
      sidePanel={
        <>
          <ul className={css.tools}>
            <Tool icon={Hourglass} words={t('manager.tools.waiting')} onPress={() => setWaitingOpen(true)} />
            <Tool icon={ReceiptText} words={t('manager.tools.report')} onPress={() => go({ at: 'report' })} />
            <Tool icon={Users} words={t('manager.tools.staff')} onPress={toStaff} />
            <Tool
              icon={SlidersHorizontal}
              words={t('manager.tools.rules')}
              onPress={() => go({ at: 'rules' })}
            />
            <Tool icon={Monitor} words={t('manager.tools.device')} onPress={() => go({ at: 'device' })} />
            <Tool icon={BookOpen} words={t('manager.tools.audit')} onPress={() => go({ at: 'audit' })} />
          </ul>
          <Primary onPress={start}>
            {entry === null
              ? t('manager.lookUp')
              : t('manager.startWith', {
                  name: firstName({ shortName: null, name: entry.guestName }) ?? t('need.unnamed'),
                })}
          </Primary>
        </>
      }
    >
      <Back onPress={leave}>{t('manager.back')}</Back>
      {home === null ? (
        <>
          <ScreenTitle as="title">{t('manager.title')}</ScreenTitle>
          <p className={read.label}>{error === null ? t('manager.loading') : null}</p>
        </>
      ) : (
        <ScreenTitle as="title">
          {needs.length === 0
            ? t('manager.needsNobody', { name })
            : t('manager.needs', { count: needs.length, name })}
        </ScreenTitle>
      )}
      {error === null ? null : (
        <div className={css.error}>
          <Failure error={error} compact />
        </div>
      )}
      {needs.length === 0 ? null : (
        <ul className={css.needs}>
          {shown.map((alert, at) => (
            <li key={`${alert.what} ${String(at)}`}>
              <AlertRow alert={alert} />
            </li>
          ))}
          {shown.length === needs.length ? null : (
            <li>
              <Button className={css.all ?? ''} onPress={() => go({ at: 'needs' })}>
                {t('manager.all', { count: needs.length })}
                <ChevronRight className="icon" aria-hidden="true" />
              </Button>
            </li>
          )}
        </ul>
      )}
      {needs.length > 0 || shift === undefined ? null : <ShiftReached shift={shift} />}
      {shift === undefined ? null : <Shift report={shift} people={needs.length >= SHOWN ? 0 : PEOPLE} />}
    </Frame>
  );
}

/** All that needs a person, where the start has no room for it. */
export function AlertList() {
  const { t } = useTranslation();
  const { home, go } = useManager((manager) => manager);
  const back = (): void => go({ at: 'home' });
  const needs = home?.needs ?? [];
  const entry = firstEntry(needs);
  useHardwareKeys({ onEscape: back });
  return (
    <Frame
      name="manager-needs"
      sidePanel={
        entry === null ? (
          <span />
        ) : (
          <Primary onPress={() => go({ at: 'decide', item: entry })}>
            {t('manager.startWith', {
              name: firstName({ shortName: null, name: entry.guestName }) ?? t('need.unnamed'),
            })}
          </Primary>
        )
      }
    >
      <Back onPress={back}>{t('manager.toStart')}</Back>
      <ScreenTitle as="title">{t('manager.needsTitle')}</ScreenTitle>
      <ul className={css.scroll}>
        {needs.map((alert, at) => (
          <li key={`${alert.what} ${String(at)}`}>
            <AlertRow alert={alert} />
          </li>
        ))}
      </ul>
    </Frame>
  );
}
