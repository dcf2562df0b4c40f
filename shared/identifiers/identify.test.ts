import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identify } from './identify.ts';
import formats from './number-formats.json' with { type: 'json' };

const now = { thisYear: 2026 };
const best = (code: string, aim?: string) => identify(code, aim === undefined ? now : { ...now, aim }).candidates[0];

/** Published numbers: carriers' pages, label guides, tracking_number_data (MIT), UPU and GS1 examples. */
const published: readonly (readonly [string, string, string | undefined])[] = [
  ['1Z5R89390357567127', 'UPS 1Z', 'ups'],
  ['1Z879E930346834440', 'UPS 1Z', 'ups'],
  ['1Z410E7W0392751591', 'UPS 1Z', 'ups'],
  ['1z 8v9 2a7 03 6720 302 4', 'UPS 1Z', 'ups'],
  ['986578788855', 'FedEx Express 12', 'fedex'],
  ['477179081230', 'FedEx Express 12', 'fedex'],
  ['799531274483', 'FedEx Express 12', 'fedex'],
  ['974367662710', 'FedEx Express 12', 'fedex'],
  ['1001921334250001000300779017972697', 'FedEx ASTRA 34', 'fedex'],
  ['1002297871540001000300790695517286', 'FedEx ASTRA 34', 'fedex'],
  ['9622001900000000000000776632517510', 'FedEx ASTRA 34', 'fedex'],
  ['9632001560123456789900794808390594', 'FedEx ASTRA 34', 'fedex'],
  ['61299998820821171811', 'FedEx SmartPost 20', 'fedex'],
  ['9261292700768711948021', 'FedEx SmartPost 22', 'fedex'],
  ['0414 4176 0228 964', 'FedEx Ground 15', 'fedex'],
  ['5682 8361 0012 734', 'FedEx Ground 15', 'fedex'],
  ['9611020987654312345672', 'FedEx Ground 96', 'fedex'],
  ['420 22153 9101026837331000039521', 'USPS IMpb 420 + ZIP5', 'usps'],
  ['4201002334249200190132607600833457', 'USPS IMpb 420 + ZIP9', 'usps'],
  ['4201028200009261290113185417468510', 'USPS IMpb 420 + ZIP9', 'usps'],
  ['9505 5110 6960 5048 6006 24', 'USPS IMpb 22', 'usps'],
  ['9101 1234 5678 9000 0000 13', 'USPS IMpb 22', 'usps'],
  ['9400 1112 0108 0805 4830 16', 'USPS IMpb 22', 'usps'],
  ['9361 2898 7870 0317 6337 95', 'USPS IMpb 22', 'usps'],
  ['9405803699300124287899', 'USPS IMpb 22', 'usps'],
  ['92748931507708513018050063', 'USPS IMpb 26', 'usps'],
  ['0307 1790 0005 2348 3741', 'USPS 20', 'usps'],
  ['7112 3456 7891 2345 6787', 'USPS 20', 'usps'],
  ['7196 9010 7560 0307 7385', 'USPS 20 without its 91', 'usps'],
  ['3318810025', 'DHL Express waybill', 'dhl-express'],
  ['8487135506', 'DHL Express waybill', 'dhl-express'],
  ['73891051146', 'DHL Express waybill 11', 'dhl-express'],
  ['JJD0099999999', 'DHL Express piece JJD', 'dhl-express'],
  ['JVGL0999999990', 'DHL Express piece JVGL', 'dhl-express'],
  ['GM 2 9 5 117 32 25 1 7 44 9 4', 'DHL eCommerce GM', 'dhl-ecommerce'],
  ['JJD0002257639032011', 'Yodel JD/JJD', 'yodel'],
  ['00 81827 0998 0000 0200 33 350 276 C', 'DPD 28', 'dpd'],
  ['0081 827 0998 0000 0200 45 327 276 N', 'DPD 28', 'dpd'],
  ['0073938000549297', 'Canada Post 16', 'canada-post'],
  ['TBA502887274000', 'Amazon Logistics TBA', 'amazon'],
  ['X001ABCDEF', 'Amazon FNSKU', 'amazon'],
  ['YT2229521272164446', 'YunExpress YT16', 'yunexpress'],
  ['4PX3000123456789CN', '4PX', '4px'],
  ['SF1234567890123', 'SF Express SF13', 'sf-express'],
  ['LP00123456789012', 'Cainiao LP', 'cainiao'],
  ['RB123456785GB', 'UPU S10', 'royal-mail'],
  ['EE 473 124 829 CN', 'UPU S10', 'china-post'],
  ['176-12345675', 'IATA air waybill', undefined],
  ['020-81140743', 'IATA air waybill', undefined],
  ['17612345675', 'IATA air waybill', undefined],
  ['CSQU3054383', 'ISO 6346 container', undefined],
  ['USJFKACNSHAAAUN60001', 'UPU S8', undefined],
  ['790535312317', 'FedEx Express 12', 'fedex'],
  [' 7 9 0 5 3 5 3 1 2 3 1 7 ', 'FedEx Express 12', 'fedex'],
  ['1001921380360001000300639585804382', 'FedEx ASTRA 34', 'fedex'],
  ['1001901781990001000300617767839437', 'FedEx ASTRA 34', 'fedex'],
  ['5682 8361 0012 000', 'FedEx Ground 15', 'fedex'],
  ['9622001560000000000000794808390594', 'FedEx ASTRA 34', 'fedex'],
  ['9622001560001234567100794808390594', 'FedEx ASTRA 34', 'fedex'],
  ['1Z8V92A70367203024', 'UPS 1Z', 'ups'],
  ['1ZY0X1930320121606', 'UPS 1Z', 'ups'],
  ['1Z12345E6605272234', 'UPS 1Z', 'ups'],
  ['1099255990', 'DHL Express waybill', 'dhl-express'],
  ['3821724944', 'DHL Express waybill', 'dhl-express'],
  ['3318810036', 'DHL Express waybill', 'dhl-express'],
  ['3318810014', 'DHL Express waybill', 'dhl-express'],
  ['GM295117494011169042', 'DHL eCommerce GM', 'dhl-ecommerce'],
  ['RB123456785CV', 'UPU S10', undefined],
  [' R B 1 2 3 4 5 6 7 8 5 C F ', 'UPU S10', undefined],
  ['320595463938', 'Purolator 12', 'purolator'],
  ['KYV009956937', 'Purolator PIN', 'purolator'],
  ['D576002440000001718010', 'Canpar 22', 'canpar'],
  ['C11031500001879', 'OnTrac', 'ontrac'],
  ['C11121552829468', 'OnTrac', 'ontrac'],
  ['D10011345983010', 'OnTrac', 'ontrac'],
  ['GFUS01011884214464', 'GOFO US', 'gofo'],
  ['LTN74207623N1', 'Landmark Global LTN', 'landmark-global'],
  ['LX17635036', 'LaserShip LX', 'lasership'],
  ['1LS717793482164', 'LaserShip 1LS7', 'lasership'],
  ['1LS7119013618127-1', 'LaserShip 1LS7 with piece', 'lasership'],
  ['SP029692510000920746', 'Spee-Dee', 'spee-dee'],
  ['07209562763', 'Old Dominion PRO', 'old-dominion'],
  ['77806528897', 'Old Dominion PRO', 'old-dominion'],
  ['80003280379', 'Old Dominion guaranteed', 'old-dominion'],
  ['01 030E 0928 06 011E 001E', 'Deutsche Post letter 20', 'deutsche-post'],
  ['JD0002242617644732', 'Yodel JD/JJD', 'yodel'],
  ['AA1234567', 'Parcelforce domestic 9', 'parcelforce'],
  ['AAAA1234567890', 'Parcelforce 14', 'parcelforce'],
  ['JDVA11408814483', 'JD Logistics', 'jd-logistics'],
  ['JDVA11408814483-1-3-', 'Package of a waybill', 'jd-logistics'],
  ['DPK364112047425', 'Deppon DPK', 'deppon'],
  ['JT3002232682242', 'J&T JT13', 'jt-express'],
  ['462598779470531', 'Yunda 4', 'yunda'],
  ['1240921381750', 'EMS 13 digits', 'china-post'],
  ['04252614', 'UPC-E', undefined],
];

