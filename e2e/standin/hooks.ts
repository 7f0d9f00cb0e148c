import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { commonExports, type ExportName, mainExports } from './export-names.ts';

const exportsOf: Readonly<Record<string, readonly ExportName[]>> = {
  electron: mainExports,
  'electron/main': mainExports,
  'electron/common': commonExports,
};

/**
 * Makes `electron` and its subpaths resolve to `modules`, for import and require alike, with exactly the named
 * exports Electron's main process has: importing one of the renderer's fails at link time, as it does there.
 */
export function installElectron(modules: Readonly<Record<ExportName, unknown>>, reach: symbol): void {
  Object.defineProperty(globalThis, reach, { value: modules, enumerable: false });
  const base = 'standin-electron:';
  registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier !== 'electron' && !specifier.startsWith('electron/')) return next(specifier, context);
      if (!isMainThread || exportsOf[specifier] === undefined) {
        const error = new Error(`Cannot find package '${specifier}' imported from ${context.parentURL}`);
        throw Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' });
      }
      const isRequire = context.conditions?.includes('require') === true;
      return { url: `${base}${isRequire ? 'cjs' : 'esm'}/${specifier}`, shortCircuit: true };
    },
    load: (url, context, next) => {
      if (!url.startsWith(base)) return next(url, context);
      const [form, ...rest] = url.slice(base.length).split('/');
      const names = exportsOf[rest.join('/')] ?? [];
      const all = `globalThis[Symbol.for(${JSON.stringify(reach.description)})]`;
      if (form === 'cjs')
        return { format: 'commonjs', shortCircuit: true, source: `module.exports = ${all};` };
      const lines = names.map((name) => `export const ${name} = all[${JSON.stringify(name)}];`);
      const source = [`const all = ${all};`, ...lines, 'export default all;'].join('\n');
      return { format: 'module', shortCircuit: true, source };
    },
  });
}
