import type { FastifyInstance, FastifyRequest } from 'fastify';
import { issueReceipt, type ReceiptMeans } from '../../office/documents/issue-receipt.ts';
import type { OrderView } from '../../office/documents/order-view.ts';
import { encodeReceipt, receipt_columns } from '../../office/documents/receipt-escpos.ts';
import { renderReceiptPdf } from '../../office/documents/receipt-pdf.ts';
import type { Receipt } from '../../office/documents/receipt.ts';
import type { Office } from '../../office/office.ts';
import { buyerActor } from '../../office/selling/buyer-changes.ts';
import type { OrderLinks } from './order-of-link.ts';
import { privateFile } from './private-file.ts';
import { sendTrouble } from './trouble.ts';

type ReceiptRequest = FastifyRequest<{
  Params: { key: string };
  Querystring: { columns?: string; language?: string; drawer?: string };
}>;

/** Asks for no document, and so hands none out: HEAD would be a GET to Fastify. */
const got = { exposeHeadRoute: false } as const;

/**
 * The receipt of an order, for people as a PDF and for a thermal printer as ESC/POS. Whoever has the link is the buyer. The PDF is
 * one document however often it is opened; what is fetched for a printer is a paper each time, and counted as one.
 */
export function addReceiptRoutes(scope: FastifyInstance, office: Office, links: OrderLinks): void {
  const issue = (request: ReceiptRequest, order: OrderView, means: ReceiptMeans): Promise<Receipt> => {
    const { organizer_id, id: order_id } = order;
    const { language } = request.query;
    const wish = { organizer_id, order_id, language, means };
    return office.store.write(buyerActor(order), (tx) => issueReceipt(tx, wish));
  };

  scope.get('/o/:key/receipt.pdf', got, async (request: ReceiptRequest, reply) => {
    const order = await links.find(request);
    if (order === undefined) return sendTrouble(request, reply, 'order');
    const receipt = await issue(request, order, 'link');
    const pdf = await renderReceiptPdf(receipt);
    return privateFile(reply, 'application/pdf', `${receipt.title}.pdf`).send(pdf);
  });

  scope.get('/o/:key/receipt.escpos', got, async (request: ReceiptRequest, reply) => {
    const order = await links.find(request);
    const { columns: asked = '42', drawer } = request.query;
    const columns = receipt_columns.find((many) => String(many) === asked);
    if (order === undefined || columns === undefined) return sendTrouble(request, reply, 'order');
    links.countChange(order);
    const receipt = await issue(request, order, 'escpos');
    const bytes = await encodeReceipt(receipt, { columns, opens_drawer: drawer === '1' });
    return privateFile(reply, 'application/octet-stream', `${receipt.title}.bin`).send(bytes);
  });
}
