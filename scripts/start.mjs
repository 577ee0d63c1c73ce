import { installPackages, runScript } from './bootstrap.mjs';

// `npm start`: installs what is missing and opens the demo. Arguments go on to it: `npm start -- billetweb`.
installPackages({ development: false });
runScript('src/cli.ts', ['demo', ...process.argv.slice(2)]);
