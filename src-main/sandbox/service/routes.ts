/** The eight operations of the reference, and the login. */
export const OPERATIONS = [
  'login',
  'search',
  'create-guest',
  'get-guest',
  'credit-summary',
  'guest-transactions',
  'add-credit',
  'get-transaction',
  'list-transactions',
] as const;
export type Operation = (typeof OPERATIONS)[number];

export type Route =
  /** `guid`: the guest or transaction that the path names, as written; null where it names none. */
  | {
      readonly kind: 'operation';
      readonly operation: Exclude<Operation, 'login'>;
      readonly guid: string | null;
    }
  | { readonly kind: 'operation'; readonly operation: 'login'; readonly guid: string | null }
  | { readonly kind: 'wrong-method'; readonly allow: string }
  | { readonly kind: 'unknown' };

interface Pattern {
  readonly path: RegExp;
  readonly methods: Readonly<Partial<Record<string, Operation>>>;
}

const PATTERNS: readonly Pattern[] = [
  { path: /^\/authentication\/v1\/authentication\/login$/, methods: { POST: 'login' } },
  { path: /^\/crm\/v1\/customers\/search$/, methods: { POST: 'search' } },
  { path: /^\/crm\/v1\/customers$/, methods: { POST: 'create-guest' } },
  { path: /^\/crm\/v1\/customers\/([^/]+)$/, methods: { GET: 'get-guest' } },
  { path: /^\/crm\/v1\/customers\/([^/]+)\/creditSummary$/, methods: { GET: 'credit-summary' } },
  {
    path: /^\/crm\/v1\/customers\/([^/]+)\/creditTransactions$/,
    methods: { GET: 'guest-transactions', POST: 'add-credit' },
  },
  { path: /^\/crm\/v1\/creditTransactions$/, methods: { GET: 'list-transactions' } },
  { path: /^\/crm\/v1\/creditTransactions\/([^/]+)$/, methods: { GET: 'get-transaction' } },
];

/** Which operation a request asks for. */
export function routeOf(method: string, pathname: string): Route {
  for (const { path, methods } of PATTERNS) {
    const match = path.exec(pathname);
    if (match === null) continue;
    const operation = methods[method];
    if (operation === undefined) return { kind: 'wrong-method', allow: Object.keys(methods).join(', ') };
    return { kind: 'operation', operation, guid: match[1] ?? null };
  }
  return { kind: 'unknown' };
}
