import type { Command } from 'commander';
import { wholeNumber } from './arguments.ts';
import type { ToolOptions } from './open-office.ts';
import type { Surrounding } from './program.ts';

type ToolMaker = (parent: Command, usage: string, description: string) => Command;

interface ReportFlags {
  readonly organizer: string;
  readonly counter?: string;
  readonly period?: string;
  readonly format: 'text' | 'csv' | 'pdf';
  readonly output?: string;
}

interface ExportFlags {
  readonly organizer: string;
  readonly counter?: string;
  readonly first: number;
  readonly last?: number;
}

/** `guichet journal …`: the journals of the counters. */
export function addJournal(
  program: Command,
  tool: ToolMaker,
  optionsOf: (command: Command) => ToolOptions,
  { output, exit }: Pick<Surrounding, 'output' | 'exit'>,
): void {
  const journal = program.command('journal').description('what the counters have written down');
  tool(journal, 'verify', 'checks that no line was changed, added or taken out, and names the one that was')
    .argument('[archive]', 'a file that `journal export` wrote; the database unless given')
    .option('--organizer <slug>', 'of the database: the counters of this organizer')
    .option('--public-key <key>', 'of an archive: the key that its first closings must be signed with')
    .action(
      async (
        file: string | undefined,
        flags: { organizer?: string; publicKey?: string },
        command: Command,
      ) => {
        const { runArchiveVerify, runJournalVerify } = await import('./journal.ts');
        const { organizer, publicKey: public_key } = flags;
        exit(
          file === undefined
            ? await runJournalVerify({ ...optionsOf(command), organizer }, output)
            : await runArchiveVerify({ file, public_key }, output),
        );
      },
    );
  tool(journal, 'export <file>', 'writes the journal of a counter into an archive that anybody can check')
    .requiredOption('--organizer <slug>', 'whose counter it is')
    .option('--counter <name>', 'which one, where there are several')
    .option('--first <number>', 'the first line', wholeNumber, 1)
    .option('--last <number>', 'the last line; the end unless given', wholeNumber)
    .action(async (file: string, flags: ExportFlags, command: Command) => {
      const { runJournalExport } = await import('./journal.ts');
      const { organizer, counter, first, last } = flags;
      await runJournalExport({ ...optionsOf(command), organizer, counter, first, last, file }, output);
    });
  tool(journal, 'rotate-key', 'has another key sign the closings from here on; the one before signs for it')
    .requiredOption('--organizer <slug>', 'whose counters they are')
    .action(async ({ organizer }: { organizer: string }, command: Command) => {
      const { runRotateKey } = await import('./journal.ts');
      await runRotateKey({ ...optionsOf(command), organizer }, output);
    });
  addReport(tool, journal, optionsOf, output);
}

function addReport(
  tool: ToolMaker,
  journal: Command,
  optionsOf: (command: Command) => ToolOptions,
  output: Surrounding['output'],
): void {
  const report = tool(journal, 'report', 'the X report of a day, a month or a year, or its Z once it is over')
    .requiredOption('--organizer <slug>', 'whose counters they are')
    .option('--counter <name>', 'of this counter; of all unless given')
    .option('--period <period>', '2026-05-15, 2026-05 or 2026; today unless given')
    .option('--output <file>', 'the file; standard output unless given');
  report
    .addOption(
      report
        .createOption('--format <format>', 'how it is written')
        .choices(['text', 'csv', 'pdf'])
        .default('text'),
    )
    .action(async (flags: ReportFlags, command: Command) => {
      const { runJournalReport } = await import('./journal-report.ts');
      const { organizer, counter, period, format, output: out } = flags;
      await runJournalReport({ ...optionsOf(command), organizer, counter, period, format, out }, output);
    });
}
