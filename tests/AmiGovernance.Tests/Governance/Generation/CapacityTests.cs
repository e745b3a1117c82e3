using System.Globalization;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Governance.Generation;

/// <summary>How much fits, against what docs/reference/config.md says (quotas of AWS Organizations, as of 2026-09).</summary>
public sealed partial class CapacityTests
{
    [GeneratedRegex(@"\*\*(?<number>\d+) publishers\*\*")]
    private static partial Regex Publishers { get; }

    [Fact]
    public void As_many_publishers_fit_as_the_page_says()
    {
        var told = int.Parse(Told(Publishers), CultureInfo.InvariantCulture);
        Assert.True(Fits(told), $"{told} publishers do not fit");
        Assert.False(Fits(told + 1), $"{told + 1} publishers fit, too");
    }

    /// <summary>A service control policy reaches accounts of the organization only (Organizations user guide, "SCP effects on permissions").</summary>
    [Fact]
    public void The_deny_of_sharing_lists_no_vendors()
    {
        var sharing = Generate(301)!.ServiceControlPolicies.SelectMany(p => p.Statements).Single(s => s.Sid == "DenyPublicAMISharing");
        Assert.Equal(["123456738923"], sharing.Conditions.Single(c => c.Key == "aws:PrincipalAccount").Values);
    }

    private static string Told(Regex regex)
    {
        var page = File.ReadAllText(RepositoryRoot.File("docs", "reference", "config.md"));
        var match = regex.Match(page);
        Assert.True(match.Success, $"no {regex} in the page");
        return match.Groups["number"].Value;
    }

    private static bool Fits(int publishers) => Generate(publishers) is not null;

    /// <summary>One own publisher, and vendors.</summary>
    private static GeneratedPolicies? Generate(int publishers)
    {
        var vendors = Enumerable.Range(1, publishers - 1).Select(i => $$"""{ "account_id": "1{{i:D11}}" }""");
        var text = $$"""
            {
              "ops_publisher_account": { "account_id": "123456738923" },
              "vendor_publisher_accounts": [ {{string.Join(", ", vendors)}} ],
              "publisher_aliases": [ "amazon" ],
              "break_glass_principals": [ { "arn": "arn:*:iam::*:role/aws-reserved/sso.amazonaws.com/*AMIBreakGlass*" } ]
            }
            """;
        var bag = new DiagnosticBag();
        var config = ConfigReader.Read(SourceText.FromString("c.json", text), bag)!;
        Assert.False(bag.HasErrors);
        return PolicyGenerator.Generate(config, new DateOnly(2026, 1, 3), AllowedImagesState.Enabled, bag);
    }
}
