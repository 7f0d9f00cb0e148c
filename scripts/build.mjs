// Builds main, preload and page into out/, where a source is newer than what is there.
import { ensureBuilt, ensureInstalled } from './lib/prepare.mjs';

ensureInstalled();
ensureBuilt();
