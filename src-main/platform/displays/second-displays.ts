import { app, BrowserWindow, screen } from 'electron';
import { createCovers } from './covers.ts';

/** Covers the displays beside the kiosk's own, as long as its window is there. After ready. */
export function coverSecondDisplays(kiosk: BrowserWindow): void {
  const covers = createCovers({
    all: () => screen.getAllDisplays(),
    own: () => (kiosk.isDestroyed() ? null : screen.getDisplayMatching(kiosk.getBounds()).id),
    cover: (area) => {
      const window = new BrowserWindow({
        ...area,
        show: false,
        frame: false,
        // Nothing there can be typed into, and it is in no list of windows.
        focusable: false,
        skipTaskbar: true,
        resizable: false,
        movable: false,
        minimizable: false,
        backgroundColor: '#1b1815',
        title: 'Hoststand',
        webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, devTools: false },
      });
      window.setAlwaysOnTop(true);
      window.showInactive();
      return {
        move: (to) => {
          if (!window.isDestroyed()) window.setBounds(to);
        },
        close: () => {
          if (!window.isDestroyed()) window.destroy();
        },
      };
    },
  });
  covers.look();
  screen.on('display-added', covers.look);
  screen.on('display-removed', covers.look);
  screen.on('display-metrics-changed', covers.look);
  kiosk.on('moved', covers.look);
  const end = (): void => {
    screen.off('display-added', covers.look);
    screen.off('display-removed', covers.look);
    screen.off('display-metrics-changed', covers.look);
    covers.end();
  };
  kiosk.once('closed', end);
  app.once('will-quit', end);
}
