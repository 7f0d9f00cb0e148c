import { findChromium } from '../../e2e/standin/chromium/chromium.ts';

const path = findChromium();
if (path === null) process.exit(1);
process.stdout.write(`${path}\n`);
