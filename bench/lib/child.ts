import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Runs a module in a process of its own, so that one subject's memory and garbage are not another's. It prints JSON
 * lines, which are handed on; anything else it prints is shown. Rejects where it fails, or takes longer than `maxMs`.
 */
export async function runApart<T>(
  module: string,
  args: readonly string[],
  each: (line: T) => void,
  { maxMs = 600_000, nodeArgs = [] as readonly string[] } = {},
): Promise<void> {
  const child = spawn(
    process.execPath,
    [...nodeArgs, '--disable-warning=ExperimentalWarning', module, ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: maxMs,
    },
  );
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) each(JSON.parse(line) as T);
    else process.stderr.write(`${line}\n`);
  });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  if (code !== 0) throw new Error(`${module} ${args.join(' ')} ended with ${code ?? 'a time-out'}`);
}
