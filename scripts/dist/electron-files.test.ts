import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { electronFiles, electronRelease, NoElectronFiles } from './electron-files.ts';
import { repository } from './product.ts';
import { scratch } from './testing/tiny-build.ts';

/** A mirror of Electron's downloads that answers each request alike. */
async function mirror(status: number, body: string): Promise<void> {
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  vi.stubEnv('ELECTRON_MIRROR', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  vi.stubEnv('electron_config_cache', scratch());
  onTestFinished(() => void vi.unstubAllEnvs());
}

const unpacked = join(repository, 'out', 'electron', `${electronRelease().version}-win32`);

// Where the true files are unpacked already, nothing is fetched.
test.skipIf(existsSync(unpacked)).each([
  ['is not there', 404, 'no'],
  ['is not Electron’s', 200, 'something else of the same name'],
])('an archive that %s is refused with what to do, and nothing is unpacked', async (_, status, body) => {
  await mirror(status, body);
  const failed = await electronFiles('win32').catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(NoElectronFiles);
  expect(String(failed)).toContain('--standin');
  expect(existsSync(unpacked)).toBe(false);
});
