import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Type } from 'typebox';
import { request } from 'undici';
import { openHttpOffice } from '../../test/fixtures/http-office.ts';
import { contract } from '../contract/contract.ts';
import { endpoint } from '../contract/endpoint.ts';
import { mount } from '../contract/route.ts';
import { Fault } from '../domain/faults.ts';
import { problemAnswer, type Problem } from './problem.ts';

/** A contract for tests alone, whose handlers fail in every way. */
const sample = contract({
  name: 'sample',
  title: 'Sample',
  version: '1.0.0',
  endpoints: {
    thing: endpoint({
      method: 'GET',
      path: '/things/{id}',
      params: Type.Object({ id: Type.Integer() }),
      query: Type.Object({ since: Type.Optional(Type.Integer()) }),
      answers: { 200: Type.Object({ id: Type.Integer() }) },
    }),
    make: endpoint({
      method: 'POST',
      path: '/things',
      body: Type.Object({ lines: Type.Array(Type.Object({ price: Type.Integer() })) }),
      answers: { 201: Type.Object({ id: Type.Integer() }) },
    }),
  },
});

async function withApi(
  work: (ask: (path: string, options?: Parameters<typeof request>[1]) => Promise<Asked>) => Promise<void>,
) {
  await using office = await openHttpOffice(
    {},
    {
      extend: (app) =>
        mount(
          app,
          sample,
          {
            thing: ({ params }) => {
              if (params.id === 2) throw new Fault('sold_out', { offer_id: 2, left: 0 });
              if (params.id === 3) throw new Error('a bug');
              if (params.id === 4) throw new Fault('unauthenticated');
              if (params.id === 5) throw new Fault('rate_limited', { retry_after_ms: 1_001 });
              return params;
            },
            make: () => ({ id: 5 }),
          },
          { authenticate: () => undefined, fault: problemAnswer },
        ),
    },
  );
  await work(async (path, options) => {
    const { statusCode, headers, body } = await request(`${office.origin}/sample${path}`, options);
    return { status: statusCode, headers, problem: (await body.json()) as Problem };
  });
}

interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly problem: Problem;
}

suite('a failure of /api is a problem document', () => {
  test('with code, title, details and the number of the request', async () => {
    await withApi(async (ask) => {
      const { status, headers, problem } = await ask('/things/2', { headers: { 'x-request-id': 'r-9' } });
      assert.equal(status, 409);
      assert.match(String(headers['content-type']), /^application\/problem\+json/);
      assert.deepEqual(problem, {
        type: 'urn:guichet:error:sold_out',
        title: 'There is not enough left',
        status: 409,
        detail: 'There is not enough left',
        code: 'sold_out',
        instance: 'urn:guichet:request:r-9',
        request_id: 'r-9',
        details: { offer_id: 2, left: 0 },
      });
    });
  });

  test('that says which field is wrong', async () => {
    await withApi(async (ask) => {
      const query = await ask('/things/1?since=soon');
      assert.equal(query.status, 400);
      assert.equal(query.problem.errors?.[0]?.in, 'query');
      assert.equal(query.problem.errors?.[0]?.path, 'since');
      const body = await ask('/things', { method: 'POST', body: '{"lines":[{"price":1},{"price":"2"}]}' });
      assert.equal(body.problem.errors?.[0]?.path, 'lines.1.price');
      assert.match(body.problem.detail, /^lines\.1\.price must be integer/);
      const broken = await ask('/things', { method: 'POST', body: '{"lines":' });
      assert.equal(broken.problem.code, 'invalid_input');
    });
  });

  test('for an unknown address, a wrong method, missing credentials, too many calls and a bug', async () => {
    await withApi(async (ask) => {
      const unknown = await ask('/nothing', { headers: { accept: 'text/html' } });
      assert.equal(unknown.status, 404);
      assert.equal(unknown.problem.code, 'not_found');
      const method = await ask('/things/1', { method: 'DELETE' });
      assert.equal(method.status, 405);
      assert.equal(method.headers.allow, 'GET');
      const stranger = await ask('/things/4');
      assert.equal(stranger.status, 401);
      assert.equal(stranger.headers['www-authenticate'], 'Bearer');
      const later = await ask('/things/5');
      assert.deepEqual([later.status, later.headers['retry-after']], [429, '2']);
      const bug = await ask('/things/3');
      assert.equal(bug.status, 500);
      assert.equal(bug.problem.code, 'internal');
      assert.doesNotMatch(JSON.stringify(bug.problem), /bug|stack|\.ts/);
    });
  });
});
