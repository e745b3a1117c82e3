using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Sandbox.Organizations;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>What the deployment record proves: each way in which somebody changed it is found.</summary>
public sealed class HistoryTests
{
    private static readonly string Changed = Samples.Clean.Replace(
        "\"account_id\": \"111122223333\"",
        "\"account_id\": \"111122224444\"",
        StringComparison.Ordinal
    );

    /// <summary>What gets weaker is other tests' matter.</summary>
    private static RolloutCommands Commands(RolloutBench bench) => new(bench) { AllowWeaker = "test" };

    /// <summary>Two deployments, both committed.</summary>
    private static RolloutBench Deployed()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        bench.Amigov.As("Alex", "alex@company.com");
        Assert.Equal(0, Commands(bench).Apply().ExitCode);
        bench.Amigov.Git!.CommitAll("first");
        Assert.Equal(0, Commands(bench.Configure(Changed, "audit_mode")).Apply().ExitCode);
        bench.Amigov.Git!.CommitAll("second");
        var sound = Commands(bench).Verify();
        Assert.True(sound.ExitCode == 0, sound.Out);
        return bench;
    }

    private static string[] Lines(RolloutBench bench, string path) =>
        Encoding.UTF8.GetString(bench.Amigov.Files.Files[path]).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static void Put(RolloutBench bench, string path, IEnumerable<string> lines) =>
        bench.Amigov.Files.Files[path] = Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n")));

    private static void Rewrite(RolloutBench bench, TimeSpan shift, bool commits)
    {
        var log = bench.Log();
        var previous = "";
        foreach (var file in log.Files)
        {
            var bytes = new List<byte>();
            foreach (var entry in file.Entries)
            {
                var forged = (entry with { At = entry.At + shift }).ChainedTo(previous);
                previous = forged.Hash;
                bytes.AddRange(forged.ToLine());
            }
            bench.Amigov.Files.Files[file.Path] = [.. bytes];
        }
        if (commits)
            bench.Amigov.As("Alex", "alex@company.com").Git!.CommitAll("rewritten");
    }

    /// <summary>What was done to the record, and which look finds it.</summary>
    private static readonly Dictionary<string, (Action<RolloutBench> Forge, string Found)> Forgeries = new(
        StringComparer.Ordinal
    )
    {
        ["the last entries are dropped"] = (
            bench => Put(bench, bench.Log().Files[^1].Path, Lines(bench, bench.Log().Files[^1].Path)[..^2]),
            "git AWS"
        ),
        ["a file is emptied"] = (bench => bench.Amigov.Files.Files[bench.Log().Files[^1].Path] = [], "git AWS"),
        ["the last file is deleted"] = (bench => bench.Amigov.Files.Delete(bench.Log().Files[^1].Path), "git AWS"),
        ["the first file is deleted"] = (bench => bench.Amigov.Files.Delete(bench.Log().Files[0].Path), "chain git"),
        ["everything is deleted"] = (
            bench =>
            {
                foreach (var file in bench.Log().Files)
                    bench.Amigov.Files.Delete(file.Path);
            },
            "git AWS"
        ),
        ["an entry is appended"] = (
            bench =>
            {
                var last = bench.Log().Files[^1];
                var forged = (last.Entries[^1] with { Why = "forged" }).ChainedTo(last.LastHash);
                Put(bench, last.Path, [.. Lines(bench, last.Path), Encoding.UTF8.GetString(forged.ToLine()).TrimEnd()]);
            },
            "AWS"
        ),
        ["a deployment is added"] = (
            bench =>
            {
                var last = bench.Log().Files[^1];
                var forged = (last.Entries[^1] with { Deployment = "forged" }).ChainedTo(last.LastHash);
                bench.Amigov.Files.Files["deployments/0003-forged.jsonl"] = forged.ToLine();
            },
            "AWS"
        ),
        ["an entry is edited"] = (
            bench =>
            {
                var path = bench.Log().Files[0].Path;
                Put(
                    bench,
                    path,
                    Lines(bench, path).Select(l => l.Replace("user/test", "user/eve", StringComparison.Ordinal))
                );
            },
            "chain git"
        ),
        ["a file is renamed"] = (
            bench =>
            {
                var path = bench.Log().Files[^1].Path;
                bench.Amigov.Files.Files["deployments/0009-x.jsonl"] = bench.Amigov.Files.Files[path];
                bench.Amigov.Files.Delete(path);
            },
            "chain git"
        ),
        ["everything is written anew with new hashes"] = (
            bench => Rewrite(bench, TimeSpan.FromDays(-20), commits: false),
            "git AWS"
        ),
        ["everything is written anew, and committed as if it had always been so"] = (
            bench =>
            {
                Rewrite(bench, TimeSpan.FromDays(-20), commits: false);
                bench.Amigov.ForgetGit();
                bench.Amigov.As("Eve", "eve@company.com").Git!.CommitAll("all of history");
            },
            "AWS"
        ),
    };

    public static TheoryData<string> Names => new(Forgeries.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_forgery_is_found(string name)
    {
        var bench = Deployed();
        var (forge, found) = Forgeries[name];
        forge(bench);
        var outcome = Commands(bench).Verify();
        Assert.Equal(3, outcome.ExitCode);
        var refuted = outcome
            .Out.Split('\n')
            .Where(l => l.StartsWith('✗'))
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])
            .Distinct();
        Assert.Equal(found, string.Join(' ', refuted));
    }

    /// <summary>As git says it, and as a program without git sees it.</summary>
    [Fact]
    public void Without_a_repository_that_is_said()
    {
        var bench = Deployed();
        bench.Amigov.Git!.Failure = new GitException(
            "git rev-parse",
            "fatal: not a git repository (or any of the parent directories): .git"
        );
        Assert.Contains("there is no repository\n", Commands(bench).Verify().Out, StringComparison.Ordinal);
        bench.Amigov.Git.Failure = new GitException("git rev-parse", "fatal: bad object HEAD");
        Assert.Contains("bad object", Commands(bench).Verify().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_killed_run_left_of_a_line_is_said_and_counts_as_not_written()
    {
        var bench = Deployed();
        var last = bench.Log().Files[^1];
        bench.Amigov.Files.Files["deployments/0003-killed.jsonl"] =
        [
            .. bench.Log().Files[^1].Entries[0].ChainedTo(last.LastHash).ToLine(),
            .. "{\"event\":\"do"u8,
        ];
        var outcome = Commands(bench).Verify();
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("line 2 is cut off", outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_whose_line_end_is_missing_counts()
    {
        var bench = Deployed();
        var path = bench.Log().Files[^1].Path;
        bench.Amigov.Files.Files[path] = bench.Amigov.Files.Files[path][..^1];
        var outcome = Commands(bench).Verify();
        Assert.Contains("✓ chain", outcome.Out, StringComparison.Ordinal);
        Assert.Contains("✓ AWS", outcome.Out, StringComparison.Ordinal);
        Assert.Equal(3, outcome.ExitCode);
    }

    [Fact]
    public void What_was_not_looked_at_is_not_said_to_hold()
    {
        var bench = Deployed();
        bench.Amigov.ForgetGit();
        var offline = Commands(bench).Verify(isOffline: true);
        Assert.Equal(0, offline.ExitCode);
        Assert.Contains("– git", offline.Out, StringComparison.Ordinal);
        Assert.Contains("– AWS", offline.Out, StringComparison.Ordinal);
        OrganizationTags.Set(bench.World, RolloutBench.Root, OrganizationPolicy.NoTags);
        var unmarked = Commands(bench).Verify();
        Assert.Equal(4, unmarked.ExitCode);
        Assert.Contains("? AWS", unmarked.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_one_file_of_earlier_versions_is_read_and_divided_without_changing_a_byte()
    {
        var bench = Deployed();
        var files = bench.Log().Files;
        var before = files.ToDictionary(f => f.Path, f => bench.Amigov.Files.Files[f.Path]);
        byte[] together = [.. before.Values.SelectMany(b => b)];
        foreach (var path in before.Keys)
            bench.Amigov.Files.Delete(path);
        bench.Amigov.Files.Files["deployments/log.jsonl"] = together;
        bench.Amigov.ForgetGit();
        bench.Amigov.As("Alex", "alex@company.com").Git!.CommitAll("an earlier version");

        Assert.Equal(files.Select(f => f.LastHash), bench.Log().Files.Select(f => f.LastHash));
        Assert.Equal(0, Commands(bench).Verify().ExitCode);
        var outcome = Commands(bench.Configure(Samples.Clean, "audit_mode")).Rollback(RollbackTo.Before);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.False(bench.Amigov.Files.Exists("deployments/log.jsonl"));
        Assert.All(before, f => Assert.Equal(f.Value, bench.Amigov.Files.Files[f.Key]));
        Assert.Equal(3, bench.Log().Files.Length);
        var verified = Commands(bench).Verify();
        Assert.True(verified.ExitCode == 0, verified.Out);
    }

    [Fact]
    public void A_torn_line_of_the_one_file_of_earlier_versions_is_named()
    {
        var bench = Deployed();
        byte[] together = [.. bench.Log().Files.SelectMany(f => bench.Amigov.Files.Files[f.Path])];
        foreach (var file in bench.Log().Files)
            bench.Amigov.Files.Delete(file.Path);
        bench.Amigov.Files.Files["deployments/log.jsonl"] = [.. together, .. "{\"event\":\"star"u8];
        Assert.Matches(
            "– chain +deployments/log\\.jsonl: line [0-9]+ is cut off",
            Commands(bench).Verify(isOffline: true).Out
        );
    }

    [Fact]
    public void A_file_that_another_process_wrote_is_not_added_to()
    {
        var bench = Deployed();
        var bag = new DiagnosticBag();
        var record = DeploymentRecord.Open(bench.Amigov.Files, bag)!;
        var entry = bench.Log().Entries[0];
        Assert.True(record.Add(entry, bag));
        bench.Amigov.Files.Files[record.Path] = [.. bench.Amigov.Files.Files[record.Path], .. "{}\n"u8];
        Assert.False(record.Add(entry, bag));
        Assert.Equal("AMI0703", Assert.Single(bag.ToSorted()).Code);
        Assert.EndsWith("{}\n", bench.Amigov.Text(record.Path), StringComparison.Ordinal);
    }
}
