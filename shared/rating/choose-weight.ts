import { add, compare, divide, fromInteger, multiply, subtract, ZERO, type Rational } from '../measure/rational.ts';
import type { CompiledRule } from './compile-rule.ts';

export type Basis =
  'gross' | 'volumetric' | 'average' | 'split' | 'loading-metre' | 'minimum' | 'conditional-minimum' | 'cap';

export interface Chosen {
  readonly value: Rational;
  readonly basis: Basis;
  /** The figure that lost, and by how much; for "won by 0.89 kg". */
  readonly lost: { readonly basis: Basis; readonly value: Rational } | undefined;
  readonly note: string;
}

const half = (value: Rational): Rational => divide(value, fromInteger(2));

/**
 * Actual and volumetric weight become one figure. `volumetric` is undefined where volume does not count (closed gate, no divisor):
 * then the actual weight is billed. Equal figures count as gross.
 */
export function chooseWeight(
  compiled: CompiledRule,
  actual: Rational,
  volumetric: Rational | undefined,
  loadingMetres: Rational | undefined,
): Chosen {
  const { choice } = compiled.rule;
  const figures = compiled.choiceFigures;
  const byLoading = loadingMetres === undefined ? undefined : multiply(loadingMetres, figures.perMetre);
  const gross = (note: string): Chosen => ({
    value: actual,
    basis: 'gross',
    lost: volumetric === undefined || choice.mode === 'actual' ? undefined : { basis: 'volumetric', value: volumetric },
    note,
  });
  if (byLoading !== undefined && choice.mode === 'greatest-of-three') {
    const figuresOfThree: { basis: Basis; value: Rational }[] = [{ basis: 'gross', value: actual }];
    if (volumetric !== undefined) figuresOfThree.push({ basis: 'volumetric', value: volumetric });
    figuresOfThree.push({ basis: 'loading-metre', value: byLoading });
    figuresOfThree.sort((a, b) => compare(b.value, a.value));
    const [won, second] = figuresOfThree;
    if (won !== undefined) return { ...won, lost: second, note: 'greatest of three' };
  }
  if (volumetric === undefined) return gross('volume does not count');
  const volume = (note: string): Chosen => ({
    value: volumetric,
    basis: 'volumetric',
    lost: choice.mode === 'volumetric' ? undefined : { basis: 'gross', value: actual },
    note,
  });
  const excess = subtract(volumetric, actual);
  const greater = compare(excess, ZERO) > 0;
  const between = (value: Rational, basis: Basis, note: string): Chosen => ({
    value,
    basis,
    lost: { basis: 'volumetric', value: volumetric },
    note,
  });
  switch (choice.mode) {
    case 'actual':
      return gross('actual only');
    case 'volumetric':
      return volume('volumetric only');
    case 'max':
    case 'greatest-of-three':
      return greater ? volume('the larger') : gross('the larger');
    case 'ratio': {
      const order = compare(volumetric, multiply(actual, figures.ratio));
      const reached = choice.edge === '>=' ? order >= 0 : order > 0;
      const edge = choice.edge === '>=' ? '≥' : '>';
      return reached
        ? volume(`volumetric ${edge} ${choice.ratio} × actual`)
        : gross(`volumetric not ${edge} ${choice.ratio} × actual`);
    }
    case 'average':
      return greater
        ? between(half(add(actual, volumetric)), 'average', 'half the sum')
        : gross('volumetric not greater');
    case 'split': {
      if (!greater) return gross('volumetric not greater');
      const billed = choice.direction === 'billed' ? figures.share : subtract(fromInteger(1), figures.share);
      return between(
        add(actual, multiply(excess, billed)),
        'split',
        `${choice.share} of the excess ${choice.direction}`,
      );
    }
    case 'free-allowance': {
      const order = compare(excess, figures.allowance);
      if (choice.edge === '<=' ? order <= 0 : order < 0) return gross(`excess within the free ${choice.allowance}`);
      if (choice.then === 'volumetric') return volume(`excess beyond the free ${choice.allowance}`);
      return choice.then === 'average'
        ? between(half(add(actual, volumetric)), 'average', `excess beyond the free ${choice.allowance}, half the sum`)
        : between(subtract(volumetric, figures.allowance), 'split', `excess less the free ${choice.allowance}`);
    }
  }
}
