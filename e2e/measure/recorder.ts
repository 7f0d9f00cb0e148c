import type { Page } from '@playwright/test';

/** What the page itself noted, ms; times are of its own clock. */
export interface Recorded {
  /**
   * From the finger on the glass until the first frame in which something is seen of it is on the panel (Event Timing,
   * in steps of 8): the key drawn pressed, or its digit. Too high by what DevTools takes to hand a touch over, for which
   * it waits for a frame of the page.
   */
  readonly feedback: readonly number[];
  /** The same from when the page has the touch: without what DevTools takes, and without what the page was busy with. */
  readonly feedbackInPage: readonly number[];
  /** From the key to the frame with the kiosk's own answer to it; too high by the same. */
  readonly answers: readonly number[];
  readonly answersInPage: readonly number[];
  /** Each interaction's longest event, from the finger to the next frame (Event Timing); those too short to be reported as 16. */
  readonly interactions: readonly number[];
  readonly longTasks: readonly number[];
  /** Cumulative layout shift, as defined: what moves within 500 ms of a touch is not counted. */
  readonly shift: number;
  /** And what moves right after a touch; mostly what the touch asked for. */
  readonly shiftAfterTouch: number;
  /** Of that, what moves a control, which the next touch would miss. */
  readonly shiftOfControls: number;
  /** Sources of shifts, for the person who maintains them. */
  readonly shifted: readonly string[];
}

/** Begins to note; anything noted before is forgotten. */
export async function beginRecording(page: Page): Promise<void> {
  await page.evaluate(runRecorder);
}

/** What was noted since; the page goes on noting. */
export async function recorded(page: Page): Promise<Recorded> {
  return page.evaluate(() =>
    (globalThis as unknown as { readonly recording: { read: () => Promise<Recorded> } }).recording.read(),
  );
}

