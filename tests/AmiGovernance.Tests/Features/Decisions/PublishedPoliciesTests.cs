using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Tests.Features.Decisions;

/// <summary>
/// What lint finds in policies that others published (`tests/data/policies`, each folder with its source): every line of
/// `findings.txt` was looked at and is true.
/// </summary>
public sealed class PublishedPoliciesTests
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(GoldenCase.Root)!, "policies");

    [Fact]
    public void Findings_are_those_that_were_looked_at()
    {
        var lines = Directory
            .GetFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(Findings);
        var found = string.Concat(lines.Select(l => l + "\n"));
        var expected = Path.Combine(Folder, "findings.txt");
        if (Environment.GetEnvironmentVariable("AMIGOV_UPDATE_GOLDEN") == "1")
            File.WriteAllText(expected, found);
        Assert.Equal(File.ReadAllText(expected), found);
    }

    private static IEnumerable<string> Findings(string path)
    {
        var name = Path.GetRelativePath(Folder, path).Replace('\\', '/');
        var bag = new DiagnosticBag();
        LintPolicies.Lint(new SourceText(name, File.ReadAllBytes(path)), new DateOnly(2026, 11, 1), bag);
        return bag.ToSorted()
            .Select(d =>
                string.Create(CultureInfo.InvariantCulture, $"{name}:{d.Location.Start.Line}: {d.Code} {d.Message}")
            );
    }
}
