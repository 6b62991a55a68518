import { own, type Row, type Wire } from './wire.js';

/** How a noun is told: which columns come unasked, and which an OutputSelector may ask for. */
export interface Table<T> {
  always: Record<string, (row: T) => Wire>;
  columns: Record<string, (row: T) => Wire>;
  /** Selectors that unfold into several flat columns. */
  spread?: Record<string, (row: T) => Row>;
  /** Lists inside, chosen by `Name` and `Name.Column`. */
  lists?: Record<string, Inside<T>>;
}

/** A list inside a row, told under the name `as`. */
export interface Inside<T> {
  as: string;
  reader(selectors: string[]): (row: T) => Wire;
}

export function inside<T, U>(as: string, rows: (row: T) => U[], table: Table<U>, wrapper?: string): Inside<T> {
  return {
    as,
    reader(selectors) {
      const tell = reader(table, selectors);
      return (row) => {
        const told = rows(row).map(tell);
        return wrapper ? { [wrapper]: told } : told;
      };
    },
  };
}

/** Compiles the selectors once for a whole page. Unknown ones are ignored, as the store does. */
export function reader<T>(table: Table<T>, selectors: string[]): (row: T) => Row {
  const columns = Object.entries(table.always);
  for (const name of selectors) {
    const column = own(table.columns, name);
    if (column) columns.push([name, column]);
  }
  for (const [name, list] of Object.entries(table.lists ?? {})) {
    const asked = selectors.filter((selector) => selector === name || selector.startsWith(`${name}.`));
    if (asked.length > 0) columns.push([list.as, list.reader(asked.map((one) => one.slice(name.length + 1)))]);
  }
  const spreads = selectors.flatMap((name) => own(table.spread ?? {}, name) ?? []);
  return (row) => {
    const told: Row = {};
    for (const [name, column] of columns) told[name] = column(row);
    for (const spread of spreads) Object.assign(told, spread(row));
    return told;
  };
}
