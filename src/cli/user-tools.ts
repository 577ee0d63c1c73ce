import type { Command } from 'commander';
import { commaList, wholeNumber } from './arguments.ts';
import type { ToolOptions } from './open-office.ts';
import type { Surrounding } from './program.ts';

type ToolMaker = (parent: Command, usage: string, description: string) => Command;

interface AddFlags {
  readonly name: string;
  readonly organizer: string[];
  readonly role: string;
  readonly event?: number;
  readonly language: string;
  readonly passwordFrom?: string;
}

/** `guichet users …`: who signs in. */
export function addUsers(
  program: Command,
  tool: ToolMaker,
  optionsOf: (command: Command) => ToolOptions,
  output: Surrounding['output'],
): void {
  const users = program.command('users').description('who signs in');
  tool(users, 'list', 'names them, with their roles')
    .option('--organizer <slug>', 'those of this organizer')
    .action(async ({ organizer }: { organizer?: string }, command: Command) => {
      const { listUsers } = await import('./users.ts');
      await listUsers({ ...optionsOf(command), organizer }, output);
    });
  tool(users, 'add <email>', 'makes one, or gives one that there is a role more')
    .requiredOption('--name <name>', 'what the person is called')
    .requiredOption('--organizer <slugs>', 'where, with commas between', commaList)
    .option('--role <role>', 'as what: manager, accountant, counter, gate or read_only', 'manager')
    .option('--event <number>', 'for this event alone', wholeNumber)
    .option('--language <code>', 'of the pages: fr or en', 'fr')
    .option(
      '--password-from <file>',
      'the password, read from this file; - is standard input; made unless given',
    )
    .action(async (email: string, flags: AddFlags, command: Command) => {
      const { addUser } = await import('./users.ts');
      const { organizer, event, passwordFrom, ...rest } = flags;
      const wanted = { email, organizers: organizer, event_id: event, password_from: passwordFrom, ...rest };
      await addUser(optionsOf(command), wanted, output);
    });
  tool(users, 'reset-password <email>', 'sets another password and signs the person out everywhere')
    .option(
      '--password-from <file>',
      'the password, read from this file; - is standard input; made unless given',
    )
    .option('--without-second-step', 'also ends the second step, for who has lost it')
    .action(
      async (email: string, flags: { passwordFrom?: string; withoutSecondStep?: true }, command: Command) => {
        const { resetPassword } = await import('./users.ts');
        const wanted = {
          email,
          password_from: flags.passwordFrom,
          without_second_step: flags.withoutSecondStep === true,
        };
        await resetPassword(optionsOf(command), wanted, output);
      },
    );
  for (const turn of ['disable', 'enable'] as const) {
    const what = turn === 'disable' ? 'lets one in no more, from the next call on' : 'lets one in again';
    tool(users, `${turn} <email>`, what).action(
      async (email: string, _options: unknown, command: Command) => {
        const { turnUser } = await import('./users.ts');
        await turnUser({ ...optionsOf(command), email, turn }, output);
      },
    );
  }
}
