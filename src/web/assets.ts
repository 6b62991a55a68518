import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { NextFunction, Request, Response } from 'express';
import { packageFile, packageRoot } from './package-root.js';

const LIBRARIES: Record<string, string> = {
  'tabler.css': '@tabler/core/dist/css/tabler.min.css',
  'tabler.js': '@tabler/core/dist/js/tabler.min.js',
  'htmx.js': 'htmx.org/dist/htmx.min.js',
};

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
};

/** Two steps below the utmost: a sixth larger, and the first visitor waits for none of the second that the utmost takes. */
const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

interface Asset {
  body: Buffer;
  type: string;
  small?: Buffer;
}

/** Stylesheets, scripts and pictures: ours from public/, others from their packages. Their address carries a hash of them all, so browsers keep them for good. */
export class Assets {
  private readonly files = new Map<string, Asset>();
  readonly version: string;

  constructor() {
    for (const name of readdirSync(join(packageRoot, 'public'))) this.add(name, join(packageRoot, 'public', name));
    for (const [name, path] of Object.entries(LIBRARIES)) this.add(name, packageFile(path));
    this.version = this.hash();
  }

  url(name: string): string {
    if (!this.files.has(name)) throw new Error(`There is no asset called ${name}`);
    return `/assets/${this.version}/${name}`;
  }

  /** Answers `/assets/<version>/<name>`. */
  serve = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const [version, name, more] = request.path.split('/').slice(1);
    const asset = this.files.get(name ?? '');
    if (!asset || version !== this.version || more !== undefined) return next();
    response.setHeader('Content-Type', asset.type);
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    response.setHeader('Vary', 'Accept-Encoding');
    if (!request.acceptsEncodings('br') || asset.type.startsWith('image/png')) return void response.end(asset.body);
    asset.small ??= await promisify(brotliCompress)(asset.body, COMPRESSION);
    response.setHeader('Content-Encoding', 'br');
    response.end(asset.small);
  };

  private add(name: string, path: string): void {
    // Development tools would ask for the map that is not served.
    const body = Buffer.from(
      readFileSync(path)
        .toString('latin1')
        .replace(/\n\/[/*]# sourceMappingURL=.*\s*$/, ''),
      'latin1',
    );
    this.files.set(name, { body, type: TYPES[extname(name)] ?? 'application/octet-stream' });
  }

  private hash(): string {
    const hash = createHash('sha256');
    for (const [name, { body }] of [...this.files].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(name).update(body);
    return hash.digest('hex').slice(0, 12);
  }
}
