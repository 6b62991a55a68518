import type { RecordType } from '../records/index.js';

/** What every task says of itself. */
export interface TaskOptions<T extends RecordType> {
  /** Unique within the plugin; part of addresses: 'import-products'. */
  id: string;
  /** What a merchant calls it: 'Import products'. */
  title: string;
  record: T;
  /** 'every 15 minutes', 'every 2 hours', or five cron fields in the store's time zone: '0 6,18 * * *'. */
  schedule: string;
  /** Tasks of this plugin whose first run must have ended before this one starts. */
  after?: string[];
  /** Run while the addon is activated, so that mapping and pre-flight have something to work on. Imports only. */
  first?: boolean;
}
