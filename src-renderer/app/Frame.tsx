import { GraduationCap } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { SecondManager } from '../features/second-manager/SecondManager.tsx';
import { cx } from '../ui/cx.ts';
import { useAppContext, useIdle, useStatus } from './app-context.tsx';
import css from './Frame.module.css';
import type { FrameName } from './frame-name.ts';
import { IdleWarning } from './IdleWarning.tsx';
import { StatusStrip } from './StatusStrip.tsx';

/**
 * The frame of every screen: what one reads, what one presses under the thumb, and the strip.
 * When it is mounted, the screen's heading takes the focus: nothing is lost to a reader, and no control is armed. A
 * screen that shows another matter in the same place gives it another `key`.
 */
export function Frame(props: {
  readonly name: FrameName;
  readonly children: ReactNode;
  readonly sidePanel: ReactNode;
  /** A keyboard is in the tray, which then is below; its upper part and the primary keep their places. */
  readonly letters?: boolean;
}) {
  const { t } = useTranslation();
  const { mode } = useStatus();
  const until = useIdle((idle) => idle.warningUntil);
  const second = useStore(useAppContext().stores.second, ({ asking }) => asking);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    root.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, []);
  // What had the focus may be gone (an undo that is over): reading continues from the heading.
  useEffect(() => {
    if (document.activeElement === document.body) {
      root.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    }
  });
  return (
    <div className={cx(css.kiosk, props.letters === true && css.letters)} data-screen={props.name} ref={root}>
      {mode === 'training' ? (
        <header className={css.band}>
          <GraduationCap className="icon" aria-hidden="true" />
          <b>{t('common.training')}</b>
          <span>{t('common.trainingSays')}</span>
        </header>
      ) : null}
      <main className={css.read}>{props.children}</main>
      <aside className={cx(css.press, until !== null && css.asking)} aria-label={t('common.actions')}>
        {until !== null ? <IdleWarning until={until} /> : second ? <SecondManager /> : props.sidePanel}
      </aside>
      <StatusStrip />
    </div>
  );
}

/** The upper part of the tray; what it holds stands high, or low above the keypad. */
export function SidePanelTop(props: { readonly low?: boolean; readonly children?: ReactNode }) {
  return <div className={cx(css.top, props.low === true && css.topLow)}>{props.children}</div>;
}
