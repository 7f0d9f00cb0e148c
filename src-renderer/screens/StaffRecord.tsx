import { CircleX, FileDown, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { LedgerVerdict } from '../../src-preload/contract/ledger.ts';
import type { StaffImport } from '../../src-preload/contract/staff.ts';
import { useStatus } from '../app/context.tsx';
import { useHardwareKeys } from '../app/hardware-keys.ts';
import type { StaffStore, StaffView } from '../state/staff.ts';
import { cx } from '../ui/cx.ts';
import { Frame, TrayTop } from '../ui/Frame.tsx';
import { Failure, Reference, Trouble } from '../ui/Notice.tsx';
import { Back, PressButton, Primary } from '../ui/Press.tsx';
import read from '../ui/Read.module.css';
import { Leader, ScreenTitle } from '../ui/Read.tsx';
import css from './Staff.module.css';

function Verdict(props: { readonly verdict: LedgerVerdict }) {
  const { t } = useTranslation();
  const { language } = useStatus();
  const number = (n: number): string => new Intl.NumberFormat(language).format(n);
  const { verdict } = props;
  if (verdict.state === 'broken') {
    const line = number(verdict.line);
    return (
      <div className={css.verdict}>
        <Trouble
          icon={<CircleX className="icon" aria-hidden="true" />}
          what={
            verdict.why === 'missing' ? t('staff.checkMissing', { line }) : t('staff.checkChanged', { line })
          }
          todo={t('staff.checkBroken', { count: verdict.lines })}
          tone="stop"
        />
      </div>
    );
  }
  const lines = number(verdict.lines);
  return (
    <div className={css.verdict}>
      <Trouble
        icon={<ShieldCheck className="icon" aria-hidden="true" />}
        what={t('staff.checkWhole', { count: verdict.lines, lines })}
        todo={
          <>
            {t('staff.checkNote', { lines })}{' '}
            <Reference>{verdict.seal.replace(/.{5}(?=.)/g, '$& ')}</Reference>
          </>
        }
      />
      {verdict.unproven === 0 ? null : <p>{t('staff.checkUnproven', { count: verdict.unproven })}</p>}
      {verdict.unwatched === 0 ? null : <p>{t('staff.checkUnwatched', { count: verdict.unwatched })}</p>}
    </div>
  );
}

/** The record: what it holds, whether it is whole, and a copy for a spreadsheet. */
export function Record(props: {
  readonly store: StaffStore;
  readonly view: Extract<StaffView, { readonly at: 'record' }>;
}) {
  const { t } = useTranslation();
  const { go, verify, exportRecord, error, busy } = useStore(props.store);
  const { verdict, file } = props.view;
  const back = (): void => go({ at: 'list' });
  const check = (): void => void verify();
  useHardwareKeys({ onEscape: back, onEnter: check });
  return (
    <Frame
      name="staff-record"
      tray={
        <>
          <TrayTop />
          <PressButton onPress={() => void exportRecord()}>
            <FileDown className="icon" aria-hidden="true" />
            <span>{t('staff.export')}</span>
          </PressButton>
          <Primary onPress={check}>{busy ? t('staff.checking') : t('staff.check')}</Primary>
        </>
      }
    >
      <Back onPress={back}>{t('staff.backToStaff')}</Back>
      <ScreenTitle as="title">{t('staff.recordTitle')}</ScreenTitle>
      <p className={cx(read.label, css.sub)}>{t('staff.recordSays')}</p>
      {verdict === null ? null : <Verdict verdict={verdict} />}
      {file === null ? null : (
        <div className={css.verdict} role="status">
          <p className={read.firm}>{t('staff.exported')}</p>
          <p className={css.path} data-file="">
            {file}
          </p>
        </div>
      )}
      {error === null ? null : (
        <div className={css.error}>
          <Failure error={error} compact />
        </div>
      )}
    </Frame>
  );
}

/** What came of reading a list in: each line that was not taken, and the PINs that were made, this once. */
export function Imported(props: { readonly store: StaffStore; readonly result: StaffImport }) {
  const { t } = useTranslation();
  const { go } = useStore(props.store);
  const { added, refused } = props.result;
  const done = (): void => go({ at: 'list' });
  useHardwareKeys({ onEnter: done });
  return (
    <Frame
      name="staff-import"
      tray={
        <>
          <TrayTop />
          <Primary onPress={done}>{t('staff.importDone')}</Primary>
        </>
      }
    >
      <ScreenTitle as="title">{t('staff.importTitle')}</ScreenTitle>
      <p className={cx(read.label, css.sub)}>{t('staff.importPins')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className={css.imported} tabIndex={0}>
        {refused.length === 0 ? null : (
          <>
            <h2>{t('staff.importRefused', { count: refused.length })}</h2>
            <ul>
              {refused.map(({ line, shortName, why }) => (
                <li key={line} className={css.refused}>
                  <span className={read.note}>{t('staff.importLine', { line })}</span>
                  <span>
                    <b>{shortName}</b> <span className={read.note}>{t(`staff.importWhy.${why}`)}</span>
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        <h2>{t('staff.importAdded', { count: added.length })}</h2>
        <ul>
          {added.map(({ line, shortName, role, pin }) => (
            <li key={line}>
              <Leader>
                {shortName} <span className={read.note}>{t(`common.role.${role}`)}</span>
              </Leader>
              {pin === null ? (
                <span className={read.note}>{t('staff.importOwnPin')}</span>
              ) : (
                <span className={css.pin}>{`${pin.slice(0, 3)} ${pin.slice(3)}`}</span>
              )}
            </li>
          ))}
        </ul>
      </div>
    </Frame>
  );
}
