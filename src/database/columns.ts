import { Column, type ColumnOptions } from 'typeorm';

// TypeORM hands every BIGINT over as a string; ours are made by the hub and stay far below 2^53.
const asNumber = {
  from: (value: string | number | null) => (value === null ? null : Number(value)),
  to: (value: number | null) => value,
};

/** Part of a table's primary key: an id made by `Ids`. */
export const IdColumn = (options: ColumnOptions = {}) =>
  Column({ primary: true, type: 'bigint', unsigned: true, transformer: asNumber, ...options });

/** Points at another row's id. */
export const RefColumn = (options: ColumnOptions = {}) =>
  Column({ type: 'bigint', unsigned: true, transformer: asNumber, ...options });

/** An instant in UTC, to the millisecond. */
export const InstantColumn = (options: ColumnOptions = {}) => Column({ type: 'datetime', precision: 3, ...options });
