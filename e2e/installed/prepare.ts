/** Before the trials: says why they cannot be here and ends with 3, or makes the packed application and the packages. */
import { makeAllPackages } from './packages.ts';
import { noPrivateRoot } from './private-root.ts';

const why = noPrivateRoot();
if (why !== null) {
  process.stdout.write(`Not run here: the packages were not installed and tried: ${why}\n`);
  process.exit(3);
}
await makeAllPackages();
