import type { Command } from 'commander';
import { commaList, instant, namedValue, wholeNumber } from './arguments.ts';
import { addHubTools } from './hub-tools.ts';
import { addJournal } from './journal-tools.ts';
import type { ToolOptions } from './open-office.ts';
import type { Surrounding } from './program.ts';
import { addUsers } from './user-tools.ts';
import { addToolFlags, flagsOf } from './settings-flags.ts';

/** The commands that work on a database, whether the office is open or not. */
export function addTools(program: Command, { env, output, exit }: Surrounding): void {
  const tool = (parent: Command, usage: string, description: string): Command =>
    addToolFlags(
      parent.command(usage).description(description).option('--json', 'speaks JSON, for programs'),
    );
  const optionsOf = (command: Command): ToolOptions => ({
    env,
    flags: flagsOf(command),
    demo: command.opts<{ demo?: true }>().demo === true,
  });

  tool(program, 'doctor', 'examines the database and says in plain words what is wrong')
    .option('--drift', 'also asks the connected systems what they hold, and says what differs')
    .action(async ({ drift }: { drift?: true }, command: Command) => {
      const { runDoctor } = await import('./doctor.ts');
      exit(await runDoctor({ ...optionsOf(command), drift: drift === true }, output));
    });

  tool(program, 'backup <file>', 'copies the database into a file while the office is open')
    .option('--force', 'overwrites the file')
    .action(async (file: string, options: { force?: true }, command: Command) => {
      const { runBackup } = await import('./backup.ts');
      await runBackup({ ...optionsOf(command), file, force: options.force === true }, output);
    });

  const ledger = program.command('ledger').description('the record of every change');
  tool(ledger, 'verify', 'checks that nothing in the ledger was changed, added or taken out')
    .option('--from <position>', 'the first seal to check', wholeNumber, 1)
    .action(async (options: { from: number }, command: Command) => {
      const { runLedgerVerify } = await import('./ledger.ts');
      exit(await runLedgerVerify({ ...optionsOf(command), from: options.from }, output));
    });

  addJournal(program, tool, optionsOf, { output, exit });

  const organizers = program.command('organizers').description('who sells');
  tool(organizers, 'list', 'names them').action(async (_options: unknown, command: Command) => {
    const { listOrganizers } = await import('./organizers.ts');
    await listOrganizers(optionsOf(command), output);
  });
  tool(organizers, 'add <slug>', 'makes one; the slug is small letters, digits and dashes')
    .requiredOption('--name <name>', 'what it is called')
    .option('--zone <zone>', 'its time zone', 'Europe/Paris')
    .option('--currency <code>', 'its currency', 'EUR')
    .option('--country <code>', 'its country', 'FR')
    .option('--language <code>', 'the language of its tickets', 'fr')
    .action(async (slug: string, options: Record<OrganizerField, string>, command: Command) => {
      const { addOrganizer } = await import('./organizers.ts');
      const { name, zone, currency, country, language } = options;
      await addOrganizer(optionsOf(command), { slug, name, zone, currency, country, language }, output);
    });
  addUsers(program, tool, optionsOf, output);
  addKeys(program, tool, optionsOf, output);
  addExchange(program, tool, optionsOf, { output, exit });
  addHubTools(program, tool, optionsOf, { env, output, exit });
}

type OrganizerField = 'name' | 'zone' | 'currency' | 'country' | 'language';

interface IssueOptions {
  readonly organizer: string[];
  readonly application?: string;
  readonly user?: string;
  readonly keyFrom?: string;
  readonly scopes?: string[];
  readonly callsPerMinute?: number;
  readonly expires?: number;
  readonly setting?: Record<string, unknown>;
}

