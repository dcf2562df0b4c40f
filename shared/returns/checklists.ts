import type { Grade } from '../stock/grade.ts';
import type { Category } from '../stock/sku.ts';
import type { CheckChoice, Checklist, CheckStep } from './checklist.ts';

type Row = readonly [
  id: string,
  zh: string,
  en: string,
  atBest: Grade,
  flag?: 'hazard' | 'hygiene' | undefined,
  ends?: 'ends',
];

/** A failed point is one that costs a grade; it needs its photo. */
const choice = ([id, zh, en, atBest, flag, ends]: Row): CheckChoice => ({
  ...{ id, zh, en, atBest, photo: atBest !== 'A' },
  ...(flag === undefined ? {} : { flag }),
  ...(ends === undefined ? {} : { ends: true as const }),
});
const step = (id: string, nameZh: string, nameEn: string, zh: string, en: string, rows: readonly Row[]): CheckStep => ({
  ...{ id, nameZh, nameEn, zh, en },
  choices: rows.map(choice),
});

const packing = step('packing', '包装', 'Box', '原包装还在吗', 'Is the maker’s packing there?', [
  ['whole', '完整', 'Whole', 'A'],
  ['worn', '有破损', 'Torn or marked', 'B'],
  ['missing', '没有', 'Missing', 'B'],
]);
const parts = step('parts', '配件', 'Parts', '配件都在吗', 'Are all parts there?', [
  ['all', '齐全', 'All there', 'A'],
  ['small', '缺小件', 'A small part missing', 'C'],
  ['main', '缺主件', 'A main part missing', 'D'],
]);

const OWN = 'Own list';

/**
 * What is looked at, by category; at most five points and three answers each, because each costs time and a glance. The grades of
 * marks follow Amazon's public condition guidelines for used goods (Like New: no marks, packing may be damaged; Very Good: light
 * marks; Good: clear marks, works; below that it is not sold), taken as A–D with A for "as new". Points of each category are ours.
 */
