import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { syncContract, webhookContract } from '../src/http/contract.ts';

const folder = new URL('../integrations/n8n/', import.meta.url);

interface Workflow {
  readonly nodes: readonly { readonly name: string; readonly parameters: { readonly url?: string } }[];
  readonly connections: Readonly<Record<string, { readonly main: readonly (readonly { node: string }[])[] }>>;
}

/** What n8n may call: the paths of the contracts. */
const served = new Set(
  [syncContract, webhookContract].flatMap(({ name, endpoints }) =>
    Object.values(endpoints).map(({ path }) => `/${name}${path}`.replace(/\/$/, '')),
  ),
);

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  test(`the workflow ${file} leads from node to node, and calls what is served`, () => {
    const workflow = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Workflow;
    const names = new Set(workflow.nodes.map(({ name }) => name));
    for (const [from, { main }] of Object.entries(workflow.connections)) {
      assert.ok(names.has(from), from);
      for (const { node } of main.flat()) assert.ok(names.has(node), node);
    }
    const urls = workflow.nodes.flatMap(({ parameters }) => parameters.url ?? []);
    assert.ok(urls.length > 0);
    for (const url of urls) assert.ok(served.has(new URL(url).pathname), url);
  });
}
