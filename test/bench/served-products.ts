import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const PER_PAGE = 200;

/** What the app gives for one product: 1.2 KB, as stock systems do. */
export interface ServedProduct extends Record<string, unknown> {
  Guid: string;
  ProductCode: string;
}

export interface ServedPage {
  Items: ServedProduct[];
  Pagination: { NumberOfItems: number; NumberOfPages: number; PageNumber: number };
}

/** An app with so many products, in a process of its own. Page n stands at `address/n`, from 1. */
export async function serveProducts(count: number): Promise<{ address: string; stop: () => Promise<void> }> {
  const server = fork(fileURLToPath(import.meta.url), ['serve', String(count)], { stdio: 'inherit' });
  const [{ address }] = (await once(server, 'message')) as [{ address: string }];
  return { address, stop: () => end(server) };
}

async function end(server: ChildProcess): Promise<void> {
  const gone = once(server, 'exit');
  server.kill();
  await gone;
}

function product(n: number): ServedProduct {
  const code = `SKU-${String(n).padStart(7, '0')}`;
  const price = (factor: number) => ((((n * 37) % 90000) + 100) * factor) / 100;
  return {
    Guid: guid(n),
    ProductCode: code,
    ProductDescription: `Hardwood garden furniture, model ${n % 977}, "all weather" finish ${n % 13}`,
    Barcode: String(9300000000000 + n * 7),
    PackSize: null,
    Width: 10 + (n % 50),
    Height: 20 + (n % 70),
    Depth: 5.5 + (n % 30),
    Weight: 1.25 + (n % 40),
    ReOrderPoint: n % 20,
    MinStockAlertLevel: 3,
    MaxStockAlertLevel: 300,
    UnitOfMeasure: { Guid: guid(n % 5), Name: 'EA' },
    NeverDiminishing: n % 100 === 0,
    LastCost: price(40),
    AverageLandPrice: price(41),
    DefaultPurchasePrice: price(42),
    DefaultSellPrice: price(100),
    CustomerSellPrice: null,
    SellPriceTier1: { Name: 'Wholesale', Value: String(price(80)) },
    SellPriceTier2: { Name: 'Distributor', Value: String(price(70)) },
    SellPriceTier3: { Name: 'Staff', Value: String(price(60)) },
    ProductGroup: { Guid: guid(n % 17), GroupName: `Group ${n % 17}`, LastModifiedOn: '/Date(1700000000000)/' },
    Supplier: { Guid: guid(n % 31), SupplierCode: `SUP${n % 31}`, SupplierName: `Supplier number ${n % 31} Pty Ltd` },
    Notes: `Ships flat. Assembly takes about ${20 + (n % 40)} minutes; keep the Allen key. Bay ${n % 200}, shelf ${n % 9}.`,
    BinLocation: `A${n % 40}-${n % 9}`,
    IsComponent: n % 11 === 0,
    IsAssembledProduct: n % 23 === 0,
    IsSerialized: false,
    IsBatchTracked: false,
    Obsolete: n % 50 === 0,
    Taxable: true,
    XeroTaxCode: 'OUTPUT',
    LastModifiedOn: `/Date(${1700000000000 + n * 1000})/`,
    CreatedOn: '/Date(1600000000000)/',
    CreatedBy: 'api@example.com',
  };
}

/** Looks like one, spread over the whole range as real ones are. */
function guid(n: number): string {
  const hex = (Math.imul(n + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
  return `${hex}-${hex.slice(0, 4)}-4${hex.slice(1, 4)}-a${hex.slice(2, 5)}-${hex}${hex.slice(0, 4)}`;
}

function pageText(number: number, count: number): string {
  const first = (number - 1) * PER_PAGE;
  const items = Array.from({ length: Math.max(0, Math.min(PER_PAGE, count - first)) }, (_, at) => product(first + at));
  const pagination = { NumberOfItems: count, NumberOfPages: Math.ceil(count / PER_PAGE), PageNumber: number };
  return JSON.stringify({ Items: items, Pagination: pagination } satisfies ServedPage);
}

if (process.argv[2] === 'serve') {
  const count = Number(process.argv[3]);
  // Made beforehand, so that what is measured is whoever reads them.
  const pages = Array.from({ length: Math.ceil(count / PER_PAGE) }, (_, at) => Buffer.from(pageText(at + 1, count)));
  const server = createServer((request, response) => {
    const page = pages[Number(request.url!.slice(1)) - 1];
    response.writeHead(page ? 200 : 404, { 'content-type': 'application/json', 'content-length': page?.length ?? 0 });
    response.end(page);
  });
  server.listen(0, '127.0.0.1', () => {
    process.send!({ address: `http://127.0.0.1:${(server.address() as { port: number }).port}` });
  });
  process.on('disconnect', () => process.exit());
}
