import { readdirSync, readFileSync } from 'node:fs';

/** The processes below one, itself included, as Linux has them now. */
export function processTree(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended between the two reads.
    }
  }
  const tree = [root];
  for (const each of tree) for (const [pid, parent] of parents) if (parent === each) tree.push(pid);
  return tree;
}
