import type { MigrationInterface } from 'typeorm';
import { CreateIds1795305600000 } from './1795305600000-create-ids.js';
import { CreateAccounts1795306000000 } from './1795306000000-create-accounts.js';
import { CreateConnections1795306100000 } from './1795306100000-create-connections.js';
import { CreateInstallations1795306200000 } from './1795306200000-create-installations.js';
import { CreateTasks1795306300000 } from './1795306300000-create-tasks.js';
import { CreateRecords1795306400000 } from './1795306400000-create-records.js';
import { CreateTransactions1795306500000 } from './1795306500000-create-transactions.js';
import { ExtendInstallations1795306600000 } from './1795306600000-extend-installations.js';
import { CreateWebhooks1795306700000 } from './1795306700000-create-webhooks.js';
import { IndexLogs1795306850000 } from './1795306850000-index-logs.js';
import { IndexImportLogByRecord1795306950000 } from './1795306950000-index-import-log-by-record.js';
import { CreateConnectionTokens1795320000000 } from './1795320000000-create-connection-tokens.js';
import { CreateParentWaits1795321000000 } from './1795321000000-create-parent-waits.js';
import { MakeUpForChanges1795321100000 } from './1795321100000-make-up-for-changes.js';
import { CreateAdvancedVersions1795322000000 } from './1795322000000-create-advanced-versions.js';
import { CreateSetUpRequests1795322100000 } from './1795322100000-create-set-up-requests.js';
import { CreateMemberships1795322200000 } from './1795322200000-create-memberships.js';
import { CreateReconciliation1795323000000 } from './1795323000000-create-reconciliation.js';
import { CreateLetters1795323100000 } from './1795323100000-create-letters.js';
import { MarkSweptReports1795323200000 } from './1795323200000-mark-swept-reports.js';
import { CreateQuotaDays1795325000000 } from './1795325000000-create-quota-days.js';
import { CreateStoreShares1795326000000 } from './1795326000000-create-store-shares.js';
import { OrderWhatIsToBuild1795331000000 } from './1795331000000-order-what-is-to-build.js';
import { RememberPicks1795333000000 } from './1795333000000-remember-picks.js';
import { RememberWhyParentsWereRefused1795333100000 } from './1795333100000-remember-why-parents-were-refused.js';
import { MarkDepartures1795334000000 } from './1795334000000-mark-departures.js';
import { RememberEarlierDocuments1795334100000 } from './1795334100000-remember-earlier-documents.js';
import { IndexConnectionsByCompany1795337000000 } from './1795337000000-index-connections-by-company.js';
import { RememberPeopleWhoWaited1795338000000 } from './1795338000000-remember-people-who-waited.js';
import { KeepLongAnswersOnce1795340000000 } from './1795340000000-keep-long-answers-once.js';
import { RememberWhatCameAboutMeanwhile1795341000000 } from './1795341000000-remember-what-came-about-meanwhile.js';
import { NameRefusedRows1795346000000 } from './1795346000000-name-refused-rows.js';
import { RememberRefusedRows1795346100000 } from './1795346100000-remember-refused-rows.js';
import { KeepPayloadsWithTheirRecords1795350000000 } from './1795350000000-keep-payloads-with-their-records.js';
import { ReachTheExportLogByTask1795350100000 } from './1795350100000-reach-the-export-log-by-task.js';
import { ExpectRefusedRows1795360000000 } from './1795360000000-expect-refused-rows.js';
import { ForgetAnIndexOfTheExportLog1795370000000 } from './1795370000000-forget-an-index-of-the-export-log.js';
import { FindNewestReports1795400000000 } from './1795400000000-find-newest-reports.js';
import { NameWhatIsUnderWay1795410000000 } from './1795410000000-name-what-is-under-way.js';
import { SayWhatCantBeRead1795420000000 } from './1795420000000-say-what-can-t-be-read.js';
import { OfferOtherDays1795430000000 } from './1795430000000-offer-other-days.js';
import { RememberWhatReportsTold1795440000000 } from './1795440000000-remember-what-reports-told.js';
import { KeepWhatStatedDocumentsSay1795440100000 } from './1795440100000-keep-what-stated-documents-say.js';
import { RememberWhenSessionsBegan1795450000000 } from './1795450000000-remember-when-sessions-began.js';

/** Every migration in order of time. Append only: one that has landed is never changed. */
export const migrations: (new () => MigrationInterface)[] = [
  CreateIds1795305600000,
  CreateAccounts1795306000000,
  CreateConnections1795306100000,
  CreateInstallations1795306200000,
  CreateTasks1795306300000,
  CreateRecords1795306400000,
  CreateTransactions1795306500000,
  ExtendInstallations1795306600000,
  CreateWebhooks1795306700000,
  IndexLogs1795306850000,
  IndexImportLogByRecord1795306950000,
  CreateConnectionTokens1795320000000,
  CreateParentWaits1795321000000,
  MakeUpForChanges1795321100000,
  CreateAdvancedVersions1795322000000,
  CreateSetUpRequests1795322100000,
  CreateMemberships1795322200000,
  CreateReconciliation1795323000000,
  CreateLetters1795323100000,
  MarkSweptReports1795323200000,
  CreateQuotaDays1795325000000,
  CreateStoreShares1795326000000,
  OrderWhatIsToBuild1795331000000,
  RememberPicks1795333000000,
  RememberWhyParentsWereRefused1795333100000,
  MarkDepartures1795334000000,
  RememberEarlierDocuments1795334100000,
  IndexConnectionsByCompany1795337000000,
  RememberPeopleWhoWaited1795338000000,
  KeepLongAnswersOnce1795340000000,
  RememberWhatCameAboutMeanwhile1795341000000,
  NameRefusedRows1795346000000,
  RememberRefusedRows1795346100000,
  KeepPayloadsWithTheirRecords1795350000000,
  ReachTheExportLogByTask1795350100000,
  ExpectRefusedRows1795360000000,
  ForgetAnIndexOfTheExportLog1795370000000,
  FindNewestReports1795400000000,
  NameWhatIsUnderWay1795410000000,
  SayWhatCantBeRead1795420000000,
  OfferOtherDays1795430000000,
  RememberWhatReportsTold1795440000000,
  KeepWhatStatedDocumentsSay1795440100000,
  RememberWhenSessionsBegan1795450000000,
];
