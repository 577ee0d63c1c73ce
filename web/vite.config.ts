import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { endpointTable } from './build/endpoint-table.ts';
import { faceWorkers } from './build/face-workers.ts';
import { mantineStyles } from './build/mantine-styles.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** One build for every face; what they have in common is loaded once. `scripts/build-web.ts` says where it goes. */
export default defineConfig({
  root: here('.'),
  plugins: [react(), endpointTable(), mantineStyles(), faceWorkers()],
  build: {
    // the browsers that have `Temporal`'s forerunners and everything else that the pages use, phones of 2022 included
    target: ['chrome107', 'edge107', 'firefox104', 'safari16'],
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // a machine that is busy is no news
      checks: { pluginTimings: false },
      input: {
        admin: here('admin/index.html'),
        gate: here('gate/index.html'),
        counter: here('counter/index.html'),
        'gate/worker': here('gate/worker.ts'),
      },
      output: {
        // a worker has the addresses beside it, and one name for ever
        entryFileNames: ({ name }) => (name === 'gate/worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  // `vite` itself is for trying things out against a demo that runs beside it
  server: { proxy: { '/api': 'http://127.0.0.1:8855' } },
});
