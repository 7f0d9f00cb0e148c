/** Something that happens, told to everyone who listens. */
export interface Signal<Told extends readonly unknown[]> {
  /** Tells everyone, in the order they began to listen, before it returns. What a listener throws reaches the caller. */
  readonly emit: (...told: Told) => void;
  /** Listens from now on. Returns the way to stop. */
  readonly on: (listener: (...told: Told) => void) => () => void;
}

export function createSignal<Told extends readonly unknown[]>(): Signal<Told> {
  const listeners = new Set<(...told: Told) => void>();
  return {
    emit: (...told) => {
      for (const listener of listeners) listener(...told);
    },
    on: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
