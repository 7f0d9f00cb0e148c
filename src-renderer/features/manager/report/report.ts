import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KioskApi } from '../../../../src-preload/contract/api.ts';
import type { AppError } from '../../../../src-preload/contract/errors.ts';
import type {
  KioskReport,
  ReadingProgress,
  RestaurantReport,
} from '../../../../src-preload/contract/report.ts';
import type { ManagerActions } from '../home/manager.ts';

/** This kiosk's own, the restaurant's at Toast, or how the two compare. */
export type ReportTab = 'kiosk' | 'restaurant' | 'compared';

interface ReportState {
  readonly tab: ReportTab;
  readonly kiosk: KioskReport | null;
  /** Of the same day as `kiosk`; null until it has been read. */
  readonly restaurant: RestaurantReport | null;
  /** Toast's records are being read; how far. */
  readonly reading: ReadingProgress | null;
  readonly saving: boolean;
  /** Where the last file was written. */
  readonly file: string | null;
  readonly error: AppError | null;
}

interface ReportActions {
  /** The screen is on: shows the day that is on now. Returns the way to leave it. */
  readonly start: () => () => void;
  /** Another business day, by its name. */
  readonly show: (day: string | null) => Promise<void>;
  /** Switches the tab; Toast's records are read if they have not been. */
  readonly turn: (tab: ReportTab) => void;
  readonly read: () => Promise<void>;
  readonly stop: () => void;
  readonly save: () => Promise<void>;
}

export type ReportStore = StoreApi<ReportState & ReportActions>;

/** @param alive tells that someone still waits: reading takes longer than no one touching the screen may. */
export function createReportStore(
  api: KioskApi,
  within: ManagerActions['ask'],
  alive: () => void,
): ReportStore {
  /** Only the newest question may answer. */
  let asked = 0;
  return createStore<ReportState & ReportActions>()((set, get) => ({
    tab: 'kiosk',
    kiosk: null,
    restaurant: null,
    reading: null,
    saving: false,
    file: null,
    error: null,
    start: () => {
      const stop = api.on('booksProgress', (progress) => {
        if (get().reading === null) return;
        set({ reading: progress });
        alive();
      });
      void get().show(null);
      return () => {
        stop();
        get().stop();
      };
    },
    show: async (day) => {
      get().stop();
      const mine = ++asked;
      set({ file: null, error: null });
      const answer = await within<'kioskReport'>(api.kioskReport({ day }));
      if (mine !== asked) return;
      if (!answer.ok) {
        set({ error: answer.error });
        return;
      }
      set({ kiosk: answer.value, restaurant: null });
      if (get().tab !== 'kiosk') void get().read();
    },
    turn: (tab) => {
      set({ tab, file: null, error: null });
      if (tab !== 'kiosk' && get().restaurant === null && get().reading === null) void get().read();
    },
    read: async () => {
      const { kiosk, reading } = get();
      if (kiosk === null || reading !== null) return;
      const mine = ++asked;
      set({ reading: { read: 0, total: null }, error: null });
      const answer = await within<'restaurantReport'>(api.restaurantReport({ day: kiosk.day.day }));
      if (mine !== asked) return;
      set({ reading: null });
      if (answer.ok) set({ restaurant: answer.value });
      else if (answer.error.code !== 'stopped') set({ error: answer.error });
    },
    stop: () => {
      if (get().reading === null) return;
      asked += 1;
      set({ reading: null });
      void within<'stopReport'>(api.stopReport({}));
    },
    save: async () => {
      const { kiosk, saving } = get();
      if (kiosk === null || saving) return;
      set({ saving: true, file: null, error: null });
      const answer = await within<'exportReport'>(api.exportReport({ day: kiosk.day.day }));
      set({ saving: false });
      if (answer.ok) set({ file: answer.value.path });
      else set({ error: answer.error });
    },
  }));
}

/** The name of the day `step` days on: names are dates, no matter what the clocks do in between. */
export function dayBeside(day: string, step: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + step);
  return date.toISOString().slice(0, 10);
}
