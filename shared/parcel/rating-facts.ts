/** Fields of a ticket that a person at the bench can do something about, by the end of the path that the engine names. */
const fields: readonly (readonly [end: RegExp, zh: string, en: string])[] = [
  [/destination\.country$/, '缺目的国家', 'The country it goes to is missing'],
  [/destination\.postcode$/, '缺邮编', 'The postcode is missing'],
  [/\.packaging$/, '缺包装方式', 'How it is packed is missing'],
  [/\.cargoClass$/, '缺品类', 'The cargo class is missing'],
  [/\.roll$/, '缺卷的长度和直径', 'Length and diameter of the roll are missing'],
  [/\.dimensions(\.\w+)?$/, '尺寸缺或不对', 'The size is missing or wrong'],
  [/\.weights?(\.\w+)?$/, '重量缺或不对', 'The weight is missing or wrong'],
];

/** "input.destination.country: the rule asks for it" in words of the floor; the engine's own words follow, for the lead. */
export function ratingFacts(detail: string): { readonly zh: string; readonly en: string } {
  const [at = ''] = detail.split(':');
  const known = fields.find(([end]) => end.test(at));
  return known === undefined ? { zh: detail, en: detail } : { zh: `${known[1]} (${at})`, en: `${known[2]} (${at})` };
}
