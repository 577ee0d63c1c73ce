import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  ConfigError,
  helpText,
  printable,
  publicBaseUrl,
  readConfig,
  settings,
  unknownVariables,
} from './config.ts';
import { isLoopback } from './setting.ts';

const key = '9f2c4be1d07a53866ce8190bf7a4d23ee5716a0c3d98b24f01e6c75a8bd4937e';

function problemsOf(env: Record<string, string>, mode: 'serve' | 'demo' = 'serve'): readonly string[] {
  try {
    readConfig({ mode, env });
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
  return [];
}

suite('the settings', () => {
  test('hold without any variable, and limits per credential follow the mode', () => {
    const serve = readConfig({ mode: 'serve', env: {} });
    assert.equal(serve.port, 8855);
    assert.equal(serve.host, '127.0.0.1');
    assert.equal(serve.data_folder, './data');
    assert.equal(serve.credential_limits, true);
    assert.equal(readConfig({ mode: 'demo', env: {} }).credential_limits, false);
    assert.equal(
      readConfig({ mode: 'demo', env: { GUICHET_CREDENTIAL_LIMITS: 'on' } }).credential_limits,
      true,
    );
  });

  test('are read from the environment, and flags win', () => {
    const config = readConfig({
      mode: 'serve',
      env: {
        PORT: '9000',
        GUICHET_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
        GUICHET_DIALECT_PORTS: 'billetweb=8901,utick=8902',
        GUICHET_SECRET_KEY: key,
        GUICHET_PUBLIC_URL: 'https://tickets.example/',
        HOST: ' ',
      },
      flags: { port: '9001' },
    });
    assert.equal(config.port, 9001);
    assert.deepEqual(config.trusted_proxies, ['10.0.0.0/8', '::1']);
    assert.deepEqual(
      [...config.dialect_ports],
      [
        ['billetweb', 8901],
        ['utick', 8902],
      ],
    );
    assert.equal(config.host, '127.0.0.1');
    assert.equal(publicBaseUrl(config), 'https://tickets.example');
    assert.equal(
      publicBaseUrl(readConfig({ mode: 'serve', env: { HOST: '::' } }), 80),
      'http://127.0.0.1:80',
    );
  });

  test('that are wrong are all refused at once, each by its name and with what is allowed', () => {
    const problems = problemsOf({
      PORT: '70000',
      HOST: 'no host',
      GUICHET_TRUSTED_PROXIES: '10.0.0.0/40',
      GUICHET_DIALECT_PORTS: 'billetweb=1,utick=1',
      GUICHET_LOG_LEVEL: 'loud',
      GUICHET_PUBLIC_URL: 'https://tickets.example/shop',
      GUICHET_CREDENTIAL_LIMITS: 'maybe',
      GUICHET_BODY_LIMIT_BYTES: '1e6',
    });
    assert.equal(problems.length, 8);
    assert.equal(problems[0], 'PORT must be a whole number from 0 to 65535, not "70000".');
    assert.ok(
      problems.includes(
        'GUICHET_LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, not "loud".',
      ),
    );
  });

  test('never show a secret: not when it is wrong, and not when they are printed', () => {
    const url = 'mysql://guichet:sesame@db/guichet';
    const problems = problemsOf({ DATABASE_URL: url, GUICHET_SECRET_KEY: 'sesame' });
    assert.equal(problems.length, 2);
    assert.doesNotMatch(problems.join('\n'), /sesame/);
    const env = { DATABASE_URL: 'postgres://guichet:sesame@db/guichet', GUICHET_SECRET_KEY: key };
    const shown = printable(readConfig({ mode: 'serve', env }));
    assert.equal(shown.DATABASE_URL, '(set)');
    assert.equal(shown.GUICHET_SECRET_KEY, '(set)');
    assert.doesNotMatch(JSON.stringify(shown), new RegExp(`sesame|${key}`));
  });

  test('refuse secret keys that come from examples or from a keyboard', () => {
    const bad = [
      'changeme',
      'demo-secret',
      '0'.repeat(64),
      '0123456789abcdef'.repeat(4),
      Buffer.from('a secret that I have made up my'.padEnd(32, 'q')).toString('base64'),
    ];
    for (const text of bad) assert.equal(problemsOf({ GUICHET_SECRET_KEY: text }).length, 1, text);
    assert.deepEqual(problemsOf({ GUICHET_SECRET_KEY: key }), []);
    assert.deepEqual(problemsOf({ GUICHET_SECRET_KEY: Buffer.from(key, 'hex').toString('base64') }), []);
  });

  test('keep the demo on this machine, and processes of one database on one key', () => {
    assert.match(problemsOf({ HOST: '0.0.0.0' }, 'demo').join(), /^HOST must be a loopback address/);
    for (const HOST of ['127.0.0.1', '127.8.8.8', '::1', 'localhost'])
      assert.deepEqual(problemsOf({ HOST }, 'demo'), []);
    assert.match(
      problemsOf({ DATABASE_URL: 'postgres://db/guichet' }).join(),
      /^GUICHET_SECRET_KEY must be set/,
    );
  });

  test('that contradict each other are refused', () => {
    assert.match(problemsOf({ GUICHET_DIALECT_PORTS: 'utick=8855' }).join(), /8855, which is that of PORT/);
    assert.match(
      problemsOf({ GUICHET_HEADER_TIMEOUT_MS: '60000' }).join(),
      /GUICHET_HEADER_TIMEOUT_MS must not be more/,
    );
  });

  test('have a paragraph each in the help, and misspelt ones are noticed', () => {
    const help = helpText('serve');
    for (const { variable, flag } of Object.values(settings)) {
      assert.ok(help.includes(`--${flag}, ${variable}\n`), variable);
    }
    assert.deepEqual(unknownVariables({ GUICHET_TRUSTED_PROXY: 'x', GUICHET_DATA: 'x', PATH: 'x' }), [
      'GUICHET_TRUSTED_PROXY',
    ]);
  });
});

test('an IPv4 address in IPv6 is loopback as well, and a name is not', () => {
  assert.equal(isLoopback('::ffff:127.0.0.1'), true);
  assert.equal(isLoopback('::ffff:10.0.0.1'), false);
  assert.equal(isLoopback('127.0.0.1.example.org'), false);
});
