/**
 * Prints a PDF that its link alone opens. The link is for the buyer and names the office as the world knows it; this page asks the
 * office that it came from.
 */
export async function printPdf(link: string): Promise<void> {
  const { pathname, search } = new URL(link, location.href);
  const answer = await fetch(pathname + search);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  printBlob(await answer.blob());
}

/** The frame stays until the next one: a browser prints out of it as long as its dialog is open. */
let last: { readonly frame: HTMLIFrameElement; readonly url: string } | undefined;

function printBlob(content: Blob): void {
  last?.frame.remove();
  if (last !== undefined) URL.revokeObjectURL(last.url);
  const url = URL.createObjectURL(content);
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = 'PDF';
  frame.src = url;
  frame.addEventListener('load', () => frame.contentWindow?.print());
  document.body.append(frame);
  last = { frame, url };
}
