/** Where requests to a host really go, for sandboxes: the ENDPOINTS setting. */
export class Endpoints {
  private readonly places: [host: string, target: URL][];

  constructor(pairs: readonly string[]) {
    this.places = pairs.map((pair) => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals).toLowerCase(), new URL(pair.slice(equals + 1))];
    });
  }

  /** The exact host first, then `*.example.com`. */
  of(host: string): URL | undefined {
    const exact = this.places.find(([name]) => name === host);
    return (exact ?? this.places.find(([name]) => name.startsWith('*.') && host.endsWith(name.slice(1))))?.[1];
  }
}
