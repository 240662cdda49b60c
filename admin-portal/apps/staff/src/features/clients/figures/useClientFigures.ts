import { useCallback, useSyncExternalStore } from "react";
import { type Client, useClient } from "urql";
import { FiguresBook } from "./figuresBook.ts";

const books = new WeakMap<Client, FiguresBook>();

/** The figures of one client on screen; undefined while they are not known, and where they are not the viewer's. */
export function useClientFigures(id: string) {
  const client = useClient();
  const book = books.get(client) ?? new FiguresBook(client);
  books.set(client, book);
  const watch = useCallback((changed: () => void) => book.watch(id, changed), [book, id]);
  return useSyncExternalStore(watch, () => book.of(id));
}
