/** Before the trials: says why they cannot be here and ends with 3, or packs the application for the specs that run against it. */
import { makePacked } from './packages.ts';
import { noPrivateRoot } from './private-root.ts';

const why = noPrivateRoot();
if (why !== null) {
  process.stdout.write(`Not run here: the packages were not installed and tried: ${why}\n`);
  process.exit(3);
}
const [to = ''] = process.argv.slice(2);
await makePacked(to);
