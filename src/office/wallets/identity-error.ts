/** What a wallet's files are refused for: the end of a sentence, without anything of what is secret in them. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
}
