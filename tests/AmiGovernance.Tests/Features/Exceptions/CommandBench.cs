using System.Globalization;
using System.Text;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Features.Proposals;

namespace AmiGovernance.Tests.Features.Exceptions;

/// <summary>The runbook's repository in memory, and the commands that decide, write or send, without a command line.</summary>
public abstract class CommandBench : IDisposable
{
    private protected const string Ticket = "CLOUD-1234";

    private protected static readonly OutputTarget[] AsText = [new(OutputFormat.Text, null)];

    private protected static readonly ProposalOptions Proposal = new(
        Samples.ConfigPath,
        "dist",
        "origin",
        Base: null,
        Target: null,
        Push: true,
        Rebuild: false,
        DryRun: false
    );

    private protected readonly StringWriter output = new() { NewLine = "\n" };
    private protected readonly StringWriter error = new() { NewLine = "\n" };
    private protected readonly InMemoryFileStore files = new();
    private protected readonly InMemoryGit git;
    private protected DateTimeOffset now = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private protected CommandBench()
    {
        git = new InMemoryGit(files, () => now) { Author = new GitIdentity("Alex Kim", "alex@company.com") };
        Write(Samples.ConfigPath, ExceptionSamples.WithoutEntry(Samples.Runbook, Ticket));
        Write("config/approvers.json", ExceptionSamples.Approvers);
        using var amigov = new Amigov();
        amigov.With(Samples.ConfigPath, Encoding.UTF8.GetString(files.Files[Samples.ConfigPath]));
        Assert.Equal(0, amigov.Run("generate").ExitCode);
        foreach (var (path, bytes) in amigov.Files.Files)
            files.Files[path] = bytes;
        git.CommitAll("start");
        git.PushMain("ssh://git@git.company.com/cloud/ami-governance.git");
    }

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What others do while a question stands; null for nothing.</summary>
    private protected Action? meanwhile;

    private sealed class SlowPerson(string answers, Action? meanwhile) : StringReader(answers)
    {
        public override string? ReadLine()
        {
            meanwhile?.Invoke();
            return base.ReadLine();
        }
    }

    private protected CliContext Context(string input = "") =>
        new()
        {
            Out = output,
            Error = error,
            In = new SlowPerson(input, meanwhile),
            Files = files,
            OpenText = (_, _) => null,
            Time = new Amigov.FixedTime(now),
            Environment = _ => null,
            Git = git,
            IsInteractive = input.Length > 0,
        };

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected void Write(string path, string text) => files.Files[path] = Encoding.UTF8.GetBytes(text);

    private protected async Task Request(int days = 90, string ticket = Ticket)
    {
        var draft = new RequestDraft
        {
            AccountId = "123456789012",
            Type = "migration",
            Duration = days.ToString(CultureInfo.InvariantCulture),
            BusinessJustification = "Migration from legacy image pipeline",
            WorkloadDescription = "Payments platform",
            SecurityReview = "completed",
            MigrationPlan = "Golden images by April",
            TechnicalContact = "alex@company.com",
            Sponsor = "VP Jordan Blake",
            RequestedBy = "app-team-alpha",
        };
        Assert.Equal(
            ExitCodes.Done,
            await RequestCommand.Run(Context(), Arguments(draft) with { Ticket = ticket }, Cancel)
        );
    }

    private protected static RequestArguments Arguments(RequestDraft given) =>
        new(
            Ticket,
            given,
            From: null,
            MayAsk: false,
            Samples.ConfigPath,
            OrganizationFile: null,
            Live: null,
            new ImageUseFiles([], null),
            Replace: false,
            Commit: true
        );

    private protected int Decide(
        string name,
        string email,
        string role,
        string reason,
        string input = "",
        string ticket = Ticket,
        string? digest = null
    )
    {
        git.Author = new GitIdentity(name, email);
        var decision = new DecideInput(ticket, role, RequestEvent.Approved, reason, Samples.ConfigPath);
        return DecideCommand.Run(
            Context(input),
            new DecideArguments(decision, MayAsk: input.Length > 0, digest),
            TestContext.Current.CancellationToken
        );
    }

    private protected async Task Approved(int days = 90)
    {
        await Request(days);
        Assert.Equal(ExitCodes.Done, Decide("Sam Rivera", "sam@company.com", "security-lead", "reviewed"));
        Assert.Equal(ExitCodes.Done, Decide("Kim Lee", "kim@company.com", "cloud-architect", "the plan is sound"));
        git.PushMain("ssh://git@git.company.com/cloud/ami-governance.git");
    }

    private protected void ChangeMeanwhile(string path, string shown, string changed) =>
        meanwhile = () =>
        {
            var decides = git.Author;
            git.Author = new GitIdentity("Alex Kim", "alex@company.com");
            var text = Encoding.UTF8.GetString(files.Files[path]);
            Write(path, text.Replace(shown, changed, StringComparison.Ordinal));
            git.CommitAll("something else");
            git.Author = decides;
        };

    /// <summary>For 70 of the 90 days that it may last.</summary>
    private protected async Task Implemented()
    {
        await Approved(days: 70);
        await ImplementCommand.Run(Context(), new ImplementArguments(Ticket, Proposal), null, Cancel);
        git.Merge("exception/CLOUD-1234-account-123456789012");
        git.PushMain("ssh://git@git.company.com/cloud/ami-governance.git");
    }

    private protected void Extend(int days)
    {
        now = now.AddDays(1);
        git.Author = new GitIdentity("Alex Kim", "alex@company.com");
        var more = new ExtendInput(Ticket, days, "the last batch job", Samples.ConfigPath, Commit: true);
        Assert.Equal(ExitCodes.Done, ExtendCommand.Run(Context(), more));
    }
}
