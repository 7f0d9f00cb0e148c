/**
 * A kiosk in a process of its own, so that it can be killed and its files can be deleted under it: the whole main process
 * over real files and real HTTP, in Training. Reads one request a line, writes one answer a line.
 */
import { createInterface } from 'node:readline';
import { createHost } from '../../../src-main/app/lifecycle.ts';
import type { PcIdentity } from '../../../src-main/ports.ts';
import type { ConfigInput } from '../../../src-main/settings/schema.ts';
import { readTestConfig } from '../../../src-main/testing/app-kit.ts';
import { createFakeDevice, createFakeLogger } from '../../../src-main/testing/fakes.ts';
import { createKioskPorts, PAGE, QUICK } from '../../../src-main/testing/kiosk-ports.ts';
import type { RequestName } from '../../../src-preload/contract/channels.ts';

/** What such a process is told at its start. */
export interface KioskOrder {
  readonly folder: string;
  readonly config: ConfigInput;
  readonly identity?: PcIdentity;
}

const { folder, config, identity } = JSON.parse(process.argv[2] ?? '{}') as KioskOrder;
const say = (line: unknown): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
const logger = createFakeLogger();
const host = createHost({
  ports: createKioskPorts(folder, {
    logger,
    ...(identity && { device: createFakeDevice({ identity: async () => identity }) }),
  }),
  readConfig: readTestConfig(config),
  fixed: { dataFolder: folder, ...QUICK },
  onHopeless: (error) => {
    say({ startError: error });
    process.exit(3);
  },
});

// Answers while it opens, as the program does.
const lines = createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  const { name, request } = JSON.parse(line) as { name: RequestName | 'stop' | 'log'; request: unknown };
  if (name === 'log') {
    say(logger.lines.map(({ event }) => event));
  } else if (name === 'stop') {
    await host.stop();
    process.exit(0);
  } else say(await host.router.ask(name, PAGE, request));
});
lines.on('close', () => process.exit(0));

const opened = await host.open();
if (!opened.ok) {
  say({ startError: opened.error });
  process.exit(3);
}
