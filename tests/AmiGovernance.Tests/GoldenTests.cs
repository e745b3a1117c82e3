using System.Text.RegularExpressions;
using AmiGovernance.Core.Features.Reporting;

namespace AmiGovernance.Tests;

/// <summary>The cases in tests/data/golden that need no organization.</summary>
public sealed partial class GoldenTests
{
    public static TheoryData<string> Cases => [.. GoldenCase.Names(inSandbox: false)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_is_as_recorded(string name) => new GoldenCase(name).Check();

    [Fact]
    public void Every_diagnostic_code_has_a_case_that_raises_it()
    {
        var raised = Directory
            .GetFiles(GoldenCase.Root, "output.txt", SearchOption.AllDirectories)
            .SelectMany(f => Code().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);
        // A file of 256 MB, a disk or a network that fails, and databases belong to tests of their own: DiskFileStoreTests,
        // AwsDiagnosticsTests, DatabaseFileTests, ScanTrailTests.
        Assert.Empty(
            DiagnosticCatalog
                .All.Select(d => d.Code)
                .Except(raised)
                .Except(["AMI0009", "AMI0701", "AMI0712", "AMI0903", "AMI0907"])
        );
    }

    [GeneratedRegex("(?:error|warning|note) (AMI[0-9]{4}):")]
    private static partial Regex Code();
}
