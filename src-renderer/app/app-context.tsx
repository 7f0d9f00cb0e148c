import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { KioskApi } from '../../src-preload/contract/api.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { KioskStatus, Language } from '../../src-preload/contract/status.ts';
import type { PageClock } from '../core/clock.ts';
import type { LookUpActions, LookUpState } from '../features/look-up/look-up.ts';
import type { ManagerActions, ManagerState } from '../features/manager/home/manager.ts';
import { type ErrorWords, errorWords } from '../text/errors.ts';
import { createFormat, type Format } from '../text/format.ts';
import type { KeyTargets } from './hardware-keys.ts';
import type { IdleActions, IdleState } from './idle.ts';
import type { KioskActions, KioskState } from './kiosk-status.ts';
import type { FlowActions, FlowState } from './navigation.ts';
import type { SoundName, Sounds } from './sounds.ts';
import type { Stores } from './stores.ts';

/** What every component may reach: the bridge, time, and the page's memory. */
export interface AppContextValue {
  readonly api: KioskApi;
  readonly clock: PageClock;
  readonly stores: Stores;
  readonly sounds: Sounds;
  readonly targets: KeyTargets;
}

const AppContext = createContext<AppContextValue | null>(null);
const FormatContext = createContext<Format | null>(null);

export function AppContextProvider(props: { readonly value: AppContextValue; readonly children: ReactNode }) {
  return (
    <AppContext value={props.value}>
      <FormatProvider>{props.children}</FormatProvider>
    </AppContext>
  );
}

/** Made once for all: a format costs more to make than a whole row of a list to draw. */
function FormatProvider(props: { readonly children: ReactNode }) {
  const language: Language = useKiosk((state) => state.status?.language ?? 'en');
  const timeZone = useKiosk((state) => state.status?.timeZone ?? 'America/New_York');
  const currency = useKiosk((state) => state.status?.currency ?? 'USD');
  const format = useMemo(() => createFormat(language, timeZone, currency), [language, timeZone, currency]);
  return <FormatContext value={format}>{props.children}</FormatContext>;
}

export function useAppContext(): AppContextValue {
  const around = useContext(AppContext);
  if (around === null) throw new Error('A component stands outside of AroundProvider.');
  return around;
}

export const useKiosk = <T,>(select: (state: KioskState & KioskActions) => T): T =>
  useStore(useAppContext().stores.kiosk, select);
export const useFlow = <T,>(select: (state: FlowState & FlowActions) => T): T =>
  useStore(useAppContext().stores.flow, select);
export const useLookUp = <T,>(select: (state: LookUpState & LookUpActions) => T): T =>
  useStore(useAppContext().stores.lookUp, select);
export const useManager = <T,>(select: (state: ManagerState & ManagerActions) => T): T =>
  useStore(useAppContext().stores.manager, select);
export const useIdle = <T,>(select: (state: IdleState & IdleActions) => T): T =>
  useStore(useAppContext().stores.idle, select);

/** The status; only for screens, which are drawn once it is there. */
export function useStatus(): KioskStatus {
  const status = useKiosk((state) => state.status);
  if (status === null) throw new Error('A screen was drawn before the status came.');
  return status;
}

/** Money, dates and times in the restaurant's time zone and the page's language. */
export function useFormat(): Format {
  const format = useContext(FormatContext);
  if (format === null) throw new Error('A component stands outside of AroundProvider.');
  return format;
}

/** Words for failures. */
export function useErrorWords(): (error: AppError) => ErrorWords {
  const { t } = useTranslation();
  const format = useFormat();
  return (error) => errorWords(error, t, format);
}

/** Draws again every `everyMs` while `active`; on the beat of the monotonic clock. */
function useTick(everyMs: number, active = true): void {
  const { clock } = useAppContext();
  const [, setBeat] = useState(0);
  useEffect(() => {
    if (!active) return;
    let stop = (): void => {};
    const beat = (): void => {
      stop = clock.after(everyMs, () => {
        setBeat((count) => count + 1);
        beat();
      });
    };
    beat();
    return () => stop();
  }, [clock, everyMs, active]);
}

/** Milliseconds left until a moment of the monotonic clock; never negative. Draws again four times a second. */
export function useLeft(until: number | null): number {
  const { clock } = useAppContext();
  useTick(250, until !== null);
  return until === null ? 0 : Math.max(0, until - clock.steady());
}

/** Milliseconds since a moment of the monotonic clock, while something is under way. */
export function useSince(since: number | null): number {
  const { clock } = useAppContext();
  useTick(100, since !== null);
  return since === null ? 0 : clock.steady() - since;
}

/** The wall clock, drawn again every few seconds. */
export function useNow(): number {
  const { clock } = useAppContext();
  useTick(5000);
  return clock.now();
}

/** Makes a sound where the kiosk is set to make any. */
export function useSound(): (name: SoundName) => void {
  const { stores, sounds } = useAppContext();
  return useCallback(
    (name) => {
      if (stores.kiosk.getState().status?.comfort.sounds === true) sounds.play(name);
    },
    [stores, sounds],
  );
}

/** Always the newest value, without asking effects to run again. */
export function useLatest<T>(value: T): { readonly current: T } {
  const ref = useRef(value);
  useEffect(() => {
    ref.current = value;
  });
  return ref;
}
