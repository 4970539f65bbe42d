import type { Request } from "express";
import { z } from "zod";
import { countOf } from "./database.ts";

/**
 * The orders of a list by the names that stand in its address (`?sort=name`); the first is the usual one, and `-name`
 * is the other way round. For what a store is asked each has an index, which is read from either end.
 */
export type Orders = Readonly<Record<string, Readonly<Record<string, 1 | -1>>>>;

export interface ListQuery {
  q?: string;
  /** A name of the list's orders, `-` before it for the other way round; the usual order when it is missing. */
  sort?: string;
  page: number;
  size: number;
}

/** What the address of a list may say. Of an order given twice the last one holds: that of the button that was pressed. */
export function listQuery(orders: Orders, { usual = 25, most = 100 } = {}) {
  const names = Object.keys(orders);
  const sorts = z.enum([...names, ...names.map((name) => `-${name}`)]).default(names[0] ?? "");
  return {
    q: z.string().trim().max(60).default(""),
    sort: z.preprocess((given): unknown => (Array.isArray(given) ? given.at(-1) : given), sorts),
    page: z.coerce.number().int().min(1).max(100_000).default(1),
    size: z.coerce.number().int().min(1).max(most).default(usual),
  };
}

/** The order with this name, turned round after a `-`. */
export function orderOf(orders: Orders, sort = ""): Record<string, 1 | -1> {
  const order = orders[sort.replace(/^-/, "")] ?? Object.values(orders)[0] ?? {};
  const turn = sort.startsWith("-") ? -1 : 1;
  return Object.fromEntries(Object.entries(order).map(([path, direction]) => [path, direction === turn ? 1 : -1]));
}

/** A search that lists can page: what mongoose calls a query, before it is sent. */
interface Found<Row> extends PromiseLike<Row[]> {
  model: Parameters<typeof countOf>[0];
  getFilter(): object;
  sort(order: Record<string, 1 | -1>): this;
  skip(rows: number): this;
  limit(rows: number): this;
  maxTimeMS(ms: number): this;
}

/** One page of what was found, in the order that was asked for, and how many there are in all. */
export async function pageOf<Row>(
  found: Found<Row>,
  orders: Orders,
  query: ListQuery,
): Promise<{ rows: Row[]; total: number }> {
  const total = await countOf(found.model, found.getFilter());
  const rows = found.sort(orderOf(orders, query.sort)).skip(before(query, total)).limit(query.size).maxTimeMS(5000);
  return { rows: await rows, total };
}

/** One page of a list that is in memory. */
export function cut<Row>(rows: readonly Row[], query: ListQuery): Row[] {
  const first = before(query, rows.length);
  return rows.slice(first, first + query.size);
}

/** How many rows stand before a page: before the last one when there are not so many pages. */
function before({ page, size }: ListQuery, total: number): number {
  return (Math.min(page, pagesOf(total, size)) - 1) * size;
}

function pagesOf(total: number, size: number): number {
  return Math.max(1, Math.ceil(total / size));
}

export interface Pagination {
  number: number;
  size: number;
  total: number;
  pages: number;
  sizes: number[];
  /** What is looked for and the order, as the address has them. */
  q: string;
  sort: string;
  /** The address of the whole list. */
  path: string;
  /** The address of a page, filters and order kept. */
  href(number: number, size?: number): string;
  /** The head of a column: the address and the `sort` that order by it, and how the list is ordered by it now, if it is. */
  by(name: string): { href: string; sort: string; now: "ascending" | "descending" | null };
  /** The id of a GET form with the ticks of this page: its buttons change the page, so that ticks come along in the address. */
  ticks?: string;
}

/** What an address says or does once: a notice, a check. Links to other pages and orders leave it out. */
const once = ["done", "check"];

/** A page of a list; what is looked for, order and page stand in the address. */
export function pagination(req: Request, query: ListQuery, total: number, orders: Orders = {}): Pagination {
  const { page, size, q = "", sort = "" } = query;
  const [usual = ""] = Object.keys(orders);
  const { pathname, search } = new URL(req.originalUrl, "http://here");
  const address = (changes: Record<string, string | number>) => {
    const searchParams = new URLSearchParams(search);
    for (const name of once) searchParams.delete(name);
    for (const [name, value] of Object.entries(changes)) searchParams.set(name, String(value));
    return `${pathname}?${searchParams.toString()}`;
  };
  return {
    ...{ size, total, q, sort, path: pathname },
    number: Math.min(page, pagesOf(total, size)),
    pages: pagesOf(total, size),
    sizes: [25, 50, 100],
    href: (target, targetSize = size) => address({ page: target, size: targetSize }),
    by: (name) => {
      // Once, the other way round, and back to the usual order, which need not be that of a column.
      const next = sort === name ? `-${name}` : sort === `-${name}` ? usual : name;
      const here = sort.replace(/^-/, "") === name;
      const direction = Object.values(orderOf(orders, sort))[0] === 1 ? "ascending" : "descending";
      return { href: address({ sort: next, page: 1 }), sort: next, now: here ? direction : null };
    },
  };
}
