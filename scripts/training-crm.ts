import { parseArgs } from 'node:util';
import { startControlledCrm } from '../e2e/sandbox-control/controlled-crm.ts';
import { describeTrainingCrmError } from '../src-main/sandbox/transport/crm-server.ts';

const USAGE =
  'Usage: npm run training-crm -- --port N [--guests N] [--seed N] [--journal FILE]. Port 0 takes any free port.';

/** Ends with a plain sentence: what, why, what to do. */
function stop(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}

function readArguments() {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({ options: { port: text, guests: text, seed: text, journal: text } }).values;
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : String(error)}. ${USAGE}`);
  }
}

function readNumber(name: string, text: string | undefined, otherwise: number | null): number {
  if (text === undefined && otherwise !== null) return otherwise;
  if (text === undefined) return stop(`--${name} is missing. ${USAGE}`);
  if (!/^\d{1,10}$/.test(text)) return stop(`--${name} must be a whole number, not "${text}". ${USAGE}`);
  return Number(text);
}

const values = readArguments();
const started = await startControlledCrm({
  port: readNumber('port', values.port, null),
  guests: readNumber('guests', values.guests, 300),
  seed: readNumber('seed', values.seed, 7),
  journal: values.journal ?? null,
  now: Date.now,
});
if (!started.ok) stop(describeTrainingCrmError(started.error));

const { url, clientId, clientSecret, restaurantGuid, secondRestaurantGuid, controlToken, close } =
  started.value;
const said = { url, clientId, clientSecret, restaurantGuid, secondRestaurantGuid, controlToken };
process.stdout.write(`${JSON.stringify(said)}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void close().then(() => process.exit(0)));
}
