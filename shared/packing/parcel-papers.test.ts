import { describe, expect, it } from 'vitest';
import { orderPapersSchema } from '../customs/customs-forms.ts';
import { documentDataSchema } from '../labels/document-model.ts';
import { findDocumentTemplate } from '../labels/documents/all-documents.ts';
import { findLabelTemplate } from '../labels/templates/all-templates.ts';
import { orderSchema } from './order.ts';
import { parcelPapers, type PaperFacts } from './parcel-papers.ts';
import { skuSchema, type Sku } from '../stock/sku.ts';
import type { DocumentKind } from './documents-required.ts';

const article = (sku: string, grams: string | undefined): Sku =>
  skuSchema.parse({
    ...{ owner: 'LUMO', sku, nameZh: sku, nameEn: `The ${sku}`, barcodes: [], category: 'home' },
    ...(grams === undefined ? {} : { weight: { value: grams, unit: 'g' } }),
    tracks: { lot: false, expiry: false, serial: false },
  });
const skus = [article('MUG', '350'), article('TEA', '90.5'), article('AIR', undefined)];
const item = (sku: string, value: string) => ({ sku, description: `A ${sku}`, hs: '691200', origin: 'CN', value });

function facts(
  documents: readonly DocumentKind[],
  units: readonly string[],
  more: Partial<PaperFacts> = {},
): PaperFacts {
  return {
    order: orderSchema.parse({
      ...{ order: 'SO-1', owner: 'LUMO', shipByMs: 1, line: 'US-A', country: 'US' },
      lines: [{ sku: 'MUG', pieces: 3, bin: 'P-1' }],
      shipping: { by: 'post', crossesCustoms: true },
    }),
    packed: {
      ...{ parcel: 1, box: 'M', gross: { value: '1.105', unit: 'kg' }, addressVersion: 1, documents: [...documents] },
      units: units.map((sku) => ({ sku, toldBy: 'first' })),
      label: { kind: 'carrier', carrier: 'CP', tracking: 'RR473124829CN', document: 'ab'.repeat(32), bytes: 5 },
    },
    papers: orderPapersSchema.parse({
      ...{ order: 'SO-1', sender: 'LUMO, Shenzhen', receiver: 'John, Springfield', currency: 'USD' },
      items: [item('MUG', '9.80'), item('TEA', '0.33'), item('AIR', '1')],
    }),
    findSku: (_, sku) => skus.find((one) => one.sku === sku),
    ...{ language: 'en', date: '2026-11-29', printed: '2026-11-29 14:00 Chen' },
    ...more,
  };
}
const only = (given: PaperFacts) => parcelPapers(given)[0];

describe('the papers of a parcel', () => {
  it('are those that it was packed with, and each fills its template', () => {
    const made = parcelPapers(
      facts(['packing-slip', 'cn22', 'cn23', 'commercial-invoice'], ['MUG', 'TEA', 'MUG', 'TEA']),
    );
    expect(made.map((paper) => ('gap' in paper ? paper.gap : paper.template))).toEqual([
      ...['packing-slip-a4', 'cn22-100x150', 'cn23-210x148', 'commercial-invoice-a4'],
    ]);
    for (const paper of made) {
      if ('form' in paper) {
        expect(
          findLabelTemplate(paper.template)?.data.safeParse({ ...paper.form, serial: '', copy: '' }).error,
        ).toBeUndefined();
      }
      if ('document' in paper) {
        const template = findDocumentTemplate(paper.template);
        expect(template === undefined || documentDataSchema(template).safeParse(paper.document).error).toBeUndefined();
      }
    }
  });

  it('values and weights are exact sums: 2 × 9.80 + 2 × 0.33 = 20.26, never a float', () => {
    expect(only(facts(['cn22'], ['MUG', 'TEA', 'MUG', 'TEA']))).toMatchObject({
      form: {
        ...{ item: 'RR473124829CN', quantity1: '2', weight1: '0.700 kg', value1: '19.60 USD' },
        ...{
          quantity2: '2',
          weight2: '0.181 kg',
          value2: '0.66 USD',
          totalWeight: '1.105 kg',
          totalValue: '20.26 USD',
        },
      },
    });
    expect(only(facts(['commercial-invoice'], ['MUG', 'MUG', 'TEA']))).toMatchObject({
      document: { fields: { totalPieces: '3', totalValue: '19.93 USD', invoice: 'SO-1' } },
    });
  });

  it.each([
    ['no data of the order', { papers: undefined }, { why: 'no-data' }, ['MUG']],
    ['an article that the data lacks', {}, { why: 'article', sku: 'HAT' }, ['MUG', 'HAT']],
    ['an article of unknown weight', {}, { why: 'weight', sku: 'AIR' }, ['AIR']],
  ] as const)('%s: nothing is made up, and the gap is named', (_, more, gap, units) => {
    expect(only(facts(['cn23'], units, more))).toEqual({ kind: 'cn23', gap });
  });

  it('an address that has changed, a parcel that waits for its label and a form that is too short are gaps too', () => {
    const fine = facts(['cn22'], ['MUG']);
    expect(only({ ...fine, packed: { ...fine.packed, addressVersion: 2 } })).toMatchObject({
      gap: { why: 'old-address' },
    });
    const route = { kind: 'route', label: { template: 'route-60x40', data: {} } } as const;
    expect(only({ ...fine, packed: { ...fine.packed, label: route } })).toMatchObject({ gap: { why: 'no-tracking' } });
    const codes = ['A', 'B', 'C', 'D', 'E'];
    const papers = orderPapersSchema.parse({ ...fine.papers, items: codes.map((sku) => item(sku, '1')) });
    expect(only(facts(['cn22'], codes, { papers }))).toMatchObject({ gap: { why: 'too-many-articles', most: 4 } });
  });
});
