import type { Finding } from '../office/doctor/check.ts';
import { examine } from '../office/doctor/examine.ts';
import { findDrift } from '../hub/drift.ts';
import { exitCodes } from './exit.ts';
import { openRunner, toolOffice } from './open-hub.ts';
import { withStore, type ToolOptions } from './open-office.ts';
import type { Output } from './output.ts';
import { openProgress } from './progress.ts';
import { systemSurroundings } from '../store/surroundings.ts';

/** ids named on one line */
const shown_max = 10;

/** Looks at everything that must always hold, and with `drift` at what connected systems hold. Gives the exit code: 3 when there are findings. */
export async function runDoctor(
  options: ToolOptions & { readonly drift: boolean },
  output: Output,
): Promise<number> {
  const language = /^fr/i.test(options.env.LC_ALL ?? options.env.LANG ?? '') ? 'fr' : 'en';
  return withStore(options, async ({ store, config, place }) => {
    const progress = await openProgress(output, 'Examining');
    const findings = await store
      .read((rx) =>
        examine(rx, {
          now: systemSurroundings().now(),
          onProgress: ({ part, check }) => progress.show(part, check.title[language]),
        }),
      )
      .finally(() => progress.end());
    if (options.drift) {
      const asking = await openProgress(output, 'Asking');
      const runner = await openRunner(toolOffice(store, config));
      const drift = findDrift(runner, { onProgress: ({ part, name }) => asking.show(part, name) });
      findings.push(...(await drift.finally(() => asking.end())));
    }
    if (output.json) output.tell('', { healthy: findings.length === 0, findings });
    else if (findings.length === 0) output.tell(`All is well in ${place}.`, {});
    else for (const finding of findings) output.tell(wordsOf(finding, language), finding);
    return findings.length === 0 ? exitCodes.ok : exitCodes.findings;
  });
}

/** What is wrong, with what, and what to do. */
function wordsOf(finding: Finding, language: 'en' | 'fr'): string {
  const { severity, code, subject_kind, subject_ids, more, details } = finding;
  const shown = subject_ids.slice(0, shown_max).join(', ');
  const rest = more || subject_ids.length > shown_max ? ', …' : '';
  return [
    `${severity === 'error' ? 'ERROR' : 'warning'} ${code}: ${finding.message[language]}`,
    `  ${subject_kind}: ${shown}${rest}${Object.keys(details).length > 0 ? `  ${JSON.stringify(details)}` : ''}`,
    `  ${finding.advice[language]}`,
  ].join('\n');
}
