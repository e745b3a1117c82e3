using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Tests.Base.Json;

/// <summary>However many mistakes there are: each costs the same, 200 are listed, and all are counted.</summary>
public sealed class ManyMistakesTests
{
    private static string WithUnknownKeys(int count)
    {
        var keys = string.Concat(Enumerable.Range(0, count).Select(i => $",\"k{i:D6}\":1"));
        return Samples.Clean.Replace("\n", "", StringComparison.Ordinal).TrimEnd()[..^1] + keys + "}";
    }

    private static FindingsReport Validated(string text)
    {
        var bag = new DiagnosticBag();
        ConfigReader.Read(SourceText.FromString("config.json", text), bag);
        return new FindingsReport("validate", new DateOnly(2026, 1, 3), bag.ToSorted());
    }

    [Fact]
    public void Two_hundred_are_listed_and_all_are_counted()
    {
        var report = Validated(WithUnknownKeys(30_000));
        Assert.Equal((30_000, 0), (report.Errors, report.Warnings));
        Assert.Equal(201, report.Findings.Length);
        Assert.Equal(29_800, report.Omitted);
        var last = report.Findings[^1];
        Assert.Equal(
            ("AMI0010", Severity.Error, "not listed: 29800 more errors"),
            (last.Code, last.Severity, last.Message)
        );
        Assert.Equal("unknown key `k000000`", report.Findings[0].Message);
    }

    [Fact]
    public void As_many_as_are_listed_are_listed_whole()
    {
        var report = Validated(WithUnknownKeys(200));
        Assert.Equal((200, 200, 0), (report.Errors, report.Findings.Length, report.Omitted));
    }

    [Fact]
    public void An_error_is_listed_before_any_number_of_warnings()
    {
        var bag = new DiagnosticBag();
        var (first, last) = (SourceText.FromString("a", "text"), SourceText.FromString("z", "text"));
        for (var i = 0; i < 20_000; i++)
            bag.Report(
                new DiagnosticDescriptor("AMI0003", Severity.Warning, "t"),
                SourceLocation.OfFile(first),
                "warning"
            );
        bag.Report(new DiagnosticDescriptor("AMI0004", Severity.Error, "t"), SourceLocation.OfFile(last), "error");
        var report = new FindingsReport("validate", new DateOnly(2026, 1, 3), bag.ToSorted());
        Assert.Contains(report.Findings, f => f.Code == "AMI0004");
        Assert.Equal((1, 20_000, 19_801), (report.Errors, report.Warnings, report.Omitted));
        Assert.False(report.Passed);
    }

    [Fact]
    public void Counts_survive_one_bag_after_another()
    {
        var (inner, outer) = (new DiagnosticBag(), new DiagnosticBag());
        ConfigReader.Read(SourceText.FromString("config.json", WithUnknownKeys(30_000)), inner);
        outer.AddRange(inner.ToSorted());
        Assert.Equal(30_000, outer.ToSorted().Sum(f => f.Count));
        Assert.True(outer.HasErrors);
    }

    /// <summary>Memory that is taken is work that is done, and is the same in every run.</summary>
    [Fact]
    public void Twice_the_mistakes_are_twice_the_work()
    {
        static long Work(int count)
        {
            using var amigov = new Amigov();
            amigov.With(Samples.ConfigPath, WithUnknownKeys(count));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var (exitCode, _, error) = amigov.Run("validate", "--as-of", "2026-01-03");
            Assert.Equal(1, exitCode);
            Assert.Contains($"not listed: {count - 200} more errors", error, StringComparison.Ordinal);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Work(1000);
        var (some, twice) = (Work(10_000), Work(20_000));
        Assert.True(twice < 2.5 * some, $"{some} bytes, then {twice}");
    }

    [Fact]
    public void A_message_quotes_no_more_than_can_be_read()
    {
        var name = new string('x', 3_999) + "😀" + new string('y', 1_000_000);
        var report = Validated(WithUnknownKeys(0)[..^1] + $",\"{name}\":1}}");
        var message = Assert.Single(report.Findings, f => f.Code == "AMI0101").Message;
        Assert.InRange(message.Length, 3_000, 4_001);
        Assert.Equal(message, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(message)));
    }

    [Fact]
    public void What_is_not_listed_is_counted_in_the_verdict_too()
    {
        using var amigov = new Amigov();
        var names = string.Concat(Enumerable.Range(0, 12_000).Select(i => $"no convention {i}\n"));
        amigov.With("names.txt", $"{names}acme-ubuntu-24.04-web-20260103\n");
        var (exitCode, output, _) = amigov.Run("images", "naming", "names.txt");
        Assert.Equal(1, exitCode);
        Assert.Contains("12001 names: 1 follow", output, StringComparison.Ordinal);
    }
}
