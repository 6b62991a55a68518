import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Store } from '../accounts/store.entity.js';
import { PeersModule } from '../peers/peers.module.js';
import { TasksEngineModule } from '../tasks/tasks-engine.module.js';
import { ActivatePage } from './activate-page.service.js';
import { Activation } from './activation.service.js';
import { AdvancedModule } from './advanced/advanced.module.js';
import { AppCalls } from './app-calls.service.js';
import { AppsInFrame } from './apps-in-frame.js';
import { AppsOnHome } from './apps-on-home.js';
import { BudgetCard } from './budget/budget-card.service.js';
import { BudgetsController } from './budget/budgets.controller.js';
import { ChoicesController } from './choices.controller.js';
import { ConnectPage } from './connect-page.service.js';
import { Connecting } from './connecting.service.js';
import { ConnectionController } from './connection.controller.js';
import { ConnectionTrials } from './connection-trials.service.js';
import { ConnectionUpkeep } from './connection-upkeep.js';
import { Consenting } from './consenting.service.js';
import { ConsentsController } from './consents.controller.js';
import { Consequences } from './consequences.service.js';
import { OwnInstallations } from './current-installation.js';
import { FactsService } from './facts.service.js';
import { Farewell } from './farewell.service.js';
import { FirstImports } from './first-imports.service.js';
import { AnswerChecks } from './forms/answer-checks.service.js';
import { NamesLeft } from './forms/names-left.service.js';
import { Neighbours } from './forms/neighbours.service.js';
import { PickLists } from './forms/pick-lists.service.js';
import { ImportsController } from './imports.controller.js';
import { Installation } from './installation.entity.js';
import { InstallationLife } from './installation-life.service.js';
import { InstallationsController } from './installations.controller.js';
import { InvitationsController } from './invitations.controller.js';
import { Invitations } from './invitations.service.js';
import { InvitedController } from './invited.controller.js';
import { PausesController } from './pauses.controller.js';
import { PeerCards } from './peer-cards.service.js';
import { PreFlight } from './pre-flight.service.js';
import { Requirements } from './requirements.service.js';
import { SecretAnswers } from './secret-answers.service.js';
import { SetUpModule } from './set-up/set-up.module.js';
import { SettingUp } from './setting-up.service.js';
import { SetupController } from './setup.controller.js';
import { SetupPage } from './setup-page.service.js';
import { StepPages } from './step-pages.service.js';
import { StepsController } from './steps.controller.js';
import { Trail } from './trail.service.js';
import { Unmapped } from './unmapped.service.js';
import { Wizard } from './wizard.service.js';

/** Plugins installed on stores: the wizard, Setup & Tools, and what a plugin's functions may know. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forFeature([Installation, Store]),
    AdvancedModule,
    SetUpModule,
    TasksEngineModule,
    PeersModule,
  ],
  controllers: [
    InstallationsController,
    SetupController,
    StepsController,
    ChoicesController,
    ImportsController,
    ConnectionController,
    ConsentsController,
    BudgetsController,
    PausesController,
    InvitationsController,
    InvitedController,
  ],
  providers: [
    Activation,
    ActivatePage,
    AnswerChecks,
    AppCalls,
    AppsInFrame,
    AppsOnHome,
    BudgetCard,
    Connecting,
    ConnectionTrials,
    ConnectionUpkeep,
    ConnectPage,
    Consenting,
    Consequences,
    FactsService,
    Farewell,
    FirstImports,
    InstallationLife,
    Invitations,
    NamesLeft,
    Neighbours,
    OwnInstallations,
    PeerCards,
    PickLists,
    PreFlight,
    Requirements,
    SecretAnswers,
    SettingUp,
    SetupPage,
    StepPages,
    Trail,
    Unmapped,
    Wizard,
  ],
  exports: [
    AnswerChecks,
    Connecting,
    FactsService,
    InstallationLife,
    NamesLeft,
    Neighbours,
    OwnInstallations,
    PickLists,
    PreFlight,
    Requirements,
    SettingUp,
    Trail,
    Unmapped,
  ],
})
export class InstallationsModule {}
