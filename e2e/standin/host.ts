import type { Browser, Size } from './chromium/browser.ts';
import type { Guards } from './guard.ts';
import type { StandInWindow } from './modules/browser-window.ts';
import type { Lifecycle } from './modules/lifecycle.ts';
import type { Schemes } from './modules/schemes.ts';
import type { StandInWebContents } from './modules/web-contents.ts';
import type { Wire } from './page/wire.ts';
import type { Report } from './report.ts';

/** What the modules of the stand-in share: one per process, made in electron.ts and passed to each. */
export interface Host {
  readonly appDir: string;
  readonly report: Report;
  readonly guards: Guards;
  readonly lifecycle: Lifecycle;
  readonly schemes: Schemes;
  readonly wire: Wire;
  readonly screenSize: Size;
  /** The size of the screen was asked for: every window fills it, full screen or not. */
  readonly screenGiven: boolean;
  readonly headed: boolean;
  /** How WebRTC may reach the network, as `webContents.setWebRTCIPHandlingPolicy` said last. */
  readonly webRtcPolicy: { value: string };
  readonly windows: Set<StandInWindow>;
  readonly contents: Set<StandInWebContents>;
  /** Starts Chromium on first use. */
  readonly browser: () => Promise<Browser>;
  /** The next id of a window or webContents. */
  readonly nextId: () => number;
}
