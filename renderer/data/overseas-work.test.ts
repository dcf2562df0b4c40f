import { describe, expect, it } from 'vitest';
import { pulled, referenceOf } from '../../test/support/reference-of.ts';
import { overseasWork } from './overseas-work.ts';

const sku = (owner: string, code: string, more: object = {}) =>
  pulled('sku', {
    ...{ owner, sku: code, nameZh: code, nameEn: code, barcodes: [], category: 'home' },
    ...{ tracks: { lot: false, expiry: false, serial: false }, ...more },
  });
const order = (code: string, shipByMs: number, more: object = {}) =>
  pulled('order', {
    ...{
      order: code,
      owner: 'LUMO',
      shipByMs,
      line: 'US-A',
      country: 'US',
      lines: [{ sku: 'MUG', pieces: 1, bin: 'P-1' }],
    },
    ...{ shipping: { by: 'courier', crossesCustoms: false }, ...more },
  });

const floor = () =>
  referenceOf([
    sku('LUMO', 'MUG', { barcodes: ['4006381333931', 'X001'], resale: { B: 'MUG-B' } }),
    sku('LUMO', 'MUG-B'),
    sku('NOVA', 'CUP', { barcodes: ['4006381333931'] }),
    pulled('bin', { code: 'P-2', use: 'pick' }),
    pulled('bin', { code: 'P-1', use: 'pick' }),
    pulled('bin', { code: 'X-1', use: 'stopped' }),
    pulled('box', {
      code: 'M',
      dimensions: { length: '30', width: '22', height: '15', unit: 'cm' },
      packing: {
        inner: { length: '29', width: '21', height: '14', unit: 'cm' },
        tare: { value: '120', unit: 'g' },
      },
    }),
    pulled('box', { code: 'S', dimensions: { length: '20', width: '15', height: '10', unit: 'cm' } }),
    order('SO-2', 9, { tote: 'T1' }),
    order('SO-1', 5, { tote: 'T1', waybill: 'WB-1' }),
    pulled('carrierLabel', {
      ...{
        order: 'SO-1',
        parcel: 1,
        carrier: 'DHL',
        tracking: 'TRK1',
        document: 'ab'.repeat(32),
        bytes: 9_000,
        addressVersion: 1,
      },
    }),
    pulled('asn', {
      ...{ asn: 'ASN-1', owner: 'LUMO' },
      cartons: [
        { carton: '106141412345678908', waybill: 'WB-9', lines: [{ sku: 'MUG', pieces: 2 }] },
        { carton: 'CTN-2', lines: [{ sku: 'MUG', pieces: 3 }] },
      ],
    }),
    pulled('rma', { rma: 'RMA-2', owner: 'LUMO', openedMs: 2, waybill: 'WB-1', lines: [{ sku: 'MUG', pieces: 1 }] }),
    pulled('rma', {
      ...{ rma: 'RMA-1', owner: 'LUMO', openedMs: 1, returnLabel: 'RL-1', waybill: 'WB-1' },
      lines: [{ sku: 'MUG', pieces: 1 }],
    }),
    pulled('dispositionRule', { id: 'lumo-1', when: { owners: ['LUMO'] }, then: 'destroy', zh: '毁', en: 'Destroy' }),
  ]);

describe('master data and announced work of the overseas floor', () => {
  it('is found by everything that is printed on it', async () => {
    const work = overseasWork((await floor()).reference);
    expect(work.findSkus('04006381333931').map(({ owner }) => owner)).toEqual(['LUMO', 'NOVA']);
    expect([work.findSkus('x001').length, work.findSkus('mug').length, work.findSkus('NONE').length]).toEqual([
      1, 1, 0,
    ]);
    expect(work.resaleSku('LUMO', 'MUG', 'B')?.sku).toBe('MUG-B');
    expect(work.resaleSku('LUMO', 'MUG', 'C')).toBeUndefined();
    expect(work.findBin('p-1')?.use).toBe('pick');
    expect(work.binsOfUse('pick').map(({ code }) => code)).toEqual(['P-1', 'P-2']);
    expect(work.findOrders('t1').map((one) => one.order)).toEqual(['SO-1', 'SO-2']);
    expect(work.findOrders('WB-1').map((one) => one.order)).toEqual(['SO-1']);
    expect(work.ordersOf('LUMO', 'MUG').map((one) => one.order)).toEqual(['SO-1', 'SO-2']);
    expect([...work.orders()]).toHaveLength(2);
    expect(work.findLabel('SO-1', 1)?.tracking).toBe('TRK1');
    expect(work.findLabel('SO-1', 2)).toBeUndefined();
    expect(work.findCarton('WB-9')).toMatchObject({ asn: 'ASN-1', carton: { carton: '106141412345678908' } });
    expect(work.findCarton('ctn-2')?.carton.lines).toEqual([{ sku: 'MUG', pieces: 3 }]);
    expect(work.findReturns('WB-1').map(({ rma }) => rma)).toEqual(['RMA-1', 'RMA-2']);
    expect(work.findReturns('RL-1')).toHaveLength(1);
    expect(work.returnsOf('LUMO', 'MUG')).toHaveLength(2);
    expect(work.dispositionRules()).toMatchObject([{ id: 'lumo-1', then: 'destroy' }]);
  });

  it('offers at the pack bench the boxes whose inside and tare are known', async () => {
    const work = overseasWork((await floor()).reference);
    expect(work.boxes().map(({ code }) => code)).toEqual(['M']);
    expect([work.findBox('m')?.tare.value, work.findBox('S')]).toEqual(['120', undefined]);
  });

  it('follows changes: what was read before is not given again', async () => {
    const { reference, change } = await floor();
    const work = overseasWork(reference);
    expect(work.findOrder('SO-1')?.stopped).toBeUndefined();
    change(order('SO-1', 5, { stopped: 'cancelled', lines: [{ sku: 'TEA', pieces: 1, bin: 'P-1' }] }));
    expect(work.findOrder('SO-1')?.stopped).toBe('cancelled');
    expect(work.ordersOf('LUMO', 'MUG').map((one) => one.order)).toEqual(['SO-2']);
    expect([work.findOrders('T1').length, work.findOrders('WB-1').length]).toEqual([1, 0]);
    change({ kind: 'order', key: 'SO-1', data: null }, { kind: 'sku', key: 'NOVA\u001fCUP', data: null });
    expect([work.findOrder('SO-1'), work.findSkus('4006381333931').length]).toEqual([undefined, 1]);
  });
});
