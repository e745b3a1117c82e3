using System.Globalization;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Features.Planning;

/// <summary>In which order documents change, and how much is proven to find it.</summary>
public sealed class ScpTransitionTests
{
    private static string Deny(string action) =>
        JsonText.ToText(
            PolicyWriter.Minified(
                new PolicyDocument([new Statement(Effect.Deny) { Actions = [action], Resources = ["*"] }])
            )
        );

    private static readonly (string First, string Second) Shared = (Deny("ec2:RunInstances"), Deny("ec2:CreateImage"));

    /// <summary>Two documents change places, which no order does safely; others only come.</summary>
    private static ScpZone Zone(int coming)
    {
        var before = new Dictionary<string, string> { ["a"] = Shared.First, ["b"] = Shared.Second };
        var after = new Dictionary<string, string> { ["a"] = Shared.Second, ["b"] = Shared.First };
        string[] actions =
        [
            "ec2:StopInstances",
            "ec2:StartInstances",
            "ec2:RebootInstances",
            "ec2:CreateVpc",
            "ec2:CreateTags",
        ];
        foreach (var action in actions.Take(coming))
            after[action.ToLower(CultureInfo.InvariantCulture)] = Deny(action);
        return new ScpZone(before, after);
    }

    [Fact]
    public void Each_state_is_proven_once_whatever_the_order()
    {
        var proven = 0;
        var order = ScpTransition.Find(
            [Zone(coming: 5)],
            (before, between, after) =>
            {
                proven++;
                return SafeTransition.Problem(before, between, after);
            }
        );
        Assert.True(order.NeedsCopies);
        // There are 32 sets of what only comes, and with each of them either of the two may have changed.
        Assert.InRange(proven, 1, 3 * 32);
    }

    [Fact]
    public void What_only_comes_needs_no_copies()
    {
        var zone = Zone(coming: 3);
        var order = ScpTransition.Find([zone with { Before = new Dictionary<string, string>() }]);
        Assert.False(order.NeedsCopies);
        Assert.Equal(5, order.Names.Length);
    }
}
