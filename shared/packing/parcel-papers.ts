import type { OrderPapers } from '../customs/customs-forms.ts';
import type { DocumentData } from '../labels/document-model.ts';
import { kgText } from '../measure/kg-text.ts';
import { massToMilligrams } from '../measure/mass.ts';
import { add, fromDecimal, fromInteger, multiply, toDecimal, ZERO, type Rational } from '../measure/rational.ts';
import type { OperationPayload } from '../parcel/operations.ts';
import type { Sku } from '../stock/sku.ts';
import type { DocumentKind } from './documents-required.ts';
import type { Order } from './order.ts';

/** Why a paper cannot be made. Nothing on a customs form is made up: what is not known keeps the form from being made, and is said. */
export type PaperGap =
  | { readonly why: 'no-data' }
  /** What is known belongs to an address that has changed. */
  | { readonly why: 'old-address' }
  | { readonly why: 'article'; readonly sku: string }
  | { readonly why: 'weight'; readonly sku: string }
  | { readonly why: 'too-many-articles'; readonly most: number }
  /** A postal form bears the S10 number of the item. */
  | { readonly why: 'no-tracking' };

/** A paper ready to be drawn: `form` is filled like a label, `document` has a table. */
export type Paper =
  | {
      readonly kind: DocumentKind;
      readonly template: 'cn22-100x150' | 'cn23-210x148';
      readonly form: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: DocumentKind;
      readonly template: 'packing-slip-a4' | 'commercial-invoice-a4';
      readonly document: DocumentData;
    }
  | { readonly kind: DocumentKind; readonly gap: PaperGap };

export interface PaperFacts {
  readonly order: Order;
  readonly packed: Pick<
    OperationPayload<'orderPacked'>,
    'parcel' | 'units' | 'box' | 'gross' | 'label' | 'documents' | 'addressVersion'
  >;
  readonly papers: OrderPapers | undefined;
  readonly findSku: (owner: string, sku: string) => Sku | undefined;
  readonly language: 'zh' | 'en';
  /** ISO date, and date and time with the person's name, as they shall appear. */
  readonly date: string;
  readonly printed: string;
}

interface Line {
  readonly sku: string;
  readonly pieces: number;
  readonly serials: readonly string[];
}

/** Rows that a postal form has. */
const MOST_ITEMS = { cn22: 4, cn23: 6 } as const;

/** Cells of CN 23 that no data fills here. */
const blankCells = {
  senderReference: '',
  importerReference: '',
  postage: '',
  comments: '',
  licence: '',
  certificate: '',
};

/** The papers that this parcel was packed with. Money and masses are exact; values to two decimals. */
export function parcelPapers(facts: PaperFacts): readonly Paper[] {
  return facts.packed.documents.map((kind) => {
    if (kind === 'packing-slip') return packingSlip(facts);
    const { papers, packed } = facts;
    if (papers === undefined) return { kind, gap: { why: 'no-data' } };
    if (papers.addressVersion !== packed.addressVersion) return { kind, gap: { why: 'old-address' } };
    const known = linesOf(facts).map((line) => ({ line, item: papers.items.find(({ sku }) => sku === line.sku) }));
    const unknown = known.find(({ item }) => item === undefined);
    if (unknown !== undefined) return { kind, gap: { why: 'article', sku: unknown.line.sku } };
    const items = known.flatMap(({ line, item }) => (item === undefined ? [] : [{ ...item, ...line }]));
    return kind === 'commercial-invoice' ? invoice(facts, papers, items) : postalForm(kind, facts, papers, items);
  });
}

function linesOf({ packed }: PaperFacts): readonly Line[] {
  const lines = new Map<string, { sku: string; pieces: number; serials: string[] }>();
  for (const { sku, serial } of packed.units) {
    const line = lines.get(sku) ?? { sku, pieces: 0, serials: [] };
    line.pieces += 1;
    if (serial !== undefined) line.serials.push(serial);
    lines.set(sku, line);
  }
  return [...lines.values()];
}

type Item = Line & OrderPapers['items'][number];
const times = (value: string, pieces: number): Rational => multiply(fromDecimal(value), fromInteger(pieces));
const money = (value: Rational, currency: string): string => `${toDecimal(value, 2, 2)} ${currency}`;
const sumOf = (items: readonly Item[]): Rational =>
  items.reduce((sum, { value, pieces }) => add(sum, times(value, pieces)), ZERO);
