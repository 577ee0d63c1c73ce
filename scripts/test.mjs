import { installPackages, runScript } from './bootstrap.mjs';

// `npm test`: installs what is missing and checks everything. `npm test -- lint test` runs these steps alone.
installPackages({ development: true });
runScript('scripts/check.ts', process.argv.slice(2));
