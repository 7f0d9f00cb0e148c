import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Data } from 'resedit';
import { repository } from './product.ts';

/** Those of the icon theme on Linux, pixels. */
export const SIZES: readonly number[] = [16, 24, 32, 48, 64, 128, 256, 512];

/** The drawing that each of them is made from. */
export const DRAWING = join(repository, 'resources', 'icon.svg');

/** The icon of one size, as PNG. */
export const iconPath = (size: number): string => join(repository, 'resources', 'icons', `${size}.png`);

/** Windows' icon, made of the PNGs up to the largest size that it takes. */
export function makeIco(): Buffer {
  const icon = new Data.IconFile();
  icon.icons = SIZES.filter((size) => size <= 256).map((size) => {
    const bytes = Uint8Array.from(readFileSync(iconPath(size))).buffer;
    const data = Data.RawIconItem.from(bytes, size, size, 32);
    return { width: size, height: size, colors: 0, planes: 1, bitCount: 32, data };
  });
  return Buffer.from(icon.generate());
}
