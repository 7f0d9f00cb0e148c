import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { ok, type Result } from '../../src-preload/contract/result.ts';
import { NAME_MAX, ROLES, type StaffMember } from '../../src-preload/contract/staff.ts';
import { useErrorWords } from '../app/context.tsx';
import { useHardwareKeys } from '../app/hardware-keys.ts';
import { capital } from '../state/names.ts';
import { canSubmit } from '../state/pin.ts';
import type { StaffStore, StaffView } from '../state/staff.ts';
import { cx } from '../ui/cx.ts';
import { Frame, TrayTop } from '../ui/Frame.tsx';
import type { FrameName } from '../ui/frame-name.ts';
import { Keypad } from '../ui/Keypad.tsx';
import { Failure } from '../ui/Notice.tsx';
import { Back, Hold, Primary, Switch } from '../ui/Press.tsx';
import read from '../ui/Read.module.css';
import { Name, PinDots } from '../ui/Read.tsx';
import { TextSheet } from './NoteSheet.tsx';
import { usePinStore } from './Pin.tsx';
import css from './Staff.module.css';

type ViewAt<A extends StaffView['at']> = Extract<StaffView, { readonly at: A }>;

function useNameWords() {
  const { t } = useTranslation();
  return {
    title: t('staff.nameTitle'),
    hint: t('staff.nameHint'),
    empty: t('staff.nameEmpty'),
    done: t('staff.nameDone'),
    cancel: t('staff.nameCancel'),
  };
}

/** First step of adding somebody. */
export function NewPersonName(props: { readonly store: StaffStore; readonly name: string }) {
  const words = useNameWords();
  const { go } = useStore(props.store);
  return (
    <TextSheet
      screen="staff-name"
      words={words}
      most={NAME_MAX}
      name
      text={props.name}
      onDone={(name) => {
        if (name !== '') go({ at: 'add', name, role: 'server' });
      }}
      onCancel={() => go({ at: 'list' })}
    />
  );
}

export function Rename(props: { readonly store: StaffStore; readonly member: StaffMember }) {
  const words = useNameWords();
  const { go, change } = useStore(props.store);
  const back = (): void => go({ at: 'member', id: props.member.id, removing: false });
  return (
    <TextSheet
      screen="staff-name"
      words={words}
      most={NAME_MAX}
      name
      text={props.member.shortName}
      onDone={(shortName) => {
        // What is refused is said on the person's own screen, which still has the old name.
        back();
        if (shortName !== '' && shortName !== props.member.shortName) void change({ shortName });
      }}
      onCancel={back}
    />
  );
}

/** The person types a PIN of their own, twice: the manager at their side need not know it. */
function ChoosePin(props: {
  readonly primary: string;
  readonly onPin: (pin: string) => Promise<Result<null, AppError>>;
}) {
  const { t } = useTranslation();
  const words = useErrorWords();
  const [first, setFirst] = useState<string | null>(null);
  const [differs, setDiffers] = useState(false);
  // The store is made anew for the second time, so that it compares with what was typed the first.
  return (
    <TypePin
      key={first === null ? 'first' : 'again'}
      label={first === null ? t('staff.pinTheirs') : t('staff.pinAgain')}
      problem={differs ? t('staff.pinDiffers') : null}
      primary={first === null ? t('staff.pinNext') : props.primary}
      words={(error) => {
        const { what, todo } = words(error);
        return `${what}. ${todo}`;
      }}
      onPin={async (pin) => {
        if (first === null) {
          setDiffers(false);
          setFirst(pin);
          return ok(null);
        }
        if (pin !== first) {
          setDiffers(true);
          setFirst(null);
          return ok(null);
        }
        const answer = await props.onPin(pin);
        if (!answer.ok) setFirst(null);
        return answer;
      }}
    />
  );
}

function TypePin(props: {
  readonly label: string;
  readonly problem: string | null;
  readonly primary: string;
  readonly words: (error: AppError) => string;
  readonly onPin: (pin: string) => Promise<Result<null, AppError>>;
}) {
  const { t } = useTranslation();
  const pin = useStore(usePinStore(props.onPin));
  useHardwareKeys({ onKey: pin.press, onEnter: pin.submit });
  const problem = pin.error === null ? props.problem : props.words(pin.error);
  return (
    <>
      <TrayTop low>
        <PinDots label={props.label} pin={pin} problem={pin.digits === '' ? problem : null} />
      </TrayTop>
      <Keypad onKey={pin.press} off={pin.lockedUntil !== null} />
      {pin.checking || canSubmit(pin) ? (
        <Primary onPress={pin.submit} busy={pin.checking}>
          {pin.checking ? t('staff.working') : props.primary}
        </Primary>
      ) : (
        <Hold>{t('staff.pinHold')}</Hold>
      )}
    </>
  );
}

