namespace AmiGovernance.AcceptanceTests.Support;

/// <summary>The runbook's repository in git, with its people, and the steps of an exception as they do them.</summary>
internal sealed class ExceptionBench : IDisposable
{
    private static readonly Lazy<ExceptionBench> Start = new(() => Keep(new ExceptionBench()));

    private static readonly Lazy<ExceptionBench> WithApproval = new(() =>
        Keep(FromStart().Request("CLOUD-1234").Approve("CLOUD-1234").Push())
    );

    /// <summary>Copied from until the tests have ended.</summary>
    private static ExceptionBench Keep(ExceptionBench template)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => template.Dispose();
        return template;
    }

    private ExceptionBench(ExceptionBench template) => Git = new GitSandbox(template.Git);

    /// <summary>The runbook's file before its example exception is in it.</summary>
    public static ExceptionBench FromStart() => new(Start.Value);

    /// <summary>The request of the runbook's example, for 90 days, is approved and pushed.</summary>
    public static ExceptionBench FromApproval() => new(WithApproval.Value);

    private ExceptionBench()
    {
        Git = new GitSandbox();
        Git.Write(Samples.ConfigPath, ExceptionSamples.WithoutEntry(Samples.Runbook, "CLOUD-1234"));
        Git.Write("config/approvers.json", ExceptionSamples.Approvers);
        Git.Write(
            "runbook-form.txt",
            """
            AWS Account ID: 123456789012
            Exception Type: Migration
            Business Justification: Migration from legacy image pipeline
            Duration Requested: 90 days
            Workload Description: Payments platform
            Security Review: Completed
            Migration Plan: Team is migrating to ops golden images by April 2026
            Technical Contact: alex@company.com
            Sponsor: VP Jordan Blake
            Requested By: app-team-alpha
            """
        );
        Git.Demand("generate");
        Git.CommitAll("start");
        Push();
    }

    public GitSandbox Git { get; }

    public ExceptionBench At(string time)
    {
        Git.Now = DateTimeOffset.Parse(
            time,
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal
        );
        return this;
    }

    public ExceptionBench Request(string ticket, params string[] more)
    {
        Git.As("Alex Kim", "alex@company.com")
            .Demand(["exception", "request", ticket, "--from", "runbook-form.txt", .. more]);
        return this;
    }

    public ExceptionBench Approve(string ticket)
    {
        Git.As("Sam Rivera", "sam@company.com")
            .Demand("exception", "approve", ticket, "--as", "security-lead", "--reason", "reviewed");
        Git.As("Kim Lee", "kim@company.com")
            .Demand("exception", "approve", ticket, "--as", "cloud-architect", "--reason", "the plan is sound");
        return this;
    }

    public ExceptionBench Push()
    {
        Git.Git("push", "--quiet", "origin", "main");
        Git.As("Pat Moreno", "pat@company.com");
        return this;
    }

    /// <summary>The merge request of a branch is merged, and everybody fetches.</summary>
    public ExceptionBench Merge(string branch)
    {
        Git.As("Pat Moreno", "pat@company.com").Git("merge", "--quiet", "--no-ff", "-m", $"Merge {branch}", branch);
        return Push();
    }

    /// <summary>A file as a branch has it.</summary>
    public string Read(string branch, string path) => Git.Git("show", $"{branch}:{path}");

    public void Dispose() => Git.Dispose();
}
