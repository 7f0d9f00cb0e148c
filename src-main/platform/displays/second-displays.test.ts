import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { beforeEach, expect, test, vi } from 'vitest';

interface Made {
  readonly options: Record<string, unknown>;
  bounds: unknown;
  gone: boolean;
  onTop: boolean;
  shown: boolean;
}
const world = vi.hoisted(() => ({ made: [] as Made[], screen: null as unknown, app: null as unknown }));
vi.mock('electron', () => ({
  get app() {
    return world.app;
  },
  get screen() {
    return world.screen;
  },
  BrowserWindow: class {
    readonly #made: Made;
    constructor(options: Record<string, unknown>) {
      const { x, y, width, height } = options;
      this.#made = { options, bounds: { x, y, width, height }, gone: false, onTop: false, shown: false };
      world.made.push(this.#made);
    }
    setAlwaysOnTop(on: boolean): void {
      this.#made.onTop = on;
    }
    showInactive(): void {
      this.#made.shown = true;
    }
    setBounds(bounds: unknown): void {
      this.#made.bounds = bounds;
    }
    isDestroyed(): boolean {
      return this.#made.gone;
    }
    destroy(): void {
      this.#made.gone = true;
    }
  },
}));

const display = (id: number, width = 1920) => ({
  id,
  bounds: { x: (id - 1) * 1920, y: 0, width, height: 1080 },
});

class Screen extends EventEmitter {
  displays = [display(1), display(2)];
  getAllDisplays() {
    return this.displays;
  }
  getDisplayMatching({ x }: { x: number }) {
    return this.displays.find(({ bounds }) => bounds.x === x) ?? display(1);
  }
}
class Kiosk extends EventEmitter {
  x = 0;
  isDestroyed(): boolean {
    return false;
  }
  getBounds() {
    return { x: this.x, y: 0, width: 1920, height: 1080 };
  }
}

let screen: Screen;
let kiosk: Kiosk;
beforeEach(async () => {
  world.made.length = 0;
  screen = new Screen();
  kiosk = new Kiosk();
  world.screen = screen;
  world.app = new EventEmitter();
  const { coverSecondDisplays } = await import('./second-displays.ts');
  coverSecondDisplays(kiosk as unknown as BrowserWindow);
});
const covered = () => world.made.filter(({ gone }) => !gone).map(({ bounds }) => bounds);

test('the second display is covered by a window on top that cannot be typed into and runs nothing of ours', () => {
  expect(covered()).toEqual([display(2).bounds]);
  expect(world.made[0]).toMatchObject({
    onTop: true,
    shown: true,
    options: {
      frame: false,
      focusable: false,
      movable: false,
      webPreferences: { sandbox: true, devTools: false },
    },
  });
  expect(JSON.stringify(world.made[0]?.options)).not.toContain('preload');
});

test('a display that is plugged in is covered, one that changes its size as well, and one that is unplugged no more', () => {
  screen.displays = [display(1), display(2), display(3)];
  screen.emit('display-added');
  expect(covered()).toEqual([display(2).bounds, display(3).bounds]);
  screen.displays = [display(1), display(2, 1280), display(3)];
  screen.emit('display-metrics-changed');
  expect(covered()).toEqual([display(2, 1280).bounds, display(3).bounds]);
  screen.displays = [display(1), display(3)];
  screen.emit('display-removed');
  expect(covered()).toEqual([display(3).bounds]);
});

test('where the kiosk goes to the other display, the first one is covered', () => {
  kiosk.x = 1920;
  kiosk.emit('moved');
  expect(covered()).toEqual([display(1).bounds]);
});

test.each([
  ['the kiosk’s window is closed', () => void kiosk.emit('closed')],
  ['the program ends', () => void (world.app as EventEmitter).emit('will-quit')],
])('once %s, nothing is covered, and a display that comes is not either', (_, end) => {
  end();
  screen.displays = [display(1), display(2), display(3)];
  screen.emit('display-added');
  expect(covered()).toEqual([]);
});
