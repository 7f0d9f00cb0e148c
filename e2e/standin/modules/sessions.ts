import type { Host } from '../host.ts';
import { StandInProtocol } from './protocol.ts';
import { StandInSession } from './session.ts';

/** `session`: the default one, and one in memory for each partition named. Each knows its own schemes and handlers. */
export class Sessions {
  readonly #host: Host;
  readonly #byPartition = new Map<string, StandInSession>();
  readonly #raw = new WeakMap<object, StandInSession>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** The stand-in's own view of the default session; before ready too. */
  get default(): StandInSession {
    return this.#of('');
  }

  #of(partition: string): StandInSession {
    const known = this.#byPartition.get(partition);
    if (known !== undefined) return known;
    const session = new StandInSession(this.#host, new StandInProtocol(this.#host), partition);
    this.#byPartition.set(partition, session);
    this.#raw.set(session.guarded, session);
    return session;
  }

  /** The session behind `webPreferences.session` or `partition`; the default one when neither is given. */
  resolve(given: { readonly session?: object; readonly partition?: string }): StandInSession {
    if (given.session !== undefined) {
      return (
        this.#raw.get(given.session) ??
        this.#host.guards.notModelled('webPreferences.session of another kind')
      );
    }
    return given.partition === undefined ? this.default : this.#fromPartition(given.partition);
  }

  #fromPartition(partition: string): StandInSession {
    if (partition.startsWith('persist:'))
      this.#host.guards.notModelled('a partition that is kept (persist:)');
    return this.#of(partition);
  }

  /** What the application imports. */
  module(): object {
    const requireReady = (): void =>
      this.#host.lifecycle.requireReady('Session can only be received when app is ready', TypeError);
    const own = {
      default: () => this.default.guarded,
      fromPartition: (partition: string) => this.#fromPartition(partition).guarded,
    };
    return {
      get defaultSession(): StandInSession {
        requireReady();
        return own.default();
      },
      fromPartition: (partition: unknown): StandInSession => {
        requireReady();
        if (typeof partition !== 'string') throw new TypeError('Error processing argument at index 0');
        return own.fromPartition(partition);
      },
    };
  }
}
