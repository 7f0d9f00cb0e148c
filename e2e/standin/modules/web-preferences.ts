import { isAbsolute } from 'node:path';
import type { WebPreferences } from 'electron';
import type { Host } from '../host.ts';

/** What holds when nothing is said (docs/api/structures/web-preferences.md). */
const defaults = {
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  devTools: true,
  spellcheck: true,
  backgroundThrottling: true,
  navigateOnDragDrop: false,
  javascript: true,
  images: true,
  webgl: true,
  plugins: false,
  experimentalFeatures: false,
  allowRunningInsecureContent: false,
};

export type EffectivePreferences = Omit<WebPreferences, keyof typeof defaults> &
  typeof defaults & { readonly sandbox: boolean };

/** Preferences after merging, and a problem for each that opens a door; a page without isolation cannot be modelled. */
export function effectivePreferences(host: Host, given: WebPreferences = {}): EffectivePreferences {
  const merged = { ...defaults, ...given };
  const sandbox = given.sandbox ?? !(merged.nodeIntegration || merged.nodeIntegrationInWorker);
  if (!merged.contextIsolation) host.guards.notModelled('webPreferences.contextIsolation: false');
  const open = {
    'sandbox: false': !sandbox,
    nodeIntegration: merged.nodeIntegration,
    nodeIntegrationInWorker: merged.nodeIntegrationInWorker,
    nodeIntegrationInSubFrames: merged.nodeIntegrationInSubFrames,
    'webSecurity: false': !merged.webSecurity,
    allowRunningInsecureContent: merged.allowRunningInsecureContent,
    webviewTag: merged.webviewTag,
    experimentalFeatures: merged.experimentalFeatures,
    enableBlinkFeatures: given.enableBlinkFeatures !== undefined,
  };
  for (const [name, isOpen] of Object.entries(open)) {
    if (isOpen) host.report.problem('insecure-preference', `webPreferences: ${name}`);
  }
  if (given.preload !== undefined && !isAbsolute(given.preload)) {
    host.report.problem('preload-error', `preload script must have absolute path: ${given.preload}`);
  }
  return { ...merged, sandbox };
}
