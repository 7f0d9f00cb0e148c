/** 51 bits of a key in four rounds. */
const BITS = 13;
const BUCKETS = 2 ** BITS;
const LOW_BITS = 2 * BITS;

/**
 * The order in which `keys` (whole numbers below 2^52) ascend, equal ones as they stood: a radix sort, which orders a
 * million in tens of milliseconds where a comparing sort would hold the main process for half a second.
 */
export function orderOfKeys(keys: Float64Array): Uint32Array {
  const count = keys.length;
  let from: Uint32Array = new Uint32Array(count);
  let to: Uint32Array = new Uint32Array(count);
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) {
    from[at] = at;
    const key = keys[at] ?? 0;
    high[at] = Math.floor(key / 2 ** LOW_BITS);
    low[at] = key % 2 ** LOW_BITS;
  }
  const starts = new Uint32Array(BUCKETS + 1);
  for (const [part, shift] of [
    [low, 0],
    [low, BITS],
    [high, 0],
    [high, BITS],
  ] as const) {
    starts.fill(0);
    for (let at = 0; at < count; at += 1) {
      const bucket = ((part[at] ?? 0) >>> shift) & (BUCKETS - 1);
      starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1;
    }
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      starts[bucket + 1] = (starts[bucket + 1] ?? 0) + (starts[bucket] ?? 0);
    }
    for (let at = 0; at < count; at += 1) {
      const item = from[at] ?? 0;
      const bucket = ((part[item] ?? 0) >>> shift) & (BUCKETS - 1);
      const place = starts[bucket] ?? 0;
      starts[bucket] = place + 1;
      to[place] = item;
    }
    [from, to] = [to, from];
  }
  return from;
}
