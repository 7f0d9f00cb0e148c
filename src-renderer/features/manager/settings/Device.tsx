import { FileText, GraduationCap, Power, Rocket, Settings2, UserX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '../../../../src-preload/contract/errors.ts';
import type { DeviceFacts } from '../../../../src-preload/contract/manager.ts';
import type { UpdateStatus } from '../../../../src-preload/contract/update.ts';
import { useAppContext, useFlow, useManager, useStatus } from '../../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../../app/Frame.tsx';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { bytesText, spanText } from '../../../text/measures.ts';
import { Failure } from '../../../ui/Notice.tsx';
import { ActionHint, Back, PressButton, Primary, Switch } from '../../../ui/Press.tsx';
import { Facts, ScreenTitle } from '../../../ui/Typography.tsx';
import css from './Device.module.css';
import { DeviceLooks } from './DeviceLooks.tsx';
import { DeviceMoving } from './DeviceMoving.tsx';
import { DeviceNotices } from './DeviceNotices.tsx';

/** What is asked again before it is done. */
type Asking = 'training' | 'forget' | 'exit';

/** The question, and what is done on yes. */
const QUESTIONS = {
  exit: ['device.exitAsk', 'device.exitDo'],
  forget: ['device.forgetAsk', 'device.forgetDo'],
  training: ['device.toTrainingAsk', 'device.toTrainingDo'],
} as const satisfies Record<Asking, readonly [string, string]>;

/** Right to within this, a clock is not worth a word, ms. */
const CLOCK_RIGHT_MS = 5_000;
const PAGES = ['facts', 'looks', 'moving', 'notices'] as const;

function About(props: { readonly facts: DeviceFacts }) {
  const { t } = useTranslation();
  const { language, guestMemory } = useStatus();
  const { facts } = props;
  const ahead = facts.clockAheadMs;
  const update = useUpdateText(facts.update);
  const code = (text: string) => <span className={css.code}>{text}</span>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part takes the focus, so that arrow keys scroll it
    <section className={css.facts} tabIndex={0} aria-label={t('device.title')}>
      <Facts
        facts={[
          [t('device.mode'), facts.mode === 'live' ? t('device.live') : t('device.training')],
          [
            t('device.toast'),
            facts.toast === null
              ? t('device.toastNot')
              : t('device.toastIs', {
                  host: facts.toast.host ?? t('device.unknown'),
                  ends: facts.toast.restaurantEnds,
                }),
          ],
          [t('device.sealing'), facts.sealing === 'strong' ? t('device.strong') : t('device.weak')],
          guestMemory === 'sealed'
            ? null
            : [
                t('lookUp.memoryFact'),
                guestMemory === 'memory' ? t('lookUp.memoryKept') : t('lookUp.memoryUnsealed'),
              ],
          [
            t('device.clock'),
            ahead === null
              ? t('device.unknown')
              : Math.abs(ahead) < CLOCK_RIGHT_MS
                ? t('device.clockRight')
                : ahead > 0
                  ? t('device.clockAhead', { time: spanText(ahead, language) })
                  : t('device.clockBehind', { time: spanText(-ahead, language) }),
          ],
          [
            t('device.disk'),
            facts.freeBytes === null ? t('device.unknown') : bytesText(facts.freeBytes, language),
          ],
          [t('update.fact'), update],
          [t('device.record'), new Intl.NumberFormat(language).format(facts.ledgerLines)],
          [t('device.name'), facts.name],
          [t('device.version'), `${facts.version}, ${facts.system}`],
          [t('device.data'), code(facts.dataFolder)],
          [t('device.config'), code(facts.configFile)],
        ]}
      />
    </section>
  );
}

/** What is known of newer versions, in a line. */
function useUpdateText({ off, ready, refused, checkedAt }: UpdateStatus): string {
  const { t } = useTranslation();
  if (off !== null) return t(`update.off.${off}`);
  if (refused !== null) return t(`update.refused.${refused.code}`);
  if (ready !== null) return t('update.title', { version: ready.version });
  return checkedAt === null ? t('update.unchecked') : t('update.current');
}

/** To live, once it is set up; from live to Training. */
function OtherMode(props: { readonly facts: DeviceFacts | null; readonly onTraining: () => void }) {
  const { t } = useTranslation();
  const go = useManager((manager) => manager.go);
  const isLive = useStatus().mode === 'live';
  const { facts } = props;
  if (facts === null || !(isLive || facts.canGoLive)) return null;
  const Icon = isLive ? GraduationCap : Rocket;
  return (
    <PressButton onPress={() => (isLive ? props.onTraining() : go({ at: 'go-live' }))}>
      <Icon className="icon" aria-hidden="true" />
      <span>{isLive ? t('device.toTraining') : t('device.goLive')}</span>
    </PressButton>
  );
}

