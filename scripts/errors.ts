import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { faults } from '../src/domain/faults.ts';

/** Writes `docs/errors.md` from the registry of errors; with `--check`, fails when that file is out of date. */
const file = fileURLToPath(new URL('../docs/errors.md', import.meta.url));

/** What a client can do about an error of that status; a registry entry may say something better in `advice`. */
function adviceFor(status: number): string {
  switch (status) {
    case 400:
      return 'Correct the request; the same one will fail again.';
    case 401:
      return 'Send credentials, or new ones.';
    case 403:
      return 'Ask the organizer to widen the scope of these credentials.';
    case 404:
      return 'Check the id, and that it belongs to this organizer.';
    case 409:
      return 'Read the current state and decide again.';
    case 410:
      return 'It is gone for good: start over.';
    case 413:
      return 'Send less at a time.';
    case 422:
      return 'Correct the values that `details` names.';
    case 429:
      return 'Wait as long as `retry-after` says.';
    case 501:
      return 'Do without: Guichet does not offer this.';
    case 503:
      return 'Try again after a moment, with the same `Idempotency-Key`.';
    default:
      return status >= 500
        ? 'Try again with the same `Idempotency-Key`; if it stays, report the `x-request-id`.'
        : 'Correct the request.';
  }
}

function errorsDocument(): string {
  const registry: Record<string, { status: number; title: string; advice?: string }> = faults;
  const table = [
    ['code', 'status', 'title', 'what to do'],
    ...Object.entries(registry).map(([code, { status, title, advice }]) => [
      `\`${code}\``,
      String(status),
      title,
      advice ?? adviceFor(status),
    ]),
  ].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((cells) => cells[column]?.length ?? 0)),
  );
  const lines = table.map(
    (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return `# Errors

Every error of \`/api\` is a problem document (\`application/problem+json\`, RFC 9457) whose \`code\` is one of
these. A code never changes its meaning. \`status\` is the HTTP status of \`/api\`; a dialect puts the same error
into its vendor's envelope (see the README of the dialect). Every answer carries \`x-request-id\`: name it when
you report an error.

Written by \`npm run errors\` from \`src/domain/faults.ts\`; do not edit.

${lines.join('\n')}
`;
}

const wanted = errorsDocument();
if (!process.argv.includes('--check')) writeFileSync(file, wanted);
else if (!existsSync(file) || readFileSync(file, 'utf8') !== wanted) {
  console.error('docs/errors.md is out of date: run `npm run errors` and commit it');
  process.exitCode = 1;
}
