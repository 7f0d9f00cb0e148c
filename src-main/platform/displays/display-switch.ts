import { powerSaveBlocker } from 'electron';

/** Keeps the display awake, or lets it sleep; told the same twice, it does nothing. After ready. */
export function createDisplaySwitch(): (on: boolean) => void {
  let blocker: number | null = null;
  return (on) => {
    if (on === (blocker !== null)) return;
    if (blocker !== null) powerSaveBlocker.stop(blocker);
    blocker = on ? powerSaveBlocker.start('prevent-display-sleep') : null;
  };
}
