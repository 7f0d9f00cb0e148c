import { contextBridge, ipcRenderer } from 'electron';
import { createBridge } from './bridge.ts';
import { closeWorld } from './close-world.ts';

/** See src-main/platform/page-address.ts: `undefined` in the product. What reloads a page in development needs its powers. */
declare const DEV_SERVER: string | undefined;

// Before the bridge, and so before any script of the page.
if (DEV_SERVER === undefined) contextBridge.executeInMainWorld({ func: closeWorld });
contextBridge.exposeInMainWorld(
  'kiosk',
  createBridge({
    invoke: (channel, request) => ipcRenderer.invoke(channel, request),
    listen: (channel, listener) => {
      // The event object stays here: passing it on would hand the page ipcRenderer itself.
      const wrapped = (_event: unknown, payload: unknown): void => listener(payload);
      ipcRenderer.on(channel, wrapped);
      return () => {
        ipcRenderer.removeListener(channel, wrapped);
      };
    },
  }),
);
