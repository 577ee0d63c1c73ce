#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

// before anything else is loaded: the second start compiles nothing and takes the types out of nothing
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/guichet', import.meta.url)));
// V8 takes the rows of a long list for objects that stay, once a collection has met many of them, and from then on makes them
// where only a collection of everything clears up: a million attendees then took 500 MB in the place of 320 (decision 0043)
setFlagsFromString('--no-allocation-site-pretenuring');
const { runProgram } = await import('./cli/program.ts');

// who reads has had enough, as `head` has: that is no failure of ours
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runProgram(process.argv.slice(2), process.env);
