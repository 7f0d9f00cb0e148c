import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildDeb } from './deb.ts';
import { pack } from './pack.ts';
import { applicationPackage, kioskPackage } from './packages.ts';
import { makeStandInFiles } from './standin-files.ts';
import { built, PRODUCT, scratch } from './testing/tiny-build.ts';
import { zipFolder } from './zip.ts';

async function app(): Promise<string> {
  const files = scratch();
  makeStandInFiles('linux', files, '45.0.0');
  const to = join(scratch(), 'app');
  await pack({ platform: 'linux', electron: files, from: built(), notices: 'N', product: PRODUCT, to });
  return to;
}

const say = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, [...args]).toString();

// Only where Debian's own tool is; `npm run dist` needs it as well.
describe.skipIf(!existsSync('/usr/bin/dpkg-deb'))('a Debian package', () => {
  test('is the same bytes each time', async () => {
    const from = await app();
    const make = (): Buffer =>
      readFileSync(buildDeb(applicationPackage(from, 'N', PRODUCT), PRODUCT, 'h', scratch()));
    expect(make().equals(make())).toBe(true);
    const kiosk = (): Buffer => readFileSync(buildDeb(kioskPackage(PRODUCT), PRODUCT, 'k', scratch()));
    expect(kiosk().equals(kiosk())).toBe(true);
  });

  test('holds the product as root’s, with one program that runs as root, and says what it is', async () => {
    const deb = buildDeb(
      applicationPackage(await app(), 'N', PRODUCT),
      PRODUCT,
      'hoststand-standin',
      scratch(),
    );
    expect(deb).toMatch(/hoststand-standin_1\.2\.3_amd64\.deb$/);
    const list = say('dpkg-deb', '-c', deb).trim().split('\n');
    expect(list.filter((line) => !/^[-dl]\S+ root\/root /.test(line))).toEqual([]);
    expect(list.filter((line) => /^-\S*s/.test(line)).map((line) => line.split('./')[1])).toEqual([
      'opt/Hoststand/chrome-sandbox',
    ]);
    // No one but root may change any of it.
    expect(list.filter((line) => /^[-d].{4}w|^[-d].{7}w/.test(line))).toEqual([]);
    const text = list.join('\n');
    for (const path of [
      './opt/Hoststand/resources/app.asar',
      './usr/bin/hoststand -> /opt/Hoststand/hoststand',
      './usr/share/applications/hoststand.desktop',
      './etc/xdg/autostart/hoststand.desktop',
      './etc/apparmor.d/hoststand',
      './etc/hoststand/',
      './usr/share/icons/hicolor/256x256/apps/hoststand.png',
      './usr/share/doc/hoststand/examples/config.schema.json',
      './usr/share/doc/hoststand/THIRD-PARTY-NOTICES.txt',
    ]) {
      expect(text).toContain(path);
    }
    expect(say('dpkg-deb', '-f', deb, 'Package', 'Version', 'Architecture', 'Description')).toContain(
      'stand-in for tests',
    );
    const control = scratch();
    say('dpkg-deb', '-e', deb, control);
    expect(readFileSync(join(control, 'conffiles'), 'utf8')).toBe(
      '/etc/xdg/autostart/hoststand.desktop\n/etc/apparmor.d/hoststand\n',
    );
    expect(readFileSync(join(control, 'preinst'), 'utf8')).toContain('ours=7\n');
    const sums = readFileSync(join(control, 'md5sums'), 'utf8');
    expect(sums).toContain('opt/Hoststand/hoststand\n');
    expect(sums).not.toContain('etc/');
  });

  test('its scripts are right for the shell', async () => {
    const application = applicationPackage(await app(), 'N', PRODUCT);
    for (const deb of [application, kioskPackage(PRODUCT)]) {
      const control = scratch();
      say('dpkg-deb', '-e', buildDeb(deb, PRODUCT, deb.name, scratch()), control);
      for (const name of Object.keys(deb.scripts)) {
        const text = readFileSync(join(control, name), 'utf8');
        expect(text, name).not.toMatch(/@[A-Z]+@/);
        say('sh', '-n', join(control, name));
      }
    }
  });
});

test('a ZIP is the same bytes each time, in every time zone, and keeps what may be run', async () => {
  const from = await app();
  const make = async (): Promise<Buffer> => {
    const to = join(scratch(), 'x.zip');
    await zipFolder(from, 'Hoststand-1.2.3', PRODUCT.epoch, to);
    return readFileSync(to);
  };
  const before = process.env['TZ'];
  try {
    process.env['TZ'] = 'Asia/Tokyo';
    const first = await make();
    process.env['TZ'] = 'America/Los_Angeles';
    const second = await make();
    expect(second.equals(first)).toBe(true);
    expect(first.toString('latin1')).toContain('Hoststand-1.2.3/resources/app.asar');
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
});
