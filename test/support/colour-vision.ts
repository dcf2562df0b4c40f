/** sRGB as the screen shows it, 0 … 1. */
export type Rgb = readonly [number, number, number];

export const rgbOf = (hex: string): Rgb =>
  [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Rgb;

const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const encoded = (value: number): number => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055);
const times = (matrix: readonly Rgb[], [a, b, c]: Rgb): Rgb =>
  matrix.map(([x, y, z]) => x * a + y * b + z * c) as unknown as Rgb;

/** Machado, Oliveira, Fernandes 2009, severity 1.0, on linear sRGB. */
export const visions: Readonly<Record<'protan' | 'deutan' | 'tritan', readonly Rgb[]>> = {
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

export function seenAs(colour: Rgb, vision: keyof typeof visions): Rgb {
  const seen = times(visions[vision], colour.map(linear) as unknown as Rgb);
  return seen.map((value) => encoded(Math.min(1, Math.max(0, value)))) as unknown as Rgb;
}

/** WCAG 2: 1 … 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const light = (colour: Rgb): number => {
    const [red, green, blue] = colour.map(linear) as unknown as Rgb;
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low = 0, high = 0] = [light(a), light(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** CIE L*a*b* under D65. */
function labOf(colour: Rgb): Rgb {
  const [x, y, z] = times(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    colour.map(linear) as unknown as Rgb,
  );
  const f = (t: number): number => (t > 216 / 24_389 ? Math.cbrt(t) : ((24_389 / 27) * t + 16) / 116);
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/** CIEDE2000 (Sharma, Wu, Dalal 2005), of two sRGB colours. */
export const deltaE2000 = (one: Rgb, other: Rgb): number => deltaOfLab(labOf(one), labOf(other));

export function deltaOfLab([l1, a1, b1]: Rgb, [l2, a2, b2]: Rgb): number {
  const turn = 2 * Math.PI;
  const rad = (degrees: number): number => (degrees * Math.PI) / 180;
  const meanC = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7)));
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const hue = (a: number, b: number): number => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) + turn) % turn);
  const [h1, h2] = [hue(p1, b1), hue(p2, b2)];
  const grey = c1 * c2 === 0;
  let dh = grey ? 0 : h2 - h1;
  if (dh > Math.PI) dh -= turn;
  if (dh < -Math.PI) dh += turn;
  const [dl, dc] = [l2 - l1, c2 - c1];
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin(dh / 2);
  const [ml, mc] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const sum = h1 + h2;
  const mh = grey ? sum : Math.abs(h1 - h2) <= Math.PI ? sum / 2 : sum < turn ? (sum + turn) / 2 : (sum - turn) / 2;
  const t =
    1 -
    0.17 * Math.cos(mh - rad(30)) +
    0.24 * Math.cos(2 * mh) +
    0.32 * Math.cos(3 * mh + rad(6)) -
    0.2 * Math.cos(4 * mh - rad(63));
  const sl = 1 + (0.015 * (ml - 50) ** 2) / Math.sqrt(20 + (ml - 50) ** 2);
  const [sc, sh] = [1 + 0.045 * mc, 1 + 0.015 * mc * t];
  const around = rad(60) * Math.exp(-(((mh - rad(275)) / rad(25)) ** 2));
  const rt = -Math.sin(around) * 2 * Math.sqrt(mc ** 7 / (mc ** 7 + 25 ** 7));
  return Math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dH / sh) ** 2 + rt * (dc / sc) * (dH / sh));
}
