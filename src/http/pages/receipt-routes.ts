import type { FastifyInstance, FastifyRequest } from 'fastify';
import { encodeReceipt, receipt_columns } from '../../office/documents/receipt-escpos.ts';
import { renderReceiptPdf } from '../../office/documents/receipt-pdf.ts';
import { receiptOf, type Receipt } from '../../office/documents/receipt.ts';
import type { Office } from '../../office/office.ts';
import type { OrderLinks } from './order-of-link.ts';
import { privateFile } from './private-file.ts';
import { sendTrouble } from './trouble.ts';

type ReceiptRequest = FastifyRequest<{
  Params: { key: string };
  Querystring: { columns?: string; language?: string; drawer?: string };
}>;

/** The receipt of an order, for people as a PDF and for a thermal printer as ESC/POS. Whoever has the link is the buyer. */
export function addReceiptRoutes(scope: FastifyInstance, office: Office, links: OrderLinks): void {
  const find = async (request: ReceiptRequest): Promise<Receipt | undefined> => {
    const order = await links.find(request);
    if (order === undefined) return undefined;
    const { organizer_id, id: order_id } = order;
    const { language } = request.query;
    return office.store.read((rx) => receiptOf(rx, { organizer_id, order_id, language }));
  };

  scope.get('/o/:key/receipt.pdf', async (request: ReceiptRequest, reply) => {
    const receipt = await find(request);
    if (receipt === undefined) return sendTrouble(request, reply, 'order');
    const pdf = await renderReceiptPdf(receipt);
    return privateFile(reply, 'application/pdf', `${receipt.title}.pdf`).send(pdf);
  });

  scope.get('/o/:key/receipt.escpos', async (request: ReceiptRequest, reply) => {
    const receipt = await find(request);
    const { columns: asked = '42', drawer } = request.query;
    const columns = receipt_columns.find((many) => String(many) === asked);
    if (receipt === undefined || columns === undefined) return sendTrouble(request, reply, 'order');
    const bytes = await encodeReceipt(receipt, { columns, opens_drawer: drawer === '1' });
    return privateFile(reply, 'application/octet-stream', `${receipt.title}.bin`).send(bytes);
  });
}
