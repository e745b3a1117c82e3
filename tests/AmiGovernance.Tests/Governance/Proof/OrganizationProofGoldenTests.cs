using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>
/// What is said of the accounts of an organization, whose other policies stand beside ours. Recorded in
/// tests/data/proof/organizations.txt; `AMIGOV_UPDATE_GOLDEN=1` writes it anew.
/// </summary>
public sealed partial class OrganizationProofGoldenTests
{
    private const string Root = "r-ab12";
    private const string Apps = "ou-ab12-apps0000";
    private const string Labs = "ou-ab12-labs0000";
    private const string App = "100000000001";
    private const string Publisher = "123456738923";

    private static readonly DeclarativePolicy Intended = ProvenCase.Whole.Policies.Declarative;

    private static OrganizationAccount Account(string id, string parent) => new(AccountId.Parse(id), id, parent);

    private static OrganizationPolicy Scp(string id, params Statement[] statements) =>
        new(
            id,
            id,
            OrganizationPolicyType.ServiceControlPolicy,
            JsonText.ToText(PolicyWriter.Minified(new PolicyDocument([.. statements])))
        );

    private static OrganizationPolicy Declarative(string id, string json) =>
        new(id, id, OrganizationPolicyType.DeclarativePolicyEc2, json);

    private static string Document(DeclarativePolicy policy) =>
        JsonText.ToText(DeclarativePolicyWriter.Organizations(policy, indented: false));

    private static readonly Organization Attached = new()
    {
        Id = "o-abc123xyz0",
        ManagementAccount = AccountId.Parse("999999999999"),
        RootId = Root,
        Units = [new OrganizationalUnit(Apps, "Apps", Root), new OrganizationalUnit(Labs, "Labs", Root)],
        Accounts =
        [
            Account("999999999999", Root),
            Account(Publisher, Root),
            Account(App, Apps),
            Account("100000000002", Apps),
            Account("100000000003", Labs),
            Account("100000000004", Labs) with
            {
                State = AccountState.Suspended,
            },
        ],
        Policies =
        [
            OrganizationPolicy.FullAwsAccess,
            Scp("p-ourscp00", [.. ProvenCase.Statements]),
            Declarative("p-ourdecl0", Document(Intended)),
        ],
        Attachments =
        [
            .. new[] { Root, Apps, Labs, "999999999999", Publisher, App, "100000000002", "100000000003" }.Select(
                t => new PolicyAttachment(t, OrganizationPolicy.FullAwsAccessId)
            ),
            new PolicyAttachment(Root, "p-ourscp00"),
            new PolicyAttachment(Root, "p-ourdecl0"),
        ],
    };

    private static Organization With(string target, OrganizationPolicy policy, bool first = false)
    {
        var attachment = new PolicyAttachment(target, policy.Id);
        return Attached with
        {
            Policies = Attached.Policies.Add(policy),
            Attachments = first ? Attached.Attachments.Insert(0, attachment) : Attached.Attachments.Add(attachment),
        };
    }

    private static Organization Moved(string policy, params string[] targets) =>
        Attached with
        {
            Attachments =
            [
                .. Attached.Attachments.Where(a => a.PolicyId != policy),
                .. targets.Select(t => new PolicyAttachment(t, policy)),
            ],
        };

    private static Organization Ours(string content) =>
        Attached with
        {
            Policies = Attached.Policies.RemoveAt(2).Add(Declarative("p-ourdecl0", content)),
        };

    private static Statement Deny(string action) =>
        new(Effect.Deny)
        {
            Sid = "Theirs",
            Actions = [action],
            Resources = ["*"],
        };

    private static Organization Theirs(Statement statement, string target = Apps) =>
        With(target, Scp("p-theirs00", statement));

    private static Statement Allow(string action, params string[] resources) =>
        new(Effect.Allow)
        {
            Sid = "Theirs",
            Actions = [action],
            Resources = [.. resources],
        };

    /// <summary>One of their policies in the place of FullAWSAccess at the root.</summary>
    private static Organization Only(params Statement[] statements)
    {
        var with = With(Root, Scp("p-theirs00", statements));
        return with with
        {
            Attachments =
            [
                .. with.Attachments.Where(a => a.TargetId != Root || a.PolicyId != OrganizationPolicy.FullAwsAccessId),
            ],
        };
    }

