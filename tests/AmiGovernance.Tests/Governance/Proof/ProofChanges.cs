using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>One change of the policies that are generated for a configuration.</summary>
internal sealed record ProofChange(string Name, (GovernanceConfig Config, GeneratedPolicies Policies) Base)
{
    public Func<IEnumerable<Statement>, IEnumerable<Statement>> Statements { get; init; } = s => s;
    public Func<DeclarativePolicy, DeclarativePolicy> Declarative { get; init; } = d => d;
    public string? Unlocked { get; init; }
    public bool HasDeclarative { get; init; } = true;

    /// <summary>Also what holds, with what was looked at.</summary>
    public bool ShowsAll { get; init; }
}

/// <summary>Changes of every kind, in groups.</summary>
internal static class ProofChanges
{
    private const string Stranger = "999988887777";

    private const string Everything = """
        {
          "ops_publisher_account": { "account_id": "123456738923" },
          "vendor_publisher_accounts": [ { "account_id": "111122223333" }, { "account_id": "444455556666", "may_create_images": false } ],
          "publisher_aliases": [ "aws_marketplace" ],
          "managed_services": [ { "service": "eks_auto_mode", "regions": [ "us-east-1" ] } ],
          "break_glass_principals": [ { "arn": "arn:*:iam::*:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Rescue_*" } ],
          "image_creation_roles": [ { "arn": "arn:*:iam::*:role/service-role/AWSBackupDefaultServiceRole" } ],
          "restore_roles": [ { "arn": "arn:aws:iam::555566667777:role/Migration" } ],
          "policy_config": { "deny_foreign_image_copies": true, "deny_content_export": true },
          "exception_accounts": [
            { "account_id": "222233334444", "expires_on": "2026-03-01", "usable_by": [ "333344445555" ] },
            { "account_id": "777788889999", "expires_on": "2026-02-01", "may_create_images": true },
            { "account_id": "999900001111", "expires_on": "2025-12-01" }
          ]
        }
        """;

    /// <summary>The first principal is nobody in most partitions; images of the vendor carry an alias.</summary>
    private const string Odd = """
        {
          "ops_publisher_account": { "account_id": "123456738923" },
          "vendor_publisher_accounts": [ { "account_id": "801119661308" } ],
          "break_glass_principals": [ { "arn": "arn:aws-cn:iam::*:role/Rescue" }, { "arn": "arn:aws:iam::4445*:role/Rescue" } ]
        }
        """;

    private const string Little = """
        {
          "ops_publisher_account": { "account_id": "123456738923" },
          "break_glass_principals": [ { "arn": "arn:aws:iam::*:role/Rescue" } ],
          "policy_config": { "deny_ami_creation_in_workloads": false, "block_public_ami_sharing": false }
        }
        """;

    private static (GovernanceConfig, GeneratedPolicies) Make(string json, AllowedImagesState mode)
    {
        var config = ProvenCase.Config(json);
        return (config, ProvenCase.Generate(config, mode));
    }

    private static readonly Lazy<(GovernanceConfig Config, GeneratedPolicies Policies)> Made = new(() =>
        Make(Everything, AllowedImagesState.Enabled)
    );

    private static (GovernanceConfig Config, GeneratedPolicies Policies) Whole => Made.Value;

    private static IEnumerable<Statement> Generated =>
        Whole.Policies.ServiceControlPolicies.SelectMany(p => p.Statements);

    private static ProofChange Change(string name) => new(name, Whole);

    private static ProofChange On(string name, string sid, Func<Statement, Statement> change) =>
        Change($"{sid}: {name}") with
        {
            Statements = all => all.Select(s => s.Sid == sid ? change(s) : s),
        };

    private static ProofChange With(string name, Statement more) =>
        Change(name) with
        {
            Statements = all => all.Append(more),
        };

    private static ProofChange WithOdd(string name, Statement more) =>
        new($"odd: {name}", Make(Odd, AllowedImagesState.Enabled)) { Statements = all => all.Append(more) };

    private static ProofChange OnDeclarative(string name, Func<DeclarativePolicy, DeclarativePolicy> change) =>
        Change(name) with
        {
            Declarative = change,
        };

    private static Statement Deny(params string[] actions) =>
        new(Effect.Deny)
        {
            Sid = "More",
            Actions = [.. actions],
            Resources = ["*"],
        };

