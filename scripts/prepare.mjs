import { linkRuntime } from './bootstrap.mjs';

// npm runs this after it has installed the packages of a clone.
linkRuntime();
