using System.Collections.Immutable;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Gates;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Tests.Support;

/// <summary>What a command did.</summary>
internal sealed record CommandOutcome(int ExitCode, string Out, string Error)
{
    public string All => Out + Error;

    /// <summary>What stood on the screen when the question was asked; null when none was.</summary>
    public string? BeforeQuestion { get; init; }
}

/// <summary>The commands that deploy, run on a bench without a command line.</summary>
internal sealed class RolloutCommands(RolloutBench bench)
{
    private static readonly IReadOnlyList<OutputTarget> Text = [new OutputTarget(OutputFormat.Text, null)];

    private readonly RolloutPorts ports = new(
        bench.Aws,
        new Administrator(),
        new Administrator(),
        new NoInstances(),
        bench.Events
    );

    public UnprovenPolicies Unproven { get; init; } = UnprovenPolicies.Refused;

    /// <summary>Why it may get weaker; null when it may not.</summary>
    public string? AllowWeaker { get; init; }

    /// <summary>Ctrl-C.</summary>
    public CancellationToken Cancel { get; init; } = TestContext.Current.CancellationToken;

    /// <summary>What happens while the question waits, until somebody says yes; null where nobody is asked.</summary>
    public Action? WhileAsked { get; init; }

    private DeploymentConsent Consent =>
        new(Unproven, Yes: WhileAsked is null, Why: "test") { AllowWeaker = AllowWeaker };

    public CommandOutcome Plan(string file) =>
        Run(
            (context, cancel) =>
                PlanCommand.Run(new PlanArguments(Request(), file, false, Text), context, ports, cancel)
        );

    public CommandOutcome Apply(string? file = null) =>
        Run(
            (context, cancel) => ApplyCommand.Run(new ApplyArguments(Request(), file, Consent), context, ports, cancel)
        );

    public CommandOutcome Promote(ImmutableArray<string> targets, string? file = null, string? planOut = null) =>
        Run(
            (context, cancel) =>
                new PromoteCommand(context, ports).Run(
                    new PromoteArguments(
                        new PromotionRequest(Samples.ConfigPath, "dist", targets),
                        file,
                        planOut,
                        OpenGates,
                        IsCheck: planOut is not null,
                        Consent,
                        Text
                    ),
                    cancel
                )
        );

    public CommandOutcome Rollback(RollbackTo to, string? deployment = null) =>
        Run(
            (context, cancel) =>
                RollbackCommand.Run(
                    new RollbackArguments(
                        new RollbackRequest(to, deployment, Samples.ConfigPath, Adopt: false),
                        Yes: WhileAsked is null,
                        Why: ""
                    ),
                    context,
                    ports,
                    cancel
                )
        );

    public CommandOutcome Verify(bool isOffline = false) =>
        Run((context, cancel) => HistoryCommand.Verify(History(HistoryTask.Verify, isOffline), context, ports, cancel));

    public CommandOutcome Merge(string? lost = null) =>
        Run(
            (context, cancel) =>
                HistoryCommand.Merge(History(HistoryTask.Merge, false) with { Lost = lost }, context, ports, cancel)
        );

    private static HistoryArguments History(HistoryTask task, bool isOffline) => new(task, null, isOffline, null, Text);

    /// <summary>What the gates look at is other tests' matter.</summary>
    private static GateRequest OpenGates =>
        new("triage")
        {
            Notified = "all",
            Ticket = "CHG-1",
            Overrides = ["audit-time", "violations"],
            Reason = "test",
        };

    private static PlanRequest Request() => new(Samples.ConfigPath, "dist", Adopt: false);

    private CommandOutcome Run(Func<CliContext, CancellationToken, Task<int>> command)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var answer = new Answer(() =>
        {
            WhileAsked?.Invoke();
            return output.ToString() + error;
        });
        var context = new CliContext
        {
            Out = output,
            Error = error,
            In = answer,
            IsInteractive = WhileAsked is not null,
            Files = bench.Amigov.Files,
            Locks = bench.Locks,
            Git = bench.Amigov.Git,
            OpenText = (_, _) => null,
            Time = bench.Time,
            Environment = _ => null,
        };
        var code = command(context, Cancel).GetAwaiter().GetResult();
        return new CommandOutcome(code, output.ToString(), error.ToString()) { BeforeQuestion = answer.Screen };
    }

    /// <summary>Says yes, after something happened.</summary>
    private sealed class Answer(Func<string> asked) : TextReader
    {
        public string? Screen { get; private set; }

        public override string ReadLine()
        {
            Screen = asked();
            return "yes";
        }
    }

    private sealed class Administrator : IAwsIdentity, IPermissionSimulator
    {
        public Task<CallerDetails> GetCallerIdentity(CancellationToken cancel) =>
            Task.FromResult(
                new CallerDetails(RolloutBench.Empty.ManagementAccount, "arn:aws:iam::999999999999:user/test")
            );

        public Task<ImmutableHashSet<string>?> AllowedActions(
            string principalArn,
            IReadOnlyCollection<string> actions,
            CancellationToken cancel
        ) => Task.FromResult<ImmutableHashSet<string>?>([.. actions]);
    }

    private sealed class NoInstances : IInstanceReader
    {
        public Task<ImmutableArray<RegionName>> DescribeRegions(AccountId account, CancellationToken cancel) =>
            Task.FromResult<ImmutableArray<RegionName>>([]);

        public Task<AllowedImagesSetting> GetAllowedImagesSettings(
            AccountId account,
            RegionName region,
            CancellationToken cancel
        ) => throw new InvalidOperationException("there is no Region");

        public IAsyncEnumerable<InstanceImage> DescribeInstanceImageMetadata(
            AccountId account,
            RegionName region,
            CancellationToken cancel
        ) => throw new InvalidOperationException("there is no Region");
    }
}
