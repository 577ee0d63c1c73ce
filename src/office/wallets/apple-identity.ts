import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { IdentityError } from './identity-error.ts';

/** What passes are signed with: the certificate of a Pass Type ID, its key, and the certificate that issued it. */
export interface AppleIdentity {
  /** `pass.org.example.tickets` */
  readonly pass_type: string;
  /** Apple's ten letters for who signs */
  readonly team: string;
  readonly certificate_pem: string;
  readonly key_pem: string;
  readonly wwdr_pem: string;
  /** ms; from then on no phone takes a pass that was signed with it */
  readonly expires_at: number;
}

export interface AppleFiles {
  /** PEM or DER */
  readonly certificate: Uint8Array;
  readonly key: Uint8Array;
  readonly passphrase?: string | undefined;
  /** PEM or DER */
  readonly wwdr: Uint8Array;
}

/**
 * Reads and checks what the files hold, so that what is wrong is said when the office opens and not on a buyer's phone.
 * Throws `IdentityError`. Type and team stand in the certificate's subject (UID and OU), where Apple writes them.
 */
export function readAppleIdentity(files: AppleFiles, now: number): AppleIdentity {
  const certificate = certificateOf(files.certificate, 'the certificate of the passes');
  const wwdr = certificateOf(files.wwdr, "Apple's intermediate certificate (WWDR)");
  const key = keyOf(files);
  if (key.asymmetricKeyType !== 'rsa') throw new IdentityError('the key of the passes is no RSA key');
  if (!certificate.checkPrivateKey(key))
    throw new IdentityError('the key of the passes belongs to another certificate');
  if (!certificate.checkIssued(wwdr) || !certificate.verify(wwdr.publicKey))
    throw new IdentityError(
      'the certificate of the passes was issued by another intermediate certificate (WWDR) than the one given',
    );
  const expires_at = Math.min(
    validAt(certificate, 'the certificate of the passes', now),
    validAt(wwdr, "Apple's intermediate certificate (WWDR)", now),
  );
  const subject = subjectOf(certificate);
  const [pass_type, team] = [subject.get('UID'), subject.get('OU')];
  if (pass_type === undefined || !pass_type.startsWith('pass.') || team === undefined)
    throw new IdentityError('the certificate of the passes is not one of a Pass Type ID');
  return {
    pass_type,
    team,
    certificate_pem: certificate.toString(),
    key_pem: key.export({ type: 'pkcs8', format: 'pem' }),
    wwdr_pem: wwdr.toString(),
    expires_at,
  };
}

function certificateOf(bytes: Uint8Array, what: string): X509Certificate {
  try {
    return new X509Certificate(bytes);
  } catch {
    throw new IdentityError(`${what} cannot be read: it is neither PEM nor DER`);
  }
}

function keyOf({ key, passphrase }: AppleFiles): KeyObject {
  try {
    return createPrivateKey({
      key: Buffer.from(key),
      format: 'pem',
      ...(passphrase === undefined ? {} : { passphrase }),
    });
  } catch {
    throw new IdentityError('the key of the passes cannot be read: it is no PEM, or the passphrase is wrong');
  }
}

function validAt(certificate: X509Certificate, what: string, now: number): number {
  const [from, until] = [certificate.validFromDate.getTime(), certificate.validToDate.getTime()];
  const day = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
  if (until <= now) throw new IdentityError(`${what} expired on ${day(until)}`);
  if (from > now) throw new IdentityError(`${what} is valid from ${day(from)} on`);
  return until;
}

/** `UID=…\nCN=…\nOU=…`, as node writes a subject. */
function subjectOf({ subject }: X509Certificate): Map<string, string> {
  const parts = subject.split('\n').map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, at), line.slice(at + 1)] as const;
  });
  return new Map(parts);
}
