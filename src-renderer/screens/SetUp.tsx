import { Check, CircleX, GraduationCap, Minus, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { assertNever } from '../../src-preload/contract/result.ts';
import { type SetUp as Filled, PROBE_STEPS, SET_UP_STEPS } from '../../src-preload/contract/set-up.ts';
import type { Role } from '../../src-preload/contract/staff.ts';
import { LANGUAGES } from '../../src-preload/contract/status.ts';
import { useAround, useFormat, useKiosk, useNow, useStatus } from '../app/context.tsx';
import { useHardwareKeys } from '../app/hardware-keys.ts';
import { createSetUpStore, isComplete, type SetUpField, type SetUpStore } from '../state/set-up.ts';
import { createFormat } from '../text/format.ts';
import { cx } from '../ui/cx.ts';
import { Frame, TrayTop } from '../ui/Frame.tsx';
import { Banner, BannerBody, Failure } from '../ui/Notice.tsx';
import { Back, Choices, Hold, PressButton, Primary } from '../ui/Press.tsx';
import read from '../ui/Read.module.css';
import { Facts, ScreenTitle } from '../ui/Read.tsx';
import { CodeSheet } from './CodeSheet.tsx';
import { TextSheet } from './NoteSheet.tsx';
import { zoneName } from './Rules.tsx';
import css from './SetUp.module.css';
import { SetUpLive } from './SetUpLive.tsx';
import { HourChoices, ZoneChoices } from './ZoneChoices.tsx';

const NAMES = { en: 'English', es: 'Español' } as const;
const NAME_MOST = { houseName: 40, managerName: 24 } as const;
const CODE_MOST = 300;

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

function RulesInForce() {
  const { t } = useTranslation();
  const { house } = useStatus();
  const format = useFormat();
  const role = (name: Role) =>
    house.alone[name] === 0
      ? t('setUp.rules.nothingAlone', { role: t(`common.role.${name}`) })
      : t('setUp.rules.alone', {
          role: t(`common.role.${name}`),
          amount: format.money(house.alone[name]),
          day: format.money(house.employeeDay[name]),
        });
  return (
    <ul className={css.rules}>
      <li>{role('host')}</li>
      <li>{role('server')}</li>
      <li>{role('manager')}</li>
      <li>{t('setUp.rules.most', { amount: format.money(house.most) })}</li>
      <li>
        {t('setUp.rules.offline', {
          alone: format.money(house.offline.alone),
          most: format.money(house.offline.most),
          hours: house.offline.hours,
        })}
      </li>
    </ul>
  );
}

/** What stands on a step, below its title. */
function Step(props: { readonly store: SetUpStore; readonly setUp: Filled }): ReactNode {
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
        <Choices
          label={t('setUp.language.title')}
          columns="two"
          className={css.below}
          options={LANGUAGES.map((id) => ({ id, words: NAMES[id] }))}
          chosen={language}
          onChoose={setLanguage}
        />
      );
    case 'toast':
      return (
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
          {setUp.knownRestaurant ? <p className={css.why}>{t('setUp.restaurant.known')}</p> : null}
        </>
      );
    case 'test':
      return <Tested setUp={setUp} busy={busy} />;
    case 'house':
      return (
        <>
          <ul className={css.fields}>
            <Field
              store={store}
              field="houseName"
              name={t('setUp.house.houseName')}
              shown={setUp.houseName || null}
            />
            <Field
              store={store}
              field="timeZone"
              name={t('setUp.house.timeZone')}
              shown={`${zoneName(setUp.timeZone)}, ${createFormat(language, setUp.timeZone, currency).time(now)}`}
            />
          </ul>
          <h2 className={css.head}>{t('setUp.house.dayEndsAt')}</h2>
          <HourChoices
            chosen={setUp.dayEndsAtHour}
            onChoose={(dayEndsAtHour) => void change({ dayEndsAtHour })}
          />
        </>
      );
    case 'rules':
      return <RulesInForce />;
    case 'manager':
      return (
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
      return (
        <div className={css.below}>
          <Facts
            facts={[
              [t('setUp.live.toast'), setUp.url],
              [t('setUp.restaurant.guid'), t('setUp.is', { ends: setUp.restaurantEnds ?? '' })],
              [t('setUp.live.manager'), setUp.managerName],
            ]}
          />
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
    default:
      return assertNever(step, 'step of the set-up');
  }
}

function Typing(props: { readonly store: SetUpStore; readonly setUp: Filled; readonly field: SetUpField }) {
  const { t } = useTranslation();
  const { change, type } = useStore(props.store);
  const { field, setUp } = props;
  const names: Readonly<Record<SetUpField, string>> = {
    url: t('setUp.toast.url'),
    client: t('setUp.toast.client'),
    secret: t('setUp.toast.secret'),
    restaurant: t('setUp.restaurant.guid'),
    device: t('setUp.restaurant.device'),
    houseName: t('setUp.house.houseName'),
    managerName: t('setUp.manager.name'),
    timeZone: t('setUp.house.timeZone'),
  };
  const done = (text: string): void => void change({ [field]: text });
  const cancel = (): void => type(null);
  if (field === 'timeZone') {
    return (
      <Frame name="set-up" tray={<Hold>{t('setUp.house.zoneHold')}</Hold>}>
        <Back onPress={cancel}>{t('setUp.type.cancel')}</Back>
        <ScreenTitle as="title">{names.timeZone}</ScreenTitle>
        <ZoneChoices chosen={setUp.timeZone} onChoose={done} />
      </Frame>
    );
  }
  if (field === 'houseName' || field === 'managerName') {
    return (
      <TextSheet
        screen="set-up-text"
        text={setUp[field]}
        most={NAME_MOST[field]}
        name
        words={{
          title: names[field],
          hint: t('setUp.type.hint'),
          empty: t('setUp.type.empty'),
          done: t('setUp.type.done'),
          cancel: t('setUp.type.cancel'),
        }}
        onDone={done}
        onCancel={cancel}
      />
    );
  }
  return (
    <CodeSheet
      screen="set-up-text"
      title={names[field]}
      // What is secret is never told back: it is typed anew.
      text={field === 'url' ? setUp.url : ''}
      most={CODE_MOST}
      onDone={done}
      onCancel={cancel}
    />
  );
}

/** Setting a kiosk up for a restaurant, step by step. Training is one press away on each of them. */
export function SetUp() {
  const { t } = useTranslation();
  const { api, stores } = useAround();
  const { mode } = useStatus();
  const [store] = useState(() => createSetUpStore(api));
  useEffect(() => void store.getState().load(), [store]);
  const { step, setUp, typing, busy, error, next, back, test } = useStore(store);
  const leave = (): void => stores.leaveSetUp();
  const before = (): void => {
    if (!back()) leave();
  };
  const complete = setUp !== null && isComplete(step, setUp);
  const forward = (): void => {
    if (step === 'test' && !complete) void test();
    else next();
  };
  useHardwareKeys(typing === null && step !== 'live' ? { onEscape: before, onEnter: forward } : {});
  if (setUp !== null && typing !== null) return <Typing store={store} setUp={setUp} field={typing} />;
  const at = SET_UP_STEPS.indexOf(step);
  const holds: Partial<Record<typeof step, string>> = {
    toast: t('setUp.toast.hold'),
    restaurant: t('setUp.restaurant.hold'),
    manager: t('setUp.manager.hold'),
  };
  return (
    <Frame
      key={step}
      name="set-up"
      tray={
        <>
          <TrayTop>
            <PressButton onPress={leave}>
              <GraduationCap className="icon" aria-hidden="true" />
              <span>{mode === 'training' ? t('setUp.stay') : t('setUp.leave')}</span>
            </PressButton>
          </TrayTop>
          {step === 'live' && setUp !== null ? (
            <SetUpLive store={store} setUp={setUp} onBack={before} />
          ) : busy ? (
            <Hold>{step === 'test' ? t('setUp.test.running') : t('setUp.saving')}</Hold>
          ) : step === 'test' && !complete ? (
            <Primary onPress={forward}>
              {setUp?.tested == null ? t('setUp.test.run') : t('setUp.test.again')}
            </Primary>
          ) : complete ? (
            <Primary onPress={forward}>{step === 'rules' ? t('setUp.rules.take') : t('setUp.next')}</Primary>
          ) : (
            <Hold>{holds[step] ?? t('setUp.saving')}</Hold>
          )}
        </>
      }
    >
      <Back onPress={before}>{at === 0 ? t('setUp.leave') : t('setUp.back')}</Back>
      <p className={read.note}>{t('setUp.step', { at: at + 1, of: SET_UP_STEPS.length })}</p>
      <ScreenTitle as="title">
        {step === 'live' ? t('setUp.live.title', { name: setUp?.houseName ?? '' }) : t(`setUp.${step}.title`)}
      </ScreenTitle>
      <p className={cx(read.label, css.says)}>{t(`setUp.${step}.says`)}</p>
      {error === null ? null : (
        <div className={css.error}>
          <Failure error={error} compact />
        </div>
      )}
      {setUp === null ? null : <Step store={store} setUp={setUp} />}
      {step === 'test' ? null : <p className={cx(read.note, css.foot)}>{t('setUp.kept')}</p>}
    </Frame>
  );
}
