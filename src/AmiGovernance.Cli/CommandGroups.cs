using AmiGovernance.Cli.Features.Adoption;
using AmiGovernance.Cli.Features.Authoring;
using AmiGovernance.Cli.Features.Bundles;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Features.Discovery;
using AmiGovernance.Cli.Features.Doctor;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Cli.Features.Impact;
using AmiGovernance.Cli.Features.Manual;
using AmiGovernance.Cli.Features.Mcp;
using AmiGovernance.Cli.Features.Monitoring;
using AmiGovernance.Cli.Features.Organizations;
using AmiGovernance.Cli.Features.Preflight;
using AmiGovernance.Cli.Features.Rehearsal;
using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Cli.Features.Reporting;
using AmiGovernance.Cli.Features.Reporting.Governance;
using AmiGovernance.Cli.Features.Reporting.Served;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Features.Sandbox;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Features.Validation;
using AmiGovernance.Cli.Features.Verification;
using AmiGovernance.Cli.Features.Watch;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Cli;

/// <summary>The commands, in the order in which one meets them.</summary>
internal static class CommandGroups
{
    /// <param name="program">The program itself, for the command that runs others.</param>
    public static CommandGroup[] All(CliContext context, CommandLine program) =>
        [
            Start(context, program),
            Policies(context),
            RollOut(context),
            Watch(context, program),
            new("Exceptions", ExceptionCommand.Create(context)),
            new("Images", ImagesCommand.Create(context)),
            Tools(context, program),
        ];

    private static CommandGroup Start(CliContext context, CommandLine program) =>
        new(
            "Start",
            RehearseCommand.Create(context, program),
            InitCommand.Create(context, new DiscoveredAllowList(context)),
            DiscoverCommand.Create(context),
            AdoptCommand.Create(context),
            DoctorCommand.Create(context),
            OrgCommand.Create(context)
        );

    private static CommandGroup Policies(CliContext context) =>
        new(
            "Policies",
            GenerateCommand.Create(context),
            ValidateCommand.Create(context),
            PublishersCommand.Create(context),
            AllowlistCommand.Create(context),
            ProveCommand.Create(context),
            ExplainCommand.Create(context),
            SimulateCommand.Create(context),
            DiffCommand.Create(context),
            LayersCommand.Create(context),
            LintCommand.Create(context),
            PreflightCommand.Create(context),
            BundleCommand.Create(context)
        );

    private static CommandGroup RollOut(CliContext context) =>
        new(
            "Roll out",
            PlanCommand.Create(context),
            ApplyCommand.Create(context),
            PromoteCommand.Create(context),
            RollbackCommand.Create(context),
            StatusCommand.Create(context),
            VerifyCommand.Create(context),
            HistoryCommand.Create(context),
            ExportCommand.Create(context)
        );

    private static CommandGroup Watch(CliContext context, CommandLine program) =>
        new(
            "Watch",
            WatchCommand.Create(context, program),
            TrailCommand.Create(context),
            BacktestCommand.Create(context),
            ImpactCommand.Create(context),
            TriageCommand.Create(context),
            DashboardCommand.Create(context),
            StatusReportCommand.Create(context),
            GovernanceReportCommand.Create(context),
            ConsoleCommand.Create(context, program)
        );

    private static CommandGroup Tools(CliContext context, CommandLine program) =>
        new(
            "Tools",
            SandboxCommand.Create(context),
            McpCommand.Create(context, program),
            SchemaCommand.Create(context),
            CodeCommand.Create(context),
            CommentCommand.Create(context),
            DocsCommand.Create(context),
            ManCommand.Create(context),
            CompletionCommand.Create(context),
            HelpCommand.Create(context),
            VersionCommand.Create(context)
        );
}
