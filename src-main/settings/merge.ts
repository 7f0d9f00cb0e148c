/** A plain object: neither null nor a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `over` on top of `under`, key by key; lists and plain values replace. */
export function merge(under: unknown, over: unknown): unknown {
  if (!isRecord(under) || !isRecord(over)) return over;
  const out: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) out[key] = key in out ? merge(out[key], value) : value;
  return out;
}

/** What is at `rules.alone.host`; undefined where nothing does. */
export function valueAt(value: unknown, path: string): unknown {
  let at: unknown = value;
  for (const key of path.split('.')) {
    if (!isRecord(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

/** `{ rules: { alone: { host: 500 } } }` of `rules.alone.host` and 500. */
export function nested(path: string, value: unknown): unknown {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

/** A copy without what is at `path`; objects left empty by that go as well. */
export function without(value: unknown, path: string): unknown {
  const [key = '', ...rest] = path.split('.');
  if (!isRecord(value) || !Object.hasOwn(value, key)) return value;
  const { [key]: inside, ...others } = value;
  if (rest.length === 0) return others;
  const left = without(inside, rest.join('.'));
  return isRecord(left) && Object.keys(left).length === 0 ? others : { ...others, [key]: left };
}
