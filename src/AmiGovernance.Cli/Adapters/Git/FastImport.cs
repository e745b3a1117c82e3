using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Git;

/// <summary>A script for `git fast-import`: one commit with changed files, without a working folder.</summary>
internal static class FastImport
{
    public static ReadOnlyMemory<byte> Script(
        string reference,
        string parent,
        string prefix,
        ImmutableArray<FileChange> changes,
        DateTimeOffset at
    )
    {
        using var script = new MemoryStream();
        void Line(string text) => script.Write(Encoding.UTF8.GetBytes($"{text}\n"));
        Line($"commit {reference}");
        Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"committer amigov <amigov@localhost> {at.ToUnixTimeSeconds()} +0000"
            )
        );
        Line("data 0");
        Line($"from {parent}");
        foreach (var change in changes)
        {
            if (change.Bytes is not { } bytes)
            {
                Line($"D {Quoted(prefix + change.Path)}");
                continue;
            }
            Line($"M 100644 inline {Quoted(prefix + change.Path)}");
            Line(string.Create(CultureInfo.InvariantCulture, $"data {bytes.Length}"));
            script.Write(bytes.Span);
            Line("");
        }
        return script.ToArray();
    }

    private static string Quoted(string path)
    {
        var escaped = path.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return $"\"{escaped}\"";
    }
}
