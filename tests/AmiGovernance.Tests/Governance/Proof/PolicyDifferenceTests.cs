using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>Which requests two sets of service control policies decide otherwise, and how they are described.</summary>
public sealed class PolicyDifferenceTests
{
    private const string First = "111111111111";
    private const string Second = "222222222222";
    private const string Third = "333333333333";

    private static readonly Statement[] Nothing = [];

    private static Statement Deny(params string[] actions) =>
        new(Effect.Deny)
        {
            Sid = "Deny",
            Actions = [.. actions],
            Resources = ["*"],
        };

    private static readonly Statement Launch = Deny("ec2:RunInstances") with { Resources = [GuardedActions.ImageArn] };

    private static ImmutableArray<ChangedRequests> Changes(IEnumerable<Statement> before, IEnumerable<Statement> after)
    {
        var difference = PolicyDifference.Between([.. before], [.. after]);
        Assert.Empty(difference.NotCompared);
        return difference.Changes;
    }

    private static ChangedRequests Change(params Statement[] after) => Assert.Single(Changes(Nothing, after));

    [Fact]
    public void The_same_meaning_in_other_words_is_no_change()
    {
        Statement[] one = [Launch.With("StringNotEquals", "ec2:Owner", First, Second)];
        Statement[] other =
        [
            Launch.With("StringNotEqualsIgnoreCase", "EC2:owner", Second, First) with
            {
                Sid = "Other",
            },
        ];
        Assert.Empty(Changes(one, one));
        Assert.Empty(Changes(one, other));
        Assert.Empty(Changes(one, [.. one, .. other]));
    }

    [Fact]
    public void Owners_that_come_and_go_are_named_what_is_denied_first()
    {
        var changes = Changes(
            [Launch.With("StringNotEquals", "ec2:Owner", First, Third)],
            [Launch.With("StringNotEquals", "ec2:Owner", First, Second)]
        );
        Assert.Equal([true, false], changes.Select(c => c.IsDeniedNow));
        Assert.Equal([Third, Second], changes.SelectMany(c => c.Images));
        Assert.All(changes, c => Assert.False(c.OtherOwners));
        Assert.All(changes, c => Assert.Equal("every principal", c.Callers));
        Assert.All(changes, c => Assert.Equal(ChangedCallers.Unnamed, c.NamedCallers));
        Assert.Null(changes[0].Before);
        Assert.Equal("Deny", changes[0].After?.Sid);
        Assert.Equal("Deny", changes[1].Before?.Sid);
        Assert.Contains($"--image-owner {Third}", changes[0].Example, StringComparison.Ordinal);
    }

    /// <summary>EC2 user guide, "Shared AMIs": an owner is an account or one of three aliases.</summary>
    [Fact]
    public void All_but_some_owners_are_the_aliases_and_those_that_nobody_names()
    {
        var change = Change(Launch.With("StringNotEquals", "ec2:Owner", First, "amazon"));
        Assert.True(change.OtherOwners);
        Assert.Equal(["aws-backup-vault", "aws-marketplace"], change.Images);
    }

    [Fact]
    public void Where_all_images_change_alike_owners_do_not_matter()
    {
        var change = Assert.Single(
            Changes(
                    [Launch.With("StringEquals", "ec2:Owner", First)],
                    [Launch.With("StringEquals", "ec2:Owner", First), Launch]
                )
                .Where(c => c.OtherOwners)
        );
        Assert.DoesNotContain(First, change.Images);
        var all = Change(Launch);
        Assert.Empty(all.Images);
        Assert.False(all.OtherOwners);
        Assert.Equal("", all.When);
    }

    [Fact]
    public void Callers_are_named_by_accounts()
    {
        var change = Change(Launch.With("StringEquals", "aws:PrincipalAccount", Second, First));
        Assert.Equal($"accounts {First}, {Second}", change.Callers);
        Assert.Equal([First, Second], change.NamedCallers.Accounts);
        Assert.True(change.NamedCallers.AreNamed);
        Assert.Equal($"account {First}", Change(Launch.With("StringEquals", "aws:PrincipalAccount", First)).Callers);
    }

    [Fact]
    public void All_callers_but_some_are_told_by_those()
    {
        var change = Change(Launch.With("StringNotEquals", "aws:PrincipalAccount", First, Second));
        Assert.Equal($"every account but {First}, {Second}", change.Callers);
        Assert.False(change.NamedCallers.AreNamed);
        Assert.Equal([First, Second], change.NamedCallers.Others.Order());
    }