describe('identification of a code', () => {
  it.each(published)('%s is %s', (code, format, carrier) => {
    const candidate = best(code);
    expect(candidate?.format).toBe(format);
    expect(candidate?.carrier).toBe(carrier);
    expect(candidate?.checkDigit?.status ?? 'right').toBe('right');
    expect(candidate?.problems).toBeUndefined();
  });

  it.each([
    ['1Z5R89390357567128', 'UPS 1Z', '7'],
    ['RB123456784GB', 'UPU S10', '5'],
    ['176-12345674', 'IATA air waybill', '5'],
    ['4006381333932', 'GTIN-13', '1'],
    ['9400111202555842332668', 'USPS IMpb 22', '9'],
    ['CSQU3054384', 'ISO 6346 container', '3'],
    ['008182709980000020033350276A', 'DPD 28', 'C'],
    // 9×3+9×1+6×7+5×3+7×1+8×7+7×3+8×1+8×7+8×3+5×1 = 270, mod 11 = 6
    ['996578788855', 'FedEx Express 12', '6'],
    ['1001901781990001000300617767839438', 'FedEx ASTRA 34', '7'],
    ['9261292700768711948020', 'FedEx SmartPost 22', '1'],
    ['568283610012732', 'FedEx Ground 15', '4'],
    ['9622001560001234567100794808390595', 'FedEx ASTRA 34', '4'],
    ['03071790000523483742', 'USPS 20', '1'],
    ['4201028200009261290113185417468511', 'USPS IMpb 420 + ZIP9', '0'],
    ['3318810010', 'DHL Express waybill', '4'],
    ['0073938000549292', 'Canada Post 16', '7'],
    ['320595463939', 'Purolator 12', '8'],
    ['D10011345983012', 'OnTrac', '0'],
    ['07209562773', 'Old Dominion PRO', '1'],
    ['1Z12345E0205271688', 'UPS 1Z', '6'],
  ])('%s: names the digit that would be right', (code, format, expected) => {
    const candidate = identify(code, now).candidates.find((one) => one.format === format);
    expect(candidate?.checkDigit).toMatchObject({ status: 'wrong', expected });
    expect(candidate?.confidence).toBe('possible');
  });

  it('never lets a check digit alone decide', () => {
    // One bare number in seven passes mod 7: that may not make it "certain", nor even "likely".
    fc.assert(
      fc.property(fc.stringMatching(/^\d{10}$/), (code) => {
        for (const candidate of identify(code, now).candidates) expect(candidate.confidence).toBe('possible');
      }),
    );
  });

  it('believes the symbology before the shape', () => {
    expect(best('4006381333931', ']E0')).toMatchObject({ format: 'GTIN-13', confidence: 'certain' });
    expect(best(']E0986578788855')?.format).toBe('GTIN-12');
    expect(best('986578788855', ']C0')?.format).toBe('FedEx Express 12');
    // The same digits: with FNC1 an SSCC, without only perhaps.
    const sscc = '00006141411234567890';
    expect(best(sscc, ']C1')).toMatchObject({ kind: 'gs1-element-string', confidence: 'certain' });
    expect(best(sscc, ']C0')?.confidence).not.toBe('certain');
  });

  it('reads USPS with the separator its GS1-128 carries', () => {
    const code = ']C142022153\u001d9101026837331000039521';
    expect(identify(code, now).candidates.map((one) => one.kind)).toContain('tracking');
  });

  it('a magazine with an add-on, a UPC-E, an EAN-8', () => {
    expect(best('977147396801203', ']E3')).toMatchObject({ format: 'GTIN-13', fields: { addOn: '03' } });
    expect(best('04252614', ']E0')).toMatchObject({ format: 'UPC-E', fields: { gtin12: '042100005264' } });
    expect(best('12345670', ']E4')?.format).toBe('GTIN-8');
  });

  it.each(['XJD0099999998', 'TBB000000000000', 'TBA50288727400A', 'LX176350N6', 'GFUS0101188421446', 'LSN74209518N1'])(
    '%s is none of the formats it resembles',
    (code) => {
      expect(identify(code, now).candidates.filter(({ score }) => score >= 45)).toEqual([]);
    },
  );

  it('says what is wrong with a GS1 string that nobody can read', () => {
    expect(best('(777)x')).toMatchObject({
      format: 'GS1 element string',
      problems: ['(777) is no application identifier'],
    });
    expect(best('888', ']C1')?.problems?.[0]).toContain('no application identifier at place 1');
    expect(best('(777x')).toBeUndefined();
  });

  it('S9 carries the gross weight in tenths of a kilogram', () => {
    expect(best('USJFKACNSHAAAUN60001001100155')).toMatchObject({
      format: 'UPU S9',
      fields: { receptacle: '001', highestReceptacle: '1', registeredOrInsured: '0', grossWeight: '15.5 kg' },
    });
    expect(best('USJFKACNSHAAAUN60001001109999')?.fields?.['grossWeight']).toBe('above 999.8 kg');
  });

  it('answers every text, and quickly, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 80 }), fc.stringMatching(/^[0-9A-Z\u001d()\-]{0,60}$/)), (code) => {
        const { candidates } = identify(code, now);
        expect(candidates.every((one, i) => i === 0 || one.score <= (candidates[i - 1]?.score ?? 0))).toBe(true);
      }),
    );
    expect(identify(`(01)${'(10)'.repeat(5_000)}`, now).candidates).toEqual([]);
  });

  it('finds each format by its first character', () => {
    for (const row of formats.formats) {
      fc.assert(
        fc.property(fc.stringMatching(new RegExp(row.pattern)), (code) => {
          expect(row.first).toContain(code.charAt(0));
        }),
        { numRuns: 20 },
      );
    }
  });
});
