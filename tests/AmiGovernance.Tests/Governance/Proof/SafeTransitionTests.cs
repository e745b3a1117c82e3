using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>
/// Between two calls the policies stand in a state of neither side. It is safe where it decides each request as one of the sides does.
/// </summary>
public sealed class SafeTransitionTests
{
    private static readonly Statement[] Nothing = [];
    private static readonly Statement[] Before = [Only("111111111111", "222222222222")];
    private static readonly Statement[] After = [Only("111111111111", "333333333333")];

    private static Statement Deny =>
        new(Effect.Deny)
        {
            Sid = "Launch",
            Actions = ["ec2:RunInstances"],
            Resources = [GuardedActions.ImageArn],
        };

    private static Statement Only(params string[] owners) => Deny.With("StringNotEquals", "ec2:Owner", owners);

    [Fact]
    public void Both_sides_are_safe_and_so_are_both_at_once()
    {
        Assert.Null(SafeTransition.Problem(Before, Before, After));
        Assert.Null(SafeTransition.Problem(Before, After, After));
        Assert.Null(SafeTransition.Problem(Before, [.. Before, .. After], After));
        Assert.Null(SafeTransition.Problem(Nothing, Nothing, Nothing));
    }

    [Fact]
    public void What_is_shut_on_both_sides_is_not_open_between()
    {
        var problem = SafeTransition.Problem(Before, Nothing, After);
        Assert.Contains("--action ec2:RunInstances", problem, StringComparison.Ordinal);
        Assert.Contains("--image-owner 000000000000", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_open_on_both_sides_is_not_shut_between() =>
        Assert.Contains(
            "--image-owner 111111111111",
            SafeTransition.Problem(Before, [Deny], After),
            StringComparison.Ordinal
        );

    /// <summary>The allow beside is not part of the question.</summary>
    [Fact]
    public void An_allow_statement_changes_nothing()
    {
        var allow = Deny with { Effect = Effect.Allow };
        Assert.Null(SafeTransition.Problem(Before, [.. Before, allow], After));
        Assert.NotNull(SafeTransition.Problem(Before, [allow], After));
    }

    /// <summary>Nobody chooses `aws:username`, so the prover cannot split along it.</summary>
    private static readonly Statement Opaque = Deny.With("StringEquals", "aws:username", "x");

    [Fact]
    public void A_statement_that_cannot_be_compared_stands_between_where_it_stands_on_both_sides()
    {
        const string Missing = "a statement with a condition that cannot be compared would be missing for a moment";
        Statement[] before = [.. Before, Opaque];
        Statement[] after = [.. After, Opaque];
        Assert.Null(SafeTransition.Problem(before, before, after));
        Assert.Equal(Missing, SafeTransition.Problem(before, Before, after));
        Assert.Equal(Missing, SafeTransition.Problem(Before, before, After));
        Assert.Null(SafeTransition.Problem(before, Before, After));
        Assert.Null(SafeTransition.Problem(before, before, After));
        Assert.Null(SafeTransition.Problem(Before, after, after));
        Assert.Null(SafeTransition.Problem(Before, After, after));
    }
}
