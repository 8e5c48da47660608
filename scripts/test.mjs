// `npm test`: installs where needed, builds (many tests run the built program), runs the tests. Arguments go to vitest.
import { installIfNeeded, runOrExit } from './install.mjs';

installIfNeeded();
runOrExit(process.execPath, ['scripts/build.mjs']);
runOrExit(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)]);
