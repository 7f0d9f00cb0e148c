import { ChevronLeft, ChevronRight, FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type {
  BusinessDay,
  KioskReport,
  RestaurantReport,
  Total,
} from '../../../../src-preload/contract/report.ts';
import { useAppContext, useFormat, useManager, useNow, useStatus } from '../../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../../app/Frame.tsx';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { Button } from '../../../ui/Button.tsx';
import { cx } from '../../../ui/cx.ts';
import { HourChart } from '../../../ui/HourChart.tsx';
import { Failure } from '../../../ui/Notice.tsx';
import { PaperHead } from '../../../ui/PaperHead.tsx';
import { ActionHint, Back, PressButton, Primary, Switch } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import { Leader, ScreenTitle } from '../../../ui/Typography.tsx';
import { ReconciliationSection } from './Reconciliation.tsx';
import css from './Report.module.css';
import { createReportStore, dayBeside, type ReportStore, type ReportTab } from './report.ts';

const TABS = ['kiosk', 'restaurant', 'compared'] as const satisfies readonly ReportTab[];

function Day(props: { readonly day: BusinessDay; readonly onShow: (day: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { day, from, running } = props.day;
  const words = format.dayLong(from, useNow());
  return (
    <div className={css.day}>
      <Button
        className={css.arrow ?? ''}
        aria-label={t('report.before')}
        onPress={() => props.onShow(dayBeside(day, -1))}
      >
        <ChevronLeft className="icon" aria-hidden="true" />
      </Button>
      <ScreenTitle as="lead">{running ? t('report.today', { day: words }) : words}</ScreenTitle>
      <Button
        className={cx(css.arrow, running && css.noMore)}
        aria-label={t('report.after')}
        disabled={running}
        onPress={() => props.onShow(dayBeside(day, 1))}
      >
        <ChevronRight className="icon" aria-hidden="true" />
      </Button>
    </div>
  );
}

/** Words and an amount, tied by dots; nothing where there is nothing to say. */
function Line(props: { readonly words: string; readonly total: Total; readonly always?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { count, sum } = props.total;
  if (count === 0 && props.always !== true) return null;
  return (
    <li>
      <Leader>{props.words}</Leader>
      <span>{t('report.countFor', { count, sum: format.total(sum) })}</span>
    </li>
  );
}

/** What both halves of a report have: how much, when, why, by whom, and the largest. */
function Given(props: {
  readonly report: KioskReport | RestaurantReport;
  readonly nobody: string;
  readonly under: readonly (readonly [string, Total])[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { reasons, language } = useStatus();
  const { report } = props;
  const { given, approved } = report;
  const reasonOf = (id: string | null): string =>
    reasons.find((reason) => reason.id === id)?.label[language] ?? id ?? t('report.otherReason');
  const under = props.under.filter(([, { count }]) => count > 0);
  return (
    <>
      <div className={css.top}>
        <div className={css.sum}>
          <p className={css.big}>{format.total(given.sum)}</p>
          <p className={read.label}>
            {[
              t('manager.given', { count: given.count }),
              ...(approved.count === 0 ? [] : [t('manager.approved', { count: approved.count })]),
            ].join(' ')}
          </p>
        </div>
        {report.byHour.length === 0 ? null : <HourChart hours={report.byHour} />}
      </div>
      {given.count === 0 && under.length === 0 ? (
        <p className={read.label}>{t('report.none')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={css.lists} tabIndex={0} aria-label={t('report.allTitle')}>
          <section>
            <h2>{t('report.byReason')}</h2>
            <ul>
              {report.byReason.map(({ reasonId, ...total }) => (
                <Line key={reasonId} words={reasonOf(reasonId)} total={total} />
              ))}
            </ul>
          </section>
          <section>
            <h2>{t('report.byPerson')}</h2>
            <ul>
              {report.byEmployee.map(({ name, ...total }) => (
                <Line key={name} words={name ?? props.nobody} total={total} />
              ))}
            </ul>
          </section>
          {under.length === 0 ? null : (
            <section>
              <h2>{t('report.allTitle')}</h2>
              <ul>
                {under.map(([words, total]) => (
                  <Line key={words} words={words} total={total} />
                ))}
              </ul>
            </section>
          )}
          {report.largest.length === 0 ? null : (
            <section>
              <h2>{t('report.largest')}</h2>
              <ul>
                {report.largest.map((credit) => (
                  <li key={`${credit.creditId} ${String(credit.at)}`}>
                    <Leader>
                      {credit.guestName ?? t('common.thisGuest')}
                      {credit.by === null ? null : <span className={read.note}> · {credit.by}</span>}
                    </Leader>
                    <span>{format.money(credit.amount)}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </section>
      )}
    </>
  );
}

function Reading(props: { readonly store: ReportStore }) {
  const { t } = useTranslation();
  const progress = useStore(props.store, (state) => state.reading);
  if (progress === null) return null;
  const { read: lines, total } = progress;
  return (
    <div className={css.reading} role="status">
      <p className={read.lead}>{t('report.reading')}</p>
      {total === null || total === 0 ? null : (
        <div className={css.bar} aria-hidden="true">
          <i style={{ width: `${String(Math.min(100, Math.round((lines / total) * 100)))}%` }} />
        </div>
      )}
      <p className={read.label}>
        {total === null
          ? t('report.progressSome', { read: lines })
          : t('report.progress', { read: lines, total })}
      </p>
    </div>
  );
}

function Half(props: { readonly store: ReportStore }) {
  const { t } = useTranslation();
  const { tab, kiosk, restaurant, reading } = useStore(props.store);
  if (kiosk === null) return null;
  if (tab === 'kiosk') {
    return (
      <Given
        report={kiosk}
        nobody={t('manager.nobody')}
        under={[
          [t('report.settled'), kiosk.settled],
          [t('report.onTheWay'), kiosk.onTheWay],
          [t('report.undone'), kiosk.undone],
          [t('report.refused'), kiosk.refused],
          [t('report.givenUp'), kiosk.givenUp],
        ]}
      />
    );
  }
  if (reading !== null) return <Reading store={props.store} />;
  if (restaurant === null) return <p className={cx(read.lead, css.notRead)}>{t('report.notRead')}</p>;
  const unreadable = restaurant.unreadable ?? 0;
  const notWhole =
    unreadable === 0 ? null : (
      <p className={read.label} role="status">
        {t('history.sumsNotWhole', { count: unreadable })}
      </p>
    );
  if (tab === 'compared')
    return (
      <>
        {notWhole}
        <ReconciliationSection reconciliation={restaurant.reconciliation} />
      </>
    );
  return (
    <>
      {notWhole}
      <Given
        report={restaurant}
        nobody={t('report.elsewhere')}
        under={[
          [t('report.voided'), restaurant.voided],
          [t('report.spent'), restaurant.spent],
          [t('report.givenBack'), restaurant.givenBack],
          [t('report.other'), restaurant.other],
        ]}
      />
    </>
  );
}

/** A business day: what this kiosk gave, what Toast recorded for the restaurant, and how the two compare. */
export function Report() {
  const { t } = useTranslation();
  const { api, stores } = useAppContext();
  const format = useFormat();
  const go = useManager((manager) => manager.go);
  const [store] = useState(() =>
    createReportStore(api, stores.manager.getState().ask, stores.idle.getState().touched),
  );
  useEffect(() => store.getState().start(), [store]);
  const {
    tab,
    kiosk,
    restaurant,
    reading,
    saving,
    file,
    error,
    show,
    turn,
    read: ask,
    stop,
    save,
  } = useStore(store);
  const back = (): void => go({ at: 'home' });
  useHardwareKeys({ onEscape: back });
  return (
    <Frame
      name={tab === 'compared' ? 'compared' : 'report'}
      sidePanel={
        <>
          <SidePanelTop />
          <PressButton onPress={() => void save()}>
            <FileDown className="icon" aria-hidden="true" />
            <span>{saving ? t('report.saving') : t('report.save')}</span>
          </PressButton>
          {tab === 'kiosk' ? (
            <Primary onPress={() => turn('compared')}>{t('report.compare')}</Primary>
          ) : reading !== null ? (
            <PressButton kind="tall" onPress={stop}>
              {t('report.stop')}
            </PressButton>
          ) : restaurant === null ? (
            <Primary onPress={() => void ask()}>{t('report.again')}</Primary>
          ) : (
            <ActionHint>{t('report.readAt', { time: format.time(restaurant.readAt) })}</ActionHint>
          )}
        </>
      }
    >
      <Back onPress={back}>{t('manager.toStart')}</Back>
      {kiosk === null ? (
        <ScreenTitle as="lead">{t('report.title')}</ScreenTitle>
      ) : (
        <>
          <PaperHead
            what={`${t('report.title')} · ${t(`report.tab.${tab}`)}`}
            of={t('report.from', { from: format.moment(kiosk.day.from), to: format.moment(kiosk.day.to) })}
          />
          <Day day={kiosk.day} onShow={(day) => void show(day)} />
        </>
      )}
      <Switch
        label={t('report.tabs')}
        options={TABS.map((id) => ({ id, words: t(`report.tab.${id}`) }))}
        chosen={tab}
        onChoose={turn}
      />
      {error === null ? null : (
        <div className={css.error}>
          <Failure error={error} compact />
        </div>
      )}
      {file === null ? null : (
        <p className={css.file} role="status">
          {t('report.saved')} <span data-file="">{file}</span>
        </p>
      )}
      <Half store={store} />
    </Frame>
  );
}
