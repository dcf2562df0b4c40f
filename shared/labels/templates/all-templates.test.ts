import { describe, expect, it } from 'vitest';
import { buildScene, toDots } from '../label-scene.ts';
import { labelElementSchema } from '../label-model.ts';
import { findLabelTemplate, labelTemplates } from './all-templates.ts';

const printed = { serial: 'W1234567-1-42', copy: '' };

describe('every template', () => {
  it.each(labelTemplates.map((template) => [template.name, template] as const))(
    '%s keeps to its own rules',
    (_, template) => {
      const data = template.data.parse({ ...template.sample, ...printed });
      for (const raw of template.elements) {
        const element = labelElementSchema.parse(raw);
        // Fields that no data has would be printed as nothing, and nobody would know.
        if (element.type !== 'box' && element.type !== 'image')
          for (const [, field = ''] of element.text.matchAll(/\{(\w+)\}/g)) expect(Object.keys(data)).toContain(field);
        const bottom =
          element.type !== 'text'
            ? element.yMm + element.heightMm
            : element.yMm + (element.heightMm ?? element.sizeMm * element.maxLines);
        expect([raw, element.xMm >= 0 && element.xMm + element.widthMm <= template.widthMm + 0.01]).toEqual([
          raw,
          true,
        ]);
        expect([raw, element.yMm >= 0 && bottom <= template.heightMm + 0.6]).toEqual([raw, true]);
      }
      expect(findLabelTemplate(template.name)).toBe(template);
      expect(template.name).toMatch(new RegExp(`-${template.widthMm}x${template.heightMm}$`));
    },
  );

  it.each([
    ['bag-sscc-100x150', { sscc: '106141412345678900' }, /check digit 0, 8 belongs there/],
    ['bag-sscc-100x150', { sscc: '1061414' }, /18 digits/],
    ['gtin-50x30', { gtin: '9521234543210' }, /check digit 0, 3 belongs there/],
    ['cn22-100x150', { item: 'RR473124820CN' }, /check digit 0, 9 belongs there/],
    ['cn22-100x150', { hs1: '3926' }, /six digits/],
    ['cn22-100x150', { description2: 'Charger' }, /begun/],
    ['cn22-100x150', { category: 'present' }, /gift/],
    ['bag-s9-100x150', { s9: 'XQSZXAUSJFKAAUN61234001100145' }, /country XQ/],
    ['bag-s9-100x150', { s9: 'CNSZXA' }, /29 characters/],
    ['bin-100x50', { bin: 'a 1' }, /capital letters/],
  ])('%s refuses %j with words', (name, changed, words) => {
    const template = findLabelTemplate(name);
    const parsed = template?.data.safeParse({ ...template.sample, ...printed, ...changed });
    expect(parsed?.success).toBe(false);
    expect(parsed?.error?.issues.map((issue) => issue.message).join(' ')).toMatch(words);
  });
});

describe('millimetres become whole dots once', () => {
  const template = findLabelTemplate('route-60x40');
  if (template === undefined) throw new Error('no template');
  const data: Record<string, string> = { ...template.sample, ...printed };

  it.each([
    [203, 480, 320],
    [300, 709, 472],
    [600, 1417, 945],
  ] as const)('at %i dpi', (dpi, widthDots, heightDots) => {
    const scene = buildScene(template, data, { dpi, widthMm: 60, heightMm: 40 }, false);
    expect([scene.widthDots, scene.heightDots]).toEqual([widthDots, heightDots]);
    for (const item of scene.items)
      for (const value of Object.values(item))
        if (typeof value === 'number') expect(Number.isInteger(value)).toBe(true);
    expect(toDots(25.4, dpi)).toBe(dpi);
  });

  it('leaves out what has no text, and fills in every field that stands more than once', () => {
    const scene = buildScene(template, { ...data, bag: '' }, { dpi: 203, widthMm: 60, heightMm: 40 }, true);
    const texts = scene.items.flatMap((item) => (item.type === 'box' || item.type === 'image' ? [] : [item.text]));
    expect(texts.filter((text) => text === data['waybill'])).toHaveLength(2);
    expect(texts).not.toContain('');
    expect(texts.join(' ')).not.toContain('{');
    expect(texts.at(-1)).toContain('PRACTICE');
  });
});
