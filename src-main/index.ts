import { boot } from './platform/boot.ts';

// Nothing may wait for `ready` here: Electron becomes ready only once this module has finished.
boot();
