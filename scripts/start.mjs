import { installPackages, runScript, runToEnd } from './bootstrap.mjs';

// `npm start`: installs what is missing, builds the pages and opens the demo. Arguments go on to it:
// `npm start -- billetweb`. What builds the pages is a tool of development.
installPackages({ development: true });
runToEnd('scripts/build-web.ts', ['--if-older']);
runScript('src/cli.ts', ['demo', ...process.argv.slice(2)]);
