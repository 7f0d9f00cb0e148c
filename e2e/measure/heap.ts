import type { CDPSession } from '@playwright/test';

/** What V8 writes of a heap; only what is read here. */
interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
      readonly edge_fields: readonly string[];
      readonly edge_types: readonly [readonly string[], ...unknown[]];
    };
  };
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly strings: readonly string[];
}

/** So many holders are enough to mend a leak by. */
const SHOWN = 5;
/** How V8 says of an element that it is in no document. */
const DETACHED = 2;

/** A node of the heap, walked back from to what holds it. */
interface Holder {
  readonly node: number;
  readonly by: string;
}

/** The page's memory at one moment. */
export interface Heap {
  /** Strings that contain `text`, however V8 holds them: flat, a slice of another, or not yet joined. */
  readonly strings: (text: string) => readonly string[];
  /** Elements that are in no document any more and still held, with the texts on them. */
  readonly detached: () => readonly string[];
  /** For people who look for a leak: what holds the strings that contain `text`, from the string to the root; a few of them, without those `except`. */
  readonly holders: (text: string, except?: ReadonlySet<string>) => readonly string[];
}

/** Collects what no one holds; twice, because finalizers of the first free more. */
async function collect(session: CDPSession): Promise<void> {
  for (let times = 0; times < 3; times += 1) await session.send('HeapProfiler.collectGarbage');
}

/** Bytes of living JavaScript objects after a collection. */
export async function heapBytes(session: CDPSession): Promise<number> {
  await collect(session);
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

/** Reads the page's whole heap: of its own world, of the bridge's, and of everything React and zustand keep in them. */
export async function readHeap(session: CDPSession): Promise<Heap> {
  await collect(session);
  const chunks: string[] = [];
  const take = ({ chunk }: { readonly chunk: string }): void => void chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', take);
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false, captureNumericValue: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', take);
  return createHeap(JSON.parse(chunks.join('')) as Snapshot);
}

function createHeap({ snapshot: { meta }, nodes, edges, strings }: Snapshot): Heap {
  const nodeSize = meta.node_fields.length;
  const edgeSize = meta.edge_fields.length;
  const [types] = meta.node_types;
  const [edgeTypes] = meta.edge_types;
  const at = (fields: readonly string[], name: string): number => fields.indexOf(name);
  const field = { type: at(meta.node_fields, 'type'), name: at(meta.node_fields, 'name') };
  const detachedness = at(meta.node_fields, 'detachedness');
  const edgeCount = at(meta.node_fields, 'edge_count');
  const edge = {
    type: at(meta.edge_fields, 'type'),
    name: at(meta.edge_fields, 'name_or_index'),
    to: at(meta.edge_fields, 'to_node'),
  };
  const count = nodes.length / nodeSize;
  /** Where the edges of each node begin. */
  const first = new Uint32Array(count + 1);
  for (let node = 0; node < count; node += 1) {
    first[node + 1] = (first[node] ?? 0) + (nodes[node * nodeSize + edgeCount] ?? 0) * edgeSize;
  }
  const typeOf = (node: number): string => types[nodes[node * nodeSize + field.type] ?? 0] ?? '';
  const nameOf = (node: number): string => strings[nodes[node * nodeSize + field.name] ?? 0] ?? '';
  const edgeName = (from: number): string => {
    const kind = edgeTypes[edges[from + edge.type] ?? 0] ?? '';
    const name = edges[from + edge.name] ?? 0;
    return kind === 'element' || kind === 'hidden'
      ? `[${name}]`
      : `${kind === 'weak' ? 'weak ' : ''}${strings[name]}`;
  };
  const target = (from: number): number => (edges[from + edge.to] ?? 0) / nodeSize;
  /** The text of a string that V8 keeps as a tree of its parts. */
  const joined = (node: number, depth = 0): string => {
    if (typeOf(node) !== 'concatenated string') return nameOf(node);
    if (depth > 200) return '';
    let text = '';
    for (let from = first[node] ?? 0; from < (first[node + 1] ?? 0); from += edgeSize) {
      if (/^(first|second)$/.test(edgeName(from))) text += joined(target(from), depth + 1);
    }
    return text;
  };
  const matching = (text: string): readonly { readonly node: number; readonly text: string }[] => {
    const found: { node: number; text: string }[] = [];
    for (let node = 0; node < count; node += 1) {
      const own = typeOf(node) === 'concatenated string' ? joined(node) : nameOf(node);
      if (own.includes(text)) found.push({ node, text: own });
    }
    return found;
  };
  return {
    // The table of strings names more than nodes: properties and elements of the document among them.
    strings: (text) => [
      ...new Set([
        ...matching(text).map((match) => match.text),
        ...strings.filter((string) => string.includes(text)),
      ]),
    ],
    detached: () => {
      const found: string[] = [];
      for (let node = 0; node < count; node += 1) {
        if (nodes[node * nodeSize + detachedness] === DETACHED) found.push(nameOf(node));
      }
      return found;
    },
    holders: (text, except = new Set()) => {
      const into = new Map<number, Holder>();
      // From the root outwards, so that each node is reached by its shortest way.
      const queue = [0];
      const seen = new Uint8Array(count);
      seen[0] = 1;
      for (let head = 0; head < queue.length; head += 1) {
        const node = queue[head] ?? 0;
        for (let from = first[node] ?? 0; from < (first[node + 1] ?? 0); from += edgeSize) {
          const to = target(from);
          if (seen[to] === 1 || edgeTypes[edges[from + edge.type] ?? 0] === 'weak') continue;
          seen[to] = 1;
          into.set(to, { node, by: edgeName(from) });
          queue.push(to);
        }
      }
      return matching(text)
        .filter((match) => !except.has(match.text))
        .slice(0, SHOWN)
        .map(({ node, text: own }) => {
          const way = [`${typeOf(node)} "${own.slice(0, 80)}"`];
          for (let held = into.get(node); held !== undefined; held = into.get(held.node)) {
            way.push(`.${held.by} of ${nameOf(held.node).slice(0, 60)}`);
          }
          return way.join('\n    ');
        });
    },
  };
}
