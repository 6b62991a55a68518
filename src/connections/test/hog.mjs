// Takes every slot of a tenant the way a hub does, and dies without giving them back.
import { createConnection } from 'mysql2/promise';

const [url, tenant] = process.argv.slice(2);
const connection = await createConnection({ uri: url, timezone: 'Z' });
await connection.query(`replace into tenant_slots values ('acme', ?, uuid(), 3, 3, ?)`, [
  tenant,
  new Date(Date.now() + 2000),
]);
process.kill(process.pid, 'SIGKILL');
