using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Cli.Features.Rehearsal.Stage;

/// <summary>What the acts of a rehearsal share: the organization with its teams and its clock, the commands, and what is shown.</summary>
internal sealed class RehearsalStage
{
    public const string Config = "config/ami_publishers.json";

    /// <summary>The ticket of the change that is rehearsed.</summary>
    public const string Ticket = "CHG-2041";

    public RehearsalStage(RehearsalView view, RehearsalCommands commands, RehearsalOrganization organization)
    {
        View = view;
        Commands = commands;
        Organization = organization;
        Team = new WorkloadTeam(organization);
        Reports = new RehearsalReports(commands);
    }

    public RehearsalView View { get; }

    public RehearsalCommands Commands { get; }

    public RehearsalOrganization Organization { get; }

    public WorkloadTeam Team { get; }

    public RehearsalReports Reports { get; }

    public int Started { get; private set; }

    public int Denied { get; private set; }

    public DateTimeOffset Now => Organization.Clock.GetUtcNow();

    public void Act(string title) => View.Act(title, Day(Now));

    public void Later(TimeSpan passed) => Organization.MoveTo(Now + passed);

    public static string Day(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The account's name.</summary>
    public string Name(string account) =>
        Organization.World.Organization.Account(AccountId.Parse(account))?.Name ?? account;

    /// <summary>Runs a command that must end with the expected exit code, and shows what it found.</summary>
    public async Task Do(
        string[] args,
        Func<CommandRun, string> found,
        CancellationToken cancel,
        int expected = ExitCodes.Done
    )
    {
        CommandRun run;
        using (View.Running(string.Join(' ', args)))
            run = await Commands.Run(args, cancel);
        View.Command(run);
        if (run.ExitCode != expected)
        {
            View.Bad($"ended with exit code {run.ExitCode} instead of {expected}");
            throw new RehearsalFailedException(run.Complaint);
        }
        View.Good(found(run));
    }

    /// <summary>Shows that a launch starts.</summary>
    public async Task ShowStart(string account, ImageId image, string what, CancellationToken cancel)
    {
        var answer = await Team.Launch(account, image, cancel);
        if (answer.Code != AwsFacts.DryRunPassed.Value)
            throw Unexpected(account, what, answer);
        Started++;
        View.Note($"{Name(account)} launches {what}: it starts");
    }

    /// <summary>Shows that a launch is denied by a service control policy.</summary>
    public async Task ShowDenial(string account, ImageId image, string what, CancellationToken cancel)
    {
        var answer = await Team.Launch(account, image, cancel);
        if (!answer.Message.Contains("explicit deny in a service control policy", StringComparison.Ordinal))
            throw Unexpected(account, what, answer);
        Denied++;
        View.Note($"{Name(account)} launches {what}: denied by the service control policy");
    }

    /// <summary>Shows what EC2 answers where no service control policy reaches: the declarative layer alone.</summary>
    public async Task ShowRefusalInManagementAccount(ImageId image, CancellationToken cancel)
    {
        var management = Organization.World.Organization.ManagementAccount.Value;
        var refused = await Team.LaunchForReal(management, image, cancel);
        Denied++;
        View.Note($"the management account, which no service control policy reaches, launches it: {refused.Code}");
        View.Note($"“{refused.Message}”");
    }

    private RehearsalFailedException Unexpected(string account, string what, CallAnswer answer) =>
        new($"{Name(account)} launches {what}: {answer.Code}: {answer.Message}");
}
