import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { StaffImport } from '../../../../src-preload/contract/staff.ts';
import { Frame, SidePanelTop } from '../../../app/Frame.tsx';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { cx } from '../../../ui/cx.ts';
import { Primary } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import { Leader, ScreenTitle } from '../../../ui/Typography.tsx';
import css from './Staff.module.css';
import type { StaffStore } from './staff.ts';

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
      sidePanel={
        <>
          <SidePanelTop />
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
