using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>Hosts that nobody can ever have (RFC 2606): they stand for one in examples.</summary>
public static partial class ExampleHosts
{
    public static bool AreIn(string text) => Reserved().IsMatch(text);

    [GeneratedRegex(
        @"(?<![\w.-])([\w-]+\.)*(example\.(com|net|org)|[\w-]+\.(example|invalid|test))(?![\w-]|\.\w)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Reserved();
}
