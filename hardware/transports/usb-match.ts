/** Which device is meant: vendor and product as four hexadecimal digits, the serial number where the device has one. */
export interface UsbWish {
  readonly vendorId: string;
  readonly productId: string;
  readonly serialNumber?: string | undefined;
}

interface Listed {
  readonly path: string;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
}

/**
 * The node of the device with this identity; never by its number, which follows the socket or the order of plugging in. Two alike
 * (adapters without serial number, or with the same one) are told apart only by `path`, where a person chose one; else it is refused, because
 * the wrong scale on a bench is worse than none.
 */
export function chooseNode(
  listed: readonly Listed[],
  wish: UsbWish,
  path?: string,
): { readonly path: string } | { readonly problem: string } | undefined {
  const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();
  const found = listed.filter(
    (node) =>
      same(node.vendorId, wish.vendorId) &&
      same(node.productId, wish.productId) &&
      (wish.serialNumber === undefined || node.serialNumber === wish.serialNumber),
  );
  const [first, second] = found;
  if (first === undefined) return undefined;
  if (second === undefined) return { path: first.path };
  const chosen = found.find((node) => node.path === path);
  return chosen ?? { problem: `${found.length} devices are alike: ${found.map((node) => node.path).join(', ')}` };
}
