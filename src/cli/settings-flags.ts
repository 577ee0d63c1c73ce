import type { Command } from 'commander';
import { helpText, settings } from '../config.ts';
import type { Mode } from '../setting.ts';
import { exitCodesHelp } from './exit.ts';

export type Flags = Record<string, string | undefined>;

const toolFlags: ReadonlySet<string> = new Set(['data', 'database-url']);

/** Gives a command every setting as a flag, and lists them in its help. */
export function addServerFlags(command: Command, mode: Mode): Command {
  for (const { flag } of Object.values(settings)) {
    command.addOption(command.createOption(`--${flag} <value>`).hideHelp());
  }
  return command.addHelpText(
    'after',
    `\nSettings, by flag or by variable:\n${helpText(mode)}\n${exitCodesHelp}`,
  );
}

/** Gives a command the settings that say which database it is about. */
export function addToolFlags(command: Command): Command {
  for (const { flag, variable, help } of Object.values(settings)) {
    if (toolFlags.has(flag)) command.option(`--${flag} <value>`, `${help} (${variable})`);
  }
  return command
    .option('--demo', "the demo's database in place of the office's")
    .addHelpText('after', exitCodesHelp);
}

/** The settings that were given as flags, by their flag. */
export function flagsOf(command: Command): Flags {
  const given: Readonly<Record<string, unknown>> = command.opts();
  const flags: Flags = {};
  for (const { flag } of Object.values(settings)) {
    const name = flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const value = given[name];
    if (typeof value === 'string') flags[flag] = value;
  }
  return flags;
}
