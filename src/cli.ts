#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { allocateYoung } from './cli/young-allocation.ts';

// before anything else is loaded: the second start compiles nothing and takes the types out of nothing
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/guichet', import.meta.url)));
allocateYoung();
const { runProgram } = await import('./cli/program.ts');

// who reads has had enough, as `head` has: that is no failure of ours
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runProgram(process.argv.slice(2), process.env);
