import { GraduationCap } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type SetUp as Filled, SET_UP_STEPS } from '../../../src-preload/contract/set-up.ts';
import { useAppContext, useStatus } from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import { cx } from '../../ui/cx.ts';
import { Failure } from '../../ui/Notice.tsx';
import { ActionHint, Back, PressButton, Primary } from '../../ui/Press.tsx';
import read from '../../ui/Typography.module.css';
import { ScreenTitle } from '../../ui/Typography.tsx';
import { TextSheet } from '../credit/NoteSheet.tsx';
import { ZoneChoices } from '../manager/settings/ZoneChoices.tsx';
import { CodeSheet } from './CodeSheet.tsx';
import css from './SetUp.module.css';
import { SetUpFile } from './SetUpFile.tsx';
import { SetUpLive } from './SetUpLive.tsx';
import { SetUpStepBody } from './SetUpSteps.tsx';
import { createSetUpStore, isComplete, knowsManagers, type SetUpField, type SetUpStore } from './setup.ts';

const MAX_NAME = { houseName: 40, managerName: 24 } as const;
const MAX_CODE = 300;

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
    houseName: t('setUp.details.houseName'),
    managerName: t('setUp.manager.name'),
    timeZone: t('setUp.details.timeZone'),
  };
  const done = (text: string): void => void change({ [field]: text });
  const cancel = (): void => type(null);
  if (field === 'timeZone') {
    return (
      <Frame name="set-up" sidePanel={<ActionHint>{t('setUp.details.zoneHold')}</ActionHint>}>
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
        most={MAX_NAME[field]}
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
      // What is secret is never told back: it is typed again.
      text={field === 'url' ? setUp.url : ''}
      most={MAX_CODE}
      onDone={done}
      onCancel={cancel}
    />
  );
}

/** The next step; or what it waits for. */
function Forward(props: {
  readonly store: SetUpStore;
  readonly onBack: () => void;
  readonly onNext: () => void;
}) {
  const { t } = useTranslation();
  const { step, setUp, busy, change } = useStore(props.store);
  const holds: Partial<Record<typeof step, string>> = {
    toast: t('setUp.toast.hold'),
    restaurant: t('setUp.restaurant.hold'),
    manager: t('setUp.manager.hold'),
  };
  if (step === 'live' && setUp !== null)
    return <SetUpLive store={props.store} setUp={setUp} onBack={props.onBack} />;
  if (busy) return <ActionHint>{step === 'test' ? t('setUp.test.running') : t('setUp.saving')}</ActionHint>;
  if (step === 'toast' && setUp?.standing === 'unknown') {
    return (
      <PressButton kind="tall" onPress={() => void change({ confirmUrl: setUp.url })}>
        {t('setUp.toast.confirm')}
      </PressButton>
    );
  }
  const complete = setUp !== null && isComplete(step, setUp);
  if (!complete && step !== 'test') return <ActionHint>{holds[step] ?? t('setUp.saving')}</ActionHint>;
  const test = setUp?.tested == null ? t('setUp.test.run') : t('setUp.test.again');
  const next = step === 'rules' ? t('setUp.rules.take') : t('setUp.next');
  return <Primary onPress={props.onNext}>{complete ? next : test}</Primary>;
}

/** Setting a kiosk up for a restaurant, step by step. Training is one press away on each of them. */
export function SetUp() {
  const { t } = useTranslation();
  const { api, stores } = useAppContext();
  const { mode } = useStatus();
  const [store] = useState(() => createSetUpStore(api));
  useEffect(() => void store.getState().load(), [store]);
  const { step, setUp, typing, error, next, back, test } = useStore(store);
  const kept = step === 'manager' && setUp !== null && knowsManagers(setUp);
  const [fromFile, setFromFile] = useState(false);
  const leave = (): void => stores.leaveSetUp();
  const before = (): void => {
    if (!back()) leave();
  };
  const complete = setUp !== null && isComplete(step, setUp);
  const forward = (): void => {
    if (step === 'test' && !complete) void test();
    else next();
  };
  useHardwareKeys(
    typing === null && !fromFile && step !== 'live' ? { onEscape: before, onEnter: forward } : {},
  );
  if (setUp !== null && typing !== null) return <Typing store={store} setUp={setUp} field={typing} />;
  if (fromFile) return <SetUpFile store={store} onClose={() => setFromFile(false)} />;
  const at = SET_UP_STEPS.indexOf(step);
  return (
    <Frame
      key={step}
      name="set-up"
      sidePanel={
        <>
          <SidePanelTop>
            <PressButton onPress={leave}>
              <GraduationCap className="icon" aria-hidden="true" />
              <span>{mode === 'training' ? t('setUp.stay') : t('setUp.leave')}</span>
            </PressButton>
          </SidePanelTop>
          <Forward store={store} onBack={before} onNext={forward} />
        </>
      }
    >
      <Back onPress={before}>{at === 0 ? t('setUp.leave') : t('setUp.back')}</Back>
      <p className={read.note}>{t('setUp.step', { at: at + 1, of: SET_UP_STEPS.length })}</p>
      <ScreenTitle as="title">
        {step === 'live'
          ? t('setUp.live.title', { name: setUp?.houseName ?? '' })
          : kept
            ? t('approve.managerPin')
            : t(`setUp.${step}.title`)}
      </ScreenTitle>
      <p className={cx(read.label, css.says)}>
        {kept
          ? setUp.records === 'coming'
            ? t('setUp.manager.coming')
            : t('setUp.manager.kept')
          : t(`setUp.${step}.says`)}
      </p>
      {error === null ? null : (
        <div className={css.error}>
          <Failure error={error} compact />
        </div>
      )}
      {setUp === null ? null : <SetUpStepBody store={store} setUp={setUp} onFile={() => setFromFile(true)} />}
      {step === 'test' ? null : <p className={cx(read.note, css.foot)}>{t('setUp.kept')}</p>}
    </Frame>
  );
}
