import { expect, test } from 'vitest';
import { refusedSwitches, refusedSwitchWords } from './switches.ts';

test.each([
  '--remote-debugging-port=9222',
  '--remote-debugging-pipe',
  '--remote-debugging-address=0.0.0.0',
  '--remote-allow-origins=*',
  '--inspect',
  '--inspect-brk=0',
  '--inspect-port=1',
  '--ignore-certificate-errors',
  '--ignore-certificate-errors-spki-list=x',
  '--proxy-server=http://127.0.0.1:1',
  '--proxy-pac-url=http://x/',
  '--host-resolver-rules=MAP * 127.0.0.1',
  '--host-rules=MAP * 127.0.0.1',
  '--user-data-dir=/tmp/x',
  '--js-flags=--allow-natives-syntax',
  '--load-extension=/tmp/x',
  '--disable-web-security',
  '--no-sandbox',
  '--disable-features=x',
  '--enable-features=x',
  '--log-net-log=/tmp/x',
  '--ssl-key-log-file=/tmp/x',
  '--password-store=basic',
  '--enable-logging',
  '--renderer-cmd-prefix=gdb',
  '--gpu-launcher=x',
  '--utility-cmd-prefix=x',
  '--require=/tmp/x.js',
  '-r',
  '-remote-debugging-port=9222',
  '--REMOTE-DEBUGGING-PORT=9222',
  '--a-switch-of-the-next-version',
  '--disable-gpu-sandbox',
  '--',
  '-',
])('%s is refused', (arg) => {
  expect(refusedSwitches([arg], 'linux')).toEqual([arg.split('=')[0]]);
  expect(refusedSwitches(['.', '--disable-gpu', arg], 'win32')).toEqual([arg.split('=')[0]]);
});

test('a slash begins a switch on Windows, and a path elsewhere', () => {
  expect(refusedSwitches(['/remote-debugging-port=9222'], 'win32')).toEqual(['/remote-debugging-port']);
  expect(refusedSwitches(['/opt/Hoststand'], 'linux')).toEqual([]);
});

test.each([
  [[]],
  [['--disable-gpu']],
  [['--force-device-scale-factor=1.5', '--ozone-platform=wayland', '--lang=es']],
  [['--supervised', '--ozone-platform=wayland']],
  [['--updater', '--setup-ended=0']],
])('%j is taken', (args) => {
  expect(refusedSwitches(args, 'win32')).toEqual([]);
});

test('the words name the switch and never its value, in both languages', () => {
  const words = refusedSwitchWords(refusedSwitches(['--proxy-server=http://me:secret@x/'], 'linux'));
  expect(words).toMatch(/--proxy-server.*Take it out[\s\S]*--proxy-server.*Quítelo/);
  expect(words).not.toContain('secret');
});
