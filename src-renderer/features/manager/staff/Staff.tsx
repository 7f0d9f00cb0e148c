import { ChevronRight, FileInput, KeyRound, Smartphone, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { assertNever } from '../../../../src-preload/contract/result.ts';
import type { StaffMember as Member } from '../../../../src-preload/contract/staff.ts';
import { useAppContext, useFlow, useKiosk, useStatus } from '../../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../../app/Frame.tsx';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { Button } from '../../../ui/Button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Banner, BannerBody, Failure } from '../../../ui/Notice.tsx';
import { Back, PressButton, Primary } from '../../../ui/Press.tsx';
import rows from '../../../ui/Rows.module.css';
import read from '../../../ui/Typography.module.css';
import { ScreenTitle } from '../../../ui/Typography.tsx';
import css from './Staff.module.css';
import { MadePin, NewPerson, NewPersonName, NewPin, Rename } from './StaffAdd.tsx';
import { EnrolCode } from './StaffCode.tsx';
import { Imported } from './StaffImported.tsx';
import { StaffMember } from './StaffMember.tsx';
import { createStaffStore, memberOf, type StaffNotice, type StaffStore } from './staff.ts';

function Row(props: { readonly member: Member; readonly you: boolean; readonly onOpen: () => void }) {
  const { t } = useTranslation();
  const { member } = props;
  return (
    <Button className={cx(rows.row, css.row, !member.active && css.off)} onPress={props.onOpen}>
      <span style={{ minWidth: 0 }}>
        <span className={cx(rows.name, css.rowName)}>{member.shortName}</span>
        <span className={rows.sub}>
          <span>{t(`common.role.${member.role}`)}</span>
          {props.you ? <span>{t('staff.you')}</span> : null}
          {member.active ? null : <span>{t('staff.cannot')}</span>}
          {member.codeSince === null ? null : (
            <span className={css.with}>
              <Smartphone className="icon" aria-hidden="true" />
              {t('staff.byCode')}
            </span>
          )}
        </span>
      </span>
      <ChevronRight className="icon" aria-hidden="true" />
    </Button>
  );
}

function useNoticeWords(): (notice: StaffNotice) => string {
  const { t } = useTranslation();
  return (notice) => {
    switch (notice.what) {
      case 'added':
        return t('staff.noticeAdded', { name: notice.name });
      case 'new-pin':
        return t('staff.noticeNewPin', { name: notice.name });
      case 'removed':
        return t('staff.noticeRemoved', { name: notice.name });
      case 'enrolled':
        return t('staff.noticeEnrolled');
      case 'opened':
        return t('staff.noticeOpened');
      default:
        return assertNever(notice, 'notice');
    }
  };
}

function List(props: { readonly store: StaffStore }) {
  const { t } = useTranslation();
  const words = useNoticeWords();
  const toManager = useFlow((flow) => flow.toManager);
  const lockSeen = useKiosk((kiosk) => kiosk.lockSeen);
  const me = useStatus().session?.staff.id;
  const { list, notice, error, busy, go, enrol, readIn, liftLock } = useStore(props.store);
  const add = (): void => go({ at: 'name', name: '' });
  useHardwareKeys({ onEscape: toManager, onEnter: add });
  const members = list?.members ?? [];
  const active = members.filter((member) => member.active).length;
  const locked = list !== null && list.lockedForMs > 0;
  return (
    <Frame
      name="staff"
      sidePanel={
        <>
          <SidePanelTop />
          <PressButton onPress={() => void readIn()}>
            <FileInput className="icon" aria-hidden="true" />
            <span>{busy ? t('staff.reading') : t('staff.readIn')}</span>
          </PressButton>
          {list === null || list.byCodeMost === 0 ? null : (
            <PressButton onPress={() => void enrol()}>
              <Smartphone className="icon" aria-hidden="true" />
              <span>{t('staff.authenticator')}</span>
            </PressButton>
          )}
          <Primary onPress={add}>{t('staff.add')}</Primary>
        </>
      }
    >
      <Back onPress={toManager}>{t('manager.toStart')}</Back>
      <ScreenTitle as="title">{t('staff.title')}</ScreenTitle>
      <p className={cx(read.label, css.sub)} role="status">
        {notice !== null
          ? words(notice)
          : list === null
            ? t('staff.loading')
            : t('staff.canSignIn', { count: active })}
      </p>
      {locked ? (
        <div className={css.notice}>
          <Banner icon={<TriangleAlert className="icon" aria-hidden="true" />} head={t('staff.lockedHead')}>
            <BannerBody>{t('staff.openSays')}</BannerBody>
            <span />
            <PressButton
              kind="small"
              onPress={() => {
                void liftLock().then(() => lockSeen(0));
              }}
            >
              <KeyRound className="icon" aria-hidden="true" />
              <span>{t('staff.open')}</span>
            </PressButton>
          </Banner>
        </div>
      ) : null}
      {error === null ? null : (
        <div className={css.error}>
          <Failure error={error} compact />
        </div>
      )}
      <ul className={cx(rows.rows, css.list)}>
        {members.map((member) => (
          <li key={member.id}>
            <Row
              member={member}
              you={member.id === me}
              onOpen={() => go({ at: 'member', id: member.id, removing: false })}
            />
          </li>
        ))}
      </ul>
    </Frame>
  );
}

/** For managers: who may use this kiosk, and their own authenticator. */
export function Staff() {
  const { api } = useAppContext();
  const [store] = useState(() => createStaffStore(api));
  useEffect(() => void store.getState().load(), [store]);
  const view = useStore(store, (state) => state.view);
  const member = useStore(store, memberOf);
  switch (view.at) {
    case 'list':
      return <List key="list" store={store} />;
    case 'name':
      return <NewPersonName store={store} name={view.name} />;
    case 'add':
      return <NewPerson store={store} view={view} />;
    case 'pin':
      return <MadePin store={store} view={view} />;
    case 'enrol':
      return <EnrolCode store={store} enrolment={view.enrolment} />;
    case 'imported':
      return <Imported store={store} result={view.result} />;
    case 'member':
      return member && <StaffMember key={member.id} store={store} member={member} removing={view.removing} />;
    case 'rename':
      return member && <Rename store={store} member={member} />;
    case 'new-pin':
      return member && <NewPin store={store} member={member} />;
    default:
      return assertNever(view, 'staff view');
  }
}
