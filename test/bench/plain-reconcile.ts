import { type Connection, createConnection } from 'mysql2/promise';

// What a good programmer would write by hand: two covering indexes read in order of key, pages of 50,000, the next one asked for
// while this one is compared; what differs is written in batches.
// node plain-reconcile.js <database>

const PAGE = 50_000;
const BATCH = 1000;

interface Row {
  k: string;
  amount: string;
  date: string;
}

const [url] = process.argv.slice(2) as [string];
const connect = () => createConnection({ uri: url, timezone: 'Z', dateStrings: ['DATE'] });
const [left, right, out] = await Promise.all([connect(), connect(), connect()]);

class Cursor {
  rows: Row[] = [];
  at = 0;
  ended = false;
  private next: Promise<Row[]>;

  constructor(
    private readonly db: Connection,
    private readonly table: string,
  ) {
    this.next = this.read('');
  }

  get row(): Row | undefined {
    return this.rows[this.at];
  }

  async fill(): Promise<void> {
    if (this.at < this.rows.length || this.ended) return;
    this.rows = await this.next;
    this.at = 0;
    this.ended = this.rows.length < PAGE;
    if (!this.ended) this.next = this.read(this.rows.at(-1)!.k);
  }

  private async read(after: string): Promise<Row[]> {
    const [rows] = await this.db.query(
      `select k, amount, date from ${this.table} force index (by_key) where k > ? order by k limit ?`,
      [after, PAGE],
    );
    return rows as Row[];
  }
}

function step(one: Row | undefined, other: Row | undefined): void {
  if (one && other && one.k === other.k) {
    if (one.amount !== other.amount) find(one.k, 'amount');
    else if (one.date !== other.date) find(one.k, 'date');
    here.at += 1;
    there.at += 1;
  } else if (one && (!other || one.k < other.k)) {
    find(one.k, 'here');
    here.at += 1;
  } else {
    find(other!.k, 'there');
    there.at += 1;
  }
}

await out.query('truncate table bare_findings');
const started = performance.now();
const [here, there] = [new Cursor(left, 'bare_here'), new Cursor(right, 'bare_there')];
let findings: [string, string][] = [];
let found = 0;
let writing: Promise<unknown> = Promise.resolve();

function find(k: string, what: string): void {
  findings.push([k, what]);
  found += 1;
  if (findings.length < BATCH) return;
  const batch = findings;
  findings = [];
  writing = writing.then(() => out.query('insert into bare_findings (k, what) values ?', [batch]));
}

while (here.row || there.row || !here.ended || !there.ended) {
  await Promise.all([here.fill(), there.fill()]);
  // As far as both reach: a side that is not at its end may go on with a smaller key.
  while ((here.row || here.ended) && (there.row || there.ended) && (here.row || there.row)) step(here.row, there.row);
}
await writing;
if (findings.length > 0) await out.query('insert into bare_findings (k, what) values ?', [findings]);
const seconds = (performance.now() - started) / 1000;
process.send!({ seconds, count: 1_000_000, found, rssMiB: process.resourceUsage().maxRSS / 1024 });
await Promise.all([left.end(), right.end(), out.end()]);
process.disconnect();
