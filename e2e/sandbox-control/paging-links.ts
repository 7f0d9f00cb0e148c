import type { PageReading } from '../../src-main/sandbox/data/readings.ts';
import type { Paging } from '../../src-main/sandbox/service/requests.ts';

/**
 * `Toast-Total-Result-Count` and `Link`, as the vendor's general guide to paging describes them: the first page's link
 * has no `page`.
 */
export function linkHeaders(
  url: URL,
  list: { readonly total: number; readonly paging: Paging },
  { counts, first }: PageReading,
): Readonly<Record<string, string>> {
  const { total, paging } = list;
  const step = counts === 'objects' ? paging.pageSize : 1;
  const pages = Math.max(1, Math.ceil(total / paging.pageSize));
  const last = first + (pages - 1) * step;
  const to = (rel: string, page: number | null): string => {
    const target = new URL(url);
    if (page === null) target.searchParams.delete('page');
    else target.searchParams.set('page', String(page));
    return `<${target.href}>; rel="${rel}"`;
  };
  const links = [to('first', null), to('self', paging.page)];
  if (paging.skip > 0) links.push(to('prev', Math.max(first, paging.page - step)));
  if (paging.skip + paging.pageSize < total) links.push(to('next', paging.page + step));
  links.push(to('last', last));
  return { 'Toast-Total-Result-Count': String(total), Link: links.join(', ') };
}
