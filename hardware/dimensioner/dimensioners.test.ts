import { describe, expect, it } from 'vitest';
import { CubiscanSimulator, cubiscanMeasurement } from '../simulators/dimensioner/cubiscan-simulator.ts';
import type { DimensionerOptions, DimensionerProtocol } from './dimensioner-protocol.ts';
import { qboid, readJsonBody, vmeasure } from './json-body.ts';
import { configurableString } from './protocols/configurable-string.ts';
import { csvLines } from './protocols/csv-lines.ts';
import { cubiscan } from './protocols/cubiscan.ts';
import { dimensionerProtocols } from './registry.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const read = (
  protocol: DimensionerProtocol,
  data: Uint8Array,
  options: DimensionerOptions = {},
  size = data.length,
) => {
  const reader = protocol.create(options);
  const items = [];
  for (let at = 0; at < data.length; at += Math.max(1, size))
    items.push(...reader.push(data.subarray(at, at + Math.max(1, size))));
  return [...items, ...(reader.end?.() ?? [])].map(({ reading }) => reading);
};
const box = { length: '20.0', width: '10.0', height: '30.0', unit: 'cm' };

describe('CubiScan', () => {
  // The frame of camptocamp/cubiscan's test-suite, with the NUL padding that it has seen.
  const published = bytes('\u0002MAC004600,L020.0,W010.0,H030.0,M,K500.50,D510.50,M,F0010,I\u0003\r\n\0\0');
  it.each([1, 2, 5, 13, 200])('reads the published frame in pieces of %i', (size) => {
    expect(read(cubiscan, published, {}, size)).toEqual([
      { type: 'dimensions', dimensions: box, weight: { value: '500.50', unit: 'kg' } },
    ]);
  });
  it('reads inches, gate frames and leading blanks', () => {
    const inches = cubiscanMeasurement({ sides: [125, 80, 5], weight: 250, metric: false }, 'm');
    expect(read(cubiscan, inches)).toEqual([
      {
        type: 'dimensions',
        dimensions: { length: '12.5', width: '8.0', height: '0.5', unit: 'in' },
        weight: { value: '2.50', unit: 'lb' },
      },
    ]);
    const blanks = Buffer.from(published).toString('latin1').replace('L020.0', 'L 20.0');
    expect(read(cubiscan, bytes(blanks))[0]).toMatchObject({ dimensions: box });
  });
  it.each([
    ['under', 'too-small'],
    ['over', 'too-large'],
    ['unstable', 'unstable'],
  ] as const)('%s is a fault without a number', (sides, kind) => {
    expect(read(cubiscan, cubiscanMeasurement({ sides, weight: 100, metric: true }))).toEqual([
      { type: 'fault', kind },
    ]);
  });
  it('says why it refused', () => {
    expect(read(cubiscan, bytes('\u0002MNCZ\u0003\r\n\u0002MNCC\u0003\r\n\u0002?N\u0003\r\n'))).toMatchObject([
      { type: 'fault', kind: 'not-zeroed' },
      { type: 'fault', kind: 'device-error' },
      { type: 'fault', kind: 'device-error' },
    ]);
  });
  it('one lost or strange character in a measurement is never another size', () => {
    const frame = cubiscanMeasurement({ sides: [200, 100, 300], weight: 5050, metric: true });
    for (let at = 0; at < frame.length; at += 1) {
      const shorter = Uint8Array.from([...frame.subarray(0, at), ...frame.subarray(at + 1)]);
      for (const reading of read(cubiscan, shorter))
        if (reading.type === 'dimensions') expect(reading.dimensions).toEqual(box);
    }
  });
  it('answers its simulator', () => {
    const device = new CubiscanSimulator();
    expect(read(cubiscan, device.receive(cubiscan.measure ?? new Uint8Array()))).toMatchObject([
      { type: 'dimensions', dimensions: box },
    ]);
  });
});

describe('configurable string', () => {
  const format = '#{reference:3};{length:5.1};{width:5.1};{height:5.1};{unit:2};{ready}';
  it('reads its template, puts the point back, keeps the number', () => {
    expect(read(configurableString, bytes('#017;00425;00310;00205;cm;READY\r\n'), { format })).toEqual([
      {
        type: 'dimensions',
        dimensions: { length: '42.5', width: '31.0', height: '20.5', unit: 'cm' },
        reference: '017',
      },
    ]);
  });
  it('NOTREADY, NODIM and other forms are faults', () => {
    const lines = '#017;00425;00310;00205;cm;NOTREADY\r\nNODIM_TOO_HIGH\r\n#017;00425;00310\r\n';
    expect(read(configurableString, bytes(lines), { format }).map((reading) => reading.type)).toEqual([
      'fault',
      'fault',
      'fault',
    ]);
  });
  it('checks the block check character where the template has one', () => {
    const checked = '{length:5};{width:5};{height:5}*{bcc}';
    const body = '00425;00310;00205*';
    const bcc = Array.from(body)
      .reduce((xor, char) => xor ^ char.charCodeAt(0), 0)
      .toString(16)
      .padStart(2, '0');
    expect(read(configurableString, bytes(`${body}${bcc}\n`), { format: checked, unit: 'mm' })).toMatchObject([
      { type: 'dimensions', dimensions: { length: '425', unit: 'mm' } },
    ]);
    expect(
      read(configurableString, bytes(`${body.replace('4', '5')}${bcc}\n`), { format: checked, unit: 'mm' }),
    ).toMatchObject([{ type: 'fault', kind: 'unreadable' }]);
  });
  it('no unit sent and none set is no size', () => {
    expect(read(configurableString, bytes('10;20;30\n'), { format: '{length};{width};{height}' })).toMatchObject([
      { type: 'fault' },
    ]);
  });
  it.each(['', '{length}', '{length}{breadth}{height}', '{length}{width}{height', 'x'.repeat(400)])(
    'refuses the template %j',
    (wrong) => {
      expect(() => configurableString.create({ format: wrong })).toThrow();
    },
  );
});

