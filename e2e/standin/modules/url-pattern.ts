/** Whether a match pattern of `session.webRequest` (`<all_urls>`, `scheme://host/path` with `*`) fits an address. */
export function matchesPattern(pattern: string, address: string): boolean {
  if (pattern === '<all_urls>') return true;
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
  return new RegExp(`^${escaped}$`).test(address);
}