const trackingOf = ({ packed }: PaperFacts): string => (packed.label.kind === 'carrier' ? packed.label.tracking : '');
const grossText = ({ packed }: PaperFacts): string =>
  packed.gross === undefined ? '–' : kgText(massToMilligrams(packed.gross));
const piecesIn = (lines: readonly Line[]): string => String(lines.reduce((sum, { pieces }) => sum + pieces, 0));

function packingSlip(facts: PaperFacts): Paper {
  const { order, packed, findSku, language, printed } = facts;
  const lines = linesOf(facts);
  const rows = lines.map(({ sku, pieces, serials }, at) => {
    const article = findSku(order.owner, sku);
    const name = (language === 'zh' ? article?.nameZh : article?.nameEn) ?? sku;
    const description = [name, article?.variant].filter(Boolean).join(', ').slice(0, 200);
    const number = String(at + 1);
    return { number, sku, description, serials: serials.join(', ').slice(0, 200), pieces: String(pieces) };
  });
  const fields = {
    ...{ order: order.order.slice(0, 40), parcel: String(packed.parcel), seller: order.owner, printed },
    ...{ tracking: trackingOf(facts), box: packed.box, totalPieces: piecesIn(lines), gross: grossText(facts) },
  };
  return { kind: 'packing-slip', template: 'packing-slip-a4', document: { fields, rows } };
}

const reasons: Readonly<Record<OrderPapers['category'], string>> = {
  ...{ gift: 'Gift', documents: 'Documents', sample: 'Commercial sample' },
  ...{ goods: 'Sale of goods', returned: 'Returned goods', other: 'Other' },
};

function invoice(facts: PaperFacts, papers: OrderPapers, items: readonly Item[]): Paper {
  const { order, packed, date } = facts;
  const { currency } = papers;
  const rows = items.map(({ description, hs, origin, pieces, value }, at) => ({
    ...{ number: String(at + 1), description, hs, origin, pieces: String(pieces) },
    ...{ value: money(fromDecimal(value), currency), total: money(times(value, pieces), currency) },
  }));
  // Each parcel of an order has an invoice of its own.
  const invoiceNumber = `${papers.invoice ?? order.order}${packed.parcel === 1 ? '' : `/${packed.parcel}`}`.slice(
    0,
    40,
  );
  const fields = {
    ...{ invoice: invoiceNumber, date, sender: papers.sender, receiver: papers.receiver, terms: papers.terms },
    ...{ tracking: trackingOf(facts), country: order.country, reason: reasons[papers.category] },
    ...{ totalPieces: piecesIn(items), gross: grossText(facts), totalValue: money(sumOf(items), currency) },
  };
  return { kind: 'commercial-invoice', template: 'commercial-invoice-a4', document: { fields, rows } };
}

function postalForm(kind: 'cn22' | 'cn23', facts: PaperFacts, papers: OrderPapers, items: readonly Item[]): Paper {
  const { order, findSku, packed } = facts;
  const tracking = trackingOf(facts);
  if (tracking === '') return { kind, gap: { why: 'no-tracking' } };
  if (items.length > MOST_ITEMS[kind]) return { kind, gap: { why: 'too-many-articles', most: MOST_ITEMS[kind] } };
  const form: Record<string, string> = {};
  let net = 0;
  for (const [at, { sku, description, hs, origin, pieces, value }] of items.entries()) {
    const weight = findSku(order.owner, sku)?.weight;
    if (weight === undefined) return { kind, gap: { why: 'weight', sku } };
    const milligrams = massToMilligrams(weight) * pieces;
    net += milligrams;
    const cells = {
      ...{ description, hs, origin, quantity: String(pieces), weight: kgText(milligrams) },
      value: money(times(value, pieces), papers.currency),
    };
    for (const [name, text] of Object.entries(cells)) form[`${name}${at + 1}`] = text;
  }
  Object.assign(form, {
    ...{ item: tracking, sender: papers.sender, receiver: papers.receiver, category: papers.category },
    totalWeight: kgText(packed.gross === undefined ? net : massToMilligrams(packed.gross)),
    ...{ totalValue: money(sumOf(items), papers.currency), date: facts.date },
    ...(kind === 'cn23' ? { ...blankCells, invoice: papers.invoice ?? '' } : {}),
  });
  return { kind, template: kind === 'cn22' ? 'cn22-100x150' : 'cn23-210x148', form };
}