    /// <summary>The exempt roles of all accounts lose their exemption together with one account.</summary>
    [Fact]
    public void Callers_by_account_and_callers_by_pattern_are_told_apart()
    {
        const string Backup = "arn:aws:iam::*:role/Backup";
        var changes = Changes(
            [
                Launch
                    .With("StringNotEquals", "aws:PrincipalAccount", First, Second)
                    .With("ArnNotLike", "aws:PrincipalArn", Backup, $"arn:aws:iam::{Third}:role/BreakGlass"),
            ],
            [Launch.With("StringNotEquals", "aws:PrincipalAccount", Second)]
        );
        Assert.Equal(
            [
                $"account {First}",
                $"principals like {Backup} in every account but {Second}",
                $"principals like arn:aws:iam::{Third}:role/BreakGlass",
            ],
            changes.Select(c => c.Callers).Order(StringComparer.Ordinal)
        );
        var ofFirst = changes.Single(c => c.Callers == $"account {First}").NamedCallers;
        Assert.Equal([First], ofFirst.Accounts);
        Assert.All(changes, c => Assert.Equal(c.NamedCallers == ofFirst, !c.NamedCallers.Accounts.IsEmpty));
    }

    [Fact]
    public void Callers_that_change_at_different_times_are_told_apart()
    {
        var changes = Changes(
            [Launch.With("StringEquals", "aws:PrincipalAccount", First, Second)],
            [
                Launch
                    .With("StringEquals", "aws:PrincipalAccount", First)
                    .With("DateGreaterThanEquals", "aws:CurrentTime", "2027-01-01T00:00:00Z"),
            ]
        );
        Assert.Equal(
            [($"account {First}", "until 2027-01-01T00:00:00Z"), ($"account {Second}", "")],
            changes.Select(c => (c.Callers, c.When)).OrderBy(c => c.Callers, StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Principals_are_told_by_their_patterns()
    {
        const string Rescue = "arn:*:iam::*:role/Rescue";
        var only = Change(Launch.With("ArnLike", "aws:PrincipalArn", Rescue));
        Assert.Equal($"principals like {Rescue}", only.Callers);
        Assert.Equal([Rescue], only.NamedCallers.Patterns);
        Assert.Contains("role/Rescue", only.Example, StringComparison.Ordinal);
        var others = Change(Launch.With("ArnNotLike", "aws:PrincipalArn", Rescue));
        Assert.Equal($"every principal, except principals like {Rescue}", others.Callers);
        Assert.False(others.NamedCallers.AreNamed);
        var both = Change(
            Launch.With("ArnNotLike", "aws:PrincipalArn", Rescue).With("StringEquals", "aws:PrincipalAccount", First)
        );
        Assert.Equal($"account {First}, except principals like {Rescue}", both.Callers);
    }

    /// <summary>A statement without a condition on the caller is for every principal, whatever other statements ask of some.</summary>
    [Fact]
    public void Who_is_told_apart_by_other_statements_only_is_not_named()
    {
        var late = Launch
            .With("StringEquals", "aws:PrincipalAccount", First)
            .With("DateGreaterThan", "aws:CurrentTime", "2030-01-01T00:00:00Z");
        var early = Launch.With("DateLessThan", "aws:CurrentTime", "2026-03-01T00:00:00Z");
        var change = Assert.Single(Changes([late], [late, early]));
        Assert.Equal(("every principal", "until 2026-03-01T00:00:00Z"), (change.Callers, change.When));

        // In another Region the answer does not depend on the caller at all.
        var stop = Deny("ec2:StopInstances");
        var ofFirst = stop.With("StringEquals", "aws:PrincipalAccount", First)
            .With("StringEquals", "aws:RequestedRegion", "eu-west-1");
        var elsewhere = stop.With("StringEquals", "aws:RequestedRegion", "us-east-1");
        Assert.Equal("every principal", Assert.Single(Changes([ofFirst], [ofFirst, elsewhere])).Callers);

        // Where it denies one account already, the others are not all who change: elsewhere that account does, too.
        Assert.Equal("every principal", Assert.Single(Changes([ofFirst], [ofFirst, stop])).Callers);

        // `*` matches every ARN.
        Assert.Equal("every principal", Change(Launch.With("ArnLike", "aws:PrincipalArn", "*")).Callers);
    }

    /// <summary>Of an account, roles that another statement looks at are no more bound than its other principals.</summary>
    [Fact]
    public void Principals_that_another_statement_names_are_not_all_who_are_bound()
    {
        var later = Launch
            .With("ArnLike", "aws:PrincipalArn", "arn:*:iam::*:role/Rescue")
            .With("DateGreaterThan", "aws:CurrentTime", "2030-01-01T00:00:00Z");
        var ofFirst = Launch.With("StringEquals", "aws:PrincipalAccount", First);
        Assert.Equal($"account {First}", Assert.Single(Changes([later], [later, ofFirst])).Callers);
    }

    [Theory]
    [InlineData("DateGreaterThanEquals", "2026-03-01T00:00:00Z", "from 2026-03-01T00:00:00Z on")]
    [InlineData("DateGreaterThan", "2026-03-01T00:00:00Z", "from 2026-03-01T00:00:01Z on")]
    [InlineData("DateLessThan", "2026-03-01T00:00:00Z", "until 2026-03-01T00:00:00Z")]
    [InlineData("DateLessThanEquals", "2026-03-01T00:00:00Z", "until 2026-03-01T00:00:01Z")]
    [InlineData("DateEquals", "2026-03-01T00:00:00Z", "from 2026-03-01T00:00:00Z on, until 2026-03-01T00:00:01Z")]
    public void A_change_for_some_time_says_from_when_to_when(string name, string date, string when) =>
        Assert.Equal(when, Change(Launch.With(name, "aws:CurrentTime", date)).When);

    /// <summary>Actions that the statements cover alike change alike; patterns and exclusions are read by AWS's table of actions.</summary>
    [Fact]
    public void Actions_with_the_same_change_stand_together()
    {
        Assert.Equal(
            ["ec2:RunInstances", "ec2:StartInstances", "ec2:StopInstances"],
            Change(Deny("ec2:StopInstances", "ec2:RunInstances", "ec2:StartInstances"))
                .Actions.Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["ec2:RunInstances", "ec2:RunScheduledInstances"],
            Changes(Nothing, [Deny("ec2:Run*")]).SelectMany(c => c.Actions).Order(StringComparer.Ordinal)
        );
        Assert.Equal("ec2:RunInstances", Change(Deny("ec2:CreateFleet", "ec2:RunInstances")).Actions[0]);
        var rest = Deny("ec2:*") with { ActionsExcluded = true };
        var actions = Changes(Nothing, [rest]).SelectMany(c => c.Actions).ToHashSet();
        // Service Authorization Reference, Amazon S3: `GetObject` names an object or one of an access point, and neither is marked.
        Assert.Contains("s3:GetObject", actions);
        Assert.DoesNotContain("ec2:RunInstances", actions);
    }

    private static Statement On(Statement deny, params string[] kinds) =>
        deny with
        {
            Resources = [.. kinds.Select(k => $"arn:*:ec2:*:*:{k}/*")],
        };

    private static string Told(IEnumerable<ChangedRequests> changes) =>
        string.Join("; ", changes.Select(c => $"{DifferenceWords.Change(c)}: {DifferenceWords.Requests(c)}"));

    /// <summary>
    /// Service Authorization Reference, Amazon EC2: `AssociateAddress` lists elastic-ip, instance and network-interface, none as required;
    /// `CreateTags` lists images among many more.
    /// </summary>
    [Fact]
    public void Where_a_call_names_one_of_several_resources_each_is_a_call_of_its_own()
    {
        var deny = Deny("ec2:AssociateAddress");
        Assert.Equal(
            "denied from now on: ec2:AssociateAddress naming elastic-ip by every principal",
            Told(Changes(Nothing, [On(deny, "elastic-ip")]))
        );
        Assert.Equal(
            "denied from now on: ec2:AssociateAddress naming network-interface by every principal",
            Told(Changes([On(deny, "instance")], [On(deny, "instance", "network-interface")]))
        );
        Assert.Equal(
            "denied from now on: ec2:AssociateAddress naming one of elastic-ip, instance by every principal; "
                + "allowed from now on: ec2:AssociateAddress naming network-interface by every principal",
            Told(Changes([On(deny, "network-interface")], [On(deny, "elastic-ip", "instance")]))
        );
        Assert.Equal(
            "denied from now on: ec2:AssociateAddress by every principal",
            Told(Changes(Nothing, [On(deny, "elastic-ip", "instance", "network-interface")]))
        );
        var tags = Deny("ec2:CreateTags");
        Assert.Equal(
            "allowed from now on: ec2:CreateTags naming volume by every principal",
            Told(Changes([On(tags, "image", "volume")], [On(tags, "image")]))
        );
        Assert.Equal("denied from now on: ec2:CreateTags by every principal", Told(Changes(Nothing, [tags])));
    }

    /// <summary>Service Authorization Reference, Amazon EC2: a launch names an image and an instance, and a key pair or none.</summary>
    [Fact]
    public void What_only_some_calls_name_is_told_of_these_calls_alone()
    {
        var deny = Deny("ec2:RunInstances");
        Assert.Equal(
            "denied from now on: ec2:RunInstances naming key-pair by every principal",
            Told(Changes(Nothing, [On(deny, "key-pair")]))
        );
        Assert.Equal(
            "denied from now on: ec2:RunInstances by every principal",
            Told(Changes([On(deny, "key-pair")], [On(deny, "instance", "key-pair")]))
        );
        Assert.Equal("denied from now on: ec2:RunInstances by every principal", Told(Changes(Nothing, [deny])));
        Assert.Equal(
            "allowed from now on: ec2:RunInstances naming volume by account 111111111111",
            Told(Changes([On(deny, "volume").With("StringEquals", "aws:PrincipalAccount", First)], Nothing))
        );
    }

    [Fact]
    public void What_cannot_be_compared_by_meaning_is_named()
    {
        var allow = Deny("ec2:*") with { Effect = Effect.Allow, Sid = "Allow" };
        var opaque = Launch.With("StringEquals", "aws:username", "x") with { Sid = "Opaque" };
        var single = Deny("ec2:StopInstances") with { Sid = null, Resources = ["arn:aws:ec2:*:*:instance/i-1"] };
        var difference = PolicyDifference.Between([allow], [opaque, single]);
        Assert.Equal(
            [
                "the allow statement `Allow`",
                "the statement `Opaque` with a condition that the prover cannot partition along",
                "the statement `without Sid` with a condition that the prover cannot partition along",
            ],
            difference.NotCompared
        );
        Assert.Empty(difference.Changes);
        // What stands word for word on both sides is the same, whatever it means.
        Assert.Empty(PolicyDifference.Between([allow, opaque], [opaque, allow]).NotCompared);
    }

    /// <summary>Resource elements that the prover splits along: all of a kind, or images by their ids.</summary>
    [Theory]
    [InlineData("*", true)]
    [InlineData("arn:*:ec2:*:*:*", true)]
    [InlineData("arn:*:ec2:*::image/*", true)]
    [InlineData("arn:*:ec2:us-east-1::image/ami-0*", true)]
    [InlineData("arn:aws:ec2:*:*:instance/*", true)]
    [InlineData("arn:aws:ec2:*:*:instance/i-1", false)]
    [InlineData("arn:aws:ec2:*:*:inst*/*", false)]
    [InlineData("arn:aws:ec2:*:*:inst*", false)]
    [InlineData("arn:aws:ec2:*:*:*/i-1", false)]
    [InlineData("arn:aws:s3:::bucket", false)]
    [InlineData("arn:aws:ec2:*:${aws:PrincipalAccount}:instance/*", false)]
    [InlineData("arn:aws:ec2:*::image/${aws:PrincipalTag/image}", false)]
    [InlineData("arn:aws:ec2:*:image/*", false)]
    [InlineData("*:image/*", false)]
    [InlineData("arn:aws:ec2:*", true)]
    public void A_resource_element_is_one_that_can_be_split_along_or_not(string resource, bool isClear)
    {
        Assert.Equal(isClear, ResourceAtom.IsClear(resource, variables: true));
        Assert.Equal(isClear, DenyStatement.Of(Deny("ec2:RunInstances") with { Resources = [resource] }, 0).IsClear);
        Assert.False(
            DenyStatement
                .Of(Deny("ec2:RunInstances") with { Resources = ["*", "arn:aws:ec2:*:*:instance/i-1"] }, 0)
                .IsClear
        );
    }
}
