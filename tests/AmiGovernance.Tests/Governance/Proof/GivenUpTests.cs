using System.Globalization;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>Where patterns match in more ways than anybody looks at, nothing is said to hold, to be the same, or to be safe.</summary>
public sealed class GivenUpTests
{
    private const string TooMany = "depends on patterns that can be matched in too many ways to look at all";

    /// <summary>A name may hold any of the parts, so that there is a way for each set of them.</summary>
    private static string[] Roles(string letters) =>
        [
            .. Enumerable
                .Range(10, 24)
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"arn:aws:iam::*:role/*{letters}{i}*")),
        ];

    private static Statement Sparing(params string[] roles) =>
        new Statement(Effect.Deny)
        {
            Sid = "Sparing",
            Actions = ["ec2:RunInstances"],
            Resources = ["*"],
        }.With("ArnNotLike", "aws:PrincipalArn", roles);

    private static readonly Statement[] Many = [Sparing(Roles("team"))];
    private static readonly Statement[] More = [Sparing([.. Roles("team"), "arn:aws:iam::*:role/Admin"])];

    [Fact]
    public void Sets_that_cannot_be_compared_are_not_the_same()
    {
        var difference = PolicyDifference.Between(Many, More);
        Assert.Empty(difference.Changes);
        Assert.Equal([$"statement `Sparing`: whether it denies {TooMany}"], difference.NotCompared);
        Assert.NotEmpty(PolicyDifference.Between(Many, []).NotCompared);
        Assert.NotEmpty(PolicyDifference.Between([], Many).NotCompared);
    }

    [Fact]
    public void A_set_is_the_same_as_itself_and_other_changes_beside_it_are_told()
    {
        var same = PolicyDifference.Between(Many, Many);
        Assert.Empty(same.NotCompared);
        Assert.Empty(same.Changes);
        var share = new Statement(Effect.Deny) { Actions = ["ec2:ModifyImageAttribute"], Resources = ["*"] };
        var other = PolicyDifference.Between(Many, [.. Many, share]);
        Assert.Empty(other.NotCompared);
        Assert.Equal(["ec2:ModifyImageAttribute"], Assert.Single(other.Changes).Actions);
        // What another statement denies anyway needs no look at the patterns.
        Assert.Empty(PolicyDifference.Between([.. Many, Sparing() with { Conditions = [] }], Many).Changes);
        Assert.NotEmpty(PolicyDifference.Between([.. Many, Sparing() with { Conditions = [] }], Many).NotCompared);
    }

    [Fact]
    public void A_state_between_is_safe_only_where_it_holds_what_one_side_holds()
    {
        Assert.Null(SafeTransition.Problem(Many, Many, More));
        Assert.Null(SafeTransition.Problem(Many, More, More));
        Assert.Null(SafeTransition.Problem(Many, [.. Many, .. More], More));
        Assert.Null(SafeTransition.Problem(Many, [], []));
        Assert.Equal(TooMany, SafeTransition.Problem(Many, [], More));
        Assert.Equal(TooMany, SafeTransition.Problem(Many, [Sparing("arn:aws:iam::*:role/Admin")], More));
        Assert.Equal(TooMany, SafeTransition.Problem(Many, [Sparing() with { Conditions = [] }], More));
        Statement[] all = [Sparing() with { Conditions = [] }];
        Assert.Null(SafeTransition.Problem(all, all, Many));
        Assert.Null(SafeTransition.Problem(all, Many, Many));
    }

    [Fact]
    public void A_statement_that_cannot_be_looked_at_is_not_said_to_fire()
    {
        var stops = Sparing() with { Actions = ["ec2:StopInstances"], Conditions = [] };
        var roles = Roles("team").Select(r => r.Replace("arn:aws:", "arn:*:", StringComparison.Ordinal));
        var result = ProvenCase.Prove(s => s, stops.With("ArnLike", "aws:PrincipalArn", [.. roles])).Of(11);
        Assert.Equal(ProofOutcome.NotProven, result.Outcome);
        Assert.Contains(TooMany, result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_rests_on_the_patterns_is_not_proven()
    {
        var results = ProvenCase.Prove(s => s, Many[0] with { Actions = ["ec2:ModifyImageAttribute"] });
        Assert.Equal([5, 12], results.Where(r => r.Outcome == ProofOutcome.NotProven).Select(r => r.Number));
        Assert.All([1, 2, 3, 6, 7], number => Assert.Equal(ProofOutcome.Proven, results.Of(number).Outcome));
    }
}