/** The kiosk itself: what it is on, how it looks and speaks, and Training or live. */
export function Device() {
  const { t } = useTranslation();
  const { api } = useAppContext();
  const go = useManager((manager) => manager.go);
  const within = useManager((manager) => manager.ask);
  const toSetUp = useFlow((flow) => flow.toSetUp);
  const [page, setPage] = useState<(typeof PAGES)[number]>('facts');
  const [facts, setFacts] = useState<DeviceFacts | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [busy, setBusy] = useState(false);
  const [file, setFile] = useState<string | null>(null);
  const [forgotten, setForgotten] = useState<number | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => {
    let left = false;
    void within<'deviceFacts'>(api.deviceFacts({})).then((answer) => {
      if (left) return;
      if (answer.ok) setFacts(answer.value);
      else setError(answer.error);
    });
    return () => {
      left = true;
    };
  }, [api, within]);
  const back = (): void => (asking === null ? go({ at: 'home' }) : setAsking(null));
  useHardwareKeys({ onEscape: back });

  const support = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(null);
    const answer = await within<'supportBundle'>(api.supportBundle({}));
    setBusy(false);
    if (answer.ok) setFile(answer.value.path);
    else setError(answer.error);
  };
  const forget = async (): Promise<void> => {
    const answer = await within<'forgetAllGuests'>(api.forgetAllGuests({}));
    setBusy(false);
    setAsking(null);
    if (answer.ok) setForgotten(answer.value.forgotten);
    else setError(answer.error);
  };
  const doIt = async (): Promise<void> => {
    if (asking === null || busy) return;
    setBusy(true);
    setError(null);
    if (asking === 'forget') return forget();
    const answer =
      asking === 'exit'
        ? await within<'exitKiosk'>(api.exitKiosk({}))
        : await within<'switchMode'>(api.switchMode({ to: 'training' }));
    if (answer.ok) return;
    setBusy(false);
    setAsking(null);
    setError(answer.error);
  };
  const question = asking === null ? null : QUESTIONS[asking];
  return (
    <Frame
      name="device"
      sidePanel={
        question === null ? (
          <>
            <SidePanelTop>
              <PressButton onPress={() => void support()}>
                <FileText className="icon" aria-hidden="true" />
                <span>{busy ? t('device.writing') : t('device.support')}</span>
              </PressButton>
              <PressButton onPress={toSetUp}>
                <Settings2 className="icon" aria-hidden="true" />
                <span>{facts?.canGoLive === true ? t('device.setUpAgain') : t('device.setUp')}</span>
              </PressButton>
              <OtherMode facts={facts} onTraining={() => setAsking('training')} />
              <PressButton onPress={() => setAsking('forget')}>
                <UserX className="icon" aria-hidden="true" />
                <span>{t('device.forget')}</span>
              </PressButton>
              <PressButton onPress={() => setAsking('exit')}>
                <Power className="icon" aria-hidden="true" />
                <span>{t('device.exit')}</span>
              </PressButton>
            </SidePanelTop>
            <ActionHint>{t('device.hold')}</ActionHint>
          </>
        ) : (
          <>
            <SidePanelTop low>
              <p className={css.question} role="alert">
                {t(question[0])}
              </p>
            </SidePanelTop>
            {busy ? (
              <ActionHint>{t('device.switching')}</ActionHint>
            ) : (
              <>
                <PressButton kind="tall" onPress={() => void doIt()}>
                  {t(question[1])}
                </PressButton>
                <Primary onPress={() => setAsking(null)}>{t('device.stay')}</Primary>
              </>
            )}
          </>
        )
      }
    >
      <Back onPress={back}>{t('manager.toStart')}</Back>
      <ScreenTitle as="title">{t('device.title')}</ScreenTitle>
      {error === null ? null : (
        <div className={css.error}>
          <Failure error={error} compact />
        </div>
      )}
      {forgotten === null ? null : (
        <div className={css.file} role="status">
          <p>{t('device.forgotten', { count: forgotten })}</p>
        </div>
      )}
      {file === null ? null : (
        <div className={css.file} role="status">
          <p>{t('device.supportDone')}</p>
          <p className={css.code} data-file="">
            {file}
          </p>
        </div>
      )}
      <div className={css.pages}>
        <Switch
          label={t('device.title')}
          options={PAGES.map((id) => ({ id, words: t(`device.pages.${id}`) }))}
          chosen={page}
          onChoose={setPage}
        />
      </div>
      {page === 'looks' ? <DeviceLooks /> : null}
      {page === 'moving' ? <DeviceMoving /> : null}
      {page === 'notices' ? <DeviceNotices /> : null}
      {page === 'facts' && facts !== null ? <About facts={facts} /> : null}
    </Frame>
  );
}
