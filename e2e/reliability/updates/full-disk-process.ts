/** Looks for an update once and brings it, on a disk that the caller has limited; says what came of it. */
import { find } from '../../../src-main/updates/finder.ts';
import { folderSource } from '../../../src-main/updates/source.ts';

const [server = '', folder = '', handOver = '', root = ''] = process.argv.slice(2);
const looked = await find({
  source: folderSource(server),
  folder,
  root,
  now: Date.now(),
  platform: 'win-x64',
  version: '1.0.0',
});
const brought = looked.ok ? await looked.value.bring(handOver, async () => null) : looked;
process.stdout.write(brought.ok ? 'ok' : brought.error);
