import { describe, expect, it } from 'vitest';
import { findScaleProtocolByAnyName } from '../registry.ts';
import type { ScaleParserOptions } from './scale-protocol.ts';

/** [protocol or alias, frame (text with \x escapes), what it says, settings]. Captures and manual examples of the sources the protocols name. */
type Trace = readonly [string, string, readonly string[], ScaleParserOptions?];

const kg: ScaleParserOptions = { unit: 'kg' };

const traces: readonly Trace[] = [
  // Toledo continuous: the same load shown as 1.44 kg, 1440 g and, expanded, 1448 g; point as in SWA, nothing multiplied.
  ['toledo', '\x02\x2c\x30\x20   144   000\r', ['1.44 kg stable gross']],
  ['toledo', '\x02\x29\x30\x21  1440     0\r', ['1440 g stable gross']],
  ['toledo', '\x02\x2a\x30\x31  1448     0\r', ['1448 g stable gross']],
  ['toledo', '\x02\x2d\x3b\x20  2365   500\r', ['-2.365 kg moving net']],
  ['toledo', '\x02\x2d\x20\x20  2365     0\r', ['2.365 lb stable gross']],
  ['toledo', '\x02\x2d\x34\x20  2365     0\r', ['fault out-of-range']],
  ['toledo', '\x02\x2d\x30\x24  2365     0\r', ['fault unreadable']],
  [
    'toledo',
    '\x02\x2d\x30\x20  2365     0\r\n\x02\x2d\x30\x20  2366     0\r\n',
    ['2.365 kg stable gross', '2.366 kg stable gross'],
  ],
  // A capture in a driver: 200 kg, checksum 1E.
  ['toledo', '\x02\x31\x30\x20   200    00\r\x1e', ['200 kg stable gross']],
  // A Jaguar as a display manual shows it: pounds, the tare blank.
  ['toledo', '\x02\x31\x20\x20   200      \r', ['200 lb stable gross']],
  ['cardinal-short', '\x02\x2d\x30\x20  2365\r', ['2.365 kg stable gross']],
  ['toledo', '\x02\x2d\x30\x20  2365\r', ['2.365 kg stable gross']],
  ['toledo', '\x2d\x30\x20  2365     0\r', ['2.365 kg stable gross'], { dialect: { start: 'none', checksum: 'none' } }],
  // ST,GS: captures of T-Scale NHB and QHW, Rinstrum format 4, AD-4404, A&D standard and CSV, KERN KFN and GAB.
  ['t-scale', 'ST,GS    20.7g  \r\nUS,GS    20.9g  \r\n', ['20.7 g stable gross', '20.9 g moving gross']],
  ['t-scale', 'ST,GS,   245.6 g\r\nUS,GS,    92.6 g\r\n', ['245.6 g stable gross', '92.6 g moving gross']],
  ['st-gs', 'ST,GS,+000000.kg\r\n', ['0 kg stable gross']],
  ['st-gs', 'ST,NT,+0012.34kg\r\nST,TR,+0001.00kg\r\n', ['12.34 kg stable net', 'status information']],
  ['st-gs', 'ST,US,  1.000kg\r\n', ['1.000 kg moving unknown']],
  ['st-gs', 'ST,GS,+9999999kg\r\nST,GS,        kg\r\n', ['fault out-of-range', 'fault out-of-range']],
  ['st-gs', 'OL,+9999999E+19\r\nOL,-9999999E+19\r\n', ['fault overload', 'fault underload']],
  [
    'ad-4404',
    'LO,GS,+       kg\r\nST,LO,+0012.34kg\r\nST,G ,+01234.5kg\r\n',
    ['fault out-of-range', '12.34 kg stable unknown', '1234.5 kg stable gross'],
  ],
  ['st-gs', 'QT,+00000012 PC\r\n', ['status information']],
  ['kern-kfn', 'ST,GS 1.000KG\r\n', ['1.000 kg stable gross']],
  ['kern-gab', 'US,G, 1.342,kg\r\n', ['1.342 kg moving gross']],
  ['kern-gab', 'ST,G ,- 1.342,kg\r\n', ['-1.342 kg stable gross']],
  ['st-gs', 'ST, GS+ 5.12KG\r\nST,N,- 1.234kg\r\n', ['5.12 kg stable gross', '-1.234 kg stable net']],
  ['st-gs', 'ST,GS,+      0.00     g\r\nST,GS,12.345kg\r\n', ['0.00 g stable gross', '12.345 kg stable gross']],
  ['and', 'ST,+00123.45  g\r\nUS,-00000.12  g\r\n', ['123.45 g stable unknown', '-0.12 g moving unknown']],
  ['and', 'ST,+0000.1278,  g\r\n', ['0.1278 g stable unknown']],
  ['and', 'ST;+0000,1278;  g\r\n', ['0.1278 g stable unknown']],
  ['and', 'ST,OK,+00123.45  g\r\n', ['123.45 g stable unknown']],
  ['and', 'WT   +123.45  g\r\nUS   +123.46  g\r\n', ['123.45 g stable unknown', '123.46 g moving unknown']],
  ['and', 'S S     123.45 g\r\nSI+\r\nEC,E11\r\n', ['123.45 g stable net', 'fault overload', 'status refused']],
  ['and-nu', '+00123.45\r\n', ['123.45 g unknown unknown'], { unit: 'g' }],
  ['and', 'ST,+00000.12 GN\r\n', ['fault unreadable']],
  // MT-SICS: column form, single blanks, refusals, and answers that look like weights.
  ['mt-sics', 'S S     100.00 g\r\nS D      -9.99 kg\r\n', ['100.00 g stable net', '-9.99 kg moving net']],
  ['mt-sics', 'S S 100.00 g\r\n', ['100.00 g stable net']],
  ['mt-sics', 'S D   18.63805 g\r\nS S     0.8127 kg\r\n', ['18.63805 g moving net', '0.8127 kg stable net']],
  ['mt-sics', 'S I\r\nS +\r\nS -\r\nSI +\r\n', ['status busy', 'fault overload', 'fault underload', 'fault overload']],
  ['mt-sics', 'S S Error 10b\r\n', ['fault device-error']],
  ['mt-sics', 'TA A 2.486 g\r\nI2 A "XS204 Excellence 60.18 kg"\r\n', ['status information', 'status information']],
  [
    'mt-sics',
    'T S 2.486 g\r\nZ A\r\nZ I\r\nT +\r\nTAC A\r\n',
    ['status acknowledged', 'status acknowledged', 'status refused', 'status refused', 'status acknowledged'],
  ],
  ['mt-sics', 'ES\r\nET\r\nEL\r\n', ['status refused', 'status refused', 'status refused']],
  ['mt-sics', 'I4 A "1126493049"\r\n@ A "123456789"\r\n', ['status information', 'status information']],
  ['mt-sics', 'SIX1 S 0 Z R R 0 0 0 1 M     2.000     1.500     0.500 kg\r\n', ['1.500 kg stable net']],
  ['mt-sics', '     N       0.3746 g   \r\n', ['0.3746 g unknown net']],
  ['mt-sics', 'S S 12 PCS\r\n', ['status information']],
  // Toledo point of sale.
  ['8217', '\x02012.34\r', ['12.34 lb stable unknown'], { unit: 'lb' }],
  ['8217', '\x0202.365\r', ['2.365 kg stable unknown'], kg],
  ['8217', '\x0202.365N\r', ['2.365 kg stable net'], kg],
  ['8217', '\x0202.365\r', ['2.365 unknown stable unknown']],
  [
    '8217',
    '\x02?A\r\x02?B\r\x02?D\r\x02?@\r\x02?`\r',
    ['status motion', 'fault overload', 'fault underload', 'status information', 'status information'],
  ],
  ['8217', '\x0202.36\r', ['2.36 lb stable unknown'], { unit: 'lb' }],
  // ×10 and grams of a Brecknell 3700LP.
  [
    '8213',
    '\x020002.36\r\x02001250\r\x020012500\r',
    ['2.36 lb stable unknown', 'fault unreadable', 'fault unreadable'],
    { unit: 'lb' },
  ],
  ['8213', '\x02001250\r\x020012500\r', ['1250 g stable unknown', '12500 g stable unknown'], { unit: 'g' }],
  ['8217', '\x02E\rhello', ['status information']],
  ['8213', '\x0202.36\r\x02002.36\r', ['2.36 lb stable unknown', '2.36 lb stable unknown'], { unit: 'lb' }],
  // NCI.
  ['nci', '\n   0.500lb\r\n00\r\x03', ['0.500 lb stable unknown']],
  ['nci', '\n   0.500lb\r\n10\r\x03\n  0lb  8.0oz\r\n00\r\x03', ['0.500 lb moving unknown', '8.0 oz stable unknown']],
  ['nci', '\n  1lb  2.5oz\r\n00\r\x03', ['18.5 oz stable unknown']],
  [
    'nci',
    '\n^^^^^^lb\r\n02\r\x03\n______lb\r\n01\r\x03\n------lb\r\n00\r\x03',
    ['fault overload', 'fault underload', 'fault not-zeroed'],
  ],
  ['nci', '\n 12.34lb\r\n0p0\r\x03\n 12.34lb\r\n0p4\r\x03', ['12.34 lb stable gross', '12.34 lb stable net']],
  ['nci', '\n 012.34lb\r00\x03', ['12.34 lb stable unknown']],
  ['nci', '\n 000.00LB\r00\x03', ['0.00 lb stable unknown']],
  ['nci', '\n?\r\x03\n10\r\x03\n20\r\x03', ['status refused', 'status motion', 'status information']],
  ['brecknell-ds-1000', '\n  1.000kg\r\n30\r\x03', ['1.000 kg stable unknown']],
  ['ecr', '\n02.365KG\r\nS00\r\x03\nS10\r\x03', ['2.365 kg stable unknown', 'status motion']],
  // SMA: fixed 20 bytes.
  ['sma', '\n 1G       2.365kg \r\nZ1N       0.000lb \r', ['2.365 kg stable gross', '0.000 lb stable net']],
  [
    'sma',
    '\n 1GM      2.365kg \r\nO1G       9.999kg \r\nE1G  ----------kg \r',
    ['2.365 kg moving gross', 'fault overload', 'fault not-zeroed'],
  ],
  ['sma', '\n?\r\n!\r', ['status refused', 'status refused']],
  [
    'ups-worldship',
    '012.34 lb. GR  \r\n\x03 12.35 lb. gr  \r\n\x04\r\x03\x04',
    ['12.34 lb stable gross', '12.35 lb moving gross', 'fault overload', 'fault overload'],
  ],
  // Ohaus: captures of a Defender 3000; the sign stands alone in column 1.
  [
    'ohaus',
    '   0.360 kg    G\r\n-  1.340 kg   ?N\r\n-  1.640 kg    N\r\n',
    ['0.360 kg stable gross', '-1.340 kg moving net', '-1.640 kg stable net'],
  ],
  ['ohaus', '    20.0 kg    G\r\n    19.8 kg   ?G\r\n', ['20.0 kg stable gross', '19.8 kg moving gross']],
  [
    'ohaus',
    '     192.21 g\r\n     192.21 g ?\r\nES\r\n',
    ['192.21 g stable unknown', '192.21 g moving unknown', 'status refused'],
  ],
  [
    'adam-cpwplus',
    'G +  2.00 kg\r\nN -  0.05 kg\r\nT +  1.00 kg\r\n',
    ['2.00 kg unknown gross', '-0.05 kg unknown net', 'status information'],
  ],
  ['adam-highland', '+      123.45 g \r\n', ['123.45 g unknown unknown']],
  ['adam-cbd', 'Gross Wt 1.234 Kg\r\nER Q\r\n', ['1.234 kg unknown gross', 'status refused']],
  ['adam-pgl', '!EU\r\n', ['status refused']],
  [
    'sterling-7600',
    'SGWGross   0.010 lb\r\nWGross   0.010 lb\r\nSCOCount      16 Pieces\r\nOCount      16 Pieces \r\n',
    ['0.010 lb unknown gross', '0.010 lb unknown gross', 'status information', 'status information'],
  ],
  ['magellan-s11', 'S110125\r', ['1.25 lb stable unknown'], { unit: 'lb' }],
  [
    'sbi',
    '+   123.56 g  \r\n+   123.56    \r\n',
    ['123.56 g stable unknown', '123.56 g moving unknown'],
    { unit: 'g' },
  ],
  ['sbi', 'N     +   123.56 g  \r\nG#    +   123.56 kg \r\n', ['123.56 g stable net', '123.56 kg stable gross']],
  ['sbi', '+  123.5[6] g  \r\n', ['123.56 g stable unknown']],
  [
    'sbi',
    'Stat       H        \r\n      L       \r\n      C       \r\n',
    ['fault overload', 'fault underload', 'fault calibrating'],
  ],
  ['sbi', '+     1.00 GN \r\n', ['fault unreadable']],
  // Captures of a CI-200A (identity 00) and a CI-6000 (NUL for blanks, tonnes).
  ['cas-22', 'ST,GS,\x00\xc5,     0.0 kg\r\n', ['0.0 kg stable gross']],
  [
    'cas-22',
    'ST,GS,D\xc5,    0.00\x00 t\r\nST,GS,D\xc4,    1.33\x00 t\r\n',
    ['0.00 t stable gross', '1.33 t stable gross'],
  ],
  ['cas-22', 'ST,GS,1\xc4,000013.5 kg\r\n', ['13.5 kg stable gross']],
  ['cas-22', 'US,NT,=\x8d, -0013.5 t \r\n', ['-13.5 t moving net']],
  ['cas-22', 'OL,GS,1\x80,         kg\r\n', ['fault overload']],
  ['cas-10', '   13.50\r\n', ['13.50 kg unknown unknown'], kg],
  [
    'cas-enq',
    '\x01\x02S   2.365kg\x53\x03\x04\x01\x02U-  2.36kg\x6d\x03\x04\x01\x02S  12.5g\x2c\x03\x04',
    ['2.365 kg stable unknown', '-2.36 kg moving unknown', '12.5 g stable unknown'],
  ],
  ['cas-enq', '\x01\x02SF      kg\x19\x03\x04\x01\x02F   0.00kg\x74\x03\x04', ['fault overload', 'fault overload']],
  ['cas-enq', '\x06\x01\x02S   2.36kgr\x03\x04\x15', ['status acknowledged', 'status refused']],
  [
    'condec',
    '\x02   2.365KG \r\n\x02-  2.365LNM\r\n\x02   2365 GGZ\r\n',
    ['2.365 kg stable gross', '-2.365 lb moving net', '2365 g stable gross'],
  ],
  [
    'condec',
    '\x02   2.365TG \r\n\x02   2.365KGO\r\n\x02   2.365KGI\r\n',
    ['2.365 unknown stable gross', 'fault out-of-range', 'fault device-error'],
  ],
  ['iq700', '\x02   2.365KGGR\r\n', ['2.365 kg stable gross']],
  [
    'cardinal-sb',
    '\r+ 2.365  kg g  \x03\r-002.36m lb n  \x03\r+ 2.365o kg g  \x03',
    ['2.365 kg stable gross', '-2.36 lb moving net', 'fault out-of-range'],
  ],
  [
    'fairbanks-fbputr',
    '\x0240 12.34\x03\x0244 12.34\x03\x0243------\x03',
    ['12.34 lb unknown gross', '12.34 kg unknown net', 'fault out-of-range'],
  ],
  // Yaohua: debug log of an A9 (+003290, no decimals, XOR 13); the "=" examples of the manual.
  ['xk3190-a9', '\x02+003290013\x03', ['3290 kg unknown unknown'], kg],
  ['xk3190-a9', '\x02+00000001B\x03\x02+000085016\x03', ['0 kg unknown unknown', '85 kg unknown unknown'], kg],
  ['xk3190-a9', '\x02+00020521E\x03\x02+000020019\x03', ['2.05 kg unknown unknown', '20 kg unknown unknown'], kg],
  ['keli-d2008', '\x02+00007001C\x03', ['70 kg unknown unknown'], kg],
  ['yaohua-equals', '=-001320(kg)\r\n=+000020(kg)\r\n', ['-1320 kg unknown unknown', '20 kg unknown unknown']],
  [
    'yaohua-equals-reversed',
    '=00.0050=00.005-',
    ['500.00 kg unknown unknown', '-500.00 kg unknown unknown'],
    { unit: 'kg', dialect: { characters: 'seven' } },
  ],
  ['xk3190-a9', '\x02+003290014\x03', []],
  ['yaohua-equals-reversed', '=000.3000=00.1000-', ['3.000 kg unknown unknown', '-1.00 kg unknown unknown'], kg],
  ['yaohua-equals-forward', '=0003.000=-0001.00', ['3.000 kg unknown unknown', '-1.00 kg unknown unknown'], kg],
  ['yaohua-equals', '=000.3000', ['status information'], kg],
  ['yaohua-a12', '         OL23\r\n         LO23\r\n', ['fault overload', 'fault underload']],
  [
    'yaohua-a12-text',
    'ww000.000lb\r\nwn-0000.1kg\r\nwt000.000kg\r\n',
    ['0.000 lb unknown gross', '-0.1 kg unknown net', 'status information'],
  ],
  ['yaohua-command', '\x02AA00\x03', ['status acknowledged']],
  ['jcs-b', '\xff\x43\x65\x23\x00\x00', ['2.365 kg stable unknown']],
  [
    'jcs-b',
    '\xff\x22\x65\x23\x00\x01\xff\xc3\x00\x00\x00\x00\xff\x4b\x01\x00\x00\x00',
    ['-23.65 lb moving unknown', 'fault overload', 'status information'],
  ],
  ['jcs-b', '\xff\x41\x65\x23\x00\x00', ['2365 kg stable unknown'], { dialect: { decimals: 'one-is-none' } }],
  // Captures of OpenTrickler issue 15; gn is grain.
  [
    'kern',
    '       0.000 g  \r\n     -29.186 g  \r\n       0.665 g  \r\n',
    ['0.000 g stable unknown', '-29.186 g stable unknown', '0.665 g stable unknown'],
  ],
  ['kern', '     -450.45 gn \r\n       10.21 gn \r\n', ['fault unreadable', 'fault unreadable']],
  ['sbi', '+   62.916 GN \r\n', ['fault unreadable']],
  ['kern', '      123.45 g  \r\n', ['123.45 g stable unknown']],
  ['kern', '   -    0.50    \r\n           Error\r\n', ['-0.50 unknown moving unknown', 'fault device-error']],
  ['dialog06', '\x0202\x1b3\x1b02365\x1b000100\x1b000237\x03', ['2.365 kg stable unknown']],
  [
    'dialog06',
    '\x0209\x1b20\x03\x0209\x1b32\x03\x0211\x1b212\x03\x0202\x1b3\x1b00.000\x1b000100\x1b000000\x03',
    ['status motion', 'fault overload', 'fault device-error', 'fault out-of-range'],
  ],
  // HID reports of Dymo scales: 11.2 oz, 500 g, zero, under zero, padded to eight bytes.
  ['dymo', '\x03\x04\x0b\xff\x70\x00', ['11.2 oz stable unknown']],
  [
    'dymo',
    '\x03\x04\x02\x00\xf4\x01\x00\x00\x03\x02\x0b\xff\x00\x00',
    ['500 g stable unknown', '0.0 oz stable unknown'],
  ],
  [
    'dymo',
    '\x03\x05\x0b\xff\x05\x00\x03\x03\x0b\xff\x70\x00\x03\x06\x0b\xff\xff\xff',
    ['-0.5 oz unknown unknown', '11.2 oz moving unknown', 'fault overload'],
  ],
  // node-hid issue 286: a Stamps.com and a Fairbanks scale.
  ['dymo', '\x03\x04\x0b\xff\x6f\x04\x03\x04\x0c\xfe\x11\x03', ['113.5 oz stable unknown', '7.85 lb stable unknown']],
  ['dymo', '\x03\x04\x0c\xfe\xe8\x03\x03\x04\x06\x00\xe8\x03', ['10.00 lb stable unknown', 'fault unreadable']],
  ['dymo', '\x04\x0b\xff\x70\x00', ['11.2 oz stable unknown'], { dialect: { report: 'stripped' } }],
];

