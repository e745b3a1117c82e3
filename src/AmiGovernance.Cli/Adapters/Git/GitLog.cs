using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Git;

/// <summary>
/// The log with the files that each commit touched, as tokens between NUL bytes, which no name, subject or path can hold.
/// </summary>
internal static class GitLog
{
    private const int Fields = 8;

    /// <summary>`-c` shows what a merge changed by itself; without `--full-history` a merge could hide what a side branch did.</summary>
    public static readonly string[] Arguments =
    [
        "--full-history",
        "-c",
        "--name-status",
        "--no-renames",
        "--relative",
        "-z",
        "--format=%H%x00%an%x00%ae%x00%at%x00%G?%x00%GF%x00%GP%x00%s",
    ];

    public static ImmutableArray<GitCommit> Parse(IEnumerable<string> tokens)
    {
        var left = new Queue<string>(tokens);
        var commits = ImmutableArray.CreateBuilder<GitCommit>();
        while (Next(left) is { } id)
        {
            var field = Enumerable.Range(1, Fields - 1).Select(_ => Take(left)).ToList();
            var author = new GitIdentity(field[0], field[1]);
            var at = Time(field[2]);
            ImmutableArray<string> keys = [.. field[4..6].Where(k => k.Length > 0).Distinct()];
            var facts = new CommitFacts(id, author, GitSignature.Of(field[3]), keys);
            commits.Add(new GitCommit(facts, at, field[6], Changes(left)));
        }
        return commits.ToImmutable();
    }

    /// <summary>One line for each commit.</summary>
    public const string GraphFormat = "--format=%H|%P|%ct";

    public static ImmutableArray<CommitNode> Graph(string lines) =>
        [
            .. lines
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('|'))
                .Select(f => new CommitNode(
                    f[0],
                    [.. f[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)],
                    Time(f[2])
                )),
        ];

    private static ImmutableArray<(string Change, string Path)> Changes(Queue<string> left)
    {
        var changes = ImmutableArray.CreateBuilder<(string, string)>();
        // Before the combined difference of a merge there is an empty token.
        while (left.TryPeek(out var separator) && separator.Length == 0)
            left.Dequeue();
        while (left.TryPeek(out var status) && IsStatus(status.TrimStart('\n')))
        {
            left.Dequeue();
            // A merge has one letter for each parent.
            changes.Add((status.TrimStart('\n')[..1], Take(left)));
        }
        return changes.ToImmutable();
    }

    /// <summary>Whoever makes a commit writes its time: what is none, or lies beyond all calendars, is the nearest that there is.</summary>
    private static DateTimeOffset Time(string seconds) =>
        decimal.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time)
            ? DateTimeOffset.FromUnixTimeSeconds((long)Math.Clamp(time, 0, LatestTime))
            : DateTimeOffset.UnixEpoch;

    /// <summary>The end of the year 9998, so that days can be added.</summary>
    private const long LatestTime = 253_370_764_799;

    private static string Take(Queue<string> left) => left.TryDequeue(out var token) ? token : "";

    private static string? Next(Queue<string> left)
    {
        while (left.TryDequeue(out var token))
            if (token.Trim('\n').Length > 0)
                return token.Trim('\n');
        return null;
    }

    private static bool IsStatus(string token) =>
        token.Length is > 0 and < 16 && token.All(c => c is 'A' or 'M' or 'D' or 'T' or 'U' or 'X');
}
