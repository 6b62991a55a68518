import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Store } from '../accounts/store.entity.js';
import { PeersModule } from '../peers/peers.module.js';
import { TasksEngineModule } from '../tasks/tasks-engine.module.js';
import { AdvancedModule } from './advanced/advanced.module.js';
import { AppCalls } from './app-calls.service.js';
import { AppsInFrame } from './apps-in-frame.js';
import { AppsOnHome } from './apps-on-home.js';
import { BudgetCard } from './budget/budget-card.service.js';
import { BudgetsController } from './budget/budgets.controller.js';
import { ConnectPage } from './connect/connect-page.service.js';
import { Connecting } from './connect/connecting.service.js';
import { ConnectionController } from './connect/connection.controller.js';
import { ConnectionTrials } from './connect/connection-trials.service.js';
import { ConnectionUpkeep } from './connect/connection-upkeep.js';
import { Consenting } from './connect/consenting.service.js';
import { ConsentsController } from './connect/consents.controller.js';
import { InvitationsController } from './connect/invitations.controller.js';
import { Invitations } from './connect/invitations.service.js';
import { InvitedController } from './connect/invited.controller.js';
import { PeerCards } from './connect/peer-cards.service.js';
import { Consequences } from './consequences.service.js';
import { OwnInstallations } from './current-installation.js';
import { FactsService } from './facts.service.js';
import { Farewell } from './farewell.service.js';
import { AnswerChecks } from './forms/answer-checks.service.js';
import { NamesLeft } from './forms/names-left.service.js';
import { Neighbours } from './forms/neighbours.service.js';
import { PickLists } from './forms/pick-lists.service.js';
import { Installation } from './installation.entity.js';
import { InstallationLife } from './installation-life.service.js';
import { InstallationsController } from './installations.controller.js';
import { PausesController } from './pauses.controller.js';
import { Requirements } from './requirements.service.js';
import { SetUpModule } from './set-up/set-up.module.js';
import { SetupController } from './setup.controller.js';
import { SetupPage } from './setup-page.service.js';
import { Trail } from './trail.service.js';
import { Unmapped } from './unmapped.service.js';
import { ActivatePage } from './wizard/activate-page.service.js';
import { Activation } from './wizard/activation.service.js';
import { ChoicesController } from './wizard/choices.controller.js';
import { FirstImports } from './wizard/first-imports.service.js';
import { ImportsController } from './wizard/imports.controller.js';
import { PreFlight } from './wizard/pre-flight.service.js';
import { SecretAnswers } from './wizard/secret-answers.service.js';
import { SettingUp } from './wizard/setting-up.service.js';
import { StepPages } from './wizard/step-pages.service.js';
import { StepsController } from './wizard/steps.controller.js';
import { Wizard } from './wizard/wizard.service.js';

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
