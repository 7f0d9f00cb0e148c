import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { findChromium } from '../standin/chromium/chromium.ts';

/** `07-guest-1024x768.png`: its place, its name and its size. In another view it is `07-guest-in-dark-1024x768.png`. */
const PICTURE = /^(\d+)-(.+?)(-in-(?:dark|contrast|spanish))?-(\d+x\d+)\.png$/;

/** A picture's number, name and size; null of one in another view, or of any other file. */
function asItStands(
  file: string,
): { readonly number: string; readonly name: string; readonly size: string } | null {
  const [, number, name, view, size] = PICTURE.exec(file) ?? [];
  if (number === undefined || name === undefined || size === undefined || view !== undefined) return null;
  return { number, name, size };
}

/** Renders a page of HTML that is in `folder` and saves what it shows. */
async function render(folder: string, name: string, html: string, width: number, to: string): Promise<void> {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, html);
  const program = findChromium();
  const browser = await chromium.launch(program === null ? {} : { executablePath: program });
  try {
    const page = await browser.newPage({ viewport: { width, height: 100 } });
    await page.goto(pathToFileURL(file).href);
    await page.screenshot({ path: to, fullPage: true });
  } finally {
    await browser.close();
  }
}

/** All pictures of a size on one page, and that page as one picture: `contact-sheet.html` and `.png` beside them. */
export async function contactSheet(folder: string, size: string): Promise<void> {
  const figures = readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const picture = asItStands(file);
      if (picture?.size !== size) return [];
      const { number, name } = picture;
      return [`<figure><img src="${file}" alt=""><figcaption>${number} ${name}</figcaption></figure>`];
    });
  const html = `<!doctype html><meta charset="utf-8"><title>Hoststand, every screen</title><style>
body{margin:24px;background:#777;font:14px system-ui;color:#fff;display:grid;gap:16px;grid-template-columns:repeat(auto-fill,minmax(380px,1fr))}
figure{margin:0}img{width:100%;display:block}figcaption{padding:4px 0}</style>
${figures.join('\n')}
`;
  await render(folder, 'contact-sheet', html, 1680, join(folder, 'contact-sheet.png'));
}

/** Rows of one sheet: more would be taller than a picture may be. */
const SCREENS_A_SHEET = 24;
const VIEWS = [
  '1024x768',
  'in-dark-1024x768',
  'in-contrast-1024x768',
  'in-spanish-1024x768',
  '1920x1080',
  '768x1024',
  '1080x1920',
];

/** Each screen in every view, a row a screen: `contact-sheet-views-1.html` and `.png`, and so on. */
export async function viewSheets(folder: string): Promise<void> {
  const files = new Set(readdirSync(folder));
  const screens = [...files].sort().flatMap((file) => {
    const picture = asItStands(file);
    if (picture?.size !== '1024x768') return [];
    const screen = `${picture.number}-${picture.name}`;
    return files.has(`${screen}-in-dark-${picture.size}.png`) ? [screen] : [];
  });
  // A screen has the same name, not the same number, in the walk at another size.
  const find = (screen: string, view: string): string | undefined => {
    const file = `${screen}-${view}.png`;
    const name = screen.replace(/^\d+-/, '');
    return files.has(file)
      ? file
      : [...files].find((each) => each.replace(/^\d+-/, '') === `${name}-${view}.png`);
  };
  for (let from = 0; from < screens.length; from += SCREENS_A_SHEET) {
    const rows = screens.slice(from, from + SCREENS_A_SHEET).map((screen) => {
      const images = VIEWS.map((view) => {
        const file = find(screen, view);
        return file === undefined ? '<i></i>' : `<img src="${file}" alt="${view}">`;
      });
      return `<h2>${screen}</h2>${images.join('')}`;
    });
    const html = `<!doctype html><meta charset="utf-8"><title>Hoststand, every screen in every view</title><style>
body{margin:24px;background:#777;color:#fff;display:grid;gap:8px;grid-template-columns:repeat(4,300px) 400px 170px 127px;align-items:start}
h2{grid-column:1/-1;font:14px system-ui;margin:8px 0 0}img{width:100%;display:block}</style>
${rows.join('\n')}
`;
    const name = `contact-sheet-views-${String(from / SCREENS_A_SHEET + 1)}`;
    await render(folder, name, html, 1996, join(folder, `${name}.png`));
  }
}

/** The pictures of the documentation: one of the tour's or several side by side, each this wide. */
const IN_DOCS: Readonly<
  Record<string, { readonly of: readonly string[]; readonly size?: string; readonly width: number }>
> = {
  guest: { of: ['guest'], width: 760 },
  approve: { of: ['approve'], width: 760 },
  themes: { of: ['theme-light', 'theme-dark', 'theme-contrast'], width: 330 },
  'next-step': { of: ['give-credit-start', 'give-credit-ready'], width: 440 },
  undo: { of: ['done-undo', 'guest-with-waiting'], width: 440 },
  offline: { of: ['look-up-offline', 'waiting-offline'], width: 440 },
  trouble: { of: ['approve-wrong-pin', 'waiting-refused'], width: 440 },
  idle: { of: ['guest-idle'], width: 560 },
  hands: { of: ['give-credit-ready', 'left-hand-largest-give-credit'], width: 420 },
  upright: { of: ['guest', 'give-credit-ready', 'done-undo'], size: '768x1024', width: 280 },
  'how-to': { of: ['how-to'], width: 560 },
};

/** Makes the pictures of the documentation again from those of a tour. */
export async function renewPictures(folder: string, docs: string): Promise<void> {
  const files = readdirSync(folder);
  for (const [name, { of, size = '1024x768', width }] of Object.entries(IN_DOCS)) {
    const images = of.map((each) => {
      const file = files.find((candidate) => candidate.replace(/^\d+-/, '') === `${each}-${size}.png`);
      if (file === undefined) throw new Error(`The tour took no picture ${each} at ${size}.`);
      return `<img src="${file}" width="${width}" alt="">`;
    });
    const html = `<!doctype html><style>body{margin:0;display:flex;gap:12px}</style>${images.join('')}`;
    await render(folder, 'picture', html, of.length * (width + 12) - 12, join(docs, `${name}.png`));
  }
  rmSync(join(folder, 'picture.html'));
}
