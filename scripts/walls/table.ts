/**
 * Who may import whom. What is not in this table is refused, and so is a source that belongs to no area.
 * `scripts/walls/walls.test.ts` holds every source to it.
 */
export interface Area {
  /** Its folders and files. The longest that fits a source is its area, so that an area may be inside another one's folder. */
  readonly at: readonly string[];
  /** Areas it may import. */
  readonly may: readonly string[];
  /** Areas it may import types of, and nothing that runs. */
  readonly types?: readonly string[];
  /** Packages, and modules of Node's. `node:` stands for all of those. */
  readonly packages?: readonly string[];
}

/** What every feature of main builds on. */
const BASE = ['contract', 'ports', 'domain', 'lib'] as const;
/** What a screen is made with. */
const PAGE = ['contract', 'page/app', 'page/context', 'page/core', 'page/text', 'page/ui'] as const;
const REACT = ['react', 'react-i18next', 'lucide-react', 'zustand', 'zustand/vanilla'] as const;
const DISK = ['node:fs', 'node:fs/promises', 'node:path'] as const;
/** Areas of main that one feature each declares a gateway in, for the person who implements it. */
const GATEWAYS = ['guests', 'outbox', 'reports', 'setup'] as const;
const FEATURES = [
  'alerts-and-support',
  'approvals',
  'audit',
  'connection',
  'credits',
  'guests',
  'guests/directory',
  'outbox',
  'reports',
  'settings',
  'setup',
  'staff',
  'staff/pins',
  'updates',
] as const;
const MAIN = [
  ...BASE,
  ...FEATURES,
  'app',
  'compose',
  'crm',
  'ipc',
  'network',
  'sandbox',
  'sandbox/data',
  'sandbox/service',
  'sandbox/transport',
  'storage',
  'testing',
] as const;
/** Main, and the faults and control that tests put around its sandbox. */
const MAIN_AND_CONTROL = [...MAIN, 'sandbox-control'] as const;

const area = (
  at: string | readonly string[],
  may: readonly string[],
  packages: readonly string[] = [],
  types: readonly string[] = [],
): Area => ({ at: typeof at === 'string' ? [at] : at, may, types, packages });

