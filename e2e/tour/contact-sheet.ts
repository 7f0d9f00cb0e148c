import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { findChromium } from '../standin/chromium.ts';

/** `07-guest-1024x768.png`: its place, its name and its size. */
const PICTURE = /^(\d+)-(.+)-(\d+x\d+)\.png$/;

/** All pictures of a folder on one page, and that page as one picture: `contact-sheet.html` and `.png` beside them. */
export async function contactSheet(folder: string, size: string): Promise<void> {
  const figures = readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const [, number, name, of] = PICTURE.exec(file) ?? [];
      if (of !== size) return [];
      return [`<figure><img src="${file}" alt=""><figcaption>${number} ${name}</figcaption></figure>`];
    });
  const page = join(folder, 'contact-sheet.html');
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><title>Hoststand, every screen</title><style>
body{margin:24px;background:#777;font:14px system-ui;color:#fff;display:grid;gap:16px;grid-template-columns:repeat(auto-fill,minmax(380px,1fr))}
figure{margin:0}img{width:100%;display:block}figcaption{padding:4px 0}</style>
${figures.join('\n')}
`,
  );
  const program = findChromium();
  const browser = await chromium.launch(program === null ? {} : { executablePath: program });
  try {
    const sheet = await browser.newPage({ viewport: { width: 1680, height: 1000 } });
    await sheet.goto(pathToFileURL(page).href);
    await sheet.screenshot({ path: join(folder, 'contact-sheet.png'), fullPage: true });
  } finally {
    await browser.close();
  }
}
