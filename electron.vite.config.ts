import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const here = import.meta.dirname;

/** Where `npm run dev` has the page; a build knows no such address. See src-main/platform/page-address.ts. */
const devServer = (command: 'build' | 'serve') => ({
  DEV_SERVER: command === 'serve' ? 'process.env.ELECTRON_RENDERER_URL' : 'undefined',
});

/**
 * Every entry is named: electron-vite only guesses `src/main|preload|renderer`, and a guess that fails is silent.
 * Everything but `electron` itself is bundled, so that the packed application carries no node_modules at all.
 */
export default defineConfig(({ command }) => ({
  main: {
    publicDir: false,
    define: devServer(command),
    build: {
      target: 'node24',
      outDir: 'out/main',
      externalizeDeps: false,
      minify: false,
      sourcemap: false,
      rollupOptions: {
        input: { index: resolve(here, 'src-main/index.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  },
  preload: {
    publicDir: false,
    define: devServer(command),
    build: {
      target: 'node24',
      outDir: 'out/preload',
      externalizeDeps: false,
      minify: false,
      sourcemap: false,
      rollupOptions: {
        input: { index: resolve(here, 'src-preload/index.ts') },
        // A sandboxed preload is run as one CommonJS function body: one file, no chunks, no ESM.
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: resolve(here, 'src-renderer'),
    base: './',
    build: {
      target: 'chrome150',
      outDir: resolve(here, 'out/renderer'),
      emptyOutDir: true,
      minify: true,
      sourcemap: false,
      assetsInlineLimit: 0,
      // Read from the disk in one go: what is kept small is what the page must parse, 200 kB gzipped.
      chunkSizeWarningLimit: 700,
      modulePreload: { polyfill: false },
      rollupOptions: { input: { index: resolve(here, 'src-renderer/index.html') } },
    },
    plugins: [react()],
    server: { host: '127.0.0.1' },
  },
}));
