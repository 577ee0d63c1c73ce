const chunk_bytes = 32_768;

/** The bytes of a file as base64, as JSON carries them. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  // in pieces: a call takes so many arguments and no more
  for (let from = 0; from < bytes.length; from += chunk_bytes)
    binary += String.fromCodePoint(...bytes.subarray(from, from + chunk_bytes));
  return btoa(binary);
}
