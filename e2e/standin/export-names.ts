/** What Electron's main process exports and the stand-in models. */
const modelledInMain = [
  'app',
  'BrowserWindow',
  'crashReporter',
  'dialog',
  'ipcMain',
  'Menu',
  'nativeTheme',
  'net',
  'powerMonitor',
  'powerSaveBlocker',
  'protocol',
  'safeStorage',
  'screen',
  'session',
  'webContents',
] as const;

/** What it exports as well; any use of these throws, naming it. */
export const absentInMain = [
  'autoUpdater',
  'BaseWindow',
  'BrowserView',
  'clipboard',
  'ClipboardItem',
  'contentTracing',
  'desktopCapturer',
  'globalShortcut',
  'ImageView',
  'inAppPurchase',
  'IpcMainServiceWorker',
  'MenuItem',
  'MessageChannelMain',
  'nativeImage',
  'netLog',
  'Notification',
  'pushNotifications',
  'ServiceWorkerMain',
  'ShareMenu',
  'sharedTexture',
  'shell',
  'systemPreferences',
  'TouchBar',
  'Tray',
  'utilityProcess',
  'View',
  'WebContentsView',
  'webFrameMain',
] as const;

export type ExportName = (typeof modelledInMain)[number] | (typeof absentInMain)[number];

/** The named exports of `electron` and `electron/main` in main, and of `electron/common`: no union of both sides. */
export const mainExports: readonly ExportName[] = [...modelledInMain, ...absentInMain];
export const commonExports: readonly ExportName[] = ['clipboard', 'crashReporter', 'nativeImage', 'shell'];
