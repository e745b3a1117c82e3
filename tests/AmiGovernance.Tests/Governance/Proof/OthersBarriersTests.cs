using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>
/// What policies of others deny to exempt principals, and to the accounts of exceptions while these last (Organizations user guide, "SCP
/// evaluation": an explicit deny on any level counts).
/// </summary>
public sealed class OthersBarriersTests
{
    private const string Root = "r-ab12";
    private const string App = "100000000001";
    private const string Publisher = "123456738923";

    private static readonly GovernanceConfig Config = ProvenCase.Config(
        """
        {
          "ops_publisher_account": { "account_id": "123456738923" },
          "break_glass_principals": [ { "arn": "arn:aws:iam::100000000001:role/Rescue" } ],
          "image_creation_roles": [ { "arn": "arn:aws:iam::*:role/backup/Nightly*" } ],
          "restore_roles": [ { "arn": "arn:aws:iam::*:role/backup/Restore" } ],
          "exception_accounts": [
            { "account_id": "777788889999", "expires_on": "2026-02-01" },
            { "account_id": "222233334444", "expires_on": "2026-03-01" }
          ]
        }
        """
    );

    private static readonly GeneratedPolicies Policies = ProvenCase.Generate(Config, AllowedImagesState.Enabled);

    private static Statement Deny(params string[] actions) =>
        new(Effect.Deny)
        {
            Sid = "Theirs",
            Actions = [.. actions],
            Resources = ["*"],
        };

    private static Statement DenyTo(string principal, params string[] actions) =>
        Deny(actions).With("ArnLike", "aws:PrincipalArn", principal);

    /// <summary>Launches that our exceptions give, by an ordinary role, from a date on.</summary>
    private static Statement DenyExceptions(string from) =>
        (Deny("ec2:RunInstances") with { Resources = [GuardedActions.ImageArn] })
            .With("StringNotEquals", "ec2:Owner", Publisher, "amazon")
            .With("DateGreaterThanEquals", "aws:CurrentTime", from)
            .With("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:role/Rescue", "arn:aws:iam::*:role/backup/*");

    /// <summary>The image's owner tells accounts apart that nothing else does: a restored image is the account's own.</summary>
    private static Statement DenyRestoresOutside(string owner) =>
        (Deny("ec2:RunInstances") with { Resources = [GuardedActions.ImageArn] })
            .With("StringNotEquals", "ec2:Owner", owner)
            .With("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/backup/Restore");

    private static readonly (string Name, Statement Theirs)[] Cases =
    [
        ("theirs denies other calls", Deny("s3:*")),
        ("theirs denies exceptions while the second one lasts", DenyExceptions("2026-02-15T00:00:00Z")),
        ("theirs denies exceptions once all have ended", DenyExceptions("2026-04-01T00:00:00Z")),
        (
            "theirs denies creation outside the publisher",
            Deny("ec2:CreateImage", "ec2:CopyImage").With("StringNotEquals", "aws:PrincipalAccount", Publisher)
        ),
        (
            "theirs denies creation to one of the names of an exempt role",
            DenyTo("arn:aws:iam::*:role/backup/Nightly7", "ec2:CreateImage")
        ),
        (
            "theirs denies creation to names that no exempt role has",
            DenyTo("arn:aws:iam::*:role/backup/Weekly*", "ec2:CreateImage")
        ),
        ("theirs denies launches to roles in a path", DenyTo("arn:aws:iam::*:role/backup/*", "ec2:RunInstances")),
        ("theirs lets one account restore images of its own", DenyRestoresOutside(App)),
        ("theirs lets the other account restore images of its own", DenyRestoresOutside(Publisher)),
        ("theirs denies launches to the break-glass role", DenyTo("arn:aws:iam::*:role/Rescue", "ec2:RunInstances")),
        (
            "theirs denies launches to a role of that name in another account",
            DenyTo("arn:aws:iam::123456738923:role/Rescue", "ec2:RunInstances")
        ),
        (
            "theirs denies creation to a role that a variable names",
            DenyTo("arn:aws:iam::${aws:PrincipalAccount}:role/backup/Nightly7", "ec2:CreateImage")
        ),
    ];

    /// <summary>Recorded in tests/data/proof/barriers.txt; `AMIGOV_UPDATE_GOLDEN=1` writes it anew.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_others_deny_of_what_ours_permit_is_as_recorded(int part) =>
        RecordedText.Check(
            "barriers.txt",
            [.. Cases.Select(c => RecordedText.Of(c.Name, () => Findings(c.Theirs)))],
            (part, 2)
        );

    private static string Findings(Statement theirs) =>
        string.Concat(
            Prove(theirs)
                .Where(g => g.Outcome is ProofOutcome.Refuted or ProofOutcome.NotProven)
                .Select(g => $"{g.Number} {g.Outcome}: {g.Reason}\n")
        );

    private static ImmutableArray<GuaranteeResult> Prove(Statement theirs)
    {
        var organization = new Organization
        {
            Id = "o-abc123xyz0",
            ManagementAccount = AccountId.Parse("999999999999"),
            RootId = Root,
            Accounts = [Account("999999999999"), Account(Publisher), Account(App)],
            Policies =
            [
                OrganizationPolicy.FullAwsAccess,
                .. Policies.ServiceControlPolicies.Select((p, i) => Scp($"p-ours{i}", [.. p.Statements])),
                new(
                    "p-ourdecl0",
                    "p-ourdecl0",
                    OrganizationPolicyType.DeclarativePolicyEc2,
                    JsonText.ToText(DeclarativePolicyWriter.Organizations(Policies.Declarative, indented: false))
                ),
                Scp("p-theirs", theirs),
            ],
        };
        organization = organization with
        {
            Attachments =
            [
                .. new[] { Root, Publisher, App, "999999999999" }.Select(t => new PolicyAttachment(
                    t,
                    OrganizationPolicy.FullAwsAccessId
                )),
                .. organization.Policies.Skip(1).Select(p => new PolicyAttachment(Root, p.Id)),
            ],
        };
        var ours = organization
            .Policies.Select(p => p.Id)
            .Where(id => id.StartsWith("p-our", StringComparison.Ordinal));
        return OrganizationProof
            .Run(
                new OrganizationProofInput(
                    Config,
                    organization,
                    [.. ours],
                    [.. Policies.ServiceControlPolicies.SelectMany(p => p.Statements)],
                    Policies.Declarative,
                    UnlockedNode: null,
                    ProvenCase.Now
                )
            )
            .Guarantees;
    }

    private static OrganizationAccount Account(string id) => new(AccountId.Parse(id), id, Root);

    private static OrganizationPolicy Scp(string id, params Statement[] statements) =>
        new(
            id,
            id,
            OrganizationPolicyType.ServiceControlPolicy,
            JsonText.ToText(PolicyWriter.Minified(new PolicyDocument([.. statements]) { Version = "2012-10-17" }))
        );
}
