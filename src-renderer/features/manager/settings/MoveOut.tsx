import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PASSPHRASE_MIN } from '../../../../src-preload/contract/set-up.ts';
import { useAppContext, useManager } from '../../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../../app/Frame.tsx';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { cx } from '../../../ui/cx.ts';
import { Back, Primary } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import { Facts, ScreenTitle } from '../../../ui/Typography.tsx';
import { PassphraseSheet } from '../../setup/PassphraseSheet.tsx';
import { ManagerPinPanel, usePin } from '../../sign-in/Pin.tsx';
import css from './Device.module.css';

/** The set-up of this kiosk goes into a file for another PC: what is in it, its passphrase, a manager's PIN. */
export function MoveOut() {
  const go = useManager((manager) => manager.go);
  const [typing, setTyping] = useState(false);
  const [passphrase, setPassphrase] = useState<string | null>(null);
  const [path, setPath] = useState<string | null>(null);
  const back = (): void => go({ at: 'device' });
  if (typing) {
    return (
      <PassphraseSheet
        fresh
        onDone={(typed) => {
          setPassphrase(typed);
          setTyping(false);
        }}
        onCancel={() => setTyping(false)}
      />
    );
  }
  if (path !== null) return <Made path={path} onDone={back} />;
  if (passphrase !== null) {
    return <Agree passphrase={passphrase} onBack={() => setPassphrase(null)} onMade={setPath} />;
  }
  return <What onBack={back} onNext={() => setTyping(true)} />;
}

function What(props: { readonly onBack: () => void; readonly onNext: () => void }) {
  const { t } = useTranslation();
  useHardwareKeys({ onEscape: props.onBack, onEnter: props.onNext });
  return (
    <Frame
      name="move-out"
      sidePanel={
        <>
          <SidePanelTop />
          <Primary onPress={props.onNext}>{t('moving.choose')}</Primary>
        </>
      }
    >
      <Back onPress={props.onBack}>{t('moving.cancel')}</Back>
      <ScreenTitle as="title">{t('moving.title')}</ScreenTitle>
      <div className={css.travels}>
        <Facts
          facts={[
            [t('moving.goes'), t('moving.goesIs')],
            [t('moving.stays'), t('moving.staysIs')],
            [t('moving.passphrase'), t('moving.chooseSays', { least: PASSPHRASE_MIN })],
          ]}
        />
      </div>
    </Frame>
  );
}

function Agree(props: {
  readonly passphrase: string;
  readonly onBack: () => void;
  readonly onMade: (path: string) => void;
}) {
  const { t } = useTranslation();
  const { api } = useAppContext();
  const within = useManager((manager) => manager.ask);
  const { passphrase, onBack, onMade } = props;
  const [path, setPath] = useState<string | null>(null);
  useEffect(() => {
    if (path !== null) onMade(path);
  }, [path, onMade]);
  const pin = usePin(async (digits) => {
    const answer = await within<'exportSetUp'>(api.exportSetUp({ passphrase, pin: digits }));
    if (answer.ok) setPath(answer.value.path);
    return answer.ok ? { ok: true, value: null } : answer;
  });
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit, onEscape: onBack });
  return (
    <Frame
      name="move-out"
      sidePanel={
        <ManagerPinPanel
          pin={pin}
          act={
            <Primary onPress={pin.submit} busy={pin.checking}>
              {pin.checking ? t('moving.creating') : t('moving.create')}
            </Primary>
          }
          hold={t('moving.hold')}
        />
      }
    >
      <Back onPress={onBack}>{t('moving.cancel')}</Back>
      <ScreenTitle as="title">{t('moving.pinTitle')}</ScreenTitle>
      <p className={cx(read.label, css.movingSays)}>{t('moving.pinSays')}</p>
      <h2 className={css.movingHead}>{t('moving.passphrase')}</h2>
      <p className={css.passphrase}>{passphrase}</p>
      <p className={cx(read.label, css.movingSays)}>{t('moving.hint')}</p>
    </Frame>
  );
}

function Made(props: { readonly path: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { path, onDone } = props;
  useHardwareKeys({ onEscape: onDone, onEnter: onDone });
  const folder = path.includes('\\') ? 'C:\\ProgramData\\Hoststand' : '/etc/hoststand';
  return (
    <Frame
      name="move-out"
      sidePanel={
        <>
          <SidePanelTop />
          <Primary onPress={onDone}>{t('moving.finish')}</Primary>
        </>
      }
    >
      <Back onPress={onDone}>{t('moving.cancel')}</Back>
      <ScreenTitle as="title">{t('moving.made')}</ScreenTitle>
      <p className={cx(read.label, css.movingSays)}>{t('moving.madeWhere')}</p>
      <p className={css.code} data-file="" role="status">
        {path}
      </p>
      <ol className={css.madeSteps}>
        <li>{t('moving.steps.copy', { folder })}</li>
        <li>{t('moving.steps.open')}</li>
        <li>{t('moving.steps.remove')}</li>
      </ol>
    </Frame>
  );
}
