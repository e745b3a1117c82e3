using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Adoption;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Tests.Features.Adoption;

/// <summary>Organizations with policies of others, and what is proposed for them.</summary>
internal static class Adoptions
{
    public const string Root = "r-ab12";

    public static readonly DateOnly Today = new(2026, 1, 3);

    /// <summary>Two accounts, and a unit with one of them.</summary>
    public static readonly Organization Empty = new()
    {
        Id = "o-abc1234567",
        ManagementAccount = AccountId.Parse("999999999999"),
        RootId = Root,
        Units = [new OrganizationalUnit("ou-ab12-workload", "Workloads", Root)],
        Accounts =
        [
            new OrganizationAccount(AccountId.Parse("111122223333"), "golden-images", Root),
            new OrganizationAccount(AccountId.Parse("444455556666"), "app", "ou-ab12-workload"),
        ],
        Policies = [OrganizationPolicy.FullAwsAccess],
    };

    public static Organization With(
        this Organization organization,
        OrganizationPolicyType type,
        string name,
        string content,
        params string[] targets
    )
    {
        var id = $"p-{organization.Policies.Length:00000000}";
        return organization with
        {
            Policies = [.. organization.Policies, new OrganizationPolicy(id, name, type, content)],
            Attachments =
            [
                .. organization.Attachments,
                .. (targets.Length == 0 ? [Root] : targets).Select(t => new PolicyAttachment(t, id)),
            ],
        };
    }

    public static Organization WithScp(
        this Organization organization,
        string name,
        string content,
        params string[] targets
    ) => organization.With(OrganizationPolicyType.ServiceControlPolicy, name, content, targets);

    public static Organization WithDeclarative(
        this Organization organization,
        string name,
        string content,
        params string[] targets
    ) => organization.With(OrganizationPolicyType.DeclarativePolicyEc2, name, content, targets);

    /// <summary>With the policies that are generated from a configuration.</summary>
    public static Organization Deployed(Organization organization, GovernanceConfig config, AllowedImagesState mode)
    {
        var generated = PolicyGenerator.Generate(config, Today, mode, new DiagnosticBag());
        Assert.NotNull(generated);
        var declarative = System.Text.Encoding.UTF8.GetString(
            DeclarativePolicyWriter.Organizations(generated.Declarative, indented: false)
        );
        organization = organization.WithDeclarative(config.Policy.DeclarativePolicyName, declarative);
        foreach (var (i, document) in generated.ServiceControlPolicies.Index())
            organization = organization.WithScp(
                DesiredState.ScpName(config, i),
                System.Text.Encoding.UTF8.GetString(Core.Policies.Iam.PolicyWriter.Minified(document))
            );
        return organization;
    }

    public static AdoptionReport Of(Organization organization, params string[] policies)
    {
        var bag = new DiagnosticBag();
        var report = AdoptPolicies.Run(new AdoptionRequest(organization, Today) { Policies = [.. policies] }, bag);
        Assert.True(report is not null, string.Join(" | ", bag.ToSorted().Select(d => d.Message)));
        return report;
    }

    public static ImmutableArray<string> Codes(Organization organization, params string[] policies)
    {
        var bag = new DiagnosticBag();
        AdoptPolicies.Run(new AdoptionRequest(organization, Today) { Policies = [.. policies] }, bag);
        return [.. bag.ToSorted().Select(d => d.Code)];
    }

    /// <summary>The proposed configuration, read without errors.</summary>
    public static GovernanceConfig Config(AdoptionReport report)
    {
        var bag = new DiagnosticBag();
        var config = ConfigReader.Read(new SourceText("config.json", report.Configuration), bag);
        Assert.False(bag.HasErrors, string.Join(" | ", bag.ToSorted().Select(d => d.Message)));
        Assert.NotNull(config);
        return config;
    }
}
