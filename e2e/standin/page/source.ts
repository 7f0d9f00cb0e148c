import { type IsolatedConfig, runIsolatedWorld } from './isolated-world.ts';
import { runMainWorld } from './main-world.ts';
import { createPeer } from './peer.ts';
import { createWire } from './wire.ts';

/** Parameters of the function a sandboxed preload's text is the body of. */
export const preloadParameters = [
  'require',
  'process',
  'exports',
  'module',
  'Buffer',
  'global',
  'setImmediate',
  'clearImmediate',
] as const;

const parts = `{ createWire: ${createWire.toString()}, createPeer: ${createPeer.toString()} }`;

/** The script for the page's own world. `functions`: the texts of those that the preload runs there. */
export const mainWorldSource = (secret: string, functions: readonly string[] = []): string => {
  const table = functions.map((text) => `${JSON.stringify(text)}: (${text})`).join(', ');
  return `(${runMainWorld.toString()})(${JSON.stringify({ secret })}, ${parts}, {${table}});`;
};

/**
 * The script for the isolated world. The preload is part of its text rather than evaluated by it, as the page's
 * policy forbids `eval` in both. `preload` has been checked to be a function body.
 */
export const isolatedWorldSource = (config: IsolatedConfig, preload: string | null): string => {
  const body = preload === null ? 'null' : `function (${preloadParameters.join(', ')}) {${preload}\n}`;
  return `(${runIsolatedWorld.toString()})(${JSON.stringify(config)}, ${parts}, ${body});`;
};
