import { test } from 'node:test';
import { findContracts } from '../scripts/openapi.ts';
import { example } from '../src/contract/testing/example.ts';
import { fuzzContract } from '../src/contract/testing/fuzz.ts';

/** A new dialect joins by having a contract. */
const contracts = [example, ...(await findContracts())];

for (const contract of contracts) {
  for (const name of Object.keys(contract.endpoints)) {
    void test(`${contract.name}.${name} carries every value to the server and back`, () =>
      fuzzContract(contract, { endpoint: name }));
  }
}
