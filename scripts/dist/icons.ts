/** Makes every format of the icon from its drawing: `node scripts/dist/icons.ts`, after the drawing has changed. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../../e2e/standin/chromium/chromium.ts';
import { DRAWING, iconPath, makeIco, SIZES } from './icon-files.ts';
import { repository } from './product.ts';

const executablePath = findChromium();
if (executablePath === null) throw new Error('No Chromium found: it draws the icon');
const browser = await chromium.launch({ executablePath });
for (const size of SIZES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const style = `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>`;
  await page.setContent(`${style}${readFileSync(DRAWING, 'utf8')}`);
  mkdirSync(dirname(iconPath(size)), { recursive: true });
  writeFileSync(iconPath(size), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
writeFileSync(join(repository, 'resources', 'icon.ico'), makeIco());
