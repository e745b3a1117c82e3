using System.Text.RegularExpressions;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Tests.House;

/// <summary>What is known of AWS stands in the table of facts; code that spells it itself would not change with what is measured.</summary>
public sealed partial class FactLiteralTests
{
    /// <summary>Where facts are told, or AWS's answers are made.</summary>
    private static readonly string[] Told =
    [
        "src/AmiGovernance.Core/Governance/Facts/",
        "src/AmiGovernance.Core/Policies/",
        "src/AmiGovernance.Sandbox/",
        "src/AmiGovernance.Cli/Features/Rehearsal/",
    ];

    /// <summary>The same word with another meaning: why, and where.</summary>
    private static readonly Dictionary<string, string[]> Others = new()
    {
        // Which kind of failure any code is.
        ["UnauthorizedOperation"] = ["src/AmiGovernance.Core/Ports/AwsFailure.cs"],
    };

    private static IEnumerable<string> Codes =>
        [
            AwsFacts.DryRunPassed.Value,
            AwsFacts.Denied.Value,
            AwsFacts.DuplicatePolicy.Value,
            .. AwsFacts.MissingImage.Value,
            .. AwsFacts.BlockedLaunch.Value,
        ];

    [Fact]
    public void Codes_of_errors_stand_in_the_table_alone()
    {
        var codes = Codes.ToHashSet(StringComparer.Ordinal);
        Assert.Equal(7, codes.Count);
        var found =
            from path in Directory.EnumerateFiles(RepositoryRoot.File("src"), "*.cs", SearchOption.AllDirectories)
            let name = Path.GetRelativePath(RepositoryRoot.File(""), path).Replace('\\', '/')
            where
                !name.Contains("/obj/", StringComparison.Ordinal)
                && !Told.Any(t => name.StartsWith(t, StringComparison.Ordinal))
            from Match literal in Literal().Matches(File.ReadAllText(path))
            let code = literal.Groups["text"].Value
            where codes.Contains(code) && !(Others.GetValueOrDefault(code) ?? []).Contains(name)
            select $"{name}: {code}";
        Assert.Empty(found.Distinct());
    }

    [GeneratedRegex("\"(?<text>[A-Za-z.]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Literal();
}
