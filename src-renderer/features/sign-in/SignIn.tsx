import { KeyRound, Settings2, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ok } from '../../../src-preload/contract/result.ts';
import { useAppContext, useFlow, useFormat, useKiosk, useNow, useStatus } from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import { cx } from '../../ui/cx.ts';
import { Keypad } from '../../ui/Keypad.tsx';
import { Banner, BannerBody } from '../../ui/Notice.tsx';
import { ActionHint, Back, PressButton, Primary } from '../../ui/Press.tsx';
import read from '../../ui/Typography.module.css';
import { Leader, PinDots } from '../../ui/Typography.tsx';
import { ChoosePin } from './ChoosePin.tsx';
import { HowTo, HowToOffer } from './HowTo.tsx';
import { PinLock, usePin } from './Pin.tsx';
import { canSubmit } from './pin.ts';
import css from './SignIn.module.css';

const LONG_RESTAURANT_NAME = 16;

/** What is wrong in the admin's files, with the key and the reason. */
function ConfigProblems() {
  const { t } = useTranslation();
  const problems = useStatus().configProblems;
  const first = problems[0];
  if (first === undefined) return null;
  return (
    <Banner
      icon={<TriangleAlert className="icon" aria-hidden="true" />}
      head={t('config.head', { count: problems.length })}
    >
      {problems.slice(0, 3).map((problem) => (
        <BannerBody key={`${problem.file} ${problem.key}`}>
          <code>{t('config.where', { key: problem.key, file: problem.file })}</code>: {problem.problem}
        </BannerBody>
      ))}
      <BannerBody>{first.inForce === 'last-good' ? t('config.lastGood') : t('config.defaults')}</BannerBody>
    </Banner>
  );
}

/** The records were damaged and have been rebuilt. */
function Recovered() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { recovered } = useStatus();
  if (recovered === null) return null;
  return (
    <Banner
      icon={<TriangleAlert className="icon" aria-hidden="true" />}
      head={t('recovered.head', { day: format.dayLong(recovered.at, now), time: format.time(recovered.at) })}
    >
      <BannerBody>{t('recovered.body')}</BannerBody>
      {recovered.missingSince === null ? null : (
        <BannerBody>
          {recovered.missingSince === 0
            ? t('recovered.missingAll')
            : t('recovered.missing', {
                day: format.dayLong(recovered.missingSince, now),
                time: format.time(recovered.missingSince),
              })}
        </BannerBody>
      )}
      {recovered.setAside === null ? null : (
        <BannerBody>
          {t('recovered.file')} <code>{recovered.setAside}</code>
        </BannerBody>
      )}
    </Banner>
  );
}

/** The data was made on another PC: nothing is sent until a manager says which PC this is. */
function MovedHere() {
  const { t } = useTranslation();
  if (!useStatus().moved) return null;
  return (
    <Banner icon={<TriangleAlert className="icon" aria-hidden="true" />} head={t('signIn.moved')}>
      <BannerBody>{t('signIn.movedSays')}</BannerBody>
    </Banner>
  );
}

function KeyLost() {
  const { t } = useTranslation();
  return (
    <div className={css.notices}>
      <Banner
        icon={<TriangleAlert className="icon" aria-hidden="true" />}
        head={t('errors.keysLost.what')}
        tone="stop"
      >
        <BannerBody>{t('signIn.keysLost')}</BannerBody>
      </Banner>
    </div>
  );
}

