const answer_within_ms = 4_000;

/** Whether the office is there: it says so itself, without asking its store. Never throws. */
export async function officeAnswers(): Promise<boolean> {
  if (!navigator.onLine) return false;
  try {
    const signal = AbortSignal.timeout(answer_within_ms);
    const { status } = await fetch('/healthz', { cache: 'no-store', signal });
    // a proxy that is there says 502 for an office that is not; what was answered before the network went says nothing of now
    return navigator.onLine && (status < 500 || status === 503);
  } catch {
    return false;
  }
}
