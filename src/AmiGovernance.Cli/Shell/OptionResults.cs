using System.CommandLine.Parsing;

namespace AmiGovernance.Cli.Shell;

/// <summary>What validators may ask: they see lines that are not whole yet, too, such as those that are completed.</summary>
internal static class OptionResults
{
    public static bool HasText(this OptionResult? result) =>
        result is not null && result.Tokens.Any(t => !string.IsNullOrWhiteSpace(t.Value));
}
