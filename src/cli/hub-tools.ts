import type { Command } from 'commander';
import { commaList, namedValue, wholeNumber, wholeNumberOrNone } from './arguments.ts';
import type { ToolOptions } from './open-office.ts';
import type { Surrounding } from './program.ts';

type ToolMaker = (parent: Command, usage: string, description: string) => Command;
type OptionsOf = (command: Command) => ToolOptions;

interface FieldFlags {
  readonly name?: string;
  readonly url?: string;
  readonly setting?: Record<string, unknown>;
  readonly settingsFrom?: string;
  readonly secretsFrom?: string;
  readonly topics?: string[];
  readonly schedule?: string;
  readonly fullSchedule?: string;
  readonly gapMs?: number;
  readonly callsPerMinute?: number;
  readonly timeoutMs?: number;
}

/** The commands about other systems: who is connected, what comes from them, what leaves for them. */
export function addHubTools(
  program: Command,
  tool: ToolMaker,
  optionsOf: OptionsOf,
  surrounding: Surrounding,
): void {
  addConnections(program, tool, optionsOf, surrounding);
  addSync(program, tool, optionsOf, surrounding);
  addOutbox(program, tool, optionsOf, surrounding);
  addQuarantine(program, tool, optionsOf, surrounding);
  addOdoo(program, tool, optionsOf, surrounding);
}

function withFields(command: Command): Command {
  return command
    .option('--name <name>', 'what people call it')
    .option('--url <url>', "its address, where it is not the vendor's usual one")
    .option('--setting <name=value>', 'how it works; may be repeated; a value may be JSON', namedValue)
    .option('--settings-from <file>', 'settings as one JSON object; - is standard input')
    .option('--secrets-from <file>', 'keys and passwords as one JSON object; - is standard input')
    .option('--topics <names>', 'what it is told of; all that it can be told of unless given', commaList)
    .option('--schedule <cron>', 'when it is pulled; "" for never')
    .option('--full-schedule <cron>', 'when everything is pulled anew; "" for never')
    .option('--gap-ms <number>', 'time between the start of two calls', wholeNumberOrNone)
    .option('--calls-per-minute <number>', 'calls that may be made', wholeNumber)
    .option('--timeout-ms <number>', 'time that it has to answer', wholeNumber);
}

async function fieldsOf(flags: FieldFlags) {
  const { readJson } = await import('./read-json.ts');
  const from_file = flags.settingsFrom === undefined ? undefined : readJson(flags.settingsFrom);
  const settings =
    from_file === undefined && flags.setting === undefined ? undefined : { ...from_file, ...flags.setting };
  return {
    name: flags.name,
    base_url: flags.url,
    settings,
    secrets: flags.secretsFrom === undefined ? undefined : readJson(flags.secretsFrom),
    topics: flags.topics,
    schedule: flags.schedule,
    full_schedule: flags.fullSchedule,
    gap_ms: flags.gapMs,
    calls_per_minute: flags.callsPerMinute,
    timeout_ms: flags.timeoutMs,
  };
}

function addConnections(
  program: Command,
  tool: ToolMaker,
  optionsOf: OptionsOf,
  { output, exit }: Surrounding,
): void {
  const connections = program
    .command('connections')
    .description('the other systems that this office works with');
  const load = () => import('./connections.ts');
  tool(connections, 'list', 'names them, and how they are')
    .option('--organizer <slug>', 'those of this organizer')
    .action(async ({ organizer }: { organizer?: string }, command: Command) => {
      await (await load()).listConnections({ ...optionsOf(command), organizer }, output);
    });
  tool(connections, 'kinds', 'what can be connected, and what each asks for').action(async () => {
    await (await load()).listConnectors(output);
  });
  tool(connections, 'show <number>', 'what one is set to; never its secrets').action(
    async (number: string, _options: unknown, command: Command) => {
      await (await load()).showConnection(optionsOf(command), wholeNumber(number), output);
    },
  );
  withFields(tool(connections, 'add <dialect>', 'makes one'))
    .requiredOption('--organizer <slug>', 'whose it is')
    .action(async (dialect: string, flags: FieldFlags & { organizer: string }, command: Command) => {
      const fields = await fieldsOf(flags);
      await (
        await load()
      ).addOne(optionsOf(command), { ...fields, dialect, organizer: flags.organizer }, output);
    });
  withFields(tool(connections, 'change <number>', 'changes what is given and keeps the rest')).action(
    async (number: string, flags: FieldFlags, command: Command) => {
      const fields = await fieldsOf(flags);
      await (await load()).changeOne(optionsOf(command), { ...fields, number: wholeNumber(number) }, output);
    },
  );
  tool(connections, 'test <number>', 'calls it once; an answer ends a halt').action(
    async (number: string, _options: unknown, command: Command) => {
      exit(await (await load()).testOne(optionsOf(command), wholeNumber(number), output));
    },
  );
  const switches = [
    ['enable', 'enabled', 'pulls from it and tells it again'],
    ['disable', 'disabled', 'calls it no more; what is to be told waits'],
    ['remove', 'removed', 'ends it and forgets its secrets; what came through it stays'],
  ] as const;
  for (const [name, to, description] of switches) {
    tool(connections, `${name} <number>`, description).action(
      async (number: string, _options: unknown, command: Command) => {
        await (await load()).switchOne(optionsOf(command), { number: wholeNumber(number), to }, output);
      },
    );
  }
}