function TrainingPins() {
  const { t } = useTranslation();
  const pins = useStatus().trainingPins;
  if (pins.length === 0) return null;
  return (
    <section className={css.pins}>
      <h2 className={css.pinsHead}>{t('signIn.trainingPins')}</h2>
      <ul>
        {pins.map((entry) => (
          <li key={entry.pin}>
            <Leader>
              {entry.shortName} <span className={css.role}>{t(`common.role.${entry.role}`)}</span>
            </Leader>
            <span className={css.pin}>{entry.pin}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A manager's PIN opens the locked keypad. It has few tries of its own, and signs no one in. */
function OpenKeypad(props: { readonly onOpen: () => void; readonly onEnd: (failed: boolean) => void }) {
  const { t } = useTranslation();
  const openKeypad = useKiosk((kiosk) => kiosk.openKeypad);
  const { onOpen, onEnd } = props;
  const pin = usePin(
    async (typed) => {
      const answer = await openKeypad(typed);
      if (answer.ok) onOpen();
      else if (answer.error.code !== 'keypad-not-opened' || answer.error.triesLeft === 0) onEnd(true);
      return answer;
    },
    { opens: true },
  );
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit, onEscape: () => onEnd(false) });
  return (
    <>
      <SidePanelTop low>
        <Back className={css.wait} onPress={() => onEnd(false)}>
          {t('signIn.waitInstead')}
        </Back>
        <PinDots label={t('signIn.managerPin')} pin={pin} problem={pin.problem} />
      </SidePanelTop>
      <Keypad onKey={pin.press} />
      {pin.checking || canSubmit(pin) ? (
        <Primary onPress={pin.submit} busy={pin.checking}>
          {pin.checking ? t('signIn.checking') : t('signIn.openPrimary')}
        </Primary>
      ) : (
        <ActionHint>{t('signIn.openHold')}</ActionHint>
      )}
    </>
  );
}

/** The keypad for a PIN; while it is locked, for how long, and a manager's way to open it. */
function PinTray(props: {
  readonly pin: ReturnType<typeof usePin>;
  /** A manager tried to open it, and may not again before it opens. */
  readonly failed: boolean;
  readonly onManager: () => void;
}) {
  const { t } = useTranslation();
  const { mode, pinDigits } = useStatus();
  const training = mode === 'training';
  const { pin } = props;
  const locked = pin.lockedUntil;
  return (
    <>
      <SidePanelTop low>
        {locked === null ? (
          <PinDots
            label={training ? t('signIn.typeTrainingPin') : t('signIn.typePin')}
            pin={pin}
            problem={pin.problem}
          />
        ) : (
          <>
            <PinLock until={locked} notOpened={props.failed} />
            {props.failed ? null : (
              <PressButton className={css.opens} onPress={props.onManager}>
                <KeyRound className="icon" aria-hidden="true" />
                <span>{t('signIn.managerOpens')}</span>
              </PressButton>
            )}
          </>
        )}
      </SidePanelTop>
      <Keypad onKey={pin.press} off={locked !== null} />
      {pin.checking || canSubmit(pin) ? (
        <Primary onPress={pin.submit} busy={pin.checking}>
          {pin.checking ? t('signIn.checking') : t('signIn.primary')}
        </Primary>
      ) : (
        <ActionHint>
          {locked === null
            ? training
              ? t('signIn.holdTraining')
              : pinDigits === null
                ? t('signIn.hold')
                : t('signIn.holdFixed', { digits: pinDigits })
            : t('signIn.lockedHold')}
        </ActionHint>
      )}
    </>
  );
}

/** Time for a manager with a short PIN to choose another, ms: no one else may find this open. */
const CHANGE_MS = 60_000;

/** Sign in by PIN alone, as on a POS. */
export function SignIn() {
  const { t } = useTranslation();
  const { clock } = useAppContext();
  const format = useFormat();
  const status = useStatus();
  const now = useNow();
  const { signIn, replacePin } = useKiosk((kiosk) => kiosk);
  /** The PIN was right and is too short for a manager: a longer one is chosen first. */
  const [short, setShort] = useState<{ readonly pin: string; readonly least: number } | null>(null);
  useEffect(
    () => (short === null ? undefined : clock.after(CHANGE_MS, () => setShort(null))),
    [clock, short],
  );
  const notice = useFlow((flow) => (flow.screen.name === 'sign-in' ? flow.screen.notice : null));
  const toSetUp = useFlow((flow) => flow.toSetUp);
  const lockedUntil = useKiosk((kiosk) => kiosk.lockedUntil);
  const check = async (typed: string): ReturnType<typeof signIn> => {
    const answer = await signIn(typed);
    if (!answer.ok && answer.error.code === 'pin-must-change') {
      setShort({ pin: typed, least: answer.error.least });
    }
    return answer;
  };
  const pin = usePin(check, { opens: true, lockedUntil });
  const locked = pin.lockedUntil;
  /** A manager is opening the locked keypad; or tried to, and may not again before it opens. */
  const [opening, setOpening] = useState<'no' | 'yes' | 'failed'>('no');
  const managerOpens = opening === 'yes' && locked !== null;
  /** The one page on how it works is open. */
  const [howTo, setHowTo] = useState(false);
  useHardwareKeys(managerOpens || howTo || short !== null ? {} : { onKey: pin.press, onEnter: pin.submit });
  const training = status.mode === 'training';
  if (howTo) return <HowTo onDone={() => setHowTo(false)} />;
  const troubled =
    status.configProblems.length > 0 || status.recovered !== null || status.keyLost || status.moved;
  return (
    <Frame
      name="sign-in"
      sidePanel={
        short !== null ? (
          <ChoosePin
            primary={t('signIn.change')}
            least={short.least}
            label={t('signIn.newPin')}
            hold={
              status.pinDigits === null
                ? t('signIn.newPinHold')
                : t('signIn.newPinHoldFixed', { digits: status.pinDigits })
            }
            onPin={async (typed) => {
              const answer = await replacePin(short.pin, typed);
              return answer.ok ? ok(null) : answer;
            }}
          />
        ) : managerOpens ? (
          <OpenKeypad
            onOpen={() => {
              pin.lockSeen(0);
              setOpening('no');
            }}
            onEnd={(failed) => setOpening(failed ? 'failed' : 'no')}
          />
        ) : (
          <PinTray pin={pin} failed={opening === 'failed'} onManager={() => setOpening('yes')} />
        )
      }
    >
      <h1
        className={cx(css.house, status.houseName.length > LONG_RESTAURANT_NAME && css.houseLong)}
        tabIndex={-1}
      >
        {status.houseName}
      </h1>
      {short === null ? null : (
        <>
          <p className={css.notice} role="alert">
            {status.pinDigits === null
              ? t('signIn.mustChange', { least: short.least })
              : t('signIn.mustChangeFixed', { digits: status.pinDigits })}
          </p>
          <Back onPress={() => setShort(null)}>{t('signIn.keepOld')}</Back>
        </>
      )}
      {troubled ? (
        <div className={css.notices}>
          <MovedHere />
          <Recovered />
          <ConfigProblems />
        </div>
      ) : null}
      {notice === null ? null : (
        <p className={css.notice}>{t(notice === 'mode-failed' ? 'signIn.modeFailed' : `signIn.${notice}`)}</p>
      )}
      <TrainingPins />
      {status.keyLost ? <KeyLost /> : null}
      {training || status.keyLost ? (
        <Back
          className={css.setUp}
          icon={<Settings2 className="icon" aria-hidden="true" />}
          onPress={toSetUp}
        >
          {t('signIn.setUp')}
        </Back>
      ) : null}
      {training ? <HowToOffer due={status.howToDue && !troubled} onShow={() => setHowTo(true)} /> : null}
      <p className={cx(css.clock, status.howToDue && css.clockLow)}>
        <span className={cx(css.time, troubled && css.timeSmall)}>{format.clock(now)}</span>
        <span className={cx(read.lead, css.date)}>{format.dayLong(now, now)}</span>
      </p>
    </Frame>
  );
}
