/** The two packages for Debian and Ubuntu, as lists of what goes where. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Content, DebPackage } from './deb.ts';
import { iconPath, SIZES } from './icon-files.ts';
import { type Product, repository } from './product.ts';

const resource = (...parts: readonly string[]): string => join(repository, 'resources', ...parts);
const text = (...parts: readonly string[]): string => readFileSync(resource(...parts), 'utf8');

/** The application: /opt/Hoststand, a command, an entry in the menu and one that starts it with the desktop. `app` is the packed folder. */
export function applicationPackage(app: string, notices: string, product: Product): DebPackage {
  const icons = SIZES.map((size): [string, Content] => [
    `usr/share/icons/hicolor/${size}x${size}/apps/hoststand.png`,
    { copy: iconPath(size) },
  ]);
  const examples = 'usr/share/doc/hoststand/examples';
  return {
    name: 'hoststand',
    architecture: 'amd64',
    control: text('linux', 'control'),
    scripts: scripts('linux'),
    content: {
      'opt/Hoststand': { copy: app },
      'usr/bin/hoststand': { link: '/opt/Hoststand/hoststand' },
      'usr/share/applications/hoststand.desktop': { copy: resource('linux', 'hoststand.desktop') },
      'etc/xdg/autostart/hoststand.desktop': { copy: resource('linux', 'autostart.desktop') },
      'etc/apparmor.d/hoststand': { copy: resource('linux', 'apparmor') },
      'etc/hoststand': { folder: true },
      ...Object.fromEntries(icons),
      'usr/share/icons/hicolor/scalable/apps/hoststand.svg': { copy: resource('icon.svg') },
      [`${examples}/config.json`]: { copy: resource('config.sample.json') },
      [`${examples}/config.schema.json`]: { copy: resource('config.schema.json') },
      [`${examples}/staff.csv`]: { copy: resource('staff.csv') },
      'usr/share/doc/hoststand/THIRD-PARTY-NOTICES.txt': { text: notices },
      ...documents('hoststand', product),
    },
    conffiles: ['etc/xdg/autostart/hoststand.desktop', 'etc/apparmor.d/hoststand'],
    // Chromium's sandbox where the kernel gives no user namespaces: root's, and the only such program here.
    modes: { 'opt/Hoststand/chrome-sandbox': 0o4755 },
  };
}

/** The session that gives the application the whole screen, under an account of its own. */
export function kioskPackage(product: Product): DebPackage {
  return {
    name: 'hoststand-kiosk',
    architecture: 'all',
    control: text('kiosk', 'control'),
    scripts: scripts('kiosk'),
    content: {
      'usr/lib/systemd/system/hoststand-kiosk.service': {
        copy: resource('kiosk', 'hoststand-kiosk.service'),
      },
      'usr/lib/hoststand-kiosk/session': { copy: resource('kiosk', 'session'), mode: 0o755 },
      'usr/lib/sysusers.d/hoststand-kiosk.conf': { copy: resource('kiosk', 'sysusers.conf') },
      'usr/lib/tmpfiles.d/hoststand-kiosk.conf': { copy: resource('kiosk', 'tmpfiles.conf') },
      'usr/share/doc/hoststand-kiosk/README': { copy: resource('kiosk', 'README') },
      ...documents('hoststand-kiosk', product),
    },
    conffiles: [],
  };
}

function scripts(folder: string): Readonly<Record<string, string>> {
  const names =
    folder === 'linux' ? ['preinst', 'prerm', 'postinst', 'postrm'] : ['prerm', 'postinst', 'postrm'];
  return Object.fromEntries(names.map((name) => [name, text(folder, name)]));
}

/** What Debian wants to know of every package. */
function documents(name: string, product: Product): Readonly<Record<string, Content>> {
  const date = new Date(product.epoch * 1000).toUTCString().replace('GMT', '+0000');
  const changelog = [
    `${name} (${product.version}) stable; urgency=medium`,
    `  * Version ${product.version}.`,
    ` -- Hoststand <hoststand@example.invalid>  ${date}`,
  ];
  const packed = gzipSync(`${changelog.join('\n\n')}\n`, { level: 9 });
  // This byte names the system of the PC that packed it.
  packed[9] = 3;
  return {
    [`usr/share/doc/${name}/changelog.gz`]: { text: packed },
    [`usr/share/doc/${name}/copyright`]: { copy: join(repository, 'LICENSE') },
  };
}