/** How a PIN comes to be, and the tray that goes with it. */
function PinForm(props: {
  readonly frame: FrameName;
  readonly store: StaffStore;
  readonly primary: string;
  readonly onPin: (pin: string | null) => Promise<Result<null, AppError>>;
  readonly onBack: () => void;
  readonly back: string;
  readonly above: string;
  readonly name: string;
  readonly children: React.ReactNode;
}) {
  const { t } = useTranslation();
  const { error, busy } = useStore(props.store);
  const [way, setWay] = useState<'make' | 'choose'>('make');
  const make = (): void => void props.onPin(null);
  useHardwareKeys(way === 'make' ? { onEnter: make, onEscape: props.onBack } : {});
  return (
    <Frame
      name={props.frame}
      tray={
        way === 'make' ? (
          <>
            <TrayTop />
            <Primary onPress={make} busy={busy}>
              {busy ? t('staff.working') : props.primary}
            </Primary>
          </>
        ) : (
          <ChoosePin primary={props.primary} onPin={props.onPin} />
        )
      }
    >
      <Back onPress={props.onBack}>{props.back}</Back>
      <p className={read.label}>{props.above}</p>
      <Name heading>{props.name}</Name>
      {props.children}
      <div className={css.setting}>
        <span>{t('staff.pinWay')}</span>
        <Switch
          label={t('staff.pinWay')}
          options={[
            { id: 'make', words: t('staff.pinMake') },
            { id: 'choose', words: t('staff.pinChoose') },
          ]}
          chosen={way}
          onChoose={setWay}
        />
      </div>
      <p className={cx(read.label, css.says)}>
        {way === 'make' ? t('staff.pinMakeSays') : t('staff.pinChooseSays')}
      </p>
      {error === null ? null : (
        <div className={css.error}>
          <Failure error={error} compact />
        </div>
      )}
    </Frame>
  );
}

/** Second step of adding somebody: what they are, and their PIN. */
export function NewPerson(props: { readonly store: StaffStore; readonly view: ViewAt<'add'> }) {
  const { t } = useTranslation();
  const { go, setRole, add } = useStore(props.store);
  const { name, role } = props.view;
  return (
    <PinForm
      frame="staff-add"
      store={props.store}
      primary={t('staff.addPrimary', { name })}
      onPin={add}
      onBack={() => go({ at: 'name', name })}
      back={t('staff.rename')}
      above={t('staff.add')}
      name={name}
    >
      <div className={css.setting}>
        <span>{t('staff.role')}</span>
        <Switch
          label={t('staff.role')}
          options={ROLES.map((each) => ({ id: each, words: capital(t(`common.role.${each}`)) }))}
          chosen={role}
          onChoose={setRole}
        />
      </div>
    </PinForm>
  );
}

export function NewPin(props: { readonly store: StaffStore; readonly member: StaffMember }) {
  const { t } = useTranslation();
  const { go, newPin } = useStore(props.store);
  const { id, shortName: name } = props.member;
  return (
    <PinForm
      frame="staff-add"
      store={props.store}
      primary={t('staff.pinPrimary', { name })}
      onPin={newPin}
      onBack={() => go({ at: 'member', id, removing: false })}
      back={name}
      above={t('staff.newPinFor')}
      name={name}
    >
      <p className={cx(read.label, css.says)}>{t('staff.oldPinGoes')}</p>
    </PinForm>
  );
}

/** A PIN that was made, for the one time it is shown. */
export function MadePin(props: { readonly store: StaffStore; readonly view: ViewAt<'pin'> }) {
  const { t } = useTranslation();
  const { go } = useStore(props.store);
  const { member, pin } = props.view;
  const done = (): void => go({ at: 'list' });
  useHardwareKeys({ onEnter: done });
  return (
    <Frame
      name="staff-pin"
      tray={
        <>
          <TrayTop />
          <Primary onPress={done}>{t('staff.pinDone')}</Primary>
        </>
      }
    >
      <h1 className={cx(read.title, css.sub)} tabIndex={-1}>
        {t('staff.pinIs', { name: member.shortName })}
      </h1>
      <p className={css.bigPin} data-pin="">
        <span>{pin.slice(0, 3)}</span>
        <span>{pin.slice(3)}</span>
      </p>
      <p className={cx(read.lead, css.says)}>{t('staff.pinOnce')}</p>
    </Frame>
  );
}
