import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { AppConfig } from '../settings/schema.ts';
import { startTrainingCrm, type TrainingCrmError } from './transport/crm-server.ts';

export type TrainingError = TrainingCrmError;

export interface OpenTraining {
  readonly connection: {
    readonly baseUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly restaurantGuid: string;
  };
  readonly close: () => Promise<void>;
}

/**
 * The CRM that Training talks to: the built-in one, started here and keeping its records in Training's own folder, or
 * another on this PC where the configuration names one. Either way an address on this PC and nothing else.
 */
export async function openTraining(options: {
  readonly config: AppConfig;
  readonly folder: string;
  readonly now: () => number;
}): Promise<Result<OpenTraining, TrainingError>> {
  const { config, folder, now } = options;
  const other = config.training.crm;
  if (other) {
    const { url, clientId, clientSecret, restaurantGuid } = other;
    return ok({
      connection: { baseUrl: url, clientId, clientSecret, restaurantGuid },
      close: async () => {},
    });
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { seed, guests } = config.training;
  const started = await startTrainingCrm({
    seed,
    guests,
    now,
    timeZone: config.timeZone,
    dayEndsAtHour: config.dayEndsAtHour,
    // Other invented guests are other records.
    journal: join(folder, `training-crm-${seed}-${guests}.jsonl`),
  });
  if (!started.ok) return started;
  const { url, clientId, clientSecret, restaurantGuid, close } = started.value;
  return ok({ connection: { baseUrl: url, clientId, clientSecret, restaurantGuid }, close });
}
