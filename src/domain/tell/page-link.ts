/**
 * Links of mails and webhooks to a page of the app. A link about one company names it, so that a user of several companies comes to the
 * right one.
 */

/** @param place of a page, from `/`. `tenantId` null: a page of no company. Null: the installation has no address of its own. */
export function pageLink(publicUrl: string | null, tenantId: string | null, place: string): string | null {
  if (publicUrl === null) return null
  const company = tenantId === null ? '' : `/@${tenantId}`
  return `${publicUrl.replace(/\/+$/u, '')}${company}${place}`
}