describe('CSV lines', () => {
  const options: DimensionerOptions = {
    format: 'barcode,length,width,height,skip,weight',
    unit: 'cm',
    weightUnit: 'kg',
  };
  it('reads columns, quotes, decimal commas and steps over the head', () => {
    const lines =
      'barcode,length,width,height,volume,weight\r\n"YT,26""11",42.5,31,20.5,27.0,2.365\r\nYT2612;42,5;31;20,5;27;2,4\r\n';
    expect(read(csvLines, bytes(lines), options)).toEqual([
      { type: 'status', detail: 'column names' },
      {
        type: 'dimensions',
        dimensions: { length: '42.5', width: '31', height: '20.5', unit: 'cm' },
        weight: { value: '2.365', unit: 'kg' },
        barcode: 'YT,26"11',
      },
      {
        type: 'dimensions',
        dimensions: { length: '42.5', width: '31', height: '20.5', unit: 'cm' },
        weight: { value: '2.4', unit: 'kg' },
        barcode: 'YT2612',
      },
    ]);
  });
  it('zero, empty and missing columns are no size', () => {
    expect(
      read(csvLines, bytes('A,0,31,20,1,1\nB,,31,20,1,1\nC,1\n'), options).every(({ type }) => type === 'fault'),
    ).toBe(true);
  });
  it('refuses columns it does not know and lists without the three sides', () => {
    expect(() => csvLines.create({ format: 'length,breadth,height' })).toThrow();
    expect(() => csvLines.create({ format: 'length,width' })).toThrow();
  });
});

describe('JSON over HTTP', () => {
  it("reads Qboid's published body without its picture", () => {
    const body = `{"timestamp":"2021\\/02\\/14 07:19:38","l":195,"w":165,"h":72,"weight":7709,"barcode":"845973030506","shape":"Cuboidal","device":"639b707f","note":"","attributes":{"hazmat":"true"},"image":"${'A'.repeat(9_000)}"}`;
    const { reading, raw } = readJsonBody(body, qboid);
    expect(reading).toEqual({
      type: 'dimensions',
      dimensions: { length: '195', width: '165', height: '72', unit: 'mm' },
      weight: { value: '7709', unit: 'g' },
      barcode: '845973030506',
      reference: '2021/02/14 07:19:38',
    });
    expect(raw).not.toContain('AAAA');
    expect(raw.length).toBeLessThanOrEqual(512);
  });
  it("reads vMeasure's published sample, which lacks a comma", () => {
    const body =
      '{\n"id": "461",\n"status": true,\n"dimensionUnit": "in",\n"length": "25.0",\n"width": "19.5"\n"height": "14.0",\n"weightUnit": "lb",\n"sku": "SN68392239",\n"actualWeight": "3.00"\n}';
    expect(readJsonBody(body, vmeasure).reading).toEqual({
      type: 'dimensions',
      dimensions: { length: '25.0', width: '19.5', height: '14.0', unit: 'in' },
      weight: { value: '3.00', unit: 'lb' },
      barcode: 'SN68392239',
      reference: '461',
    });
  });
  it.each(['', '[]', 'null', '{"l":1', '{"l":"-5","w":1,"h":1}', '{"l":1e99,"w":1,"h":1}', '{"w":165,"h":72}'])(
    '%s is a fault',
    (body) => {
      expect(readJsonBody(body, qboid).reading.type).toBe('fault');
    },
  );
  it('a measurement without success is a fault, whatever numbers stand there', () => {
    expect(
      readJsonBody('{"status":false,"length":"1","width":"1","height":"1","dimensionUnit":"cm"}', vmeasure).reading
        .type,
    ).toBe('fault');
  });
});

it.each(dimensionerProtocols.map((protocol) => [protocol.name, protocol] as const))(
  '%s never throws and keeps its limits on noise',
  (_, protocol) => {
    const format = protocol.name === 'csv-lines' ? 'length,width,height' : '{length};{width};{height}';
    const reader = protocol.create({ format, unit: 'cm' });
    let state = 7;
    for (let chunk = 0; chunk < 400; chunk += 1)
      for (const { raw } of reader.push(
        Uint8Array.from({ length: 500 }, () => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) >>> 16),
      ))
        expect(raw.length).toBeLessThanOrEqual(512);
  },
);
