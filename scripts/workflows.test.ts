/** What GitHub runs for us: nothing that can change under its name, nothing that may write, nothing without an end. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const folder = resolve(import.meta.dirname, '..', '.github', 'workflows');
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
}));

test('there are workflows, and CI runs the full tests on Linux and on Windows', () => {
  const ci = workflows.find(({ name }) => name === 'ci.yml')?.text ?? '';
  expect(ci).toContain('os: [ubuntu-24.04, windows-2025]');
  expect(ci.match(/npm run test:full/g)).toHaveLength(2);
});

test('what is packed is made twice, attested on main alone, and installed on Linux and on Windows', () => {
  const text = workflows.find(({ name }) => name === 'packages.yml')?.text ?? '';
  expect(text).toContain('diff first/SHA256SUMS out/dist/SHA256SUMS');
  expect(text).toMatch(/- if: github\.event_name == 'push'\n\s+uses: actions\/attest-build-provenance@/);
  // Only the job that attests may write, and nothing but attestations.
  expect(text.match(/: write$/gm)).toEqual([': write', ': write']);
  expect(text).toMatch(/id-token: write\n\s+attestations: write\n/);
  expect(text.match(/npm run verify:electron/g)).toHaveLength(2);
  expect(text.match(/npm run verify:installed/g)?.length).toBeGreaterThan(2);
  expect(text).toContain('npm run test:installed -- --required');
  expect(text).toContain('npm run test:windows -- --required');
});

test("Windows' Setup is made by an NSIS with a known checksum, and tried on Windows", () => {
  const text = workflows.find(({ name }) => name === 'packages.yml')?.text ?? '';
  expect(text).toMatch(/nsis-bundle-3\.12\.tar\.gz'\n\s+echo "[0-9a-f]{64} .*sha256sum --check/);
  expect(text).toContain('echo "MAKENSIS=$makensis" >>"$GITHUB_ENV"');
  expect(text).toContain('./scripts/verify/windows-setup.ps1 -Setup $setup -Newer $newer');
});

test('Shell Launcher is tried on Windows with the line of the manual', () => {
  const read = (...parts: readonly string[]) => readFileSync(join(folder, '..', '..', ...parts), 'utf8');
  const [line = ''] = /^powershell\.exe .*$/m.exec(read('docs', 'INSTALL.md')) ?? [];
  expect(line).toContain("-ArgumentList '--supervised'");
  // The script's own text is in a string in which a dollar has a mark before it.
  expect(read('scripts', 'verify', 'windows-setup.ps1').replaceAll('`$', '$')).toContain(line);
});

describe.each(workflows)('$name', ({ text }) => {
  test('each action is named by its commit, with its version beside it', () => {
    const uses = [...text.matchAll(/\buses:\s*(.*)/g)].map(([, named]) => named ?? '');
    expect(uses.length).toBeGreaterThan(0);
    for (const named of uses.filter((each) => !each.startsWith('./'))) {
      expect(named).toMatch(/^[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test('a newer run takes the place of an older one, and none has rights it does not name', () => {
    expect(text).toMatch(/^concurrency:\n/m);
    expect(text).toMatch(/^permissions:\n {2}contents: read\n(?! )/m);
  });

  test('each job ends on its own', () => {
    const jobs = text
      .slice(text.search(/^jobs:\n/m))
      .split(/^ {2}(?=[\w-]+:\n)/m)
      .slice(1);
    expect(jobs.length).toBeGreaterThan(0);
    for (const job of jobs) expect(job).toMatch(/^ {4}timeout-minutes: \d+$/m);
  });
});
