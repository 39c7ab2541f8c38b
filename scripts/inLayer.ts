/** The styles for pages whose own rules are all in layers: the same, in the layer `grantkit`. */
export function inLayer(styles: string): string {
  return `@layer grantkit {\n${styles}}\n`
}
