import { BlockList, connect, isIP } from 'node:net';
import { Fault } from '../../domain/faults.ts';

/** Where a receipt printer of the venue's network takes raw bytes. */
export interface PrinterAddress {
  /** an IP address: a name could be made to lead elsewhere once it was allowed */
  readonly host: string;
  /** 9100 on most */
  readonly port: number;
}

/** to be reached, and without any progress */
const idle_ms = 4_000;
const whole_ms = 10_000;
const bytes_max = 262_144;

/** Whether the operator lets printers stand there (`GUICHET_PRINTER_NETWORKS`); nowhere unless said. */
export function mayPrintAt(host: string, networks: readonly string[]): boolean {
  const version = isIP(host);
  if (version === 0) return false;
  const allowed = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) allowed.addAddress(address, family);
    else allowed.addSubnet(address, Number(prefix), family);
  }
  return allowed.check(host, version === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Sends a printer what it is to print; resolves once the network has taken all of it, which is all that such a printer tells.
 * `draw` is asked once the printer has answered: what is counted as printed does not count one that is switched off. Throws
 * `printer_not_allowed`, `printer_unreachable`, `too_large`, and what `draw` throws.
 */
export async function sendToPrinter(
  draw: () => Promise<Uint8Array>,
  { host, port }: PrinterAddress,
  networks: readonly string[],
): Promise<void> {
  if (!mayPrintAt(host, networks)) throw new Fault('printer_not_allowed', { host });
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port });
    const give = (): void => void socket.destroy();
    const late = setTimeout(give, whole_ms);
    const send = async (): Promise<void> => {
      const bytes = await draw();
      if (bytes.length > bytes_max) throw new Fault('too_large', { bytes_max });
      socket.end(bytes);
    };
    socket.setTimeout(idle_ms, give);
    socket.once('connect', () => {
      send().catch((error: unknown) => {
        reject(error instanceof Error ? error : new Error(String(error)));
        give();
      });
    });
    socket.once('finish', resolve);
    // what the printer says back, such as its state, is not asked for
    socket.resume();
    socket.once('error', () => reject(new Fault('printer_unreachable', { host, port })));
    socket.once('close', () => {
      clearTimeout(late);
      reject(new Fault('printer_unreachable', { host, port }));
    });
  });
}
