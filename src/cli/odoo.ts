import { PeerTrouble } from '../hub/port.ts';
import type { Repaired } from '../hub/repair.ts';
import type { Rx } from '../store/transaction.ts';
import { CommandError, exitCodes } from './exit.ts';
import { connectionOfNumber, withHub } from './open-hub.ts';
import type { ToolOptions } from './open-office.ts';
import type { Output } from './output.ts';

export interface OdooRepairOptions extends ToolOptions {
  /** the connection's number; the one to an Odoo unless given */
  readonly connection: number | undefined;
  readonly dry_run: boolean;
}

const wait_ms = 60_000;

/** Mends what an earlier import left in Odoo, and tells each step. Gives the exit code: 1 where a step could not be done. */
export async function repairOdoo(options: OdooRepairOptions, output: Output): Promise<number> {
  const { dry_run } = options;
  return withHub(options, async ({ store, runner }) => {
    const { id, organizer_id } = await store.read((rx) => odooConnection(rx, options.connection));
    const interrupted = (): void => void runner.stop();
    process.once('SIGINT', interrupted);
    let failed = false;
    const onStep = (step: { readonly fault: string; readonly ref: string; readonly words: string }): void => {
      failed ||= step.fault === 'not_repaired';
      output.tell(`${step.fault.padEnd(20)} ${step.ref}: ${step.words}`, { event: 'step', ...step });
    };
    const key = { organizer_id, connection_id: id };
    try {
      const repaired = await runner.patiently(() => runner.repair(key, { dry_run, onStep }), wait_ms);
      if (repaired === undefined)
        throw new CommandError(
          'Another process is delivering to it: try again in a minute.',
          exitCodes.failed,
        );
      output.tell(closing(repaired, dry_run), { event: 'end', dry_run, ...repaired });
    } catch (error) {
      if (error instanceof PeerTrouble) throw new CommandError(error.message, exitCodes.failed);
      throw error;
    } finally {
      process.off('SIGINT', interrupted);
    }
    return failed ? exitCodes.failed : exitCodes.ok;
  });
}

function closing({ mended, left }: Repaired, dry_run: boolean): string {
  const rest = left === 0 ? '' : ` ${left} ${left === 1 ? 'is' : 'are'} left to you, as said above.`;
  if (mended === 0) return left === 0 ? 'Odoo holds what it should.' : `Nothing to mend.${rest}`;
  const steps = mended === 1 ? '1 step' : `${mended} steps`;
  return `${dry_run ? `Nothing was changed: ${steps} would be taken.` : `${steps} taken.`}${rest}`;
}

async function odooConnection(rx: Rx, number: number | undefined) {
  if (number !== undefined) {
    const connection = await connectionOfNumber(rx, number);
    if (connection.dialect === 'odoo') return connection;
    throw new CommandError(`Connection ${number} is not one to an Odoo.`, exitCodes.usage);
  }
  const found = await rx.db
    .selectFrom('connection')
    .select(['id', 'organizer_id', 'name'])
    .where('dialect', '=', 'odoo')
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const names = found.map(({ id, name }) => `${id} (${name})`).join(', ');
  throw new CommandError(
    found.length === 0
      ? 'No Odoo is connected yet: guichet connections add odoo does that.'
      : `Which of them: ${names}?`,
    exitCodes.usage,
  );
}
