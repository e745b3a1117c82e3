using System.Text;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.CodeHosts;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Ports;
using AmiGovernance.TestSupport.Hostile;

namespace AmiGovernance.Tests.Features;

/// <summary>Places that suggest a command with a value from outside: a shell sees the value, as one word.</summary>
public sealed class SuggestedCommandPlacesTests
{
    [Fact]
    public void Merge_requests() => Assert.All(ShellWords.HostileValues, OfMergeRequest);

    private static void OfMergeRequest(string value)
    {
        var text = new MergeRequestText(value, value, "title", "body", [value]);
        var shown = Sanitize.Text(value);
        Assert.Equal(
            ["gh", "pr", "create", "--head", shown, "--base", shown, "--fill", "--reviewer", shown],
            ShellWords.Split(new GitHub(new NoHttp(), "", "", "a/b", "").Command(text))
        );
        Assert.Equal(
            ["glab", "mr", "create", "--source-branch", shown, "--target-branch", shown, "--fill", "--reviewer", shown],
            ShellWords.Split(new GitLab(new NoHttp(), "", "", "a/b", "").Command(text))
        );
    }

    [Fact]
    public void Examples_of_a_proof() => Assert.All(ShellWords.HostileValues, OfExample);

    private static void OfExample(string value)
    {
        var example = new Example(value, value)
        {
            Principal = value,
            ImageId = value,
            Owner = value,
            OwnerAccount = value,
            Region = value,
        };
        var shown = Sanitize.Text(value);
        Assert.Equal(
            [
                "--action",
                shown,
                "--account",
                shown,
                "--principal",
                shown,
                "--image",
                shown,
                "--image-owner",
                shown,
                "--image-owner-account",
                shown,
                "--region",
                shown,
            ],
            ShellWords.Split(example.Arguments)
        );
        var keyed = example with { Context = example.Context.Add("k" + value, value) };
        Assert.Equal(["--context", $"k{shown}={shown}"], ShellWords.Split(keyed.Arguments).TakeLast(2));
    }

    /// <summary>The name of an account and the role of whoever launched.</summary>
    [Fact]
    public void Requests_of_exceptions_for_launches() => Assert.All(ShellWords.HostileValues, OfRequest);

    private static void OfRequest(string value)
    {
        var launch = new LaunchCase("111122223333", "n" + value, "111122223333")
        {
            WithoutImage = "",
            Justification = value,
            Message = "",
        };
        var told = FindingText.WhatToDo(new LaunchAdvice(new HashSet<string>(), null, knowsAll: false).For(launch));
        Assert.Equal(
            ["--justification", Sanitize.Text(value), "--workload", "n" + Sanitize.Text(value)],
            ShellWords.Shown(told).TakeLast(4)
        );
    }

    [Fact]
    public void Looking_for_the_owner_of_an_image() => Assert.All(ShellWords.HostileValues, OfOwner);

    private static void OfOwner(string value)
    {
        var launch = new LaunchCase("111122223333", "", "unknown")
        {
            IsUndecided = true,
            Region = value,
            Image = "i" + value,
            WithoutImage = "",
            Justification = "",
            Message = "",
        };
        var words = ShellWords.Shown(
            FindingText.WhatToDo(new LaunchAdvice(new HashSet<string>(), null, knowsAll: false).For(launch))
        );
        Assert.Equal(["aws", "ec2", "describe-images", "--region", Sanitize.Text(value)], words.Take(5));
        Assert.Equal("i" + Sanitize.Text(value), words[^1]);
    }

    [Fact]
    public void The_file_of_a_plan() => Assert.All(ShellWords.HostileValues, OfPlan);

    private static void OfPlan(string value)
    {
        using var error = new StringWriter { NewLine = "\n" };
        var files = new InMemoryFileStore();
        var context = new CliContext
        {
            Out = TextWriter.Null,
            Error = error,
            In = TextReader.Null,
            Files = files,
            Locks = new InMemoryLocks(),
            OpenText = (_, _) => null,
            Time = TimeProvider.System,
            Environment = _ => null,
        };
        Assert.True(PlanFiles.Write(context, "p" + value, [], Escaped<ShellFormat>.Of($"dashboard apply")));
        var shown = "p" + Sanitize.Text(value);
        var told = error.ToString();
        var command = told[$"the plan is in {shown}: ".Length..];
        Assert.Equal(["amigov", "dashboard", "apply", shown], ShellWords.Shown(command));
    }

    [Fact]
    public void Images_of_the_same_name()
    {
        using var amigov = new Amigov();
        amigov.Files.Files[Samples.ConfigPath] = Encoding.UTF8.GetBytes(Samples.Runbook);
        amigov.Run("generate", "--mode", "enabled", "--as-of", "2026-11-24");
        Assert.All(ShellWords.HostileValues, value => OfImage(amigov, value));
    }

    private static void OfImage(Amigov amigov, string value)
    {
        const string Before = "  = find one: ";
        string[] call = ["explain", "--account", "555566667777", "--image-owner", "222233334444"];
        string[] name = ["--image-name", "n" + value, "--at", "2026-11-24T00:00:00Z"];
        var (_, output, error) = amigov.Run([.. call, .. name]);
        var line = output.Split('\n').SingleOrDefault(l => l.StartsWith(Before, StringComparison.Ordinal));
        Assert.True(line is not null, output + error);
        var words = ShellWords.Shown(line[Before.Length..]);
        // A number at the end is no part of the family.
        var family = words.Single(w => w.StartsWith("Name=name,Values=n", StringComparison.Ordinal))[..^1];
        Assert.StartsWith(family, "Name=name,Values=n" + Sanitize.Text(value), StringComparison.Ordinal);
        Assert.Equal("text", words[^1]);
    }

    private sealed class NoHttp : IHttp
    {
        public Task<HttpAnswer> Send(HttpCall call, CancellationToken cancel) => throw new NotSupportedException();
    }
}
