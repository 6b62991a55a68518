import 'reflect-metadata';
import { resolve } from 'node:path';
import { plainToInstance, Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min, validateSync } from 'class-validator';

const list = (value: unknown) =>
  String(value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

const asList = () => Transform(({ value }) => (Array.isArray(value) ? value : list(value)));
const asNumber = () => Transform(({ value }) => (value === undefined ? undefined : Number(value)));

type Role = 'web' | 'worker';
type LogLevel = (typeof LOG_LEVELS)[number];

const ROLES: Role[] = ['web', 'worker'];
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

/** Every setting of the hub, read once from the environment. A new one needs a row in the README. */
export class Settings {
  /** mysql://user:password@host:port/database. Unset: the hub starts a private MariaDB of its own in DATA_DIR. */
  @IsOptional()
  @Matches(/^(mysql|mariadb):\/\//, { message: 'DATABASE_URL must look like mysql://user:password@host:3306/database' })
  databaseUrl?: string;

  /** Where the private database, the keys and the sandboxes keep what they hold. */
  @IsString()
  dataDir = resolve('.data');

  @asNumber()
  @IsInt({ message: 'PORT must be a whole number' })
  @Min(0)
  @Max(65535)
  port = 3000;

  /** The address people and other systems reach the hub at; links, webhooks and OAuth redirects are made from it. */
  @IsOptional()
  @IsUrl(
    { require_tld: false, protocols: ['http', 'https'], require_protocol: true },
    {
      message: 'PUBLIC_URL must be a full address such as https://hub.example.com',
    },
  )
  publicUrl?: string;

  /** `web` answers people, `worker` moves records; one process does both unless told otherwise. */
  @asList()
  @IsIn(ROLES, { each: true, message: 'ROLES may name web and worker, separated by commas' })
  roles: Role[] = [...ROLES];

  /** Folders with further plugins, each compiled; see docs/connectors.md. */
  @asList()
  @IsString({ each: true })
  pluginPaths: string[] = [];

  /** `host=address` pairs that lead a plugin's requests elsewhere, for sandboxes: `api.example.com=http://127.0.0.1:4100`. */
  @asList()
  @Matches(/^[\w.*-]+=https?:\/\/.+$/, {
    each: true,
    message: 'ENDPOINTS must be host=http://address pairs, separated by commas',
  })
  endpoints: string[] = [];

  /** `plugin=id:secret`: the hub's own client with an app that is connected by OAuth 2. */
  @asList()
  @Matches(/^[a-z0-9-]+=[^:\s]+:\S+$/, {
    each: true,
    message: 'OAUTH_CLIENTS must be plugin=id:secret pairs, separated by commas',
  })
  oauthClients: string[] = [];

  /** `plugin=key`: what an app signs the notifications with that it sends to one address for all its customers. */
  @asList()
  @Matches(/^[a-z0-9-]+=\S+$/, { each: true, message: 'WEBHOOK_KEYS must be plugin=key pairs, separated by commas' })
  webhookKeys: string[] = [];

  /** Encryption keys, newest first: `name:base64 of 32 bytes`. Unset: a key file in DATA_DIR is made and used. */
  @asList()
  @Matches(/^[\w-]+:[A-Za-z0-9+/]{43}=$/, {
    each: true,
    message: 'SECRET_KEYS must be name:base64 pairs of 32 bytes each',
  })
  secretKeys: string[] = [];

  /** How many runs one worker process works on at the same time. */
  @asNumber()
  @IsInt({ message: 'RUNS_AT_ONCE must be a whole number' })
  @Min(1)
  @Max(64)
  runsAtOnce = 4;

  @IsIn(LOG_LEVELS, { message: `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}` })
  logLevel: LogLevel = 'info';

  /** The mail server that letters leave through: smtp://user:password@host:587, smtps:// for TLS. Unset: letters are read in the hub. */
  @IsOptional()
  @Matches(/^smtps?:\/\/[^\s/]+\/?$/, { message: 'MAIL_URL must look like smtp://user:password@host:587' })
  mailUrl?: string;

  /** Whom letters come from: `Patchbay <hub@example.com>`. */
  @IsOptional()
  @Matches(/@/, { message: 'MAIL_FROM must be an address such as Patchbay <hub@example.com>' })
  mailFrom?: string;

  /** How many proxies in front of the hub may be believed about the caller's address. */
  @asNumber()
  @IsInt({ message: 'TRUST_PROXY must be a whole number' })
  @Min(0)
  @Max(10)
  trustProxy = 0;

  /** Days that requests and answers stay readable in the logs. */
  @asNumber()
  @IsInt({ message: 'LOG_RETENTION_DAYS must be a whole number' })
  @Min(1)
  logRetentionDays = 90;

  /** Reads and checks the environment; throws `WrongSettings` that names each wrong one and what it should be. */
  static from(env: Record<string, string | undefined>): Settings {
    const given = Object.keys(new Settings())
      .concat('databaseUrl', 'publicUrl', 'mailUrl', 'mailFrom')
      .map((name) => [name, env[variableOf(name)]] as const)
      .filter(([, value]) => value !== undefined && value !== '');
    const settings = plainToInstance(Settings, Object.fromEntries(given), { exposeDefaultValues: true });
    settings.dataDir = resolve(settings.dataDir);
    const wrong = validateSync(settings).flatMap((error) => Object.values(error.constraints ?? {}));
    if (wrong.length > 0) throw new WrongSettings(wrong);
    return settings;
  }
}

export class WrongSettings extends Error {
  constructor(readonly wrong: string[]) {
    super(`The hub can't start with these settings:\n${wrong.map((line) => `  - ${line}`).join('\n')}`);
  }
}

/** databaseUrl → DATABASE_URL */
function variableOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