export const AREAS: Readonly<Record<string, Area>> = {
  contract: area('src-preload/contract', []),
  preload: area('src-preload', ['contract']),
  'preload/index': area('src-preload/index.ts', ['contract', 'preload'], ['electron']),

  // Main, from the inside out.
  ports: area('src-main/ports.ts', [], [], ['contract', 'lib', 'domain']),
  lib: area('src-main/lib', ['contract'], ['node:crypto', 'node:os', ...DISK], ['ports']),
  domain: area('src-main/domain', ['contract'], ['@date-fns/tz'], ['ports']),
  connection: area('src-main/connection', BASE),
  credits: area('src-main/credits', BASE),
  approvals: area('src-main/approvals', BASE, ['otpauth', 'uqr'], ['staff', 'staff/pins']),
  'staff/pins': area('src-main/staff/pins', BASE, ['node:crypto'], ['staff']),
  staff: area('src-main/staff', [...BASE, 'approvals', 'staff/pins'], ['node:crypto', 'csv-parse/sync']),
  guests: area('src-main/guests', [...BASE, 'guests/directory'], ['node:crypto', 'zod']),
  'guests/directory': area('src-main/guests/directory', [...BASE, 'guests'], ['node:crypto', 'zod']),
  outbox: area('src-main/outbox', BASE, ['zod']),
  audit: area('src-main/audit', BASE, ['node:crypto', 'node:stream/promises', 'zod', ...DISK]),
  reports: area('src-main/reports', [...BASE, 'audit']),
  'alerts-and-support': area('src-main/alerts-and-support', BASE),
  settings: area('src-main/settings', [...BASE, 'credits', 'guests/directory', 'outbox'], ['zod']),
  setup: area('src-main/setup', [...BASE, 'credits', 'settings'], ['node:crypto', 'zod']),

  updates: area('src-main/updates', BASE, ['node:crypto', 'tuf-js', 'tuf-js/dist/error.js', 'zod', ...DISK]),

  // What main needs of the world, implemented.
  storage: area('src-main/storage', BASE, ['node:sqlite', 'zod', ...DISK]),
  network: area(
    'src-main/network',
    ['lib'],
    ['undici', 'node:fs/promises', 'node:tls', 'node:worker_threads'],
    ['ports'],
  ),
  crm: area('src-main/crm', [...BASE, 'network'], ['ky', 'zod', 'node:crypto', '@date-fns/tz'], GATEWAYS),
  'sandbox/data': area('src-main/sandbox/data', ['contract', 'lib'], ['node:crypto', 'zod', ...DISK]),
  'sandbox/service': area(
    'src-main/sandbox/service',
    ['contract', 'lib', 'sandbox/data'],
    ['node:crypto', 'node:http', 'zod'],
  ),
  'sandbox/transport': area(
    'src-main/sandbox/transport',
    ['contract', 'lib', 'sandbox/data', 'sandbox/service'],
    ['node:http', 'node:net', 'zod'],
  ),
  sandbox: area('src-main/sandbox', ['contract', 'lib', 'sandbox/transport'], DISK, ['settings']),

  // What puts them together.
  // The router, and each feature's requests beside the feature.
  ipc: area(
    [
      'src-main/ipc',
      'src-main/alerts-and-support/manager.routes.ts',
      'src-main/app/kiosk.routes.ts',
      'src-main/audit/audit.routes.ts',
      'src-main/credits/credits.routes.ts',
      'src-main/guests/guests.routes.ts',
      'src-main/outbox/outbox.routes.ts',
      'src-main/reports/reports.routes.ts',
      'src-main/settings/settings.routes.ts',
      'src-main/setup/setup.routes.ts',
      'src-main/staff/sign-in.routes.ts',
      'src-main/staff/staff.routes.ts',
    ],
    [...BASE, ...FEATURES],
    ['zod'],
  ),
  compose: area(
    ['src-main/compose.ts', 'src-main/compose.test.ts', 'src-main/wiring'],
    [...BASE, ...FEATURES, 'app', 'crm', 'ipc', 'storage'],
    ['node:path'],
    ['sandbox'],
  ),
  app: area(
    'src-main/app',
    [...BASE, ...FEATURES, 'compose', 'sandbox', 'storage'],
    ['node:fs', 'node:path'],
    ['crm', 'ipc'],
  ),
  platform: area(
    'src-main/platform',
    ['contract', 'lib', 'app', 'network', 'sandbox', 'sandbox/transport', 'settings', 'setup', 'updates'],
    [
      'electron',
      'electron-log/node',
      'electron-store',
      'node:child_process',
      'node:crypto',
      'node:os',
      'node:util',
      ...DISK,
    ],
    ['compose', 'ipc', 'ports'],
  ),
  index: area('src-main/index.ts', ['platform']),

  // The page.
  'page/text': area('src-renderer/text', ['contract'], ['i18next', 'react-i18next']),
  'page/core': area('src-renderer/core', ['contract']),
  'page/context': area(
    ['src-renderer/app/app-context.tsx', 'src-renderer/app/hardware-keys.ts'],
    ['contract', 'page/core', 'page/text'],
    ['react', 'react-dom', 'react-i18next', 'zustand'],
    ['page/app', 'look-up screens', 'manager/home'],
  ),
  'page/ui': area(
    'src-renderer/ui',
    ['contract', 'page/context', 'page/core', 'page/text'],
    ['react', 'react-i18next', 'lucide-react', 'react-aria/mergeProps', 'react-aria/usePress'],
  ),
  'sign-in': area('src-renderer/features/sign-in', PAGE, REACT),
  'second-manager': area('src-renderer/features/second-manager', [...PAGE, 'sign-in'], REACT),
  'look-up screens': area('src-renderer/features/look-up', PAGE, REACT),
  'guest screens': area('src-renderer/features/guest', [...PAGE, 'sign-in'], REACT),
  'new-guest screens': area('src-renderer/features/new-guest', [...PAGE, 'look-up screens'], REACT),
  'credit screens': area('src-renderer/features/credit', [...PAGE, 'sign-in'], REACT),
  'queue screens': area(
    'src-renderer/features/queue',
    [...PAGE, 'look-up screens', 'new-guest screens', 'sign-in'],
    REACT,
  ),
  'setup screens': area(
    'src-renderer/features/setup',
    [...PAGE, 'credit screens', 'manager/settings', 'sign-in'],
    REACT,
  ),
  'manager/settings': area(
    'src-renderer/features/manager/settings',
    [...PAGE, 'credit screens', 'queue screens', 'setup screens', 'sign-in'],
    REACT,
    ['manager/home'],
  ),
  'manager/staff': area('src-renderer/features/manager/staff', [...PAGE, 'credit screens', 'sign-in'], REACT),
  'manager/audit': area('src-renderer/features/manager/audit', [...PAGE, 'manager/staff'], REACT, [
    'manager/home',
  ]),
  'manager/report': area('src-renderer/features/manager/report', PAGE, REACT, ['manager/home']),
  'manager/home': area(
    'src-renderer/features/manager/home',
    [
      ...PAGE,
      'credit screens',
      'manager/audit',
      'manager/report',
      'manager/settings',
      'manager/staff',
      'queue screens',
      'setup screens',
      'sign-in',
    ],
    REACT,
  ),
  'page/app': area(
    'src-renderer/app',
    [
      ...PAGE,
      'sign-in',
      'second-manager',
      'look-up screens',
      'guest screens',
      'new-guest screens',
      'credit screens',
      'queue screens',
      'manager/home',
    ],
    REACT,
    ['i18next'],
  ),
  'page/testing': area('src-renderer/testing', ['contract', 'page/core']),
  'page/main': area(
    ['src-renderer/main.tsx', 'src-renderer/styles'],
    ['contract', 'page/app', 'page/context', 'page/core', 'page/text'],
    ['react', 'react-dom/client', 'react-i18next'],
  ),

  // Tests and tools: none of these is in the product.
  testing: area(
    'src-main/testing',
    [...MAIN_AND_CONTROL, 'signing'],
    ['node:', 'csv-parse/sync', 'fast-check', 'vitest', 'zod'],
  ),
  'sandbox-control': area(
    'e2e/sandbox-control',
    ['contract', 'sandbox/data', 'sandbox/service', 'sandbox/transport'],
    ['node:http', 'zod'],
  ),
  reliability: area('e2e/reliability', [...MAIN_AND_CONTROL, 'platform'], ['node:', 'fast-check', 'vitest']),
  e2e: area(
    'e2e',
    [...MAIN_AND_CONTROL, 'bench', 'page/app', 'page/text', 'platform', 'reliability', 'signing'],
    [
      'node:',
      '@axe-core/playwright',
      '@playwright/test',
      '@playwright/test/reporter',
      'otpauth',
      'playwright',
      'vitest',
    ],
    ['electron'],
  ),
  bench: area(
    'bench',
    [...MAIN_AND_CONTROL, 'e2e', 'reliability'],
    ['node:', 'flexsearch', 'fuse.js', 'minisearch', 'vitest'],
  ),
  scripts: area(
    'scripts',
    [...MAIN_AND_CONTROL, 'bench', 'dist', 'e2e', 'reliability'],
    ['node:', 'vitest', 'vitest/config'],
  ),
  // Signing updates: what signs is in no product.
  signing: area('scripts/updates', ['updates'], ['node:', '@tufjs/models', 'vitest']),
  // Packing and installing the application, and trying what Electron alone can show.
  dist: area(
    ['scripts/dist', 'scripts/verify'],
    [...MAIN_AND_CONTROL, 'e2e', 'platform', 'scripts'],
    [
      'node:',
      '@electron-internal/extract-zip',
      '@electron/asar',
      '@electron/fuses',
      '@electron/get',
      '@playwright/test',
      'ajv',
      'ajv-formats',
      'ajv/dist/2020.js',
      'electron',
      'resedit',
      'vitest',
      'yazl',
      'zod',
    ],
  ),
  installed: area(
    'e2e/installed',
    [...MAIN_AND_CONTROL, 'dist', 'e2e', 'scripts'],
    ['node:', '@playwright/test', 'playwright', 'vitest'],
  ),
  windows: area(
    'e2e/windows',
    [...MAIN_AND_CONTROL, 'dist', 'e2e', 'scripts'],
    ['node:', '@playwright/test', 'vitest'],
  ),
};

/** Where tests of the product are: besides what their own area may, a test may import these. */
export const TESTS: readonly {
  readonly at: string;
  readonly may: readonly string[];
  readonly packages: readonly string[];
}[] = [
  {
    at: 'src-main',
    may: [...MAIN_AND_CONTROL, 'platform', 'reliability', 'signing'],
    packages: ['node:', 'conf', 'csv-parse/sync', 'fast-check', 'ky', 'otpauth', 'undici', 'vitest', 'zod'],
  },
  { at: 'e2e/sandbox-control', may: ['sandbox-control', 'testing'], packages: ['vitest'] },
  { at: 'src-preload', may: ['contract', 'preload'], packages: ['vitest', 'fast-check'] },
  {
    at: 'src-renderer',
    may: ['contract', 'credit screens', 'page/app', 'page/core', 'page/testing', 'page/text'],
    packages: ['vitest', 'fast-check', 'node:'],
  },
];
