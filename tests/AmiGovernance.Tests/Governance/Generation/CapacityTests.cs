using System.Globalization;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Tests.Governance.Generation;

/// <summary>What config.md says about how much fits is what is generated, and not one account more.</summary>
public sealed partial class CapacityTests
{
    [Fact]
    public void As_many_vendors_fit_as_the_reference_says()
    {
        var text = File.ReadAllText(RepositoryRoot.File("docs", "reference", "config.md"));
        var said = int.Parse(Said().Match(text).Groups["count"].Value, CultureInfo.InvariantCulture);
        Assert.True(Fits(said), $"{Most()} fit");
        Assert.False(Fits(said + 1), $"{Most()} fit");
    }

    private static int Most() => Enumerable.Range(1, 1_000).TakeWhile(Fits).Last();

    private static bool Fits(int vendors)
    {
        var bag = new DiagnosticBag();
        var accounts = Enumerable.Range(0, vendors).Select(n => $$"""{ "account_id": "{{200000000000 + n}}" }""");
        var config = ConfigReader.Read(
            SourceText.FromString(
                "c.json",
                $$"""
                {
                  "ops_publisher_account": { "account_id": "123456738923" },
                  "vendor_publisher_accounts": [ {{string.Join(',', accounts)}} ]
                }
                """
            ),
            bag
        )!;
        var policies = PolicyGenerator.Generate(config, new DateOnly(2026, 1, 3), AllowedImagesState.Enabled, bag);
        return policies is not null && !bag.HasErrors;
    }

    [GeneratedRegex(@"holds (?<count>\d+) vendors and one ops publisher")]
    private static partial Regex Said();
}
