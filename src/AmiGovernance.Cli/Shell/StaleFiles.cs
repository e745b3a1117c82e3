using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Shell;

/// <summary>What `--check` says of the files that a command would write.</summary>
internal static class StaleFiles
{
    public static void Write(TextWriter writer, string folder, IReadOnlyList<string> stale)
    {
        if (stale.Count == 0)
            writer.WriteLine($"✓ {Sanitize.Text(folder)}/ is up to date");
        foreach (var path in stale)
            writer.WriteLine($"✗ Stale: {Sanitize.Text($"{folder}/{path}")}");
    }
}
