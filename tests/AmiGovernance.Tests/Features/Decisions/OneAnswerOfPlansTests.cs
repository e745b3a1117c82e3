using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Gates;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Tests.Features.Decisions;

/// <summary>The same table through what decides calls for `plan`, for `promote` and for `verify`.</summary>
public sealed class OneAnswerOfPlansTests
{
    private static readonly GovernanceConfig Config =
        ConfigReader.Read(SourceText.FromString("c.json", Samples.Runbook), new DiagnosticBag())
        ?? throw new InvalidOperationException("the sample cannot be read");

    public static TheoryData<string> Lines => DecisionTable.Lines;

    [Theory]
    [MemberData(nameof(Lines))]
    public void What_verify_expects_is_what_explain_says(string line)
    {
        var row = new DecisionRow(line);
        // verify works in members' accounts, by roles.
        if (row.Caller.InManagementAccount || row.Caller.IsServiceLinkedRole)
            return;
        var organization = DecisionTable.Organization(row.Policies);
        var index = new OrganizationIndex(organization);
        var explained = Explanation.Of(row.Call, row.Facts, row.Caller, PolicySet.Of(index, row.Account));
        var isDenied = explained.Denied is { Decision.Outcome: Outcome.ExplicitDeny };

        var generated = new GeneratedPolicies(
            AllowedImagesState.Enabled,
            new Allowlist
            {
                Accounts = [],
                Aliases = [],
                ManagedServiceAccounts = [],
                ActiveExceptions = [],
            },
            index.Effective.Of(row.Account.Value).Policy ?? new DeclarativePolicy(),
            Documents(organization),
            []
        );
        var expectations = new Expectations(generated, Partitions.Of(row.Region), row.Time);
        Assert.Equal(isDenied, expectations.Denies(row.Call));
        if (row.Facts is { } image && row.Action == "ec2:RunInstances" && explained.Image is { } decided)
            Assert.Equal(decided.Verdict, expectations.Decide(image, row.Account).Verdict);

        var deployed = new DeployedPolicies(organization, Config);
        Assert.Equal(isDenied, deployed.DeniedBy(row.Call) is not null);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void What_plan_proves_launchable_is_what_explain_allows(string line)
    {
        var row = new DecisionRow(line);
        var organization = DecisionTable.Organization(row.Policies);
        var index = new OrganizationIndex(organization);
        if (row.Caller.InManagementAccount || row.Caller.IsServiceLinkedRole)
            return;
        var explained = Explanation.Of(row.Call, row.Facts, row.Caller, PolicySet.Of(index, row.Account));
        var documents = Documents(organization);
        var allowAll = new Statement(Effect.Allow) { Actions = ["*"], Resources = ["*"] };
        var authorization = new Authorization
        {
            ServiceControlPolicies = PolicyLevels.Of([
                new CompiledPolicy(new PolicyDocument([allowAll]), "FullAWSAccess"),
                .. documents.Select(d => new CompiledPolicy(d, "scp")),
            ]),
        };
        ImmutableArray<Statement> statements = [.. documents.SelectMany(d => d.Statements)];
        var barrier = new WayThrough(authorization, statements).Find(
            row.Call with
            {
                Context = ImmutableSortedDictionary.CreateRange(index.KeysOf(row.Account)),
            }
        );

        var isDenied = explained.Denied is { Decision.Outcome: Outcome.ExplicitDeny };
        if (explained.OpenKeys.IsEmpty && !isDenied)
            Assert.Null(barrier);
        // A way in another Region is a way.
        var namesRegions = statements.Any(s =>
            s.Conditions.Any(c => c.Key == "aws:RequestedRegion")
            || s.Resources.Any(r => r.Split(':') is [_, _, _, not ("*" or ""), ..])
        );
        if (isDenied && !namesRegions)
            Assert.NotNull(barrier);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void What_promote_counts_as_denied_is_what_explain_denies(string line)
    {
        var row = new DecisionRow(line);
        var isLikeAll =
            row is { Named: [], IsTemplate: false, Action: "ec2:RunInstances" }
            && row.Owner.Length > 0
            && row.Region.Value == "us-east-1"
            && row.Principal.EndsWith(":role/Dev", StringComparison.Ordinal);
        if (!isLikeAll)
            return;
        var organization = DecisionTable.Organization(row.Policies);
        var policies = PolicySet.Of(new OrganizationIndex(organization), row.Account);
        var explained = Explanation.Of(row.Call, row.Facts, row.Caller, policies);

        var management = AccountId.Parse(DecisionTable.Management);
        var launches = new EnforcedLaunches(Documents(organization), management, row.Time) { HasMarks = false };
        var image = new InstanceImage(
            "i-0123456789abcdef0",
            ImageId.Parse(row.Image),
            "name",
            row.Facts?.IamOwner ?? "",
            AccountId.TryParse(row.OwnerAccount, out var account) ? account : null,
            IsAllowed: true
        );
        Assert.Equal(explained.Denied is not null, launches.DeniedBy(row.Account, image) is not null);
    }

    private static ImmutableArray<PolicyDocument> Documents(Organization organization) =>
        [
            .. organization
                .Policies.Where(p =>
                    p.Type == OrganizationPolicyType.ServiceControlPolicy && p.Id != OrganizationPolicy.FullAwsAccessId
                )
                .Select(p => PolicyContent.ServiceControl(p.Content))
                .OfType<PolicyDocument>(),
        ];
}
