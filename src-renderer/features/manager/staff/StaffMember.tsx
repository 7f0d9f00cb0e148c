import { KeyRound, PencilLine, SmartphoneNfc, UserRoundX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type StaffMember as Member, ROLES } from '../../../../src-preload/contract/staff.ts';
import { useAppContext, useFormat, useStatus } from '../../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../../app/Frame.tsx';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { capital } from '../../../core/names.ts';
import { cx } from '../../../ui/cx.ts';
import { Failure } from '../../../ui/Notice.tsx';
import { ActionHint, Back, PressButton, Switch } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import { Facts, Name } from '../../../ui/Typography.tsx';
import css from './Staff.module.css';
import type { StaffStore } from './staff.ts';

/** Confirmation before an employee is removed: their PIN cannot be restored. */
function Removing(props: { readonly store: StaffStore; readonly member: Member }) {
  const { t } = useTranslation();
  const { go, remove } = useStore(props.store);
  const { id, shortName: name } = props.member;
  return (
    <div className={css.ask} role="alert">
      <p className={read.lead}>{t('staff.removeAsk', { name })}</p>
      <div className={css.askActs}>
        <PressButton onPress={() => go({ at: 'member', id, removing: false })}>
          {t('staff.removeKeep')}
        </PressButton>
        <PressButton onPress={() => void remove()}>
          <UserRoundX className="icon" aria-hidden="true" />
          <span>{t('staff.removeDo', { name })}</span>
        </PressButton>
      </div>
    </div>
  );
}

/** One person: what they may, and what a manager can change about it. Nothing of their PIN. */
export function StaffMember(props: {
  readonly store: StaffStore;
  readonly member: Member;
  readonly removing: boolean;
}) {
  const { t } = useTranslation();
  const { clock } = useAppContext();
  const format = useFormat();
  const { error, go, change, dropCode } = useStore(props.store);
  const own = useStatus().session?.staff.id === props.member.id;
  const { member } = props;
  const { id } = member;
  const back = (): void => go({ at: 'list' });
  useHardwareKeys({ onEscape: back });
  return (
    <Frame
      name="staff-member"
      sidePanel={
        <>
          <SidePanelTop />
          {member.codeSince === null ? null : (
            <PressButton onPress={() => void dropCode()}>
              <SmartphoneNfc className="icon" aria-hidden="true" />
              <span>{t('staff.dropCode')}</span>
            </PressButton>
          )}
          <PressButton onPress={() => go({ at: 'rename', id })}>
            <PencilLine className="icon" aria-hidden="true" />
            <span>{t('staff.rename')}</span>
          </PressButton>
          <PressButton onPress={() => go({ at: 'new-pin', id })}>
            <KeyRound className="icon" aria-hidden="true" />
            <span>{t('staff.newPin')}</span>
          </PressButton>
          <ActionHint>{own ? t('staff.ownHold') : t('staff.changesHold')}</ActionHint>
        </>
      }
    >
      <Back onPress={back}>{t('staff.backToStaff')}</Back>
      <Name heading>{member.shortName}</Name>
      {own ? null : (
        <>
          <div className={css.setting}>
            <span>{t('staff.role')}</span>
            <Switch
              label={t('staff.role')}
              options={ROLES.map((role) => ({ id: role, words: capital(t(`common.role.${role}`)) }))}
              chosen={member.role}
              onChoose={(role) => {
                if (role !== member.role) void change({ role });
              }}
            />
          </div>
          <div className={css.setting}>
            <span>{t('staff.signsIn')}</span>
            <Switch
              label={t('staff.signsIn')}
              options={[
                { id: 'yes', words: t('staff.yes') },
                { id: 'no', words: t('staff.no') },
              ]}
              chosen={member.active ? 'yes' : 'no'}
              onChoose={(answer) => {
                if ((answer === 'yes') !== member.active) void change({ active: answer === 'yes' });
              }}
            />
          </div>
        </>
      )}
      <div className={css.facts}>
        <Facts
          facts={[
            own ? [t('staff.role'), t(`common.role.${member.role}`)] : null,
            member.role === 'manager'
              ? [
                  t('staff.code'),
                  member.codeSince === null
                    ? t('staff.codeNone')
                    : t('staff.codeSince', { day: format.day(member.codeSince, clock.now()) }),
                ]
              : null,
            member.employeeGuid === null
              ? null
              : [
                  t('staff.toast'),
                  <span key="guid" className={css.path}>
                    {member.employeeGuid}
                  </span>,
                ],
          ]}
        />
      </div>
      {error === null ? null : (
        <div className={css.error}>
          <Failure error={error} compact />
        </div>
      )}
      {own ? null : props.removing ? (
        <Removing store={props.store} member={member} />
      ) : (
        <Back
          className={cx(css.low)}
          icon={<UserRoundX className="icon" aria-hidden="true" />}
          onPress={() => go({ at: 'member', id, removing: true })}
        >
          {t('staff.remove')}
        </Back>
      )}
    </Frame>
  );
}