function addKeys(
  program: Command,
  tool: (parent: Command, usage: string, description: string) => Command,
  optionsOf: (command: Command) => ToolOptions,
  output: Surrounding['output'],
): void {
  const keys = program.command('keys').description('what other programs call with');
  tool(keys, 'list', 'names them; of a key itself, its end alone')
    .option('--organizer <slug>', 'those that reach this organizer')
    .option('--dialect <name>', 'those of this dialect')
    .action(async (options: { organizer?: string; dialect?: string }, command: Command) => {
      const { listKeys } = await import('./keys.ts');
      const { organizer, dialect } = options;
      await listKeys({ ...optionsOf(command), organizer, dialect }, output);
    });
  tool(keys, 'issue <dialect>', 'makes one, and shows it this once')
    .requiredOption('--organizer <slugs>', 'the organizers that it reaches, with commas between', commaList)
    .option('--application <name>', 'the program that it is for')
    .option('--user <name>', 'the public half, where the vendor has one; made if it can be')
    .option('--key-from <file>', "a vendor's key to move in with, read from this file; - is standard input")
    .option('--scopes <names>', 'what it may do; everything unless said otherwise', commaList)
    .option('--calls-per-minute <number>', 'calls that it may make', wholeNumber)
    .option('--expires <instant>', 'when it ends', instant)
    .option('--setting <name=value>', 'how the dialect serves it; may be repeated', namedValue)
    .action(async (dialect: string, options: IssueOptions, command: Command) => {
      const { issueKey } = await import('./keys.ts');
      const { readKey } = await import('./read-key.ts');
      const key = options.keyFrom === undefined ? undefined : readKey(options.keyFrom);
      await issueKey(
        optionsOf(command),
        {
          dialect,
          organizers: options.organizer,
          application: options.application ?? dialect,
          public_name: options.user,
          key,
          scopes: options.scopes,
          calls_per_minute: options.callsPerMinute,
          expires_at: options.expires,
          settings: options.setting,
        },
        output,
      );
    });
  tool(keys, 'revoke <number>', 'ends one, from the next call on').action(
    async (number: string, _options: unknown, command: Command) => {
      const { revokeKey } = await import('./keys.ts');
      await revokeKey({ ...optionsOf(command), credential_id: wholeNumber(number) }, output);
    },
  );
}

type ToolMaker = (parent: Command, usage: string, description: string) => Command;

interface ImportFlags {
  readonly organizer: string;
  readonly dryRun?: true;
  readonly skipErrors?: true;
  readonly source?: string;
  readonly event?: string;
  readonly eventName?: string;
}

interface ExportFlags {
  readonly organizer: string;
  readonly event?: number;
  readonly output?: string;
  readonly shape?: 'document' | 'vendor';
}

function addExchange(
  program: Command,
  tool: ToolMaker,
  optionsOf: (command: Command) => ToolOptions,
  { output, exit }: Pick<Surrounding, 'output' | 'exit'>,
): void {
  const importing = tool(program, 'import', 'takes a file in; again, it changes nothing');
  importing
    .addArgument(
      importing
        .createArgument('<what>', 'events, prices, tickets: CSV; billetweb: attendees as its API lists them')
        .choices(['events', 'prices', 'tickets', 'billetweb']),
    )
    .argument('<file>')
    .requiredOption('--organizer <slug>', 'whose they are')
    .option('--dry-run', 'says what would come of it, row by row where it is wrong')
    .option('--skip-errors', 'takes what is right and leaves out what is not')
    .option('--source <name>', 'what tickets are from, which are known again by it; "import" unless given')
    .option('--event <id>', "of billetweb: the vendor's id of the event, where the file does not say it")
    .option('--event-name <name>', 'of billetweb: what a new event is called, where the file does not say it')
    .action(async (what: string, file: string, flags: ImportFlags, command: Command) => {
      const { runImport } = await import('./import.ts');
      const { organizer, source, event: event_id, eventName: event_name } = flags;
      const dry_run = flags.dryRun === true;
      const skip_errors = flags.skipErrors === true;
      const options = { what, file, organizer, source, event_id, event_name, dry_run, skip_errors };
      exit(await runImport({ ...optionsOf(command), ...options }, output));
    });

  const exporting = tool(program, 'export', 'writes a file, whatever its size');
  exporting
    .addArgument(
      exporting
        .createArgument(
          '<what>',
          'tickets, orders, events, prices: CSV; billetweb: attendees as its API lists them',
        )
        .choices(['tickets', 'orders', 'events', 'prices', 'billetweb']),
    )
    .requiredOption('--organizer <slug>', 'whose they are')
    .option('--event <number>', 'of this event alone, by its number here', wholeNumber)
    .option('--output <file>', 'the file; standard output unless given')
    .addOption(
      exporting
        .createOption('--shape <shape>', 'of billetweb: what `id` and `name` mean; document unless given')
        .choices(['document', 'vendor']),
    )
    .action(async (what: string, flags: ExportFlags, command: Command) => {
      const { runExport } = await import('./export.ts');
      const { organizer, event: event_id, output: out, shape } = flags;
      await runExport({ ...optionsOf(command), what, organizer, event_id, out, shape }, output);
    });
}