    private static readonly (string Name, Organization Organization)[] Cases =
    [
        ("both attached to the root", Attached),
        ("the service control policy reaches one unit", Moved("p-ourscp00", Apps)),
        ("the declarative policy reaches two accounts", Moved("p-ourdecl0", App, Publisher)),
        ("nothing is attached", Moved("p-ourscp00") with { Attachments = [] }),
        ("a level allows nothing", Attached with { Attachments = Attached.Attachments.RemoveAt(1) }),
        (
            "another declarative policy was attached first",
            With(
                Root,
                Declarative(
                    "p-theirs00",
                    """{"ec2_attributes":{"allowed_images_settings":{"state":{"@@assign":"audit_mode"}}}}"""
                ),
                first: true
            )
        ),
        (
            "another declarative policy was attached first and appends",
            With(
                Root,
                Declarative(
                    "p-theirs00",
                    """{"ec2_attributes":{"allowed_images_settings":{"image_criteria":{"criteria_1":{"allowed_image_providers":{"@@append":["000000000005"]}}}}}}"""
                ),
                first: true
            )
        ),
        (
            "another declarative policy sets something in vain",
            With(
                Apps,
                Declarative(
                    "p-theirs00",
                    """{"ec2_attributes":{"image_block_public_access":{"state":{"@@assign":"unblocked"}}}}"""
                )
            )
        ),
        (
            "another declarative policy sets other attributes",
            With(Labs, Declarative("p-theirs00", """{"ec2_attributes":{"new_of_2027":{"state":{"@@assign":"on"}}}}"""))
        ),
        (
            "ours says something else",
            Ours(Document(Intended with { State = AllowedImagesState.AuditMode, Criteria = Intended.Criteria }))
        ),
        (
            "ours lacks a provider",
            Ours(Document(Intended with { Criteria = [Intended.Criteria[0] with { Providers = [Publisher] }] }))
        ),
        ("ours sets nothing", Ours("""{"ec2_attributes":{"allowed_images_settings":{"image_criteria":{}}}}""")),
        (
            "ours is not valid",
            Ours(
                """{"ec2_attributes":{"allowed_images_settings":{"image_criteria":{"criteria_1":{"image_names":{"@@assign":["a"]}}}}}}"""
            )
        ),
        (
            "ours differs below one unit",
            Moved("p-ourdecl0", Root) with
            {
                Policies = Attached.Policies.Add(
                    Declarative("p-second00", """{"ec2_attributes":{"exception_message":{"@@assign":"ask"}}}""")
                ),
                Attachments = Attached.Attachments.Add(new PolicyAttachment(Labs, "p-second00")),
            }
        ),
        ("theirs denies launches in one unit", Theirs(Deny("ec2:RunInstances"))),
        ("theirs denies launches of the management account", Theirs(Deny("ec2:RunInstances"), "999999999999")),
        ("theirs denies every creation to the publisher", Theirs(Deny("ec2:*Image*"), Publisher)),
        ("theirs denies sharing to the publisher", Theirs(Deny("ec2:ModifyImageAttribute"), Publisher)),
        (
            "theirs denies launches outside a Region",
            Theirs(Deny("ec2:RunInstances").With("StringNotEquals", "aws:RequestedRegion", "eu-west-1"))
        ),
        (
            "theirs denies launches in every Region but by tag",
            Theirs(Deny("ec2:*").With("StringNotEquals", "aws:PrincipalTag/team", "x"))
        ),
        (
            "theirs denies launches without the metadata service's second version",
            Theirs(Deny("ec2:RunInstances").With("StringNotEquals", "ec2:MetadataHttpTokens", "required"))
        ),
        (
            "theirs denies launches of large instances",
            Theirs(
                Deny("ec2:RunInstances").With("StringLike", "ec2:InstanceType", "*.metal") with
                {
                    Resources = ["arn:aws:ec2:*:*:instance/*"],
                }
            )
        ),
        (
            "theirs denies launches with volumes that are not encrypted",
            Theirs(
                Deny("ec2:RunInstances").With("Bool", "ec2:Encrypted", "false") with
                {
                    Resources = ["arn:aws:ec2:*:*:volume/*"],
                }
            )
        ),
        (
            "theirs denies launches with key pairs",
            Theirs(Deny("ec2:RunInstances") with { Sid = null, Resources = ["arn:aws:ec2:*:*:key-pair/*"] })
        ),
        (
            "theirs denies images of one owner",
            Theirs(Deny("ec2:RunInstances").With("StringEquals", "ec2:Owner", "222233334444"))
        ),
        (
            "theirs denies calls of one account",
            Theirs(Deny("ec2:RunInstances").With("StringEquals", "aws:PrincipalAccount", "100000000002"))
        ),
        ("theirs denies other calls", Theirs(Deny("s3:*"))),
        .. Barriers(),
        (
            "the service knows no EC2 policies",
            Moved("p-ourdecl0") with
            {
                Policies = Attached.Policies.RemoveAt(2),
                UnknownTypes = [OrganizationPolicyType.DeclarativePolicyEc2],
                EnabledTypes = [OrganizationPolicyType.ServiceControlPolicy],
            }
        ),
        (
            "service control policies are not enabled",
            Attached with
            {
                EnabledTypes = [OrganizationPolicyType.DeclarativePolicyEc2],
            }
        ),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Findings_are_as_recorded(int part) =>
        RecordedText.Check(
            "organizations.txt",
            [.. Cases.Select(c => RecordedText.Of(c.Name, () => Findings(c.Organization)))],
            (part, 4)
        );

    private static string Findings(Organization organization)
    {
        var result = OrganizationProof.Run(
            new OrganizationProofInput(
                ProvenCase.Whole.Config,
                organization,
                ["p-ourscp00", "p-ourdecl0"],
                [.. ProvenCase.Statements],
                Intended,
                UnlockedNode: null,
                ProvenCase.Now
            )
        );
        var text = new StringBuilder();
        foreach (var group in result.Groups)
        {
            text.Append($"{OrganizationProof.Describe(group.Accounts)}{(group.Covered ? "" : ": not covered")}\n");
            foreach (var line in group.Problems.Select(p => $"problem: {p}").Concat(group.Remarks))
                text.Append($"    {line}\n");
        }
        foreach (var found in result.Guarantees.Where(g => g.Outcome is ProofOutcome.Refuted or ProofOutcome.NotProven))
            text.Append($"{found.Number} {found.Outcome}: {found.Reason}\n");
        var gaps = result
            .Guarantees.SelectMany(g => g.Gaps)
            .Where(g => g.StartsWith("outside", StringComparison.Ordinal));
        return text.Append(string.Concat(gaps.Distinct().Select(g => $"{g}\n"))).ToString();
    }
}
