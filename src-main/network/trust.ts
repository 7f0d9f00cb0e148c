import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import type { Logger, Scheduler, SystemCertificates } from '../ports.ts';

export interface TrustOptions {
  readonly certificates: SystemCertificates;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  /** How long the first request waits for the system's certificates (ms). */
  readonly limitMs: number;
  /** The system's certificates came late: connections from now on use another context. */
  readonly onChange: () => void;
}

/** Whom this kiosk believes to be who they say: Node's own list, and what the operating system trusts. */
export interface Trust {
  /** Starts reading at the first call. One context for all connections: parsing the list takes 11 ms, each time. */
  readonly context: () => Promise<SecureContext>;
}

export function createTrust({ certificates, scheduler, logger, limitMs, onChange }: TrustOptions): Trust {
  let context: Promise<SecureContext> | null = null;

  const build = (system: readonly string[]): SecureContext => {
    const make = (more: readonly string[]) =>
      createSecureContext({ ca: [...new Set([...rootCertificates, ...more])], minVersion: 'TLSv1.2' });
    try {
      return make(system);
    } catch (error) {
      logger.error('system-certificates-unusable', { error: String(error) });
      return make([]);
    }
  };

  const read = (): Promise<SecureContext> =>
    new Promise((resolve) => {
      let late = false;
      const cancel = scheduler.after(limitMs, () => {
        late = true;
        logger.warn('system-certificates-slow', { ms: limitMs });
        resolve(build([]));
      });
      const done = (system: readonly string[]): void => {
        cancel();
        const made = build(system);
        if (late && system.length > 0) {
          context = Promise.resolve(made);
          onChange();
        }
        resolve(made);
      };
      Promise.resolve()
        .then(certificates.read)
        .then(
          (system) => {
            logger.info('system-certificates', { count: system.length });
            done(system);
          },
          (error: unknown) => {
            logger.warn('system-certificates-failed', { error: String(error) });
            done([]);
          },
        );
    });

  return {
    context: () => {
      context ??= read();
      return context;
    },
  };
}
