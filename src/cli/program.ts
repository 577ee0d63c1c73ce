import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { ConfigError, unknownVariables } from '../config.ts';
import { isFault } from '../domain/faults.ts';
import { CommandError, exitCodes, exitCodesHelp } from './exit.ts';
import { openOutput, type Output } from './output.ts';
import { wordsOfError } from './system-trouble.ts';
import { addServerFlags, flagsOf } from './settings-flags.ts';
import { addTools } from './tools.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** What every command is given. */
export interface Surrounding {
  readonly env: Env;
  readonly output: Output;
  /** for commands that end well and still have something to say by it */
  readonly exit: (code: number) => void;
}

/** Runs one command and gives the exit code. Nothing is thrown. */
export async function runProgram(args: readonly string[], env: Env): Promise<number> {
  let code: number = exitCodes.ok;
  const output = openOutput(args.includes('--json'));
  const exit = (value: number): void => {
    code = value;
  };
  try {
    await buildProgram({ env, output, exit }).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return failure(error, output);
  }
}

/** Says what went wrong. Each command loads what it needs when it runs: a start that loads everything is slow. */
function failure(error: unknown, output: Output): number {
  // commander has said it already, on its way out
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof ConfigError) {
    output.complain(error.problems.join('\n'), { error: 'config', problems: error.problems });
    return exitCodes.usage;
  }
  if (error instanceof CommandError) {
    output.complain(error.message);
    return error.exit_code;
  }
  if (isFault(error)) {
    const { code, message, details } = error;
    const more = Object.keys(details).length > 0 ? ` ${JSON.stringify(details)}` : '';
    output.complain(`${message} (${code})${more}`, { error: code, message, details });
    return exitCodes.failed;
  }
  output.complain(wordsOfError(error));
  return exitCodes.failed;
}

function buildProgram(surrounding: Surrounding): Command {
  const { env, output } = surrounding;
  const program = new Command('guichet')
    .description('A self-hosted ticket office.')
    .version(versionOfGuichet(), '--version', 'says which version this is')
    .exitOverride()
    .showHelpAfterError('(--help tells more)')
    .addHelpText('after', exitCodesHelp);
  const server = (usage: string, mode: 'serve' | 'demo', description: string) =>
    addServerFlags(
      program.command(usage).description(description).option('--json', 'speaks JSON, for programs'),
      mode,
    );

  server('serve', 'serve', 'opens the office for good').action(
    async (_options: unknown, command: Command) => {
      warnOfUnknown(surrounding);
      const { runServe } = await import('./serve.ts');
      await runServe({ env, flags: flagsOf(command) }, output);
    },
  );
  server('demo [dialect...]', 'demo', 'opens the demo, which is also the sandbox of integrators')
    .option('--reset', 'starts from the data of the first day')
    .action(async (dialects: string[], options: { reset?: true }, command: Command) => {
      warnOfUnknown(surrounding);
      const { runDemo } = await import('./demo.ts');
      await runDemo({ env, flags: flagsOf(command), dialects, reset: options.reset === true }, output);
    });
  addTools(program, surrounding);
  return program;
}

/** As package.json says, which stands above `src` and `dist` alike. */
function versionOfGuichet(): string {
  const file = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  return version;
}

function warnOfUnknown({ env, output }: Surrounding): void {
  for (const name of unknownVariables(env))
    output.complain(`${name} is no setting of Guichet: is it misspelt?`);
}
