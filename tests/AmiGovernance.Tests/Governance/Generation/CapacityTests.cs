using System.Globalization;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Tests.Governance.Generation;

/// <summary>How much fits, against what docs/reference/config.md says (quotas of AWS Organizations, as of 2026-09).</summary>
public sealed partial class CapacityTests
{
    [GeneratedRegex(@"\*\*(?<number>\d+) publishers\*\*")]
    private static partial Regex Publishers { get; }

    [GeneratedRegex(@"\*\*(?<number>\d+) with `restore_roles`\*\*")]
    private static partial Regex WithRestores { get; }

    [GeneratedRegex(@"\*\*(?<number>\d+) with `deny_foreign_image_copies`\*\*")]
    private static partial Regex WithCopies { get; }

    private const string Restores =
        """, "restore_roles": [ { "arn": "arn:*:iam::*:role/service-role/AWSBackupDefaultServiceRole" } ]""";

    private const string Copies = """, "policy_config": { "deny_foreign_image_copies": true }""";

    [Fact]
    public void As_many_publishers_fit_as_the_page_says()
    {
        IsMost(Publishers, "");
        IsMost(WithRestores, Restores);
        IsMost(WithCopies, Copies);
    }

    /// <summary>Each list that stands once more takes a document of its own.</summary>
    [Fact]
    public void A_list_more_is_a_document_more()
    {
        Assert.Equal(2, Generate(500)!.ServiceControlPolicies.Length);
        Assert.Equal(3, Generate(500, Restores)!.ServiceControlPolicies.Length);
        Assert.Equal(3, Generate(500, Copies)!.ServiceControlPolicies.Length);
    }

    private static void IsMost(Regex regex, string more)
    {
        var told = int.Parse(Told(regex), CultureInfo.InvariantCulture);
        Assert.True(Generate(told, more) is not null, $"{told} publishers do not fit");
        Assert.True(Generate(told + 1, more) is null, $"{told + 1} publishers fit, too");
    }

    /// <summary>
    /// A service control policy reaches accounts of the organization only (Organizations user guide, "SCP effects on permissions").
    /// </summary>
    [Fact]
    public void The_deny_of_sharing_lists_no_vendors()
    {
        var sharing = Generate(301)!
            .ServiceControlPolicies.SelectMany(p => p.Statements)
            .Single(s => s.Sid == "DenyPublicAMISharing");
        Assert.Equal(["123456738923"], sharing.Conditions.Single(c => c.Key == "aws:PrincipalAccount").Values);
    }

    private static string Told(Regex regex)
    {
        var page = File.ReadAllText(RepositoryRoot.File("docs", "reference", "config.md"));
        var match = regex.Match(page);
        Assert.True(match.Success, $"no {regex} in the page");
        return match.Groups["number"].Value;
    }

    /// <summary>One own publisher, and vendors.</summary>
    private static GeneratedPolicies? Generate(int publishers, string more = "")
    {
        var vendors = Enumerable.Range(1, publishers - 1).Select(i => $$"""{ "account_id": "1{{i:D11}}" }""");
        var text = $$"""
            {
              "ops_publisher_account": { "account_id": "123456738923" },
              "vendor_publisher_accounts": [ {{string.Join(", ", vendors)}} ],
              "publisher_aliases": [ "amazon" ],
              "break_glass_principals": [ { "arn": "arn:*:iam::*:role/aws-reserved/sso.amazonaws.com/*AMIBreakGlass*" } ]{{more}}
            }
            """;
        var bag = new DiagnosticBag();
        var config = ConfigReader.Read(SourceText.FromString("c.json", text), bag)!;
        Assert.False(bag.HasErrors);
        return PolicyGenerator.Generate(config, new DateOnly(2026, 1, 3), AllowedImagesState.Enabled, bag);
    }
}
