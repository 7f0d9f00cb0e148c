import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { CodeEnrolment } from '../../../../src-preload/contract/staff.ts';
import { useErrorWords, useFormat } from '../../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../../app/Frame.tsx';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { cx } from '../../../ui/cx.ts';
import { Keypad } from '../../../ui/Keypad.tsx';
import { Failure } from '../../../ui/Notice.tsx';
import { ActionHint, Back, Primary } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import { CodeDigits, ScreenTitle } from '../../../ui/Typography.tsx';
import { usePinStore } from '../../sign-in/Pin.tsx';
import { CODE_DIGITS, canSubmit } from '../../sign-in/pin.ts';
import css from './Staff.module.css';
import type { StaffStore } from './staff.ts';

/** The QR code as one path: a square for each dark module. */
function Qr(props: { readonly modules: readonly string[] }) {
  const { t } = useTranslation();
  const size = props.modules.length;
  const path = props.modules
    .flatMap((row, y) => [...row].flatMap((module, x) => (module === '1' ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return (
    <svg
      className={css.qr}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={t('staff.enrolQr')}
    >
      <path d={path} />
    </svg>
  );
}

/** A manager sets up the authenticator on their own phone; a first code proves that it has the key. */
export function EnrolCode(props: { readonly store: StaffStore; readonly enrolment: CodeEnrolment | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useErrorWords();
  const { go, confirm, list, error } = useStore(props.store);
  const code = useStore(usePinStore(confirm, CODE_DIGITS));
  const back = (): void => go({ at: 'list' });
  useHardwareKeys({ onKey: code.press, onEnter: code.submit, onEscape: back });
  const { enrolment } = props;
  const typed = code.error === null ? null : words(code.error);
  const problem = typed && code.digits === '' ? `${typed.what.replace(/\.$/, '')}. ${typed.todo}` : null;
  return (
    <Frame
      name="staff-code"
      sidePanel={
        <>
          <SidePanelTop low>
            <CodeDigits label={t('staff.enrolCode')} code={code} problem={problem} />
          </SidePanelTop>
          <Keypad onKey={code.press} off={enrolment === null || code.lockedUntil !== null} />
          {code.checking || canSubmit(code) ? (
            <Primary onPress={code.submit} busy={code.checking}>
              {code.checking ? t('signIn.checking') : t('staff.enrolPrimary')}
            </Primary>
          ) : (
            <ActionHint>{t('staff.enrolHold')}</ActionHint>
          )}
        </>
      }
    >
      <Back onPress={back}>{t('staff.backToStaff')}</Back>
      <ScreenTitle as="title">{t('staff.enrolTitle')}</ScreenTitle>
      <p className={cx(read.label, css.sub)}>
        {enrolment === null ? t('staff.enrolMaking') : t('staff.enrolSays')}
      </p>
      {enrolment === null ? (
        error === null ? null : (
          <div className={css.error}>
            <Failure error={error} compact />
          </div>
        )
      ) : (
        <div className={css.enrol}>
          <Qr modules={enrolment.modules} />
          <div className={css.enrolText}>
            <div>
              <p className={read.note}>{t('staff.enrolKey')}</p>
              <p className={css.key} data-key="">
                {enrolment.key}
              </p>
            </div>
            {list === null ? null : (
              <p className={read.note}>{t('staff.enrolMost', { most: format.money(list.byCodeMost) })}</p>
            )}
          </div>
        </div>
      )}
    </Frame>
  );
}
