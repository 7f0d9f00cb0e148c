import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { AppError } from '../../../../src-preload/contract/errors.ts';
import type { Result } from '../../../../src-preload/contract/result.ts';
import {
  leastDigits,
  MAX_NAME,
  ROLES,
  type Role,
  type StaffMember,
} from '../../../../src-preload/contract/staff.ts';
import { useStatus } from '../../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../../app/Frame.tsx';
import type { FrameName } from '../../../app/frame-name.ts';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { capital } from '../../../core/names.ts';
import { cx } from '../../../ui/cx.ts';
import { Failure } from '../../../ui/Notice.tsx';
import { Back, Primary, Switch } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import { Name } from '../../../ui/Typography.tsx';
import { TextSheet } from '../../credit/NoteSheet.tsx';
import { ChoosePin } from '../../sign-in/ChoosePin.tsx';
import css from './Staff.module.css';
import type { StaffStore, StaffView } from './staff.ts';

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

/** First step of adding someone. */
export function NewPersonName(props: { readonly store: StaffStore; readonly name: string }) {
  const words = useNameWords();
  const { go } = useStore(props.store);
  return (
    <TextSheet
      screen="staff-name"
      words={words}
      most={MAX_NAME}
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
      most={MAX_NAME}
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

/** How a PIN comes to be, and the tray that goes with it. */
function PinForm(props: {
  readonly frame: FrameName;
  readonly store: StaffStore;
  readonly primary: string;
  readonly role: Role;
  readonly onPin: (pin: string | null) => Promise<Result<null, AppError>>;
  readonly onBack: () => void;
  readonly back: string;
  readonly above: string;
  readonly name: string;
  readonly children: React.ReactNode;
}) {
  const { t } = useTranslation();
  const { error, busy } = useStore(props.store);
  const { pinDigits } = useStatus();
  const [way, setWay] = useState<'make' | 'choose'>('make');
  const make = (): void => void props.onPin(null);
  useHardwareKeys(way === 'make' ? { onEnter: make, onEscape: props.onBack } : {});
  return (
    <Frame
      name={props.frame}
      sidePanel={
        way === 'make' ? (
          <>
            <SidePanelTop />
            <Primary onPress={make} busy={busy}>
              {busy ? t('staff.working') : props.primary}
            </Primary>
          </>
        ) : (
          <ChoosePin
            key={props.role}
            primary={props.primary}
            least={leastDigits(props.role)}
            onPin={props.onPin}
          />
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
        {way === 'make'
          ? t('staff.pinMakeSays', { digits: pinDigits ?? 6 })
          : pinDigits === null
            ? t('staff.pinChooseSays')
            : t('staff.pinChooseFixed', { digits: pinDigits })}
      </p>
      {error === null ? null : (
        <div className={css.error}>
          <Failure error={error} compact />
        </div>
      )}
    </Frame>
  );
}

/** Second step of adding someone: what they are, and their PIN. */
export function NewPerson(props: { readonly store: StaffStore; readonly view: ViewAt<'add'> }) {
  const { t } = useTranslation();
  const { go, setRole, add } = useStore(props.store);
  const { name, role } = props.view;
  return (
    <PinForm
      frame="staff-add"
      store={props.store}
      primary={t('staff.addPrimary', { name })}
      role={role}
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
      role={props.member.role}
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
      sidePanel={
        <>
          <SidePanelTop />
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
