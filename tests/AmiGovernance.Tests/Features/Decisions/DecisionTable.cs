using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Tests.Features.Decisions;

/// <summary>
/// The calls of tests/data/decisions with what AWS makes of them: who is outside of service control policies (Organizations user guide,
/// "SCP effects on permissions"), missing keys (IAM user guide, "Condition operators"), resources of a launch (Service Authorization
/// Reference), Allowed AMIs (EC2 user guide).
/// </summary>
internal static class DecisionTable
{
    public const string Management = "999999999999";
    private static readonly string Folder = RepositoryRoot.File("tests", "data", "decisions");
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly JsonElement Policies = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(Folder, "policies.json")))
        .RootElement;

    public static TheoryData<string> Lines =>
        [.. File.ReadAllLines(Path.Combine(Folder, "calls.csv")).Where(l => !l.StartsWith('#'))];

    public static Organization Organization(string name)
    {
        var wanted = Policies.GetProperty(name);
        var policies = ImmutableArray.CreateBuilder<OrganizationPolicy>();
        policies.Add(OrganizationPolicy.FullAwsAccess);
        if (wanted.TryGetProperty("scp", out var statements))
            policies.Add(
                new OrganizationPolicy(
                    "p-scp00000",
                    "scp",
                    OrganizationPolicyType.ServiceControlPolicy,
                    $"{{\"Version\":\"2012-10-17\",\"Statement\":{statements.GetRawText()}}}"
                )
            );
        if (wanted.TryGetProperty("state", out var state))
            policies.Add(Declarative(state.GetString() ?? "", Criteria(wanted)));
        string[] accounts = ["111111111111", "222222222222", Management];
        return new Organization
        {
            Id = "o-abc123xyz0",
            ManagementAccount = AccountId.Parse(Management),
            RootId = "r-ab12",
            Accounts = [.. accounts.Select(a => new OrganizationAccount(AccountId.Parse(a), a, "r-ab12"))],
            Policies = policies.ToImmutable(),
            Attachments =
            [
                .. policies.Select(p => new PolicyAttachment("r-ab12", p.Id)),
                .. accounts.Select(a => new PolicyAttachment(a, OrganizationPolicy.FullAwsAccessId)),
            ],
        };
    }

    private static string Criteria(JsonElement wanted)
    {
        if (wanted.TryGetProperty("criteria", out var criteria))
            return criteria.GetRawText();
        var providers = wanted.GetProperty("providers").GetRawText();
        return providers == "[]"
            ? "{}"
            : $"{{\"criteria_1\":{{\"allowed_image_providers\":{{\"@@assign\":{providers}}}}}}}";
    }

    private static OrganizationPolicy Declarative(string state, string criteria)
    {
        var settings = $"{{\"state\":{{\"@@assign\":\"{state}\"}},\"image_criteria\":{criteria}}}";
        return new OrganizationPolicy(
            "p-ec200000",
            "ec2",
            OrganizationPolicyType.DeclarativePolicyEc2,
            $"{{\"ec2_attributes\":{{\"allowed_images_settings\":{settings}}}}}"
        );
    }
}