interface SyncFlags {
  readonly organizer?: string;
  readonly full?: true;
  readonly dryRun?: true;
  readonly howeverManyGone?: true;
}

function addSync(
  program: Command,
  tool: ToolMaker,
  optionsOf: OptionsOf,
  { output, exit }: Surrounding,
): void {
  tool(
    program,
    'sync [connection]',
    'pulls what is new from everybody, and tells everybody what they wait for',
  )
    .option('--organizer <slug>', 'of this organizer alone')
    .option('--full', 'everything; what is then not seen is gone at its source')
    .option('--dry-run', 'says what would come of it, and changes nothing')
    .option(
      '--however-many-gone',
      'with --full: even when more than half of the tickets are gone at the source',
    )
    .action(async (connection: string | undefined, flags: SyncFlags, command: Command) => {
      const { runSync } = await import('./sync.ts');
      const options = {
        ...optionsOf(command),
        connection: connection === undefined ? undefined : wholeNumber(connection),
        organizer: flags.organizer,
        full: flags.full === true,
        dry_run: flags.dryRun === true,
        however_many_gone: flags.howeverManyGone === true,
      };
      exit(await runSync(options, output));
    });
}

function addOutbox(program: Command, tool: ToolMaker, optionsOf: OptionsOf, { output }: Surrounding): void {
  const outbox = program.command('outbox').description('what is to be told to other systems');
  for (const [name, dead, description] of [
    ['list', false, 'what waits to leave'],
    ['dead', true, 'what was given up, for a person to look at'],
  ] as const) {
    tool(outbox, name, description)
      .option('--connection <number>', 'for this connection', wholeNumber)
      .action(async ({ connection }: { connection?: number }, command: Command) => {
        const { listOutbox } = await import('./outbox.ts');
        await listOutbox({ ...optionsOf(command), connection, dead }, output);
      });
  }
  const someOf = (numbers: readonly string[], flags: Some, command: Command) => ({
    ...optionsOf(command),
    numbers: numbers.map(wholeNumber),
    connection: flags.connection,
    all: flags.all === true,
  });
  const ofDead = (name: string, description: string): Command =>
    tool(outbox, `${name} [numbers...]`, description)
      .option('--connection <number>', 'all that was given up for this connection', wholeNumber)
      .option('--all', 'all that was given up');
  ofDead('replay', 'lets what was given up be tried again').action(
    async (numbers: string[], flags: Some, command: Command) => {
      const { replay } = await import('./outbox.ts');
      await replay(someOf(numbers, flags, command), output);
    },
  );
  ofDead('drop', 'drops what was given up: it is told no more')
    .requiredOption('--reason <words>', 'why; the ledger keeps it')
    .action(async (numbers: string[], flags: Some & { reason: string }, command: Command) => {
      const { drop } = await import('./outbox.ts');
      await drop({ ...someOf(numbers, flags, command), reason: flags.reason }, output);
    });
}

interface Some {
  readonly connection?: number;
  readonly all?: true;
}

function addQuarantine(
  program: Command,
  tool: ToolMaker,
  optionsOf: OptionsOf,
  { output, exit }: Surrounding,
): void {
  const quarantine = program.command('quarantine').description('records that could not be taken as they are');
  tool(quarantine, 'list', 'names them, with the reason')
    .option('--connection <number>', 'of this connection', wholeNumber)
    .action(async ({ connection }: { connection?: number }, command: Command) => {
      const { listQuarantine } = await import('./quarantine.ts');
      await listQuarantine({ ...optionsOf(command), connection }, output);
    });
  tool(quarantine, 'retry [numbers...]', 'tries them again; all of them unless named')
    .option('--connection <number>', 'of this connection', wholeNumber)
    .action(async (numbers: string[], { connection }: { connection?: number }, command: Command) => {
      const { retryQuarantine } = await import('./quarantine.ts');
      exit(
        await retryQuarantine(
          { ...optionsOf(command), numbers: numbers.map(wholeNumber), connection },
          output,
        ),
      );
    });
  tool(quarantine, 'drop <numbers...>', 'leaves them out, until they are refused for another reason')
    .requiredOption('--reason <words>', 'why; the ledger keeps it')
    .action(async (numbers: string[], { reason }: { reason: string }, command: Command) => {
      const { dropQuarantined } = await import('./quarantine.ts');
      await dropQuarantined({ ...optionsOf(command), numbers: numbers.map(wholeNumber), reason }, output);
    });
}

function addOdoo(
  program: Command,
  tool: ToolMaker,
  optionsOf: OptionsOf,
  { output, exit }: Surrounding,
): void {
  const odoo = program.command('odoo').description('what is particular to Odoo');
  tool(odoo, 'repair [connection]', 'puts right what an earlier import left in Odoo')
    .option('--dry-run', 'says what is wrong, and changes nothing')
    .action(async (connection: string | undefined, flags: { dryRun?: true }, command: Command) => {
      const { repairOdoo } = await import('./odoo.ts');
      const options = {
        ...optionsOf(command),
        connection: connection === undefined ? undefined : wholeNumber(connection),
        dry_run: flags.dryRun === true,
      };
      exit(await repairOdoo(options, output));
    });
}