export const checklists: readonly Checklist[] = [
  {
    id: 'apparel-1',
    category: 'apparel',
    source: `${OWN}: tag, smell, stains, seams, hygiene strip of swimwear and underwear`,
    steps: [
      step('tag', '吊牌', 'Tag', '吊牌还在吗', 'Is the tag still on?', [
        ['on', '在', 'On', 'A'],
        ['loose', '掉了但在', 'Loose, in the bag', 'B'],
        ['gone', '没有', 'Gone', 'B'],
      ]),
      step('smell', '气味', 'Smell', '闻起来怎么样', 'How does it smell?', [
        ['fresh', '没味道', 'Fresh', 'A'],
        ['perfume', '香水或洗过', 'Perfume or washed', 'C'],
        ['strong', '烟味或汗味', 'Smoke or sweat', 'D'],
      ]),
      step('stains', '污渍', 'Stains', '有污渍或毛球吗', 'Any stains, hair or pilling?', [
        ['none', '没有', 'None', 'A'],
        ['light', '可清掉', 'Comes off', 'B'],
        ['clear', '清不掉', 'Stays', 'D'],
      ]),
      step('seams', '缝线', 'Seams', '缝线和拉链好吗', 'Are seams and zips sound?', [
        ['sound', '完好', 'Sound', 'A'],
        ['thread', '有线头', 'A loose thread', 'B'],
        ['torn', '开线或坏', 'Torn or broken', 'D'],
      ]),
      step('strip', '卫生贴', 'Strip', '卫生贴还在吗 (泳衣, 内衣)', 'Is the hygiene strip whole?', [
        ['whole', '在或不需要', 'Whole, or none needed', 'A'],
        ['broken', '撕掉了', 'Taken off', 'D', 'hygiene', 'ends'],
      ]),
    ],
  },
  {
    id: 'shoes-1',
    category: 'shoes',
    source: `${OWN}: sole tells whether they were worn outside`,
    steps: [
      packing,
      step('pair', '成对', 'Pair', '一双齐吗, 尺码一样吗', 'A pair, and of one size?', [
        ['pair', '一双', 'A pair', 'A'],
        ['other-size', '尺码不同', 'Two sizes', 'D', undefined, 'ends'],
        ['single', '只有一只', 'One only', 'D', undefined, 'ends'],
      ]),
      step('sole', '鞋底', 'Sole', '鞋底有磨损吗', 'Is the sole worn?', [
        ['clean', '干净', 'Clean', 'A'],
        ['indoor', '室内试穿', 'Tried indoors', 'B'],
        ['outdoor', '穿出去过', 'Worn outside', 'D'],
      ]),
      step('upper', '鞋面', 'Upper', '鞋面有折痕或划痕吗', 'Any creases or scratches?', [
        ['none', '没有', 'None', 'A'],
        ['light', '轻微', 'Light', 'B'],
        ['clear', '明显', 'Clear', 'C'],
      ]),
    ],
  },
  {
    id: 'electronics-1',
    category: 'electronics',
    source: `${OWN}: power, screen, parts, serial, battery; a swollen battery is a hazard (UN 3480/3481 goods)`,
    steps: [
      step('battery', '电池', 'Battery', '电池鼓包, 发热或漏液吗', 'Is the battery swollen, hot or leaking?', [
        ['sound', '没有', 'No', 'A'],
        ['unsafe', '有', 'Yes', 'D', 'hazard', 'ends'],
      ]),
      packing,
      step('power', '开机', 'Power', '能开机吗', 'Does it switch on?', [
        ['on', '能', 'Yes', 'A'],
        ['locked', '能, 但有账号锁', 'Yes, an account is locked', 'C'],
        ['dead', '不能', 'No', 'D'],
      ]),
      step('screen', '屏幕', 'Screen', '屏幕有划痕吗', 'Any scratches on the screen?', [
        ['none', '没有', 'None', 'A'],
        ['angle', '斜看才有', 'Only at an angle', 'B'],
        ['straight', '正看就有', 'Seen straight on', 'C'],
      ]),
      parts,
    ],
  },
  {
    id: 'beauty-1',
    category: 'beauty',
    source: `${OWN}: an opened seal ends it; expiry is read by the bench from the label`,
    steps: [
      step('seal', '封口', 'Seal', '封口完整吗', 'Is the seal whole?', [
        ['whole', '完整', 'Whole', 'A'],
        ['opened', '开过', 'Opened', 'D', 'hygiene', 'ends'],
      ]),
      step('leak', '渗漏', 'Leak', '有渗漏吗', 'Any leak?', [
        ['none', '没有', 'None', 'A'],
        ['leaks', '有', 'Yes', 'D', 'hazard', 'ends'],
      ]),
      packing,
      step('date', '效期', 'Date', '离过期还有多久', 'How long to its date?', [
        ['long', '六个月以上', 'Over six months', 'A'],
        ['short', '不到六个月', 'Under six months', 'C'],
        ['past', '已过期', 'Past', 'D', 'hygiene', 'ends'],
      ]),
    ],
  },
  {
    id: 'toys-1',
    category: 'toys',
    source: `${OWN}: loose small parts and magnets are a hazard for children (EN 71-1, ASTM F963)`,
    steps: [
      step('safety', '安全', 'Safety', '有松动小零件, 磁铁或尖边吗', 'Loose small parts, magnets, sharp edges?', [
        ['safe', '没有', 'None', 'A'],
        ['unsafe', '有', 'Yes', 'D', 'hazard', 'ends'],
      ]),
      packing,
      parts,
      step('marks', '痕迹', 'Marks', '有使用痕迹吗', 'Any marks of use?', [
        ['none', '没有', 'None', 'A'],
        ['light', '轻微', 'Light', 'B'],
        ['clear', '明显', 'Clear', 'C'],
      ]),
    ],
  },
  {
    id: 'home-1',
    category: 'home',
    source: `${OWN}: glass and ceramics are tapped for cracks; what has touched food is not sold again`,
    steps: [
      step('crack', '裂', 'Crack', '有裂口或缺口吗', 'Any crack or chip?', [
        ['none', '没有', 'None', 'A'],
        ['chip', '小缺口', 'A small chip', 'C'],
        ['crack', '裂了', 'Cracked', 'D', undefined, 'ends'],
      ]),
      step('food', '食物', 'Food', '碰过食物吗', 'Has it touched food?', [
        ['clean', '没有', 'No', 'A'],
        ['used', '用过', 'Yes', 'D', 'hygiene', 'ends'],
      ]),
      packing,
      parts,
    ],
  },
];

/** For what nobody knows: two points that anyone can answer. */
export const unknownChecklist: Checklist = {
  id: 'unknown-1',
  category: undefined,
  source: OWN,
  steps: [
    step('hazard', '危险', 'Hazard', '有漏液, 鼓包或尖边吗', 'Anything leaking, swollen or sharp?', [
      ['none', '没有', 'No', 'A'],
      ['yes', '有', 'Yes', 'D', 'hazard', 'ends'],
    ]),
    step('state', '状态', 'State', '看起来怎么样', 'How does it look?', [
      ['new', '像新的', 'As new', 'A'],
      ['used', '用过', 'Used', 'C'],
      ['broken', '坏了', 'Broken', 'D'],
    ]),
  ],
};

export const checklistFor = (category: Category | undefined): Checklist =>
  checklists.find((one) => one.category === category) ?? unknownChecklist;
