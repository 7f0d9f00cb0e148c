/** Run by NSIS' compiler in the middle of its work: signs the uninstaller, whose path is the argument. */
import { commandOfCompiler, signProgram } from './setup.ts';

const [path = ''] = process.argv.slice(2);
signProgram(commandOfCompiler(), path);
