import type { Output } from './output.ts';

export interface Progress {
  /** `part` of the whole, from 0 to 1 */
  show(part: number, words?: string): void;
  end(): void;
}

const silent: Progress = { show: () => undefined, end: () => undefined };
const steps = 1000;

/** A bar on standard error when a person watches; nothing otherwise. */
export async function openProgress(output: Output, title: string): Promise<Progress> {
  if (output.json || !process.stderr.isTTY) return silent;
  const { SingleBar, Presets } = await import('cli-progress');
  const bar = new SingleBar(
    {
      format: `${title} {bar} {percentage}% {words}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  );
  bar.start(steps, 0, { words: '' });
  return {
    show: (part, words = '') => bar.update(Math.round(part * steps), { words }),
    end: () => bar.stop(),
  };
}
