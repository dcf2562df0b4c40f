import { compare, subtract, toDecimal, type Rational } from '../measure/rational.ts';
import type { Basis } from './choose-weight.ts';
import type { Evaluation } from './evaluate-ticket.ts';

/** The reason in words: which figure won, by how much, what was done to it, by which rule. */
export interface Reason {
  readonly zh: string;
  readonly en: string;
}

const names: Readonly<Record<Basis, Reason>> = {
  gross: { zh: '实重', en: 'actual weight' },
  volumetric: { zh: '体积重', en: 'volumetric weight' },
  average: { zh: '实重与体积重的平均', en: 'average of actual and volumetric weight' },
  split: { zh: '分泡重', en: 'actual weight plus a share of the excess volume' },
  'loading-metre': { zh: '装载米重', en: 'loading-metre weight' },
  minimum: { zh: '最低计费重', en: 'minimum weight' },
  'conditional-minimum': { zh: '附加费最低计费重', en: 'minimum tied to a surcharge' },
  cap: { zh: '封顶重', en: 'cap' },
};

/** Up to three places: enough to see who won, short enough to read. */
const short = (value: Rational): string => {
  const exact = toDecimal(value, 9);
  const text = toDecimal(value, 3);
  return text === exact ? text : `≈${text}`;
};

function howChosen(evaluation: Evaluation): Reason {
  const { chosen, compiled, pieces } = evaluation;
  const unit = compiled.rule.weightUnit;
  const { choice } = compiled.rule;
  const won = names[chosen.basis];
  if (chosen.note === 'volume does not count')
    return {
      zh: `体积重不计, 按实重 ${short(chosen.value)} ${unit}`,
      en: `volume does not count here, so actual weight ${short(chosen.value)} ${unit}`,
    };
  if (chosen.note === 'sum of the pieces')
    return {
      zh: `${pieces.length} 件分别取重后相加, 得 ${short(chosen.value)} ${unit}`,
      en: `${pieces.length} pieces decided one by one, together ${short(chosen.value)} ${unit}`,
    };
  if (chosen.lost === undefined || choice.mode === 'actual' || choice.mode === 'volumetric')
    return {
      zh: `只按${won.zh} ${short(chosen.value)} ${unit}`,
      en: `only ${won.en} counts: ${short(chosen.value)} ${unit}`,
    };
  const lost = names[chosen.lost.basis];
  const difference = subtract(chosen.value, chosen.lost.value);
  const order = compare(chosen.value, chosen.lost.value);
  const by = short(order < 0 ? { n: -difference.n, d: difference.d } : difference);
  const bare = (value: Rational): string => short(value);
  if (choice.mode === 'ratio') {
    const edge = { zh: choice.edge === '>=' ? '达到' : '超过', en: choice.edge === '>=' ? 'reaches' : 'exceeds' };
    const reached = chosen.basis === 'volumetric';
    return {
      zh: `体积重${reached ? '' : '没有'}${edge.zh}实重的 ${choice.ratio} 倍, 按${won.zh} ${bare(chosen.value)} ${unit} (另一为 ${bare(chosen.lost.value)})`,
      en: `volumetric weight ${reached ? edge.en : `does not ${edge.en.slice(0, choice.edge === '>=' ? -2 : -1)}`} ${choice.ratio} × actual, so ${won.en} ${bare(chosen.value)} ${unit} (the other is ${bare(chosen.lost.value)})`,
    };
  }
  if (chosen.basis === 'average')
    return {
      zh: `体积重更大, 取平均 ${bare(chosen.value)} ${unit}, 比体积重少 ${by} ${unit}`,
      en: `volume is greater, the average is billed: ${bare(chosen.value)} ${unit}, ${by} ${unit} less than volumetric`,
    };
  if (chosen.basis === 'split') {
    const direction =
      choice.mode === 'split'
        ? {
            zh: `超出部分${choice.direction === 'billed' ? '计' : '免'} ${choice.share}`,
            en: `share ${choice.share} of the excess is ${choice.direction}`,
          }
        : { zh: '超出免泡部分', en: 'the excess above the free allowance is billed' };
    return {
      zh: `体积重更大, ${direction.zh}, 得 ${bare(chosen.value)} ${unit}, 比体积重少 ${by} ${unit}`,
      en: `volume is greater, ${direction.en}: ${bare(chosen.value)} ${unit}, ${by} ${unit} less than volumetric`,
    };
  }
  if (order === 0)
    return {
      zh: `${won.zh}与${lost.zh}相同, ${bare(chosen.value)} ${unit}`,
      en: `${won.en} and ${lost.en} are equal: ${bare(chosen.value)} ${unit}`,
    };
  if (order < 0)
    return {
      zh: `体积重在免泡范围内, 按${won.zh} ${bare(chosen.value)} ${unit}, 比${lost.zh}少 ${by} ${unit}`,
      en: `the excess volume is free here, so ${won.en} ${bare(chosen.value)} ${unit}, ${by} ${unit} less than ${lost.en}`,
    };
  return {
    zh: `${won.zh} ${bare(chosen.value)} ${unit} 大于${lost.zh}, 多 ${by} ${unit}`,
    en: `${won.en} ${bare(chosen.value)} ${unit} beats ${lost.en} by ${by} ${unit}`,
  };
}

/** One sentence a customer can be told, in both languages. */
export function explainEvaluation(evaluation: Evaluation): Reason {
  const { compiled, basis, chargeable } = evaluation;
  const { rule } = compiled;
  const unit = rule.weightUnit;
  const chosen = howChosen(evaluation);
  const zh = [chosen.zh];
  const en = [chosen.en];
  const finals = evaluation.trail.read();
  const multiplied = finals.findLast((step) => step.slot === 'multiplier');
  if (multiplied !== undefined) {
    zh.push(`乘以 ${multiplied.note?.slice(2)} 得 ${multiplied.value} ${unit}`);
    en.push(`multiplied by ${multiplied.note?.slice(2)}: ${multiplied.value} ${unit}`);
  }
  if (basis === 'minimum' || basis === 'conditional-minimum') {
    const why = finals.findLast((step) => step.slot.startsWith('minimum') || step.slot === 'conditional-minimum')?.note;
    zh.push(`不足${names[basis].zh}${why === undefined ? '' : ` (${why})`}, 按 ${short(chargeable)} ${unit}`);
    en.push(`below the ${names[basis].en}${why === undefined ? '' : ` (${why})`}: ${short(chargeable)} ${unit}`);
  } else if (basis === 'cap') {
    zh.push(`封顶 ${short(chargeable)} ${unit}`);
    en.push(`capped at ${short(chargeable)} ${unit}`);
  } else if (evaluation.roundedBy !== undefined && compare(evaluation.beforeRounding, chargeable) !== 0) {
    zh.push(
      `${short(evaluation.beforeRounding)} 按 ${evaluation.roundedBy} ${unit} 进位得 ${short(chargeable)} ${unit}`,
    );
    en.push(
      `${short(evaluation.beforeRounding)} rounded to the step of ${evaluation.roundedBy} ${unit}: ${short(chargeable)} ${unit}`,
    );
  } else {
    zh.push(`计费 ${short(chargeable)} ${unit}`);
    en.push(`billed ${short(chargeable)} ${unit}`);
  }
  return {
    zh: `${zh.join('; ')} (规则 ${rule.id} ${rule.version})`,
    en: `${en.join('; ')} (rule ${rule.id} ${rule.version})`,
  };
}
