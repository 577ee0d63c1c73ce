import { Command, CommanderError } from 'commander';
import { ConfigError, helpText, settings, unknownVariables } from '../config.ts';
import type { Mode } from '../setting.ts';
import { isFault } from '../domain/faults.ts';
import { CommandError, exitCodes, exitCodesHelp } from './exit.ts';
import { openOutput, type Output } from './output.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Flags = Record<string, string | undefined>;

/** Runs one command and gives the exit code. Nothing is thrown. */
export async function runProgram(args: readonly string[], env: Env): Promise<number> {
  const json = args.includes('--json');
  const output = openOutput(json);
  let code: number = exitCodes.ok;
  const program = buildProgram(env, output, (value) => {
    code = value;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return failure(error, output);
  }
}

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
    const details = Object.keys(error.details).length > 0 ? ` ${JSON.stringify(error.details)}` : '';
    output.complain(`${error.message} (${error.code})${details}`, {
      error: error.code,
      message: error.message,
      details: error.details,
    });
    return exitCodes.failed;
  }
  const message = error instanceof Error ? error.message : String(error);
  output.complain(message);
  if (env_debug() && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  return exitCodes.failed;
}

const env_debug = (): boolean => process.env.GUICHET_LOG_LEVEL === 'debug';

function buildProgram(env: Env, output: Output, exit: (code: number) => void): Command {
  const program = new Command('guichet')
    .description('A self-hosted ticket office.')
    .exitOverride()
    .helpCommand(false)
    .showHelpAfterError('(--help tells more)')
    .addHelpText('after', exitCodesHelp);
  void exit;

  const serve = configured(program, 'serve', 'serve', 'opens the office for good');
  serve.action(async (_options: Flags, command: Command) => {
    warnOfUnknown(env, output);
    const { runServe } = await import('./serve.ts');
    await runServe({ env, flags: flagsOf(command) }, output);
  });

  const demo = configured(program, 'demo', 'demo [dialect...]', 'opens the demo, the sandbox of integrators');
  demo.option('--reset', 'starts from the data of the first day');
  demo.action(async (dialects: string[], options: { reset?: true }, command: Command) => {
    warnOfUnknown(env, output);
    const { runDemo } = await import('./demo.ts');
    await runDemo({ env, flags: flagsOf(command), dialects, reset: options.reset === true }, output);
  });
  return program;
}

/** A command that takes every setting as a flag too, and lists them in its help. */
function configured(program: Command, mode: Mode, usage: string, description: string): Command {
  const command = program.command(usage).description(description);
  command.option('--json', 'speaks JSON, for programs');
  for (const { flag } of Object.values(settings)) {
    command.addOption(command.createOption(`--${flag} <value>`).hideHelp());
  }
  return command.addHelpText(
    'after',
    `\nSettings, by flag or by variable:\n${helpText(mode)}\n${exitCodesHelp}`,
  );
}

/** The settings that were given as flags, by their flag. */
function flagsOf(command: Command): Flags {
  const given: Readonly<Record<string, unknown>> = command.opts();
  const flags: Flags = {};
  for (const { flag } of Object.values(settings)) {
    const name = flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const value = given[name];
    if (typeof value === 'string') flags[flag] = value;
  }
  return flags;
}

function warnOfUnknown(env: Env, output: Output): void {
  for (const name of unknownVariables(env))
    output.complain(`${name} is no setting of Guichet: is it misspelt?`);
}