    /// <summary>Made when they are asked for: a list of tests must not generate policies.</summary>
    public static readonly SortedDictionary<string, Func<List<ProofChange>>> Groups = new(StringComparer.Ordinal)
    {
        ["generated"] = () =>
            [
                Change("everything, enforced") with
                {
                    ShowsAll = true,
                },
                new("everything, audit mode", Make(Everything, AllowedImagesState.AuditMode)) { ShowsAll = true },
                new("little, enforced", Make(Little, AllowedImagesState.Enabled)) { ShowsAll = true },
                new("little, audit mode", Make(Little, AllowedImagesState.AuditMode)) { ShowsAll = true },
                new("little, a service without EC2 policies", Make(Little, AllowedImagesState.Enabled))
                {
                    ShowsAll = true,
                    HasDeclarative = false,
                },
                new("odd, enforced", Make(Odd, AllowedImagesState.Enabled)) { ShowsAll = true },
                Change("a service without EC2 policies") with
                {
                    HasDeclarative = false,
                },
                Change("a node that is not locked") with
                {
                    Unlocked = "/ec2_attributes/image_block_public_access",
                },
            ],
        ["statements-dropped"] = () =>
            [
                .. Generated.Select(s => Change(s.Sid!) with { Statements = all => all.Where(o => o.Sid != s.Sid) }),
                Change("all") with
                {
                    Statements = _ => [],
                },
            ],
        ["conditions-dropped"] = () =>
            [
                .. Generated.SelectMany(s =>
                    s.Conditions.Select(c =>
                        On($"without {c.Operator} {c.Key}", s.Sid!, d => d with { Conditions = d.Conditions.Remove(c) })
                    )
                ),
            ],
        ["strangers"] = () =>
            [
                .. Generated.SelectMany(s =>
                    s.Conditions.Where(c => c.Key is "ec2:Owner" or "aws:PrincipalAccount" or "aws:ResourceAccount")
                        .Select(c => On($"{c.Operator} {c.Key} with a stranger", s.Sid!, d => Listed(d, c, Stranger)))
                ),
                .. Generated.SelectMany(s =>
                    s.Conditions.Where(c => c.Key is "ec2:Owner")
                        .Select(c => On($"{c.Operator} {c.Key} with an alias", s.Sid!, d => Listed(d, c, "amazon")))
                ),
                .. Generated.SelectMany(s =>
                    s.Conditions.Where(c => c.Key is "aws:PrincipalArn")
                        .Select(c =>
                            On(
                                $"{c.Operator} {c.Key} with a stranger",
                                s.Sid!,
                                d => Listed(d, c, "arn:aws:iam::*:role/Odd")
                            )
                        )
                ),
            ],
        ["further-denies"] = () =>
            [
                WithOdd("every launch", Deny("ec2:RunInstances")),
                WithOdd(
                    "every launch in China",
                    Deny("ec2:RunInstances") with
                    {
                        Resources = ["arn:aws-cn:ec2:*::image/*"],
                    }
                ),
                WithOdd("launches of an alias", Deny("ec2:RunInstances").With("StringEquals", "ec2:Owner", "amazon")),
                With(
                    "every launch in China",
                    Deny("ec2:RunInstances") with
                    {
                        Resources = ["arn:aws-cn:ec2:*::image/*"],
                    }
                ),
                With("every launch", Deny("ec2:RunInstances")),
                With(
                    "every launch of one image",
                    Deny("ec2:RunInstances") with
                    {
                        Resources = ["arn:aws:ec2:*::image/ami-1*"],
                    }
                ),
                With(
                    "launches of a publisher",
                    Deny("ec2:RunInstances").With("StringEquals", "ec2:Owner", "123456738923")
                ),
                With(
                    "launches of an alias",
                    Deny("ec2:CreateFleet").With("StringEquals", "ec2:Owner", "aws-marketplace")
                ),
                With(
                    "launches with a key pair",
                    Deny("ec2:RunInstances") with
                    {
                        Resources = ["arn:*:ec2:*:*:key-pair/*"],
                    }
                ),
                With(
                    "launches with a key pair by a tag of nobody's choice",
                    Deny("ec2:RunInstances").With("StringEquals", "aws:username", "x") with
                    {
                        Resources = ["arn:*:ec2:*:*:key-pair/*"],
                    }
                ),
                With(
                    "launches by an account",
                    Deny("ec2:RunInstances").With("StringEquals", "aws:PrincipalAccount", "333344445555")
                ),
                With(
                    "launches outside a Region",
                    Deny("ec2:RunInstances").With("StringNotEquals", "aws:RequestedRegion", "eu-central-1")
                ),
                With("creations", Deny("ec2:CreateImage", "ec2:CopyImage")),
                With(
                    "creations from a date on",
                    Deny("ec2:CreateImage").With("DateGreaterThan", "aws:CurrentTime", "2026-01-20T00:00:00Z")
                ),
                With("sharing", Deny("ec2:ModifyImageAttribute")),
                With("export", Deny("ec2:ExportImage")),
                With("what never happens", Deny("ec2:RunInstances").With("StringEquals", "ec2:Owner", "nobody")),
                With("what cannot be called", Deny("ec2:NoSuchAction")),
                With("an action beside one that cannot be called", Deny("ec2:StopInstances", "ec2:NoSuchAction")),
                With("nothing that has a name", Deny("ec2:RunInstances") with { Sid = null }),
                With("an allow", Deny("ec2:RunInstances") with { Effect = Effect.Allow }),
            ],
        ["spared"] = () =>
            [
                new("little: one image", Make(Little, AllowedImagesState.Enabled))
                {
                    Statements = all => all.Select(s => s.With("StringNotEquals", "ec2:ImageID", "ami-00000000")),
                },
                .. new[]
                {
                    ("StringNotEquals", "ec2:ImageID", "ami-00000000"),
                    ("StringNotEquals", "aws:RequestedRegion", "us-west-2"),
                    ("StringNotEquals", "aws:PrincipalTag/team", "platform"),
                    ("StringNotLike", "ec2:Owner", "9*"),
                    ("StringNotEquals", "aws:username", "x"),
                    ("DateGreaterThan", "aws:CurrentTime", "2026-06-01T00:00:00Z"),
                    ("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:user/*"),
                }.Select(c =>
                    On($"{c.Item1} {c.Item2} {c.Item3}", ProvenCase.Launch, s => s.With(c.Item1, c.Item2, c.Item3))
                ),
            ],
        ["declarative"] = () =>
            [
                OnDeclarative(
                    "without an exception",
                    d => Criterion(d, c => c with { Providers = c.Providers.Remove("777788889999") })
                ),
                OnDeclarative(
                    "without a managed service",
                    d => Criterion(d, c => c with { Providers = c.Providers.Remove("992382739861") })
                ),
                OnDeclarative("a stranger", d => Criterion(d, c => c with { Providers = c.Providers.Add(Stranger) })),
                OnDeclarative("an alias", d => Criterion(d, c => c with { Providers = c.Providers.Add("amazon") })),
                OnDeclarative("no provider", d => Criterion(d, c => c with { Providers = [] })),
                OnDeclarative(
                    "without a publisher",
                    d => Criterion(d, c => c with { Providers = c.Providers.Remove("123456738923") })
                ),
                OnDeclarative(
                    "without the alias",
                    d => Criterion(d, c => c with { Providers = c.Providers.Remove("aws_marketplace") })
                ),
                OnDeclarative("without any criterion", d => d with { Criteria = [] }),
                OnDeclarative(
                    "a stranger's images by name",
                    d => More(d, new ImageCriterion([Stranger], new ImageCriteria { ImageNames = ["golden-*-?"] }))
                ),
                OnDeclarative(
                    "an alias's images by name",
                    d => More(d, new ImageCriterion(["amazon"], new ImageCriteria { ImageNames = ["al2023"] }))
                ),
                OnDeclarative(
                    "anybody's images by age",
                    d => More(d, new ImageCriterion([], new ImageCriteria { MaximumDaysSinceCreated = 1 }))
                ),
                OnDeclarative(
                    "a publisher's images by name",
                    d => More(d, new ImageCriterion(["123456738923"], new ImageCriteria { ImageNames = ["x"] }))
                ),
                OnDeclarative("not enforced", d => d with { State = AllowedImagesState.AuditMode }),
                OnDeclarative("switched off", d => d with { State = AllowedImagesState.Disabled }),
                OnDeclarative(
                    "public access open",
                    d => d.With(DeclarativeAttributes.ImageBlockPublicAccess, "unblocked")
                ),
                OnDeclarative("public access not set", d => d.With(DeclarativeAttributes.ImageBlockPublicAccess, null)),
            ],
        ["resources"] = () =>
            [
                .. new[]
                {
                    "arn:*:ec2:us-east-1::image/*",
                    "arn:aws:ec2:*::image/*",
                    "arn:*:ec2:*::image/ami-0*",
                    "arn:*:ec2:*:*:instance/*",
                    "arn:*:ec2:*:333344445555:*",
                    "arn:*:ec2:*::snapshot/*",
                }.SelectMany(resource =>
                    new[] { ProvenCase.Launch, "DenyCopyOfNonApprovedAMIs", ProvenCase.Creation }.Select(sid =>
                        On(resource, sid, s => s with { Resources = [resource] })
                    )
                ),
            ],
    };

    private static Statement Listed(Statement statement, Condition condition, string value) =>
        statement with
        {
            Conditions = statement.Conditions.Replace(
                condition,
                condition with
                {
                    Values = condition.Values.Add(value),
                }
            ),
        };

    private static DeclarativePolicy Criterion(DeclarativePolicy policy, Func<ImageCriterion, ImageCriterion> change) =>
        policy with
        {
            Criteria = [change(policy.Criteria[0]), .. policy.Criteria[1..]],
        };

    private static DeclarativePolicy More(DeclarativePolicy policy, ImageCriterion criterion) =>
        policy with
        {
            Criteria = policy.Criteria.Add(criterion),
        };
}