describe('traces of the sources', () => {
  it.each(traces.map((trace) => [trace[0], JSON.stringify(trace[1]), trace] as const))('%s %s', (_, __, trace) => {
    const [name, text, expected, options = {}] = trace;
    const found = findScaleProtocolByAnyName(name);
    if (found === undefined) throw new Error(`no protocol ${name}`);
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const say = (dialect: Readonly<Record<string, string>>, chunk: number): string[] => {
      const parser = found.protocol.create({ ...options, dialect });
      const frames = [];
      for (let at = 0; at < bytes.length; at += chunk) frames.push(...parser.push(bytes.subarray(at, at + chunk)));
      return [...frames, ...parser.end()].map(({ reading }) =>
        reading.type === 'weight'
          ? `${reading.value} ${reading.unit} ${reading.stability} ${reading.mode}`
          : `${reading.type} ${reading.kind}`,
      );
    };
    for (const chunk of [1, 3, bytes.length])
      expect(say({ ...found.dialect, ...options.dialect }, chunk)).toEqual(expected);
  });
});

describe('columns', () => {
  const says = (text: string): string[] => {
    const parser = findScaleProtocolByAnyName('st-gs')?.protocol.create();
    return (parser?.push(Uint8Array.from(text, (character) => character.charCodeAt(0))) ?? []).map(({ reading }) =>
      reading.type === 'weight' ? reading.value : `${reading.type} ${reading.kind}`,
    );
  };
  const line = 'ST,GS,   2.365kg\r\n';
  const lostByte = 'ST,GS,   2.65kg\r\n';

  it('a line that lost a byte among equally long ones is not read', () => {
    expect(says(line.repeat(3) + lostByte + line)).toEqual(['2.365', '2.365', '2.365', '2.365']);
    expect(says(line.repeat(3) + lostByte + line + lostByte)).toEqual(['2.365', '2.365', '2.365', '2.365']);
  });

  it('a new length that stays is taken over with its second line; faults always pass', () => {
    expect(says(line.repeat(3) + lostByte + lostByte + lostByte)).toEqual(['2.365', '2.365', '2.365', '2.65', '2.65']);
    expect(says(`${line.repeat(3)}OL,GS,kg\r\n`)).toEqual(['2.365', '2.365', '2.365', 'fault overload']);
  });

  it('a device that never settled on a length is read as it comes', () => {
    expect(says(line + lostByte + line + lostByte)).toEqual(['2.365', '2.65', '2.365', '2.65']);
  });
});
