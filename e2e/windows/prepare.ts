/** Before the trials: says why they cannot be here and ends with 3, or makes Windows, three versions of Setup and Windows' Node. */
import { makeVersions } from './made.ts';
import { fetchWindowsNode } from './windows-node.ts';
import { makeTemplate, noWindowsPc } from './windows-pc.ts';

const why = noWindowsPc() ?? fetchWindowsNode();
if (why !== null) {
  process.stdout.write(`Not run here: Windows' Setup was not run under Wine: ${why}\n`);
  process.exit(3);
}
makeTemplate();
await makeVersions();
