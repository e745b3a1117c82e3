using System.CommandLine;
using AmiGovernance.Cli.Features.Adoption;
using AmiGovernance.Cli.Features.Authoring;
using AmiGovernance.Cli.Features.Bundles;
using AmiGovernance.Cli.Features.Calibration;
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
/// <param name="program">The program itself, for the commands that run others.</param>
internal sealed class CommandGroups(CliContext context, CommandLine program)
{
    /// <summary>They tell of all commands, and of their options.</summary>
    private static readonly string[] ReadAll = ["docs", "help", "man"];

    private readonly (string Title, (string Name, Func<Command> Create)[] Commands)[] groups =
    [
        (
            "Start",
            [
                ("rehearse", () => RehearseCommand.Create(context, program)),
                ("init", () => InitCommand.Create(context, new DiscoveredAllowList(context))),
                ("discover", () => DiscoverCommand.Create(context)),
                ("adopt", () => AdoptCommand.Create(context)),
                ("doctor", () => DoctorCommand.Create(context)),
                ("org", () => OrgCommand.Create(context)),
            ]
        ),
        (
            "Policies",
            [
                ("generate", () => GenerateCommand.Create(context)),
                ("validate", () => ValidateCommand.Create(context)),
                ("publishers", () => PublishersCommand.Create(context)),
                ("allowlist", () => AllowlistCommand.Create(context)),
                ("prove", () => ProveCommand.Create(context)),
                ("explain", () => ExplainCommand.Create(context)),
                ("simulate", () => SimulateCommand.Create(context)),
                ("diff", () => DiffCommand.Create(context)),
                ("layers", () => LayersCommand.Create(context)),
                ("lint", () => LintCommand.Create(context)),
                ("preflight", () => PreflightCommand.Create(context)),
                ("bundle", () => BundleCommand.Create(context)),
            ]
        ),
        (
            "Roll out",
            [
                ("plan", () => PlanCommand.Create(context)),
                ("apply", () => ApplyCommand.Create(context)),
                ("promote", () => PromoteCommand.Create(context)),
                ("rollback", () => RollbackCommand.Create(context)),
                ("status", () => StatusCommand.Create(context)),
                ("verify", () => VerifyCommand.Create(context)),
                ("history", () => HistoryCommand.Create(context)),
                ("export", () => ExportCommand.Create(context)),
            ]
        ),
        (
            "Watch",
            [
                ("watch", () => WatchCommand.Create(context, program)),
                ("trail", () => TrailCommand.Create(context)),
                ("backtest", () => BacktestCommand.Create(context)),
                ("impact", () => ImpactCommand.Create(context)),
                ("triage", () => TriageCommand.Create(context)),
                ("dashboard", () => DashboardCommand.Create(context)),
                ("status-report", () => StatusReportCommand.Create(context)),
                ("report", () => GovernanceReportCommand.Create(context)),
                ("console", () => ConsoleCommand.Create(context, program)),
            ]
        ),
        ("Exceptions", [("exception", () => ExceptionCommand.Create(context))]),
        ("Images", [("images", () => ImagesCommand.Create(context))]),
        (
            "Tools",
            [
                ("sandbox", () => SandboxCommand.Create(context)),
                ("calibrate", () => CalibrateCommand.Create(context)),
                ("facts", () => FactsCommand.Create(context)),
                ("mcp", () => McpCommand.Create(context, program)),
                ("schema", () => SchemaCommand.Create(context)),
                ("code", () => CodeCommand.Create(context)),
                ("comment", () => CommentCommand.Create(context)),
                ("docs", () => DocsCommand.Create(context)),
                ("man", () => ManCommand.Create(context)),
                ("completion", () => CompletionCommand.Create(context)),
                ("help", () => HelpCommand.Create(context)),
                ("version", () => VersionCommand.Create(context)),
                ("self-check", () => SelfCheckCommand.Create(context)),
            ]
        ),
    ];

    public CommandGroup[] All() => Made(_ => true);

    /// <summary>Those that a command line can lead to: a run is over in milliseconds, and making all commands takes some of them.</summary>
    public CommandGroup[] For(string[] args)
    {
        var first = args is ["--version"] ? "version" : args.FirstOrDefault("");
        var isOne = !ReadAll.Contains(first) && groups.Any(g => g.Commands.Any(c => c.Name == first));
        return isOne ? Made(name => name == first) : All();
    }

    private CommandGroup[] Made(Func<string, bool> isWanted) =>
        [
            .. groups.Select(g => new CommandGroup(
                g.Title,
                [.. g.Commands.Where(c => isWanted(c.Name)).Select(c => c.Create())]
            )),
        ];
}
