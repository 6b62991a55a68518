export class DatabaseUnreachable extends Error {
  constructor(databaseUrl: string, cause: unknown) {
    const { host, pathname } = new URL(databaseUrl);
    super(
      `The hub can't use the database ${pathname.slice(1)} at ${host}: ${(cause as Error).message}. ` +
        'See that the server runs and that DATABASE_URL names it, with a user who may use it.',
      { cause },
    );
  }
}
