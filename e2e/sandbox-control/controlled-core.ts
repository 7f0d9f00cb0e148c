import { wordOf } from '../../src-main/sandbox/data/rng.ts';
import { openTrainingCore, type TrainingCore } from '../../src-main/sandbox/service/crm-core.ts';
import type { TrainingCrmError, TrainingCrmOptions } from '../../src-main/sandbox/service/crm-options.ts';
import { ok, type Result } from '../../src-preload/contract/result.ts';
import { createControl, type TrainingControl } from './control.ts';
import { createFaultScript, type FaultScript } from './faults.ts';
import { createFaultyService, type FaultyService } from './faulty-service.ts';
import { changeModes, type Modes, readingsOf, usualModes } from './modes.ts';
import { linkHeaders } from './paging-links.ts';
import { createReplicaLag } from './replica-lag.ts';
import { createRequestLog } from './request-log.ts';

export interface ControlledOptions extends TrainingCrmOptions {
  /** Modes other than the usual ones from the start. */
  readonly modes?: Partial<Modes>;
}

/** The built-in CRM without a transport, what goes wrong around it, and the view from behind. */
export interface ControlledCore extends Omit<TrainingCore, 'service'> {
  readonly service: FaultyService;
  readonly control: TrainingControl;
}

interface ControlledPorts {
  /** Resolves to true after `ms`, or to false as soon as the service closes. */
  readonly wait: (ms: number) => Promise<boolean>;
  /** What goes wrong with requests; an empty script, filled through the control, where left out. */
  readonly faults?: FaultScript;
}

/** Opens the product's own core ({@link openTrainingCore}) with modes, faults, a log and a control around it. */
export function openControlledCore(
  { modes: others = {}, ...options }: Omit<ControlledOptions, 'port'>,
  { wait, faults = createFaultScript() }: ControlledPorts,
): Result<ControlledCore, TrainingCrmError> {
  let modes = changeModes(usualModes, others);
  const replicaLag = createReplicaLag();
  const log = createRequestLog();
  const opened = openTrainingCore(options, {
    readings: () => readingsOf(modes),
    hides: replicaLag.hides,
    listHeaders: (url, list) => (modes.links ? linkHeaders(url, list, readingsOf(modes).paging) : {}),
  });
  if (!opened.ok) return opened;
  const core = opened.value;
  const control = createControl({
    ...core,
    ...{ faults, log },
    modes: () => modes,
    setModes: (change) => {
      modes = changeModes(modes, change);
      return modes;
    },
  });
  const service = createFaultyService({ core, faults, replicaLag, log, wait, modes: () => modes });
  return ok({ ...core, control, service });
}

/** Opens /control/..., which the service's own tokens do not. The same at every start from the same seed. */
export const controlTokenOf = (seed: number): string => wordOf(40, 'control token', seed);
