import { Check, CircleX, Minus, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { assertNever } from '../../../src-preload/contract/result.ts';
import { type SetUp as Filled, PROBE_STEPS } from '../../../src-preload/contract/set-up.ts';
import type { Role } from '../../../src-preload/contract/staff.ts';
import { LANGUAGES } from '../../../src-preload/contract/status.ts';
import { useFormat, useKiosk, useNow, useStatus } from '../../app/app-context.tsx';
import { createFormat } from '../../text/format.ts';
import { cx } from '../../ui/cx.ts';
import { Banner, BannerBody } from '../../ui/Notice.tsx';
import { Choices, PressButton } from '../../ui/Press.tsx';
import read from '../../ui/Typography.module.css';
import { Facts } from '../../ui/Typography.tsx';
import { LimitList } from '../manager/settings/LimitList.tsx';
import { zoneName } from '../manager/settings/Rules.tsx';
import { HourChoices } from '../manager/settings/ZoneChoices.tsx';
import css from './SetUp.module.css';
import { knowsManagers, type SetUpField, type SetUpStore } from './setup.ts';

const NAMES = { en: 'English', es: 'Español' } as const;

/** A thing to fill in: what it is, whether it is there, and the way to type it. */
function Field(props: {
  readonly store: SetUpStore;
  readonly field: SetUpField;
  readonly name: string;
  readonly shown: string | null;
}) {
  const { t } = useTranslation();
  const type = useStore(props.store, (state) => state.type);
  return (
    <li className={css.field}>
      <span className={css.fieldName}>{props.name}</span>
      <span className={cx(css.fieldIs, props.shown === null && css.empty)}>
        {props.shown ?? t('setUp.empty')}
      </span>
      <PressButton
        kind="small"
        label={`${props.shown === null ? t('setUp.fill') : t('setUp.change')}: ${props.name}`}
        onPress={() => type(props.field)}
      >
        {props.shown === null ? t('setUp.fill') : t('setUp.change')}
      </PressButton>
    </li>
  );
}

/** The steps of the test: those that passed, the one it stopped at and why, those that were not tried. */
function Tested(props: { readonly setUp: Filled; readonly busy: boolean }) {
  const { t } = useTranslation();
  const { tested } = props.setUp;
  if (props.busy) {
    return (
      <p className={cx(read.lead, css.says)} role="status">
        {t('setUp.test.running')}
      </p>
    );
  }
  if (tested === null) return null;
  const stoppedAt = tested.outcome === 'passed' ? PROBE_STEPS.length : PROBE_STEPS.indexOf(tested.step);
  return (
    <>
      <p className={css.verdict} role="status">
        {tested.outcome === 'passed'
          ? t('setUp.test.passed')
          : t('setUp.test.failed', { step: t(`setUp.step_.${tested.step}`) })}
      </p>
      {tested.outcome === 'passed' ? null : (
        <>
          <p className={css.why}>{t(`setUp.why.${tested.why}`)}</p>
          <p className={read.note}>
            {tested.detail === null ? null : t('setUp.test.detail', { detail: tested.detail })}{' '}
            {tested.requestId === null ? null : t('setUp.test.reference', { id: tested.requestId })}
          </p>
        </>
      )}
      <ol className={css.steps}>
        {PROBE_STEPS.map((step, at) => {
          const state = at < stoppedAt ? 'good' : at === stoppedAt ? 'stopped' : 'notTried';
          const Icon = state === 'good' ? Check : state === 'stopped' ? CircleX : Minus;
          return (
            <li
              key={step}
              className={cx(state === 'stopped' && css.stopped, state === 'notTried' && css.dim)}
            >
              <Icon className="icon" aria-hidden="true" />
              <span>{t(`setUp.step_.${step}`)}</span>
              <span className={css.stepIs}>{t(`setUp.test.${state}`)}</span>
            </li>
          );
        })}
      </ol>
    </>
  );
}

function RulesInForce(props: { readonly setUp: Filled }) {
  const { t } = useTranslation();
  const { policy } = props.setUp;
  const format = useFormat();
  const role = (name: Role) =>
    policy.alone[name] === 0
      ? t('setUp.rules.nothingAlone', { role: t(`common.role.${name}`) })
      : t('setUp.rules.alone', {
          role: t(`common.role.${name}`),
          amount: format.money(policy.alone[name]),
          day: format.money(policy.employeeDay[name]),
        });
  return (
    <ul className={css.rules}>
      <li>{role('host')}</li>
      <li>{role('server')}</li>
      <li>{role('manager')}</li>
      <li>{t('setUp.rules.most', { amount: format.money(policy.most) })}</li>
      <li>
        {t('setUp.rules.offline', {
          alone: format.money(policy.offline.alone),
          most: format.money(policy.offline.most),
          hours: policy.offline.hours,
        })}
      </li>
    </ul>
  );
}

/** All that live will be, before it begins. */
function LiveSummary(props: { readonly setUp: Filled }) {
  const { t } = useTranslation();
  const { setUp } = props;
  return (
    <div className={css.below}>
      <Facts
        facts={[
          [t('setUp.live.toast'), setUp.url],
          [t('setUp.restaurant.guid'), t('setUp.is', { ends: setUp.restaurantEnds ?? '' })],
          knowsManagers(setUp) ? null : [t('setUp.live.manager'), setUp.managerName],
          setUp.moved === null || setUp.records !== 'coming'
            ? null
            : [
                t('moving.staff'),
                t('moving.staffFrom', { count: setUp.moved.staff, from: setUp.moved.from }),
              ],
        ]}
      />
      <p className={css.why}>{setUp.limits.length === 0 ? t('limits.none') : t('limits.changed')}</p>
      {setUp.limits.length === 0 ? null : <LimitList limits={setUp.limits} />}
      {setUp.sealing === 'strong' ? null : (
        <div className={css.says}>
          <Banner
            icon={<TriangleAlert className="icon" aria-hidden="true" />}
            head={t('setUp.live.weak')}
            tone={setUp.sealing === 'weak' ? 'stop' : 'attn'}
          >
            <BannerBody>
              {setUp.sealing === 'weak' ? t('setUp.live.weakSays') : t('setUp.live.weakAllowed')}
            </BannerBody>
          </Banner>
        </div>
      )}
    </div>
  );
}

/** What is on a step, below its title. */
export function SetUpStepBody(props: {
  readonly store: SetUpStore;
  readonly setUp: Filled;
  /** A file of another kiosk is to be used. */
  readonly onFile: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const { setUp, store } = props;
  const { step, busy, change } = useStore(store);
  const { language, currency } = useStatus();
  const now = useNow();
  const setLanguage = useKiosk((kiosk) => kiosk.setLanguage);
  const ends = (end: string | null): string | null => (end === null ? null : t('setUp.is', { ends: end }));
  switch (step) {
    case 'language':
      return (
        <>
          <Choices
            label={t('setUp.language.title')}
            columns="two"
            className={css.below}
            options={LANGUAGES.map((id) => ({ id, words: NAMES[id] }))}
            chosen={language}
            onChoose={setLanguage}
          />
          <h2 className={css.head}>{t('moving.replaces')}</h2>
          <div>
            <PressButton kind="small" onPress={props.onFile}>
              {t('moving.useFile')}
            </PressButton>
          </div>
        </>
      );
    case 'toast':
      return (
        <>
          <ul className={css.fields}>
            <Field store={store} field="url" name={t('setUp.toast.url')} shown={setUp.url || null} />
            <Field
              store={store}
              field="client"
              name={t('setUp.toast.client')}
              shown={ends(setUp.clientIdEnds)}
            />
            <Field
              store={store}
              field="secret"
              name={t('setUp.toast.secret')}
              shown={setUp.hasSecret ? t('setUp.secretThere') : null}
            />
          </ul>
          {setUp.url !== '' ? null : (
            <div className={css.says}>
              {setUp.suggested.map((url) => (
                <PressButton key={url} kind="small" onPress={() => void change({ url })}>
                  {new URL(url).host}
                </PressButton>
              ))}
            </div>
          )}
          {setUp.standing !== 'unknown' ? null : (
            <p className={css.why} role="alert">
              {t('setUp.toast.unknown', { host: new URL(setUp.url).host })}
            </p>
          )}
        </>
      );
    case 'restaurant':
      return (
        <>
          <ul className={css.fields}>
            <Field
              store={store}
              field="restaurant"
              name={t('setUp.restaurant.guid')}
              shown={ends(setUp.restaurantEnds)}
            />
            <Field
              store={store}
              field="device"
              name={t('setUp.restaurant.device')}
              shown={ends(setUp.deviceEnds)}
            />
          </ul>
          {setUp.records === 'none' ? null : (
            <p className={css.why}>
              {t(`setUp.restaurant.records.${setUp.records}`, { from: setUp.moved?.from ?? '' })}
            </p>
          )}
        </>
      );
    case 'test':
      return <Tested setUp={setUp} busy={busy} />;
    case 'details':
      return (
        <>
          <ul className={css.fields}>
            <Field
              store={store}
              field="houseName"
              name={t('setUp.details.houseName')}
              shown={setUp.houseName || null}
            />
            <Field
              store={store}
              field="timeZone"
              name={t('setUp.details.timeZone')}
              shown={`${zoneName(setUp.timeZone)}, ${createFormat(language, setUp.timeZone, currency).time(now)}`}
            />
          </ul>
          <h2 className={css.head}>{t('setUp.details.dayEndsAt')}</h2>
          <HourChoices
            chosen={setUp.dayEndsAtHour}
            onChoose={(dayEndsAtHour) => void change({ dayEndsAtHour })}
          />
        </>
      );
    case 'rules':
      return <RulesInForce setUp={setUp} />;
    case 'manager':
      return knowsManagers(setUp) ? null : (
        <ul className={css.fields}>
          <Field
            store={store}
            field="managerName"
            name={t('setUp.manager.name')}
            shown={setUp.managerName || null}
          />
        </ul>
      );
    case 'live':
      return <LiveSummary setUp={setUp} />;
    default:
      return assertNever(step, 'step of the set-up');
  }
}
