import type { Request } from "express";

export interface Pagination {
  number: number;
  size: number;
  total: number;
  pages: number;
  sizes: number[];
  /** The address of a page, filters and order kept. */
  href(number: number, size?: number): string;
  /** The id of a GET form with the ticks of this page: its buttons change the page, so that ticks come along in the address. */
  ticks?: string;
}

/** A page of a list; filter, sort and page stand in the address. */
export function pagination(req: Request, number: number, size: number, total: number): Pagination {
  const address = new URL(req.originalUrl, "http://here");
  const href = (target: number, targetSize = size) => {
    address.searchParams.set("page", String(target));
    address.searchParams.set("size", String(targetSize));
    return `${address.pathname}?${address.searchParams.toString()}`;
  };
  return { number, size, total, pages: Math.max(1, Math.ceil(total / size)), sizes: [25, 50, 100], href };
}