/** Self-contained: its source runs in the page. */
function runRecorder(): void {
  interface Shift extends PerformanceEntry {
    readonly value: number;
    readonly hadRecentInput: boolean;
    readonly sources: readonly { readonly node: Node | null }[];
  }
  interface Timed extends PerformanceEntry {
    readonly interactionId: number;
  }
  interface Touch {
    readonly at: number;
    /** When the page had it. */
    readonly taken: number;
    /** When something of it was in the document, and when the frame with that was handed over. */
    changed?: number;
    drawn?: number;
    /** From the finger until the next frame after the event is on the panel. */
    shown?: number;
  }
  const SHORTEST = 16;
  const FRAME = 16;
  const all = globalThis as unknown as {
    recording?: { readonly read: () => Promise<Recorded>; readonly stop: () => void };
  };
  all.recording?.stop();
  const interactionCount = (): number =>
    (performance as unknown as { readonly interactionCount?: number }).interactionCount ?? 0;
  const since = performance.now();
  const before = interactionCount();
  const touches: Touch[] = [];
  const answers: number[] = [];
  const answersInPage: number[] = [];
  const longTasks: number[] = [];
  const shifted: string[] = [];
  const byInteraction = new Map<number, number>();
  let shift = 0;
  let shiftAfterTouch = 0;
  let shiftOfControls = 0;

  const take = (entries: readonly PerformanceEntry[]): void => {
    for (const entry of entries) {
      if (entry.startTime < since) continue;
      if (entry.entryType === 'longtask') longTasks.push(entry.duration);
      if (entry.entryType === 'event' || entry.entryType === 'first-input') {
        const { interactionId, duration, startTime } = entry as Timed;
        if (entry.name === 'pointerdown') {
          const touch = touches.find(({ at }) => Math.abs(at - startTime) < 1);
          if (touch !== undefined) touch.shown = duration;
        }
        if (interactionId > 0) {
          byInteraction.set(interactionId, Math.max(byInteraction.get(interactionId) ?? 0, duration));
        }
      }
      if (entry.entryType === 'layout-shift') {
        const { value, hadRecentInput, sources } = entry as Shift;
        if (hadRecentInput) shiftAfterTouch += value;
        else shift += value;
        const elements = sources.flatMap(({ node }) => {
          const element = node instanceof Element ? node : node?.parentElement;
          return element === null || element === undefined ? [] : [element];
        });
        const control = elements.some((one) => one.matches('button') || one.querySelector('button') !== null);
        if (control) shiftOfControls += value;
        const names = elements.map(
          (one) => `${one.tagName} ${one.className} ${one.textContent?.slice(0, 30)}`,
        );
        const when = hadRecentInput ? 'after a touch' : 'by itself';
        shifted.push(`${when}${control ? ', a control' : ''} ${value.toFixed(4)}: ${names.join(' | ')}`);
      }
    }
  };
  const observers = [
    { type: 'event', durationThreshold: SHORTEST },
    { type: 'longtask' },
    { type: 'layout-shift' },
  ].map((options) => {
    const observer = new PerformanceObserver((list) => take(list.getEntries()));
    observer.observe(options as PerformanceObserverInit);
    return observer;
  });

  /** Right after the next frame is handed over. */
  const channel = new MessageChannel();
  const afterFrame: (() => void)[] = [];
  channel.port1.onmessage = () => {
    for (const run of afterFrame.splice(0)) run();
  };
  const onFrame = (run: () => void): void => {
    requestAnimationFrame(() => {
      afterFrame.push(run);
      channel.port2.postMessage(null);
    });
  };

  const said = (): string =>
    [...document.querySelectorAll('main [role="status"], main ul')].map((part) => part.textContent).join('|');
  let words = said();
  /** The last touch, until something is seen of it; and the last key, until the kiosk's answer to it is there. */
  let touch: Touch | null = null;
  let key: Touch | null = null;
  const onDown = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (button === null) return;
    touch = { at: event.timeStamp, taken: performance.now() };
    if (button.closest('[data-keypad]') !== null) key = touch;
  };
  addEventListener('pointerdown', onDown, { capture: true, passive: true });
  // Told right after the work that a touch set off: a key that is drawn pressed, or a digit more.
  const watch = new MutationObserver(() => {
    if (touch !== null) {
      const seen = touch;
      touch = null;
      seen.changed = performance.now();
      touches.push(seen);
      onFrame(() => {
        seen.drawn = performance.now();
      });
    }
    const now = said();
    if (now === words) return;
    words = now;
    const asked = key;
    key = null;
    if (asked === null) return;
    onFrame(() => {
      answers.push(performance.now() - asked.at);
      answersInPage.push(performance.now() - asked.taken);
    });
  });
  watch.observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ['data-pressed'],
  });

  all.recording = {
    read: async () => {
      // Events are told of after their frame, in a task of their own.
      for (let frames = 0; frames < 3; frames += 1) await new Promise<void>((done) => onFrame(done));
      await new Promise((done) => setTimeout(done, 50));
      for (const observer of observers) take(observer.takeRecords());
      const reported = [...byInteraction.values()];
      const quiet = Math.max(0, interactionCount() - before - reported.length);
      // What changed only after the event's own frame is seen in a later one. Of an element that is gone since, an event
      // may be told with a later frame than its own: what was handed over is on the panel a frame later at most.
      const feedback = touches.map(({ at, changed = 0, drawn = 0, shown = SHORTEST }) =>
        changed < at + shown ? Math.min(shown, drawn - at + FRAME) : drawn - at,
      );
      return {
        feedback,
        feedbackInPage: touches.map(({ at, taken }, which) => (feedback[which] ?? 0) - (taken - at)),
        answers,
        answersInPage,
        interactions: [...reported, ...new Array<number>(quiet).fill(SHORTEST)],
        longTasks,
        shift,
        shiftAfterTouch,
        shiftOfControls,
        shifted,
      };
    },
    stop: () => {
      for (const observer of observers) observer.disconnect();
      watch.disconnect();
      removeEventListener('pointerdown', onDown, { capture: true });
    },
  };
}
