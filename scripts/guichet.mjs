import { installPackages, runScript } from './bootstrap.mjs';

// `npm run -s guichet -- doctor`: any command of Guichet from a clone, on the Node that npm brought.
installPackages({ development: false });
runScript('src/cli.ts', process.argv.slice(2));
