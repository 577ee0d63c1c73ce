import { createClient } from '../../../contract/client.ts';
import { AnswerError } from '../../../contract/receive.ts';
import { TransportFault, type Transport } from '../../../contract/transport.ts';
import { formatUtc } from '../../../domain/local-time.ts';
import { PeerTrouble, type OpenConnection, type TroubleKind } from '../../../hub/port.ts';
import { heeding } from '../../heeding.ts';
import { transport_troubles } from '../../transport-trouble.ts';
import { caisse } from '../contract.ts';

/** An order as the shop lists it; whatever else it says is not looked at. */
export interface ListedOrder {
  readonly orderID: number;
  readonly privateComment: string;
  /** as the shop writes it; undefined where it does not */
  readonly price: string | undefined;
  readonly paid: string | undefined;
}

export interface SaleToSend {
  readonly payment: number;
  readonly itemsList: readonly string[];
  readonly privateComment: string;
  readonly publicComment?: string | undefined;
  readonly idcaisse?: number | undefined;
  readonly idUser?: number | undefined;
  readonly client?: Readonly<Record<string, string>> | undefined;
  readonly deliveryMethod?: number | undefined;
}

/** The calls that a connection makes. They throw `PeerTrouble`: `refused` with the shop's own sentence. */
export interface Register {
  test(): Promise<void>;
  /** Orders made since an instant whose private comment begins so. */
  find(since: number, comment: string): Promise<ListedOrder[]>;
  record(sale: SaleToSend): Promise<number>;
  /** all that is left, or a part of it as the shop writes amounts */
  pay(orderID: number, payment: number, paymentAmount?: string): Promise<void>;
}

/** The vendor's clock may be behind ours. */
const clock_slack_ms = 24 * 3_600_000;

export function callRegister(connection: OpenConnection, transport: Transport): Register {
  const { base_url, secrets, timeout_ms, turn } = connection;
  const client = createClient(caisse, {
    transport: heeding(transport, connection),
    baseUrl: base_url,
    timeout_ms,
    defaults: { query: { idboutique: secrets['shop_id'] ?? '', key: secrets['key'] ?? '' } },
  });
  const call = async <T>(run: () => Promise<T>): Promise<T> => {
    await turn();
    try {
      return await run();
    } catch (error) {
      throw troubleOf(error);
    }
  };
  return {
    test: async () => {
      await call(() => client.departments());
    },
    find: async (since, comment) => {
      const from_date_ISO8601 = formatUtc(since - clock_slack_ms);
      const orders = await call(() => client.orders({ input: { from_date_ISO8601 } }));
      return orders.filter(({ privateComment }) => privateComment.startsWith(comment));
    },
    record: async (sale) => {
      const { orderID } = await call(() => client.recordSale({ input: { ...sale } }));
      if (orderID === undefined) throw new PeerTrouble('nonsense', 'The shop gave no number for the sale');
      return orderID;
    },
    pay: async (orderID, payment, paymentAmount) => {
      await call(() => client.editOrder({ input: { orderID, payment, paymentAmount } }));
    },
  };
}

/** By the status of an answer that is none of the shop's own. */
function kindOf(status: number): TroubleKind | undefined {
  if (status === 401 || status === 403) return 'credentials';
  if (status === 429) return 'limited';
  return status >= 500 ? 'unavailable' : undefined;
}

/** The shop says no in a sentence; of credentials by what the sentence is about. */
function troubleOf(error: unknown): unknown {
  if (error instanceof AnswerError) {
    const { status, body } = error.told as { status: number; body: { errorMessage?: string } };
    const words = (body.errorMessage ?? 'no reason given').slice(0, 300);
    if (status === 429) return new PeerTrouble('limited', words, { cause: error });
    if (status >= 500) return new PeerTrouble('unavailable', words, { cause: error });
    const kind = /boutique|apikey|shopid|(^|\s)cl[ée](\s|$)/i.test(words) ? 'credentials' : 'refused';
    return new PeerTrouble(kind, words, { cause: error });
  }
  if (!(error instanceof TransportFault)) return error;
  const { status = 200, kind, message } = error;
  return new PeerTrouble(kindOf(status) ?? transport_troubles[kind], message, { cause: error });
}
